"""The columns the rules read and write: lists when interpreted, numpy arrays when compiled.

Days are proleptic ordinals (`date.toordinal`); spans are half-open, an open end is FAR. A slice of
things that belong to one owner is `starts[owner]` to `starts[owner + 1]`.
"""

from typing import Any, Final, NamedTuple

FAR: Final = 2**30
"""Later than any day."""
Column = Any
"""A list or an array of whole numbers."""

MET: Final = 0
MET_LATE: Final = 1
MISSED: Final = 2
EXEMPT: Final = 3
VOID: Final = 4
OPEN: Final = 5
IN_GRACE: Final = 6
UNREPORTED: Final = 7

NO_REASON: Final = -1
PARTIAL: Final = -2
"""Reasons; any other is the number of an exemption."""
NOBODY: Final = -1
"""No contact."""


class Book(NamedTuple):
    """What is owed, for every plan: protocol and kind of child.

    A plan has lines, one for each duty; a line has windows in order. `back` says how many windows
    before this one may still run on its first day (only where a protocol changed its rhythm).
    """

    lines: Column
    """Slices of plans: which lines they have."""
    line: Column
    opens: Column
    closes: Column
    """Per line: its first window and the one after its last."""
    start: Column
    end: Column
    grace: Column
    """Per window: first day, day after the last, day after the grace."""
    back: Column
    rule: Column
    times: Column
    catch_up: Column
    ways: Column
    """Per rule: times owed, 1 if it may be caught up, the ways that carry it, as bits."""
    table: Column
    """Per rule: which table of ways it reads."""
    by_kind: Column
    """Per table and kind of contact: the ways it has what is needed for."""
    by_day: Column
    by_birthday: Column
    """Per table and day: the ways open on it; the same when it is the child's birthday."""
    days_at: Column
    """Per table: where day 0 would stand in the two."""
    birthdays: Column
    """Per day and twice: as month * 100 + day, whose birthday is kept on it."""
    kinds: int
    first_day: int


class Known(NamedTuple):
    """The facts: enrolments, and by child contacts, holdings and exemptions.

    Contacts are those in effect, without those of the future, by day, time of arrival and id;
    exemptions by first day; holdings of one carer do not overlap.
    """

    plan: Column
    child: Column
    start: Column
    end: Column
    birthday: Column
    """Per enrolment; the birthday as month * 100 + day, 0 when unknown."""
    contacts: Column
    day: Column
    kind: Column
    holdings: Column
    carer: Column
    held_from: Column
    held_until: Column
    heard: Column
    """Per holding: the day on which the carer's phone was last heard; FAR without one."""
    exemptions: Column
    exempt_from: Column
    exempt_until: Column


class Found(NamedTuple):
    """The outcomes, enrolment by enrolment, duty by duty, window by window.

    `slot` is where in `links` the contacts begin that count for the window: as many as it is owed
    times, in order, NOBODY where one lacks.
    """

    enrolment: Column
    window: Column
    outcome: Column
    reason: Column
    handover: Column
    slot: Column
    links: Column


class Work(NamedTuple):
    """Room for one duty of one child: per contact its window; per window how many it has."""

    own: Column
    count: Column
    slot: Column
    filled: Column
    moved: Column
