"""Dates in the styles of offices' lists; what is ambiguous is a problem, never a guess."""

import datetime as dt
import re
from functools import lru_cache
from typing import Final, NamedTuple

from nuantong.core.text.characters import clean, plain
from nuantong.core.text.words import is_placeholder

EARLIEST: Final = dt.date(1900, 1, 1)
EXCEL_EPOCH: Final = dt.date(1899, 12, 30)
CHINESE: Final = str.maketrans("〇零○一二三四五六七八九", "000123456789")
CLOCK: Final = re.compile(r"[T ]?\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
STYLES: Final = tuple(
    re.compile(style)
    for style in (
        r"(\d{4})\D(\d{1,2})\D(\d{1,2})日?号?",
        r"(\d{4})(\d{2})(\d{2})",
    )
)
MONTH_ONLY: Final = re.compile(r"\d{4}(年|[-./ ])\d{1,2}月?份?|\d{4}(0[1-9]|1[0-2])")
YEAR_ONLY: Final = re.compile(r"(19|20)\d{2}年?")
TWO_DIGIT_YEAR: Final = re.compile(r"\d{2}年?[-./年]\d{1,2}[-./月]\d{1,2}日?|\d{6}")
YEAR_LAST: Final = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
SERIAL: Final = re.compile(r"(\d{5})(\.\d+)?")


class ParsedDate(NamedTuple):
    """A day, or what is wrong and what to do; both empty for an empty cell."""

    value: dt.date | None
    problem: str = ""


def parse_date(value: object, on: dt.date = dt.date.max) -> ParsedDate:
    """Reads a cell. A day after `on` or before 1900 is a problem."""
    if isinstance(value, dt.datetime):
        return _plausible(value.date(), on)
    if isinstance(value, dt.date):
        return _plausible(value, on)
    return _parse_text(value if isinstance(value, str) else plain(value), on)


@lru_cache(1 << 14)
def _parse_text(value: str, on: dt.date) -> ParsedDate:
    text = clean(value)
    text = CLOCK.sub("", text.strip("'’ ").removesuffix(".0")).strip()
    if not text or is_placeholder(text):
        return ParsedDate(None)
    plain = arabic(text)
    for style in STYLES:
        found = style.fullmatch(plain)
        if found:
            return _day(text, *map(int, found.groups()), on=on)
    return _unusual(text, plain, on)


def _unusual(text: str, plain: str, on: dt.date) -> ParsedDate:
    serial = SERIAL.fullmatch(plain)
    if serial:
        return _plausible(EXCEL_EPOCH + dt.timedelta(int(serial[1])), on)
    turned = YEAR_LAST.fullmatch(plain)
    if turned:
        return _turned(text, *map(int, turned.groups()), on=on)
    return ParsedDate(None, f"“{text}”{_complaint(plain)}")


def _complaint(plain: str) -> str:
    if MONTH_ONLY.fullmatch(plain):
        return "只有年月，请补充到日"
    if YEAR_ONLY.fullmatch(plain):
        return "只有年份，请补充月和日"
    if TWO_DIGIT_YEAR.fullmatch(plain):
        return "的年份只有两位，请写四位年份"
    return "不是日期，请写成2008-03-20"


def _day(text: str, year: int, month: int, day: int, *, on: dt.date) -> ParsedDate:
    try:
        return _plausible(dt.date(year, month, day), on)
    except ValueError:
        return ParsedDate(None, f"“{text}”不是日历上的日子，请核对")


def _turned(text: str, first: int, second: int, year: int, *, on: dt.date) -> ParsedDate:
    """Year last: read only when one of the two can be no month."""
    if first <= 12 and second <= 12 and first != second:
        return ParsedDate(None, f"“{text}”分不清月和日，请写成2008-03-20")
    month, day = (second, first) if first > 12 else (first, second)
    return _day(text, year, month, day, on=on)


def _plausible(day: dt.date, on: dt.date) -> ParsedDate:
    if day > on:
        return ParsedDate(None, f"{day}在填报日期之后，请核对")
    if day < EARLIEST:
        return ParsedDate(None, f"{day}早于1900年，请核对")
    return ParsedDate(day)


def arabic(text: str) -> str:
    """二〇〇八年三月二十日 → 2008年3月20日."""
    if text.isascii() or not re.search("[一二三四五六七八九十]", text):
        return text
    return re.sub("[〇零○一二三四五六七八九十]+", lambda found: _number(found[0]), text)


def _number(numeral: str) -> str:
    if "十" not in numeral:
        return numeral.translate(CHINESE)
    tens, _, ones = numeral.partition("十")
    return str(int(tens.translate(CHINESE) or "1") * 10 + int(ones.translate(CHINESE) or "0"))
