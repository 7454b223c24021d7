"""Telephone numbers as lists have them: 189-6669-3258, +8617445180714, 13356143060.0."""

import re
from typing import Final, NamedTuple

from nuantong.core.text.characters import clean
from nuantong.core.text.words import is_placeholder

MOBILE: Final = re.compile(r"1[3-9]\d{9}")
LANDLINE: Final = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))(\d{7,8})")
LOCAL: Final = re.compile(r"[2-8]\d{6,7}")
HOTLINE: Final = re.compile(r"1[12]\d{1,3}|12\d{3}|[48]00\d{7}")
SEPARATOR: Final = re.compile(r"[,;、/|\\]| 或 |或")
NOISE: Final = re.compile(r"[\s()\-—–―_.·:']")
WHOSE: Final = re.compile(r"\([^()\d]*\)|[\u4e00-\u9fff]+")
"""13812345678（奶奶）, 本人13812345678: whose number it is."""
SCIENTIFIC: Final = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+")


class Phone(NamedTuple):
    """The number ('' when none can be used), what is wrong with it, and further numbers."""

    text: str
    problem: str = ""
    others: tuple[str, ...] = ()


def normalise_phone(value: object) -> str:
    """The number in the form it is stored and searched by; what is no number, trimmed."""
    if isinstance(value, str) and len(value) == 11 and value.isascii() and value.isdigit():
        return value
    return parse_phone(value).text or clean(value)


def parse_phone(value: object) -> Phone:
    """Reads a cell; of several numbers the first usable one counts."""
    if isinstance(value, str) and MOBILE.fullmatch(value) and value.isascii():
        return Phone(value)
    text = clean(value).strip("'").removesuffix(".0")
    if not text or is_placeholder(text):
        return Phone("", "")
    found = [_number(part) for part in _parts(text)]
    usable = tuple(number for number in found if number)
    if not usable:
        return Phone("", _problem(text))
    return Phone(usable[0], "", usable[1:])


def _parts(text: str) -> list[str]:
    parts = SEPARATOR.split(text)
    spaced = text.split(" ")
    if len(parts) == 1 and len(spaced) > 1 and all(_number(part) for part in spaced):
        return spaced
    return parts


def _number(part: str) -> str:
    digits = NOISE.sub("", WHOSE.sub("", part.removesuffix(".0")))
    digits = re.sub(r"^(\+86|0086|86(?=1\d{10}$)|86(?=0\d{10,11}$)|0(?=1[3-9]\d{9}$))", "", digits)
    if MOBILE.fullmatch(digits) or LOCAL.fullmatch(digits) or HOTLINE.fullmatch(digits):
        return digits
    landline = LANDLINE.fullmatch(digits)
    return "-".join(landline.groups()) if landline else ""


def _problem(text: str) -> str:
    if SCIENTIFIC.fullmatch(text):
        return "电话被表格软件改成科学记数法，末几位已丢失，请将该列设为文本后重填"
    digits = re.sub(r"\D", "", text)
    if digits.startswith("1") and digits.isascii():
        return f"手机号应为11位，这里是{len(digits)}位，请核对"
    return f"“{text}”不是电话号码，请核对"
