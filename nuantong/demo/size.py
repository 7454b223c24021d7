"""How large the city is, and how each part of it gets its own chance."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Final, TypeVar

T = TypeVar("T")
SEED: Final = 20180824
TODAY: Final = dt.date(2018, 8, 24)
"""The day of the city's 2018 brief; settings.TODAY is pinned to it."""


@dataclass(frozen=True)
class Size:
    """The 2018 brief: 9,800 at home, 2,000 in institutions, nearly ten thousand carers."""

    scattered: int = 9_800
    institution: int = 2_000
    carers: int = 9_900

    def times(self, share: float) -> "Size":
        return Size(
            max(round(self.scattered * share), 40),
            max(round(self.institution * share), 8),
            max(round(self.carers * share), 40),
        )


def chance(part: str, seed: int = SEED) -> Random:
    """A stream of its own for each part: changing one leaves the others as they were."""
    return Random(f"{seed}:{part}")


def day_between(rng: Random, first: dt.date, last: dt.date) -> dt.date:
    """A day from `first` to `last`, both included."""
    return first + dt.timedelta(days=rng.randint(0, max((last - first).days, 0)))


def pick(rng: Random, weighted: Mapping[T, float]) -> T:
    """One of the keys, by weight."""
    return rng.choices(list(weighted), list(weighted.values()))[0]
