"""Lunar months as spans of civil days."""

import datetime as dt
from itertools import pairwise

from nuantong.calendars.lunar import months, new_year


def test_months_follow_each_other_without_a_gap() -> None:
    found = list(months(1985, 2030))
    for (_, _, start, length), (_, _, following, _) in pairwise(found):
        assert start + dt.timedelta(days=length) == following
        assert length in (29, 30)


def test_a_leap_month_is_negative_and_follows_its_own() -> None:
    numbers = [month for year, month, _, _ in months(2009, 2009) if year == 2009]
    assert numbers == [1, 2, 3, 4, 5, -5, 6, 7, 8, 9, 10, 11, 12]


def test_the_first_month_begins_with_the_new_year() -> None:
    starts = {year: start for year, month, start, _ in months(2016, 2026) if month == 1}
    assert starts[2018] == new_year(2018) == dt.date(2018, 2, 16)
    assert all(start == new_year(year) for year, start in starts.items())
