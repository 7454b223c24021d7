"""First in, first out: which part of one row of amounts meets which part of another.

Money of a fund and pieces of a size are all alike; what came first is taken to have gone first (the
计价 method 先进先出法 of 企业会计准则第1号 §14). Plain numbers: spans are [begin, end) on one axis.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple


class Span(NamedTuple):
    begin: int
    end: int

    @property
    def size(self) -> int:
        return self.end - self.begin

    def meet(self, other: "Span") -> "Span":
        """What both share; empty (size 0) when nothing is."""
        begin = max(self.begin, other.begin)
        return Span(begin, max(begin, min(self.end, other.end)))

    def shifted(self, by: int) -> "Span":
        return Span(self.begin + by, self.end + by)


def laid(amounts: Iterable[int]) -> list[Span]:
    """The amounts one after the other."""
    return [Span(begin, end) for begin, end in pairwise(accumulate(amounts, initial=0))]


def met(row: Sequence[Span], spans: Iterable[Span]) -> dict[int, int]:
    """Index in `row` → how much of it the spans cover."""
    found: dict[int, int] = {}
    for span in spans:
        for index, one in enumerate(row):
            size = one.meet(span).size
            if size:
                found[index] = found.get(index, 0) + size
    return found


def inside(row: Sequence[Span], index: int, spans: Iterable[Span]) -> list[Span]:
    """The parts of row[index] that the spans cover, counted from its own beginning."""
    own = row[index]
    parts = (own.meet(span) for span in spans)
    return [part.shifted(-own.begin) for part in parts if part.size]


def units(span: Span, price: int) -> Span:
    """The pieces that the fen of a span pay for, wholly or in part."""
    return Span(span.begin // price, -(-span.end // price))
