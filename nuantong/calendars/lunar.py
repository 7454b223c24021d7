"""Days of the lunar calendar as civil dates."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from lunar_python import Lunar, LunarYear, Solar


@lru_cache(maxsize=4096)
def civil_date(year: int, month: int, day: int) -> date:
    """The civil date of a lunar day. A festival is never kept in a leap month (闰月)."""
    solar = Lunar.fromYmd(year, month, day).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def new_year(year: int) -> date:
    return civil_date(year, 1, 1)


def lantern_festival(year: int) -> date:
    return civil_date(year, 1, 15)


def months(first: int, last: int) -> Iterator[tuple[int, int, date, int]]:
    """Every lunar month of the years: year, month (negative when 闰), its first day, its length."""
    for year in range(first, last + 1):
        for month in LunarYear.fromYear(year).getMonthsInYear():
            start = Solar.fromJulianDay(month.getFirstJulianDay())
            day = date(start.getYear(), start.getMonth(), start.getDay())
            yield month.getYear(), month.getMonth(), day, month.getDayCount()
