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
FORMAL: Final = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
ROUND_ZERO: Final = re.compile("(?<=[一二三四五六七八九])[oO]|[oO](?=[一二三四五六七八九])")
CLOCK: Final = re.compile(r"[T ]?([上下]午)? ?\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
AROUND: Final = re.compile(
    r"^(公历|阳历|新历|生于|出生于)[:：]?|\(?(公历|阳历|新历)\)?$|(出生|生)$|\(?(星期|周)[一二三四五六日天]\)?$|\.$"
)
"""Words beside a date that say nothing else."""
LUNAR: Final = re.compile("农历|阴历|旧历|初|廿|腊月|正月")
MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()
STYLES: Final = tuple(
    re.compile(style)
    for style in (
        r"(\d{4})\D(\d{1,2})\D(\d{1,2})日?号?",
        r"(\d{4})\D?(\d{2})(\d{2})",
    )
)
ENGLISH: Final = re.compile(r"(?:(\d{1,2})[- ])?([A-Za-z]{3})[a-z]*\.?[- ](?:(\d{1,2}), ?)?(\d{4})")
MONTH_ONLY: Final = re.compile(r"\d{4}(年|[-./ ])\d{1,2}月?份?|(19|20)\d{2}(0[1-9]|1[0-2])")
YEAR_ONLY: Final = re.compile(r"(19|20)\d{2}年?")
TWO_DIGIT_YEAR: Final = re.compile(r"\d{2}年?[-./年]\d{1,2}[-./月]\d{1,2}日?|\d{6}")
YEAR_LAST: Final = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
SERIAL: Final = re.compile(r"\d{5}")


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
    if isinstance(value, float) and 10_000 < value < 100_000:
        value = int(value)  # a spreadsheet's day, the time of day behind the point
    return _parse_text(value if isinstance(value, str) else plain(value), on)


@lru_cache(1 << 14)
def _parse_text(value: str, on: dt.date) -> ParsedDate:
    text = clean(value)
    text = CLOCK.sub("", text.strip("'’ ").removesuffix(".0")).strip()
    if not text or is_placeholder(text):
        return ParsedDate(None)
    plain = arabic(_bare(text))
    for style in STYLES:
        found = style.fullmatch(plain)
        if found:
            return _day(text, *map(int, found.groups()), on=on)
    return _unusual(text, plain, on)


def _unusual(text: str, plain: str, on: dt.date) -> ParsedDate:
    if SERIAL.fullmatch(plain):
        return _plausible(EXCEL_EPOCH + dt.timedelta(int(plain)), on)
    english = ENGLISH.fullmatch(plain)
    if english and english[2].lower() in MONTHS and bool(english[1]) != bool(english[3]):
        month = MONTHS.index(english[2].lower()) + 1
        return _day(text, int(english[4]), month, int(english[1] or english[3]), on=on)
    turned = YEAR_LAST.fullmatch(plain)
    if turned:
        return _turned(text, *map(int, turned.groups()), on=on)
    return ParsedDate(None, f"“{text}”{_complaint(plain)}")


def _bare(text: str) -> str:
    """公历2010 年 5 月 4 日（星期二）→ 2010年5月4日."""
    if text.isascii():
        return text.rstrip(".")
    if "年" in text:
        text = ROUND_ZERO.sub("〇", text.replace(" ", "").translate(FORMAL))
    return AROUND.sub("", AROUND.sub("", text).strip()).strip()


def _complaint(plain: str) -> str:
    if LUNAR.search(plain):
        return "是农历，请换成公历的日子"
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


def in_full(day: dt.date) -> str:
    """2018年8月24日."""
    return f"{day.year}年{day.month}月{day.day}日"


def month_day(day: dt.date) -> str:
    """8月24日: as people say a day of this year."""
    return f"{day.month}月{day.day}日"
