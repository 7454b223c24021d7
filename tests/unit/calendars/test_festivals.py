"""Festivals fall on their lunar days, once a year; holidays come from the State Council's notice."""

from datetime import date

import pytest

from nuantong.calendars.festivals import (
    Festival,
    birthday_in,
    festival_days,
    holidays,
    known_festivals,
    legal_holidays,
)


@pytest.mark.parametrize(
    ("festival", "on"),
    [
        (Festival.SPRING, "2018-02-16"),
        (Festival.SPRING, "2027-02-06"),
        (Festival.LANTERN, "2018-03-02"),
        (Festival.DRAGON_BOAT, "2020-06-25"),
        (Festival.DRAGON_BOAT, "2027-06-09"),
        (Festival.MID_AUTUMN, "2027-09-15"),
        (Festival.DOUBLE_NINTH, "2026-10-18"),
        (Festival.CHILDREN, "2018-06-01"),
    ],
)
def test_a_festival_has_its_day(festival: Festival, on: str) -> None:
    day = date.fromisoformat(on)

    assert [row.day for row in festival_days(day.year) if row.festival == festival] == [day]


def test_every_festival_is_kept_once_a_year_even_with_a_leap_month() -> None:
    for year in range(2017, 2028):
        assert len({row.festival for row in festival_days(year)}) == len(festival_days(year)) == 8


def test_a_holiday_is_the_announced_span() -> None:
    spring = [row.day for row in holidays(2018) if row.festival == Festival.SPRING]

    assert (spring[0], spring[-1], len(spring)) == (date(2018, 2, 15), date(2018, 2, 21), 7)


def test_a_year_not_announced_yet_has_the_days_of_the_law() -> None:
    assert holidays(2027) == legal_holidays(2027)
    assert len(holidays(2027)) == 13


def test_a_child_of_29_february_has_a_birthday_every_year() -> None:
    born = date(2012, 2, 29)

    assert birthday_in(2018, born) == date(2018, 2, 28)
    assert birthday_in(2020, born) == date(2020, 2, 29)


def test_a_day_may_belong_to_two_festivals() -> None:
    table = known_festivals(2020, 2020)
    both = {Festival.NATIONAL, Festival.MID_AUTUMN}

    assert table.festivals_on(date(2020, 10, 1)) == both
    assert table.festivals_on(date(2020, 10, 1), date(2010, 10, 1)) == both | {Festival.BIRTHDAY}
