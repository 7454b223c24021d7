"""From which store each gift is taken: the nearest that has everything, of what is kept for the
batch before what is free. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Thing = tuple[int, str]
"""An item and its size."""
Counts = Mapping[tuple[int, int, str], int]
"""How many, by store, item and size."""


@dataclass(frozen=True)
class Choice:
    """The store, and whether it is of what was kept for the batch."""

    store: int
    kept: bool


class Shelves:
    """What is kept for a batch and what is free beside it; what is chosen is gone from it."""

    def __init__(self, kept: Counts, free: Counts) -> None:
        self.piles = {True: dict(kept), False: dict(free)}

    def choose(self, stores: Sequence[int], things: Iterable[tuple[Thing, int]]) -> Choice | None:
        """The first of `stores`, nearest first, that has all; None when none has."""
        wanted = list(things)
        for kept in (True, False):
            for store in stores:
                if all(self._count(kept, store, thing) >= count for thing, count in wanted):
                    self._take(kept, store, wanted)
                    return Choice(store, kept)
        return None

    def _count(self, kept: bool, store: int, thing: Thing) -> int:
        return self.piles[kept].get((store, *thing), 0)

    def _take(self, kept: bool, store: int, wanted: list[tuple[Thing, int]]) -> None:
        for thing, count in wanted:
            self.piles[kept][store, *thing] -= count


def by_nearness(
    ancestors: Sequence[int], stores: Mapping[int, int], main: int | None
) -> tuple[int, ...]:
    """Stores on the way from a place up to the city, then the batch's own. `stores`: region by
    store; `ancestors` from the city down."""
    depth = {region: at for at, region in enumerate(ancestors)}
    near = [(-depth[region], store) for store, region in stores.items() if region in depth]
    found = [store for _, store in sorted(near)]
    return tuple(dict.fromkeys([*found, *([main] if main else [])]))
