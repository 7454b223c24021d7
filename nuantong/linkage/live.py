"""One child against a few dozen others, in Python: while she is being entered, without an engine.

The same levels and the same arithmetic as `linking`, which a test compares pair by pair.
"""

import math
from dataclasses import dataclass

import polars as pl

from nuantong.linkage.conditions import Record
from nuantong.linkage.features import features
from nuantong.linkage.levels import COMPARISONS, NAME, Comparison, Level
from nuantong.linkage.mixture import Mixture
from nuantong.linkage.model import Shares

Found = dict[str, Level | None]
"""Comparison → the level found; None where one of the two does not say."""


@dataclass(frozen=True)
class Likeness:
    """`weight`: log2 of the odds that the two are one child."""

    weight: float
    levels: Found

    @property
    def agrees(self) -> list[str]:
        """What speaks for one child, in words: 姓名同音、出生日期相同."""
        first = {one.name: one.levels[: len(one.levels) // 2] for one in COMPARISONS}
        labels = {one.name: one.label for one in COMPARISONS}
        return [
            labels[name] + level.label
            for name, level in self.levels.items()
            if level and level in first[name]
        ]


def likenesses(
    child: pl.DataFrame, others: pl.DataFrame, mixture: Mixture, name_share: float
) -> list[Likeness]:
    """CLEAN frames, `child` of one row. `name_share`: of how many on the register it is the name."""
    (one,) = features(child).to_dicts()
    return [_likeness(one, other, mixture, name_share) for other in features(others).to_dicts()]


def _likeness(one: Record, other: Record, mixture: Mixture, name_share: float) -> Likeness:
    found = {comparison.name: level_of(comparison, one, other) for comparison in COMPARISONS}
    level = found[NAME.name]
    exact = mixture.model.u[NAME.name]["equal"]
    rarity = math.log2(exact / name_share) if level and level.by_rarity else 0.0
    return Likeness(weigh(found, round(rarity), mixture), found)


def level_of(comparison: Comparison, left: Record, right: Record) -> Level | None:
    if comparison.unknown.holds(left, right):
        return None
    return next(
        level for level in comparison.levels if level.when is None or level.when.holds(left, right)
    )


def weigh(found: Found, rarity: float, mixture: Mixture) -> float:
    """What Mixture.weights says of a pattern."""
    model = mixture.model
    others = [math.log2(mixture.pairs) + _likelihood(found, model.u) - rarity]
    others += [
        math.log2(count) + _likelihood(found, model.others[kind])
        for kind, count in mixture.others.items()
    ]
    most = max(others)
    total = most + math.log2(sum(2.0 ** (one - most) for one in others))
    return math.log2(mixture.matches) + _likelihood(found, mixture.m) - total


def _likelihood(found: Found, shares: Shares) -> float:
    return sum(math.log2(shares[name][level.name]) for name, level in found.items() if level)
