"""Who held the child during a window."""

from collections.abc import Iterable
from datetime import date

from nuantong.duties.facts import Holding, Id


def with_stand_ins(
    holdings: Iterable[Holding], stand_ins: Iterable[tuple[Id, Holding]]
) -> list[Holding]:
    """Who held the child on each day: while a carer is on leave, whoever stands in for her.

    `stand_ins` are (carer on leave, who stood in and when). On every day the child has as many
    holders as before: one, or none (rule 7: a leave asks for a substitute).
    """
    held = list(holdings)
    for absent, other in stand_ins:
        parted: list[Holding] = []
        for one in held:
            parted += _parted(one, other) if one.carer == absent else [one]
        held = parted
    return sorted(held, key=lambda one: one.start)


def _parted(one: Holding, other: Holding) -> list[Holding]:
    """A carer's span with the days of the other's taken out of it and given to her."""
    start, end = max(one.start, other.start), earlier(one.end, other.end)
    if end is not None and start >= end:
        return [one]
    parts = [Holding(one.carer, one.start, start)] if one.start < start else []
    parts.append(Holding(other.carer, start, end))
    if end is not None and (one.end is None or end < one.end):
        parts.append(Holding(one.carer, end, one.end))
    return parts


def earlier(one: date | None, other: date | None) -> date | None:
    """The earlier of two ends; None is no end."""
    return min((day for day in (one, other) if day is not None), default=None)
