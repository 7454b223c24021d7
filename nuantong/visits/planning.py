"""Which home is to be visited when, and why: plain values in and out, no Django, no clock.

No national frequency exists ('定期'); the usual local ones are the defaults of `Rules`: homes in
focus every half-month, ordinary ones every month, stable ones every quarter (china.md §2.1).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import takewhile
from typing import Final

from nuantong.calendars.periods import Period, Rule, period_of

MET, NOBODY, MOVED, REFUSED, NOT_FOUND = "met", "nobody", "moved", "refused", "not_found"
POOR, GOOD = "poor", "good"
SILENT_AFTER, LONG_SILENT_AFTER = 7, 30
"""Days without word from the parents: 未成年人保护法 §23 asks for a contact every week."""
NEW_FOR = 30
STABLE_VISITS = 2
"""So many visits in a row with good care make a home stable."""


class Priority(StrEnum):
    FOCUS = "focus"
    ORDINARY = "ordinary"
    STABLE = "stable"


class Reason(StrEnum):
    """Why a home stands where it stands."""

    ASKED = "asked"
    NEVER = "never"
    NEW = "new"
    POOR = "poor"
    FOCUS = "focus"
    RISK = "risk"
    DROPPED_OUT = "dropped_out"
    PARENTS_SILENT = "parents_silent"
    NO_REGISTER = "no_register"
    ILL = "ill"


IN_FOCUS: Final = frozenset(
    {Reason.POOR, Reason.FOCUS, Reason.RISK, Reason.DROPPED_OUT, Reason.PARENTS_SILENT}
)
FIRST: Final = frozenset({Reason.NO_REGISTER, Reason.ILL})
"""Of two homes due on one day these go first (民发〔2019〕34号: 监护较差、失学辍学、无户籍、患病残疾)."""


class State(StrEnum):
    OVERDUE = "overdue"
    DUE = "due"
    WAITING = "waiting"
    HANDED = "handed"
    LATER = "later"


@dataclass(frozen=True)
class Rules:
    """How often, how soon a new home, and what follows when nobody opens."""

    focus: Rule = Rule.HALF_MONTH
    ordinary: Rule = Rule.MONTH
    stable: Rule = Rule.QUARTER
    first_within_days: int = 15
    retry_days: int = 3
    tries: int = 3
    handed_days: int = 30

    def of(self, priority: Priority) -> Rule:
        return {"focus": self.focus, "ordinary": self.ordinary, "stable": self.stable}[priority]


@dataclass(frozen=True)
class Seen:
    """What the plan knows of one visit."""

    on: dt.date
    outcome: str
    grade: str = ""
    focus: bool = False
    risk: bool = False
    parents_on: dt.date | None = None


@dataclass(frozen=True)
class Home:
    """A home's facts; `visits` newest first, `asked` the day by which somebody wants to know."""

    registered_on: dt.date
    visits: tuple[Seen, ...] = ()
    asked: dt.date | None = None
    settled_on: dt.date | None = None
    facts: frozenset[Reason] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Judged:
    """Where a home stands on a day. `again_on`: not before this day."""

    state: State
    priority: Priority
    reasons: tuple[Reason, ...]
    due_on: dt.date
    tries: int = 0
    again_on: dt.date | None = None
    last_met: dt.date | None = None

    @property
    def is_due(self) -> bool:
        return self.state in (State.DUE, State.OVERDUE)

    @property
    def rank(self) -> tuple[int, dt.date, int]:
        """Rising: asked for, never visited, in focus, ordinary, stable; then by the day due."""
        first = (Reason.ASKED, Reason.NEVER)
        place = next((n for n, reason in enumerate(first) if reason in self.reasons), None)
        if place is None:
            place = len(first) + list(Priority).index(self.priority)
        return place, self.due_on, -len(FIRST & set(self.reasons))


def judge(home: Home, rules: Rules, on: dt.date) -> Judged:
    """Priority, day and state of a home on a day."""
    visits = [seen for seen in home.visits if seen.on <= on]
    met = [seen for seen in visits if seen.outcome == MET]
    reasons = _reasons(home, met, on)
    priority = priority_of(reasons, met)
    starts, due = _due(home, met, rules.of(priority), rules)
    failed = _failed(visits, home.settled_on)
    state, again = _state(failed, rules, starts, due, on)
    last = met[0].on if met else None
    tries = sum(seen.outcome == NOBODY for seen in failed)
    return Judged(state, priority, reasons, due, tries, again, last)


def priority_of(reasons: Iterable[Reason], met: list[Seen]) -> Priority:
    """In focus by any of its reasons; stable after two visits in a row with good care."""
    if IN_FOCUS & set(reasons):
        return Priority.FOCUS
    newest = met[:STABLE_VISITS]
    if len(newest) == STABLE_VISITS and all(seen.grade == GOOD for seen in newest):
        return Priority.STABLE
    return Priority.ORDINARY


def _reasons(home: Home, met: list[Seen], on: dt.date) -> tuple[Reason, ...]:
    last = met[0] if met else None
    held = {
        Reason.ASKED: home.asked is not None,
        Reason.NEVER: last is None,
        Reason.NEW: last is None and (on - home.registered_on).days <= NEW_FOR,
        Reason.POOR: last is not None and last.grade == POOR,
        Reason.FOCUS: last is not None and last.focus,
        Reason.RISK: last is not None and last.risk,
        Reason.PARENTS_SILENT: last is not None and silence(last.parents_on, last.on) == "long",
        **dict.fromkeys(home.facts, True),
    }
    return tuple(reason for reason in Reason if held.get(reason))


def silence(parents_on: dt.date | None, on: dt.date) -> str:
    """'' within a week of the parents' last word, 'flag' after it, 'long' after a month."""
    days = (on - parents_on).days if parents_on else 0
    return "long" if days > LONG_SILENT_AFTER else "flag" if days > SILENT_AFTER else ""


def _due(home: Home, met: list[Seen], rule: Rule, rules: Rules) -> tuple[dt.date, dt.date]:
    """From which day and until which day the next visit is due."""
    if met:
        period = next_period(rule, met[0].on)
        starts, due = period.start, period.last_day
    else:
        starts = home.registered_on
        due = starts + dt.timedelta(days=rules.first_within_days)
    if home.asked is not None:
        return dt.date.min, min(due, home.asked)
    return starts, due


@lru_cache(maxsize=4096)
def next_period(rule: Rule, on: dt.date) -> Period:
    """The period after the one of a day: where the visit after that day's visit belongs."""
    held = period_of(rule, on)
    assert held is not None
    following = period_of(rule, held.end)
    assert following is not None
    return following


def _failed(visits: list[Seen], settled_on: dt.date | None) -> list[Seen]:
    """The tries since somebody was last met, newest first; those at a former address are over."""
    since = takewhile(lambda seen: seen.outcome != MET, visits)
    return [seen for seen in since if settled_on is None or seen.on >= settled_on]


def _state(
    failed: list[Seen], rules: Rules, starts: dt.date, due: dt.date, on: dt.date
) -> tuple[State, dt.date | None]:
    if failed:
        state, days = _after_failing(failed, rules)
        again = failed[0].on + dt.timedelta(days=days)
        if on < again:
            return state, again
    if on < starts:
        return State.LATER, starts
    return (State.OVERDUE if on > due else State.DUE), None


def _after_failing(failed: list[Seen], rules: Rules) -> tuple[State, int]:
    """Nobody home: try again soon; at the last try, and after any other end, the township has it."""
    tries = sum(seen.outcome == NOBODY for seen in failed)
    if failed[0].outcome == NOBODY and tries < rules.tries:
        return State.WAITING, rules.retry_days
    return State.HANDED, rules.handed_days
