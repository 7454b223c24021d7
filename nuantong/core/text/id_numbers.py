"""Citizens' ID numbers (GB 11643-1999), and what lists and spreadsheets do to them.

The region prefix is never judged: districts were renamed and people move.
"""

import datetime as dt
import re
from collections.abc import Iterator
from enum import StrEnum
from operator import mul
from typing import Final, NamedTuple

from nuantong.core.text.characters import clean, plain
from nuantong.core.text.words import is_placeholder

WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS: Final = "10X98765432"
SHAPE: Final = re.compile(r"\d{17}[\dX]")
SCIENTIFIC: Final = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+")
LEADING: Final = re.compile(r"[GLgl](?=\d{17}[\dXx]$)")
"""学籍号 is G (temporary: L) and the ID number."""
CERTIFICATE: Final = re.compile(r"(\d{17}[\dX])[1-7][1-4](?:B\d)?")
"""残疾人证号 is the ID number, the type, the grade and B1… for a second copy."""
NOISE: Final = re.compile(r"[\s'’‘`\"“”\-—.·,，;；:：]")


class IdStatus(StrEnum):
    VALID = "valid"
    WRONG_CHECK = "wrong_check"
    WRONG_DATE = "wrong_date"
    TRUNCATED = "truncated"
    SCIENTIFIC = "scientific"
    MALFORMED = "malformed"
    MISSING = "missing"


class IdNumber(NamedTuple):
    """`text` is the number, or what the cell held when it is none; `problem` says the remedy."""

    text: str
    status: IdStatus
    problem: str = ""

    @property
    def is_valid(self) -> bool:
        return self.status == IdStatus.VALID

    @property
    def birth_date(self) -> dt.date | None:
        """Digits 7 to 14; a number that lost its last digits still has them."""
        return _birth(self.text) if self.status in HAS_BIRTH else None

    @property
    def sex(self) -> str:
        """Digit 17: odd 男, even 女."""
        return "女男"[int(self.text[16]) % 2] if self.status in HAS_SEX else ""


HAS_SEX: Final = {IdStatus.VALID, IdStatus.WRONG_CHECK}
HAS_BIRTH: Final = {*HAS_SEX, IdStatus.TRUNCATED}
EARLIEST: Final = dt.date(1900, 1, 1)
NO_DATE: Final = dt.date.max


def check_character(first17: str) -> str:
    """The 18th character by ISO 7064 MOD 11-2."""
    return CHECKS[sum(map(mul, WEIGHTS, map(int, first17))) % 11]


def parse_id_number(value: object, on: dt.date = NO_DATE) -> IdNumber:
    """Reads a cell. A birth date after `on` is a wrong one."""
    if isinstance(value, str) and SHAPE.fullmatch(value) and value.isascii():
        return _judge(value, on)
    if isinstance(value, float) and 1e17 <= value < 1e18:
        return _truncated(str(round(int(value), -3)))
    text = clean(value).strip()
    if not text or is_placeholder(text.strip("'’‘`")):
        return _missing(plain(value).strip())
    if SCIENTIFIC.fullmatch(text):
        return IdNumber(text, IdStatus.SCIENTIFIC, RUINED)
    number = _plain_number(text)
    if not SHAPE.fullmatch(number):
        return IdNumber(text, IdStatus.MALFORMED, _malformed(number, text))
    return _judge(number, on)


def _plain_number(text: str) -> str:
    number = LEADING.sub("", NOISE.sub("", text).upper())
    certificate = CERTIFICATE.fullmatch(number)
    return certificate[1] if certificate else number


def _judge(number: str, on: dt.date) -> IdNumber:
    born = _birth(number)
    if born is None or not EARLIEST <= born <= on:
        day = f"{number[6:10]}年{number[10:12]}月{number[12:14]}日"
        return IdNumber(number, IdStatus.WRONG_DATE, f"身份证号中的出生日期{day}不可能，请核对原件")
    expected = check_character(number[:17])
    if number[17] != expected and number.endswith("000"):  # Excel keeps 15 digits
        return _truncated(number)
    if number[17] != expected:
        problem = f"身份证号校验位应为{expected}，这里是{number[17]}：号码有误，请核对原件"
        return IdNumber(number, IdStatus.WRONG_CHECK, problem)
    return IdNumber(number, IdStatus.VALID)


def near_numbers(number: str) -> list[str]:
    """Right numbers that differ from a wrong one by a single character, or two changed round."""
    turned = (number[:at] + number[at + 1] + number[at] + number[at + 2 :] for at in range(17))
    return [one for one in {*_mended(number), *turned} if _is_right(one)]


def _mended(number: str) -> Iterator[str]:
    """One character replaced, so that the check is right: for each place there is one at most."""
    if not number[:17].isdigit():
        return
    total = sum(map(mul, WEIGHTS, map(int, number[:17])))
    yield number[:17] + CHECKS[total % 11]
    wanted = CHECKS.index(number[17])
    for at, weight in enumerate(WEIGHTS):
        digit = (int(number[at]) + (wanted - total) * pow(weight, -1, 11)) % 11
        if digit < 10:
            yield f"{number[:at]}{digit}{number[at + 1 :]}"


def _is_right(number: str) -> bool:
    """The check fits and the day can be one."""
    if not number[:17].isdigit() or check_character(number[:17]) != number[17]:
        return False
    born = _birth(number)
    return born is not None and born >= EARLIEST


RUINED: Final = "身份证号被表格软件改成科学记数法，末几位已丢失，请将该列设为文本后重填"


def _truncated(number: str) -> IdNumber:
    problem = "身份证号末3位被表格软件改成000，请将该列设为文本后重填"
    return IdNumber(number, IdStatus.TRUNCATED, problem)


def _missing(said: str) -> IdNumber:
    shown = f"（“{said}”）" if said else ""
    return IdNumber(said, IdStatus.MISSING, f"没有身份证号{shown}，请补填")


def _malformed(number: str, text: str) -> str:
    if re.fullmatch(r"\d{15}", number):
        return "身份证号是15位旧号码，请换成18位"
    if re.fullmatch(r"[\dX]+", number):
        return f"身份证号应为18位，这里是{len(number)}位，请核对原件"
    return f"“{text}”不是身份证号，请核对原件"


def _birth(number: str) -> dt.date | None:
    try:
        return dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
