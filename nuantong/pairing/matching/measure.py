"""How far, how near and how dear one household and one carer are to each other."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nuantong.pairing.matching.arrays import UNKNOWN_METRES
from nuantong.pairing.matching.needs import ANSWERS, fit
from nuantong.pairing.matching.values import (
    Assignment,
    At,
    Carer,
    Household,
    Key,
    Policy,
    Tier,
    Where,
    tier_of,
)

Point = tuple[float, float]
Township = tuple[Key, Key]
Fits = tuple[frozenset[str], frozenset[str]]
"""Needs and skills; needs met and not met."""
TIERS = (Tier.VILLAGE, Tier.TOWNSHIP, Tier.DISTRICT, Tier.BEYOND)


def centres(points: Iterable[tuple[Where, At, int]]) -> dict[Township, Point]:
    """The mean of the known points of each township, each counted as often as it says: the sums
    are exact, the mean is a float64."""
    sums: dict[Township, list[int]] = {}
    for where, at, weight in points:
        if where.district is not None and where.township is not None:
            total = sums.setdefault((where.district, where.township), [0, 0, 0])
            total[0] += at[0] * weight
            total[1] += at[1] * weight
            total[2] += weight
    return {town: (x / count, y / count) for town, (x, y, count) in sums.items() if count}


def centres_of(households: Iterable[Household], carers: Iterable[Carer]) -> dict[Township, Point]:
    """Of known child and carer points: a household counts with each of its children."""
    live = [(one.where, one.at, one.children) for one in households if one.at]
    work = [(one.where, one.at, 1) for one in carers if one.at]
    return centres(live + work)


@dataclass(frozen=True)
class Measure:
    policy: Policy
    centres: Mapping[Township, Point] = field(default_factory=dict)
    _fits: dict[Fits, Fits] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What was found of needs and skills, kept: a city has few different ones."""

    def point(self, one: Household | Carer) -> Point | None:
        """Where somebody is: the own point, else the centre of the township."""
        if one.at is not None:
            return one.at
        district, township, _ = one.where
        if district is None or township is None:
            return None
        return self.centres.get((district, township))

    def metres(self, household: Household, carer: Carer) -> int:
        """The floor of the straight distance, in float64; without a point, by tier."""
        here, there = self.point(household), self.point(carer)
        if here is None or there is None:
            near = min(TIERS.index(tier_of(household.where, carer.where)), 2)
            return UNKNOWN_METRES[near]
        x, y = float(here[0]) - float(there[0]), float(here[1]) - float(there[1])
        return math.floor(math.sqrt(x * x + y * y))

    def meets(self, household: Household, carer: Carer) -> Fits:
        key = household.needs, carer.skills
        found = self._fits.get(key)
        if found is None:
            answers = self.policy.answers
            found = self._fits[key] = fit(*key, ANSWERS if answers is None else answers)
        return found

    def each(self, tier: Tier, metres: int, lacks: int, moved: bool) -> int:
        """What the policy counts for one child."""
        near = Tier.DISTRICT if tier is Tier.BEYOND else tier
        total = metres + self.policy.tier_cost[near] + self.policy.preference_cost * lacks
        return total + self.policy.move_cost * moved

    def assign(self, household: Household, carer: Carer) -> Assignment:
        tier, metres = tier_of(household.where, carer.where), self.metres(household, carer)
        met, lacks = self.meets(household, carer)
        moved = household.current is not None and household.current != carer.id
        cost = household.children * self.each(tier, metres, len(lacks), moved)
        return Assignment(household, carer, tier, met, lacks, distance=metres, cost=cost)

    def may_meet(self, household: Household, carer: Carer) -> bool:
        """Whether the border between their districts, if there is one, is open."""
        one, other = household.where.district, carer.where.district
        if one is None or other is None:
            return False
        open_ones = self.policy.cross_border
        return one == other or (one, other) in open_ones or (other, one) in open_ones
