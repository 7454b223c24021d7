"""Who held the child during a window."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from nuantong.duties.facts import SHANGHAI, Facts, Holding, Id
from nuantong.duties.windows import Window, overlap


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


def is_handover(window: Window, holdings: Iterable[Holding]) -> bool:
    """Rule 5: one of its carers held the child for less than half of the days."""
    held: Counter[Id] = Counter()
    for holding in holdings:
        held[holding.carer] += overlap(window.start, window.end, holding.start, holding.end)
    return any(0 < 2 * days < window.days for days in held.values())


def heard_since(window: Window, facts: Facts) -> bool:
    """Whether the phone of the carer who held the child last was heard after the window.

    Without a carer or a phone there is nothing to wait for.
    """
    last_day = window.end - timedelta(days=1)
    for holding in facts.holdings:
        if holding.start <= last_day and (holding.end is None or last_day < holding.end):
            heard_at = facts.heard.get(holding.carer)
            return heard_at is None or heard_at.astimezone(SHANGHAI).date() >= window.end
    return True
