"""From the windows of plans to the columns of a Book."""

from bisect import bisect_right
from calendar import isleap
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from nuantong.duties.engine.tables import Book
from nuantong.duties.windows import Plan, Window

Rule = tuple[int, int, int, int]
"""Times, catch-up, ways, table."""


class Sort(NamedTuple):
    """What a contact is judged by, beside its day."""

    acts: frozenset[str]
    means: str
    topics: frozenset[str] = frozenset()


class Sheets:
    """The windows of several plans in a row, and the Book that the rules read.

    A window's place in `windows` is what the rules call it.
    """

    def __init__(self, plans: Sequence[Plan]) -> None:
        lines = list(dict.fromkeys(line for plan in plans for line in plan))
        number = {line: n for n, line in enumerate(lines)}
        self.windows = [window for line in lines for window in line]
        self._tables = list(dict.fromkeys(window.ways for window in self.windows))
        at = {ways: n for n, ways in enumerate(self._tables)}
        rules = [_rule(window, at[window.ways]) for window in self.windows]
        self.rules = list(dict.fromkeys(rules))
        place = {rule: n for n, rule in enumerate(self.rules)}
        closes = list(accumulate(len(line) for line in lines))
        years = [ways.years for ways in self._tables]
        first = min((one for one, _ in years), default=1)
        last = max((one for _, one in years), default=1)
        self._book = Book(
            lines=[0, *accumulate(len(plan) for plan in plans)],
            line=[number[line] for plan in plans for line in plan],
            opens=[0, *closes[:-1]],
            closes=closes,
            start=[window.start.toordinal() for window in self.windows],
            end=[window.end.toordinal() for window in self.windows],
            grace=[window.grace_end.toordinal() for window in self.windows],
            back=[back for line in lines for back in _backs(line)],
            rule=[place[rule] for rule in rules],
            times=[rule[0] for rule in self.rules],
            catch_up=[rule[1] for rule in self.rules],
            ways=[rule[2] for rule in self.rules],
            table=[rule[3] for rule in self.rules],
            by_kind=[],
            by_day=[bits for ways in self._tables for bits in ways.by_day],
            by_birthday=[bits for ways in self._tables for bits in ways.by_birthday],
            days_at=list(self._days_at()),
            birthdays=list(_birthdays(first, last)),
            kinds=0,
            first_day=date(first, 1, 1).toordinal(),
        )

    def _days_at(self) -> Iterator[int]:
        """Where day 0 of each table would be."""
        at = 0
        for ways in self._tables:
            yield at - ways.first_day
            at += len(ways.by_day)

    def book(self, sorts: Iterable[Sort]) -> Book:
        """For contacts of these sorts, numbered in their order."""
        listed = list(sorts)
        by_kind = [ways.of_contact(*sort) for ways in self._tables for sort in listed]
        return self._book._replace(by_kind=by_kind, kinds=len(listed))


def _rule(window: Window, table: int) -> Rule:
    duty = window.duty
    return duty.times, int(duty.catch_up), window.ways.of_duty[duty.code], table


def _backs(line: Sequence[Window]) -> Iterator[int]:
    """How many windows before each may still run on its first day."""
    longest: list[date] = []
    for n, window in enumerate(line):
        yield n - bisect_right(longest, window.start)
        longest.append(max(window.end, longest[-1]) if longest else window.end)


@lru_cache(maxsize=64)
def _birthdays(first: int, last: int) -> tuple[int, ...]:
    """Twice for each day of the years: whose birthday is kept on it (民法典 art. 202)."""
    found: list[int] = []
    for number in range(date(first, 1, 1).toordinal(), date(last + 1, 1, 1).toordinal()):
        on = date.fromordinal(number)
        day = on.month * 100 + on.day
        found += (day, 229 if day == 228 and not isleap(on.year) else day)
    return tuple(found)
