"""Days of the lunar calendar as civil dates."""

from datetime import date
from functools import lru_cache

from lunar_python import Lunar


@lru_cache(maxsize=4096)
def civil_date(year: int, month: int, day: int) -> date:
    """The civil date of a lunar day. A festival is never kept in a leap month (闰月)."""
    solar = Lunar.fromYmd(year, month, day).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def new_year(year: int) -> date:
    return civil_date(year, 1, 1)


def lantern_festival(year: int) -> date:
    return civil_date(year, 1, 15)
