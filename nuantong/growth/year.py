"""A calendar year of a child's duties: the heat map, the sums, and every window in words."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from nuantong.care.file import cells, months
from nuantong.core.text import in_full
from nuantong.duties.queries import CalendarWindow, child_calendar
from nuantong.duties.vocabulary import OUTCOME_TITLES, Outcome
from nuantong.people.models import Child

WEEK: Final = dt.timedelta(weeks=1)
PARTS: Final = {True: 6, False: 1}
"""A phone shows the year in six tables below each other, a desk in one."""


@dataclass(frozen=True)
class Line:
    """One duty: its windows, the newest first, and how many came out how."""

    title: str
    windows: list[CalendarWindow]

    @property
    def sums(self) -> list[tuple[str, int]]:
        counts = Counter(one.outcome for one in self.windows)
        return [(title, counts[one]) for one, title in OUTCOME_TITLES.items() if counts[one]]


@dataclass(frozen=True)
class Year:
    year: int
    lines: list[Line]
    tables: list[dict[str, Any]]

    @property
    def met(self) -> int:
        return sum(self._count(Outcome.MET, Outcome.MET_LATE))

    @property
    def owed(self) -> int:
        """Windows that are judged: met or missed."""
        return self.met + sum(self._count(Outcome.MISSED))

    def _count(self, *outcomes: Outcome) -> Iterator[int]:
        return (one.outcome in outcomes for line in self.lines for one in line.windows)


def year_of(child: Child, year: int, on: dt.date, *, phone: bool) -> Year:
    """The windows that lie in the year, as the facts say on the day. Two queries."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    calendar = child_calendar(child, on, since=first)
    kept = [[one for one in windows if one.start <= last] for windows in calendar.values()]
    lines = [Line(windows[0].title, windows) for windows in kept if windows]
    tables = [_table(lines, *part) for part in _parts(first, last, PARTS[phone])]
    return Year(year, [Line(one.title, one.windows[::-1]) for one in lines], tables)


def _parts(first: dt.date, last: dt.date, parts: int) -> Iterator[tuple[dt.date, int]]:
    """The Monday a table begins with, and its number of weeks."""
    monday = first - dt.timedelta(days=first.weekday())
    weeks = (last - monday).days // 7 + 1
    bounds = [round(weeks * number / parts) for number in range(parts + 1)]
    for begin, end in pairwise(bounds):
        yield monday + begin * WEEK, end - begin


def _table(lines: list[Line], first: dt.date, weeks: int) -> dict[str, Any]:
    end = first + weeks * WEEK
    rows = [
        {"name": one.title, "cells": list(cells(_within(one, first, end), first, weeks))}
        for one in lines
    ]
    span = f"{in_full(first)}至{in_full(end - dt.timedelta(days=1))}"
    return {"rows": rows, "heads": list(months(first, weeks)), "caption": f"{span}，每格一周"}


def _within(line: Line, first: dt.date, end: dt.date) -> list[CalendarWindow]:
    return [one for one in line.windows if one.start < end and one.last_day >= first]
