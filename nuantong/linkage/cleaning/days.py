"""Days as numbers since 1970-01-01, civil and lunar, looked up rather than computed."""

import datetime as dt
from functools import lru_cache
from typing import Final

import polars as pl

from nuantong.calendars.lunar import months

EPOCH: Final = dt.date(1970, 1, 1).toordinal()
FIRST_YEAR, LAST_YEAR = 1900, 2040
"""Whoever is on a list was born between them."""
FIRST_LUNAR, LAST_LUNAR = 1985, 2030


def civil_day(year: int, month: int, day: int) -> int | None:
    """None for what is no day of the calendar, or nobody's birth date."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return dt.date(year, month, day).toordinal() - EPOCH
    except ValueError:
        return None


def lunar_day(year: int, month: int, day: int) -> int | None:
    """The civil day of a lunar one; a leap month is negative."""
    start, length = _lunar_months().get((year, month), (0, 0))
    return start + day - 1 if 1 <= day <= length else None


def days_of(numbers: pl.Series) -> pl.Series:
    """Days of whole numbers like 20090504; null for what is none."""
    frame = numbers.alias("n").to_frame().select(
        year=pl.col("n") // 10_000, month=pl.col("n") // 100 % 100, day=pl.col("n") % 100
    )  # fmt: skip
    possible = (
        pl.col("year").is_between(FIRST_YEAR, LAST_YEAR)
        & pl.col("month").is_between(1, 12)
        & pl.col("day").is_between(1, 31)
    )
    place = ((pl.col("year") - FIRST_YEAR) * 12 + pl.col("month") - 1) * 31 + pl.col("day") - 1
    places = frame.select(pl.when(possible).then(place).cast(pl.UInt32)).to_series()
    return _civil_days().gather(places)


@lru_cache(1)
def _civil_days() -> pl.Series:
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    days = [civil_day(y, m, d) for y in years for m in range(1, 13) for d in range(1, 32)]
    return pl.Series(days, dtype=pl.Int32)


@lru_cache(1)
def _lunar_months() -> dict[tuple[int, int], tuple[int, int]]:
    return {
        (year, month): (start.toordinal() - EPOCH, length)
        for year, month, start, length in months(FIRST_LUNAR, LAST_LUNAR)
    }
