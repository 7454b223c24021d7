"""Periods tile the calendar: no day lost, none in two periods of one rule."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuantong.calendars.periods import Frame, Rule, add_months, period_of, periods_between
from nuantong.calendars.terms import Term, TermTable

DAYS = st.dates(date(2010, 1, 1), date(2040, 12, 31))
WITHOUT_GAPS = sorted(set(Rule) - {Rule.TERM})


@pytest.mark.parametrize(
    ("rule", "on", "key", "start", "last"),
    [
        (Rule.DAY, "2018-08-24", "2018-08-24", "2018-08-24", "2018-08-24"),
        (Rule.WEEK, "2018-08-05", "2018-W31", "2018-07-30", "2018-08-05"),
        (Rule.WEEK, "2018-12-31", "2019-W01", "2018-12-31", "2019-01-06"),
        (Rule.WEEK, "2021-01-03", "2020-W53", "2020-12-28", "2021-01-03"),
        (Rule.HALF_MONTH, "2018-08-15", "2018-08-H1", "2018-08-01", "2018-08-15"),
        (Rule.HALF_MONTH, "2020-02-29", "2020-02-H2", "2020-02-16", "2020-02-29"),
        (Rule.MONTH, "2018-12-31", "2018-12", "2018-12-01", "2018-12-31"),
        (Rule.QUARTER, "2018-08-24", "2018-Q3", "2018-07-01", "2018-09-30"),
        (Rule.TERM, "2018-09-01", "2018-2019-T1", "2018-09-01", "2019-01-25"),
        (Rule.TERM, "2018-03-03", "2017-2018-T2", "2018-03-03", "2018-07-05"),
        (Rule.YEAR, "2020-02-29", "2020", "2020-01-01", "2020-12-31"),
    ],
)
def test_a_date_has_its_period(rule: Rule, on: str, key: str, start: str, last: str) -> None:
    period = period_of(rule, date.fromisoformat(on))

    assert period is not None
    assert (period.key, period.start.isoformat(), period.last_day.isoformat()) == (key, start, last)


@given(st.sampled_from(WITHOUT_GAPS), DAYS, st.dates(date(2009, 1, 1), date(2009, 12, 31)))
def test_periods_tile_the_calendar(rule: Rule, on: date, plan_start: date) -> None:
    frame = Frame(plan_start=plan_start)
    period = period_of(rule, on, frame)

    assert period is not None
    assert period.start <= on < period.end
    assert period_of(rule, period.start, frame) == period_of(rule, period.last_day, frame) == period
    following = period_of(rule, period.end, frame)
    assert following is not None
    assert following.start == period.end
    assert following.key != period.key


@given(DAYS)
def test_terms_never_overlap_and_leave_the_holidays(on: date) -> None:
    year = periods_between(Rule.TERM, on, on + timedelta(days=730))

    assert len({term.key for term in year}) == len(year)
    assert all(one.end < other.start for one, other in zip(year, year[1:], strict=False))
    assert {period_of(Rule.TERM, date(on.year, month, 1)) for month in (2, 8)} == {None}


@given(st.sampled_from(Rule), DAYS, st.integers(0, 500))
def test_a_span_has_every_period_it_touches(rule: Rule, start: date, days: int) -> None:
    end = start + timedelta(days=days)
    each_day = [period_of(rule, start + timedelta(days=number)) for number in range(days)]

    assert periods_between(rule, start, end) == tuple(dict.fromkeys(filter(None, each_day)))


def test_no_half_year_before_the_plan() -> None:
    assert period_of(Rule.HALF_YEAR, date(2018, 8, 23), Frame(plan_start=date(2018, 8, 24))) is None


def test_a_half_year_from_the_31st_ends_with_the_month() -> None:
    period = period_of(Rule.HALF_YEAR, date(2019, 1, 1), Frame(plan_start=date(2018, 8, 31)))

    assert period is not None
    assert (period.start, period.end) == (date(2018, 8, 31), date(2019, 2, 28))
    assert add_months(date(2018, 8, 31), 12) == date(2019, 8, 31)


def test_a_stage_with_its_own_table_keeps_it() -> None:
    table = TermTable([Term("2017-2018-T2", date(2018, 3, 5), date(2018, 7, 14), "senior")])

    assert table.term_on(date(2018, 7, 10), "senior") is not None
    assert table.term_on(date(2018, 7, 10), "primary") is None
    assert table.term_on(date(2018, 3, 3), "senior") is None


def test_a_half_filled_table_makes_no_overlap() -> None:
    table = TermTable([Term("2017-2018-T1", date(2017, 9, 1), date(2018, 3, 10))])
    first, second = (table.term_on(date(2018, 3, day)) for day in (9, 10))

    assert first is not None
    assert second is not None
    assert (first.key, second.key) == ("2017-2018-T1", "2017-2018-T2")
    assert second.start == first.end
