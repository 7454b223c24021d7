"""Birth dates in the styles of lists → the day written, and the day meant if it were lunar."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

import polars as pl

from nuantong.core.text import clean
from nuantong.core.text.dates import arabic
from nuantong.linkage.cleaning.days import civil_day, lunar_day
from nuantong.linkage.cleaning.distinct import understood

LUNAR: Final = re.compile(
    "农历|阴历|旧历|古历|夏历|农|阴|正月|冬月|腊月|初[一二三四五六七八九十]|廿|闰"
)
WORDS: Final = str.maketrans(
    {"正": "一", "冬": "十一", "腊": "十二", "初": "", "廿": "二十", "卅": "三十"}
)
ROUND: Final = re.compile(
    "(?<=[一二三四五六七八九])[OoＯ〇○0零]+|[OoＯ○0零]+(?=[一二三四五六七八九])"
)
YEAR_FIRST: Final = re.compile(r"(?<!\d)(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})(?!\d)")
TOGETHER: Final = re.compile(r"\D*(\d{4})(\d{2})(\d{2})(?:\d{6})?\D*")
SERIAL: Final = re.compile(r"(\d{5})(?:\.\d+)?")
SERIAL_EPOCH: Final = 25_569
"""1970-01-01 as a spreadsheet counts days."""
YEAR_LAST: Final = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
TWO_DIGITS: Final = re.compile(
    r"['‘’]?(\d{2})\s?[-./年、]\s?(\d{1,2})\s?[-./月、]\s?(\d{1,2})日?号?"
)
SIX: Final = re.compile(r"(\d{2})(\d{2})(\d{2})")
PIVOT: Final = 30
"""Two digits up to this are of this century."""
COLUMNS: Final = {"dob": pl.Int32, "dob_lunar": pl.Int32}


class Written(NamedTuple):
    year: int
    month: int
    day: int


def birth_dates(values: pl.Series) -> pl.DataFrame:
    """dob and dob_lunar."""
    return understood(values.to_frame(), one_date, COLUMNS)


@lru_cache(1 << 17)
def one_date(text: str | None) -> tuple[int | None, int | None]:
    """A date marked as lunar is converted; of others the lunar meaning is kept beside."""
    plain = clean(text)
    if not plain:
        return None, None
    if LUNAR.search(plain):
        written = _written(arabic(ROUND.sub(_zeros, plain.translate(WORDS))))
        return (_lunar(written, leap="闰" in plain), None) if written else (None, None)
    if serial := SERIAL.fullmatch(plain):
        return _of_serial(int(serial[1])), None
    written = _written(arabic(ROUND.sub(_zeros, plain)))
    return (civil_day(*written), lunar_day(*written)) if written else (None, None)


def _zeros(found: re.Match[str]) -> str:
    return "〇" * len(found[0])


def _lunar(written: Written, *, leap: bool) -> int | None:
    year, month, day = written
    return lunar_day(year, -month if leap else month, day)


def _of_serial(days: int) -> int | None:
    """A day as a spreadsheet stores it, where it can be a birth date."""
    return days - SERIAL_EPOCH if 1 < days < 51_000 else None


def _written(text: str) -> Written | None:
    if found := YEAR_FIRST.search(text) or TOGETHER.fullmatch(text):
        return Written(*map(int, found.groups()))
    if found := YEAR_LAST.fullmatch(text):
        return _year_last(*map(int, found.groups()))
    if found := TWO_DIGITS.fullmatch(text) or SIX.fullmatch(text):
        return _two_digits(*map(int, found.groups()))
    return None


def _year_last(first: int, second: int, year: int) -> Written:
    """5/4/2009 is how a foreign spreadsheet shows the fourth of May."""
    month, day = (second, first) if first > 12 else (first, second)
    return Written(year, month, day)


def _two_digits(year: int, month: int, day: int) -> Written | None:
    """Six digits may be a year and a month: 200905."""
    if year in (19, 20) and 1 <= day <= 12:
        return None
    return Written(year + (2000 if year <= PIVOT else 1900), month, day)
