"""Who holds a child while a carer is on leave (rule 7: it asks for a substitute)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple


class Leave(NamedTuple):
    start: int
    end: int
    substitute: int


Leaves = Mapping[int, Sequence[Leave]]
"""By carer, in order; of two at once the first holds."""
Span = tuple[int, int, int]
"""A carer, and the days from first to before last."""


def holders(
    carer: int, start: int, end: int, leaves: Leaves, absent: frozenset[int] = frozenset()
) -> Iterator[Span]:
    """Who holds a child of the carer's on these days, in order and without gaps.

    A substitute on leave has hers; where all are away in a circle, the last one holds.
    """
    away = absent | {carer}
    for leave in leaves.get(carer, ()):
        first, last = max(leave.start, start), min(leave.end, end)
        if first < last and leave.substitute not in away:
            if start < first:
                yield carer, start, first
            yield from holders(leave.substitute, first, last, leaves, away)
            start = last
    if start < end:
        yield carer, start, end
