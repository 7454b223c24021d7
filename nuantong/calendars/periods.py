"""The one table that maps a civil date of Asia/Shanghai to its period.

A period is half-open: ``end`` is the first day after it. Nothing else in the product computes
weeks, half-months, terms or their keys.
"""

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from nuantong.calendars.terms import DEFAULT_TERMS, TermTable

ONE_DAY = timedelta(days=1)


class Rule(StrEnum):
    """How a duty cuts the calendar into windows."""

    DAY = "day"
    WEEK = "week"
    HALF_MONTH = "half_month"
    MONTH = "month"
    QUARTER = "quarter"
    TERM = "term"
    THREE_MONTHS = "three_months"
    HALF_YEAR = "half_year"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """One stretch of the calendar: its key and its days from start to before end."""

    key: str
    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        return self.end - ONE_DAY


@dataclass(frozen=True)
class Frame:
    """What a date alone does not say: the terms of the child's school, the plan's first day."""

    terms: TermTable = DEFAULT_TERMS
    stage: str = ""
    plan_start: date | None = None


def _day(on: date, frame: Frame) -> Period:
    return Period(on.isoformat(), on, on + ONE_DAY)


def _week(on: date, frame: Frame) -> Period:
    year, week, weekday = on.isocalendar()
    monday = on - timedelta(days=weekday - 1)
    return Period(f"{year}-W{week:02d}", monday, monday + timedelta(days=7))


def _half_month(on: date, frame: Frame) -> Period:
    middle = on.replace(day=16)
    if on < middle:
        return Period(f"{on:%Y-%m}-H1", on.replace(day=1), middle)
    return Period(f"{on:%Y-%m}-H2", middle, add_months(on.replace(day=1), 1))


def _month(on: date, frame: Frame) -> Period:
    first = on.replace(day=1)
    return Period(f"{on:%Y-%m}", first, add_months(first, 1))


def _quarter(on: date, frame: Frame) -> Period:
    quarter = (on.month - 1) // 3
    first = date(on.year, 3 * quarter + 1, 1)
    return Period(f"{on.year}-Q{quarter + 1}", first, add_months(first, 3))


def _term(on: date, frame: Frame) -> Period | None:
    term = frame.terms.term_on(on, frame.stage)
    return Period(term.key, term.start, term.end) if term else None


def _from_start(on: date, frame: Frame, length: int) -> Period | None:
    """So many months at a time, counted from the plan's first day; without a plan there are none."""
    origin = frame.plan_start
    if origin is None or on < origin:
        return None
    months = 12 * (on.year - origin.year) + on.month - origin.month
    count = months // length
    if add_months(origin, length * count) > on:
        count -= 1
    start = add_months(origin, length * count)
    end = add_months(origin, length * (count + 1))
    return Period(f"{start.isoformat()}+{length}M", start, end)


def _three_months(on: date, frame: Frame) -> Period | None:
    return _from_start(on, frame, 3)


def _half_year(on: date, frame: Frame) -> Period | None:
    return _from_start(on, frame, 6)


def _year(on: date, frame: Frame) -> Period:
    return Period(f"{on.year}", date(on.year, 1, 1), date(on.year + 1, 1, 1))


PERIODS: dict[Rule, Callable[[date, Frame], Period | None]] = {
    Rule.DAY: _day,
    Rule.WEEK: _week,
    Rule.HALF_MONTH: _half_month,
    Rule.MONTH: _month,
    Rule.QUARTER: _quarter,
    Rule.TERM: _term,
    Rule.THREE_MONTHS: _three_months,
    Rule.HALF_YEAR: _half_year,
    Rule.YEAR: _year,
}

FROM_START = frozenset({Rule.THREE_MONTHS, Rule.HALF_YEAR})
"""Counted from the day a plan begins: each child has her own."""
NO_FRAME = Frame()


def add_months(on: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it has no such day."""
    year, month = divmod(12 * on.year + on.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(on.day, last))


def period_of(rule: Rule, on: date, frame: Frame = NO_FRAME) -> Period | None:
    """The period that holds the date; None between terms and before a plan begins."""
    return PERIODS[rule](on, frame)


@lru_cache(maxsize=65536)
def periods_between(
    rule: Rule, start: date, end: date, frame: Frame = NO_FRAME
) -> tuple[Period, ...]:
    """Every period that has at least one day in the half-open span, in order."""
    return tuple(_walk(rule, start, end, frame))


def _walk(rule: Rule, start: date, end: date, frame: Frame) -> Iterator[Period]:
    on = start
    while on < end:
        period = period_of(rule, on, frame)
        if period:
            yield period
        on = period.end if period else on + ONE_DAY
