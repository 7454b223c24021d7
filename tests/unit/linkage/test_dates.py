"""Birth dates in the styles of lists."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuantong.linkage.cleaning import clean
from tests.unit.linkage.written import cleaned


def number(day: str) -> int:
    return (dt.date.fromisoformat(day) - dt.date(1970, 1, 1)).days


DATES = [
    ("2009-05-04", "2009-05-04"),
    ("2009-5-4", "2009-05-04"),
    ("2009.5.4", "2009-05-04"),
    ("2009/5/4", "2009-05-04"),
    ("2009/05/04 00:00:00", "2009-05-04"),
    ("2009-05-04T00:00:00", "2009-05-04"),
    ("20090504", "2009-05-04"),
    ("20090504000000", "2009-05-04"),
    ("2009年5月4日", "2009-05-04"),
    ("2009年05月04日生", "2009-05-04"),
    ("生于2009年5月4号", "2009-05-04"),
    ("２００９．５．４", "2009-05-04"),
    ("2009 5 4", "2009-05-04"),
    ("二〇〇九年五月四日", "2009-05-04"),
    ("二○○九年十一月二十四日", "2009-11-24"),
    ("二零一一年十月三十日", "2011-10-30"),
    ("39937", "2009-05-04"),
    ("39937.0", "2009-05-04"),
    ("09.5.4", "2009-05-04"),
    ("09-05-04", "2009-05-04"),
    ("090504", "2009-05-04"),
    ("98.5.4", "1998-05-04"),
    ("5/4/2009", "2009-05-04"),
    ("24/4/2009", "2009-04-24"),
    ("公历2009-5-4", "2009-05-04"),
    ("农历2009-4-10", "2009-05-04"),
    ("2009-4-10(农历)", "2009-05-04"),
    ("阴历2009年四月初十", "2009-05-04"),
    ("2009年正月初一", "2009-01-26"),
    ("农历2009年闰五月廿三", "2009-07-15"),
    ("2008年腊月三十", "2009-01-25"),
]
NO_DATES = [
    "", None, "无", "不详", "2009", "2009-5", "2009年5月", "200905", "2009-02-30", "2009-13-01",
    "0000-00-00", "1800-01-01", "2099-01-01", "99999", "农历2009-4-31", "明天", "2009-05-",
]  # fmt: skip


@pytest.mark.parametrize(("written", "day"), DATES)
def test_a_date_is_read_in_every_style(written: str, day: str) -> None:
    assert cleaned(birth_date=written)["dob"] == number(day)


@pytest.mark.parametrize("written", NO_DATES)
def test_what_is_no_day_is_null(written: str | None) -> None:
    assert cleaned(birth_date=written)["dob"] is None


def test_the_lunar_meaning_stands_beside_an_unmarked_date() -> None:
    row = cleaned(birth_date="2009-04-10")
    assert (row["dob"], row["dob_lunar"]) == (number("2009-04-10"), number("2009-05-04"))


def test_a_day_that_only_the_lunar_calendar_has_keeps_its_lunar_meaning() -> None:
    row = cleaned(birth_date="2009-02-30")
    assert (row["dob"], row["dob_lunar"]) == (None, number("2009-03-26"))


def test_a_date_marked_as_lunar_has_no_second_meaning() -> None:
    assert cleaned(birth_date="农历2009-4-10")["dob_lunar"] is None


@given(st.dates(dt.date(1900, 1, 2), dt.date(2040, 12, 31)))
def test_every_day_is_read_in_every_plain_style(day: dt.date) -> None:
    styles = [
        f"{day:%Y-%m-%d}", f"{day.year}.{day.month}.{day.day}", f"{day:%Y%m%d}", f"{day:%Y年%m月%d日}",
    ]  # fmt: skip
    found = clean(pl.DataFrame({"birth_date": styles}))
    assert set(found["dob"]) == {number(day.isoformat())}
