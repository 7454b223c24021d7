"""Who held the child during a window."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from nuantong.duties.facts import SHANGHAI, Facts, Holding, Id
from nuantong.duties.windows import Window, overlap


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
