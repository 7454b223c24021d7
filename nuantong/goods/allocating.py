"""Which pieces a movement takes: those that expire first, never more than there are."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Place = tuple[int, int]
"""A store and a thing in its size."""
Lot = tuple[Place, dt.date | None, int]
"""Where, until when it keeps (None: for ever), how many."""


@dataclass
class Pile:
    expires_on: dt.date | None
    count: int


class Shelf:
    """How many pieces may be taken, by place and expiry date; what is taken is gone from it."""

    def __init__(self, lots: Iterable[Lot]) -> None:
        self.piles: dict[Place, list[Pile]] = defaultdict(list)
        for place, expires_on, count in sorted(lots, key=_first_to_expire):
            self.piles[place].append(Pile(expires_on, count))

    def count(self, place: Place, only: dt.date | None = None) -> int:
        return sum(pile.count for pile in self.piles[place] if only in (None, pile.expires_on))

    def take(
        self, place: Place, count: int, only: dt.date | None = None
    ) -> Iterator[tuple[dt.date | None, int]]:
        """(expires on, how many), the first to expire first, until `count` are taken or nothing is
        left; `only` those of one day."""
        for pile in self.piles[place]:
            taken = min(pile.count, count) if only in (None, pile.expires_on) else 0
            if taken > 0:
                pile.count, count = pile.count - taken, count - taken
                yield pile.expires_on, taken


def _first_to_expire(lot: Lot) -> tuple[bool, dt.date]:
    return lot[1] is None, lot[1] or dt.date.max
