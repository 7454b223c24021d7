"""What can be done at once for one household: a free carer, or one swap. Plain values only."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from math import hypot
from typing import Final, NamedTuple

from nuantong.pairing.matching import Carer, Household, Policy, Tier, tier_of
from nuantong.pairing.matching.needs import fit
from nuantong.pairing.matching.values import DEFAULT, Key

UNKNOWN: Final = {Tier.VILLAGE: 0, Tier.TOWNSHIP: 5_000, Tier.DISTRICT: 20_000}
"""Metres that stand for a tier where a place has no coordinates."""
FREE, SWAPS = 5, 3
"""How many of each are shown."""
TRIED: Final = 60
"""Full carers, the nearest first, whose households are asked whether another carer could take them."""


class Move(NamedTuple):
    """A household goes from a carer (None: it has none) to another."""

    household: Key
    source: Key | None
    target: Key


@dataclass(frozen=True)
class Answer:
    """What is done, how many other families move, and what it costs beyond doing nothing else.

    `distance` (metres) and `tier` are those of the household that was asked for; `lacks` its needs
    that the carer's skills do not answer.
    """

    moves: tuple[Move, ...]
    families_moved: int
    extra_cost: int
    distance: int
    tier: Tier
    lacks: frozenset[str] = frozenset()


class Fit(NamedTuple):
    carer: Carer
    cost: int
    distance: int
    tier: Tier
    lacks: frozenset[str]


def answers(
    event: Household,
    households: Collection[Household],
    carers: Collection[Carer],
    policy: Policy = DEFAULT,
) -> list[Answer]:
    """The least disturbing first: free carers, then swaps that are better than every free one.

    `households` are those that have a carer (`current`); `free` of a carer is below zero where she
    has more households than places: what she gives up is not given again.
    """
    near = sorted(fits(event, carers, policy), key=lambda one: (one.cost, str(one.carer.id)))
    if event.carer is not None:
        return [_alone(event, one) for one in near if one.carer.id == event.carer]
    free = [one for one in near if one.carer.free > 0][:FREE]
    best = free[0].cost if free else policy.unmatched_cost * event.children
    full = [one for one in near if one.carer.free == 0][:TRIED]
    swaps = _swaps(event, full, households, [c for c in carers if c.free > 0], policy)
    better = (one for one in swaps if one.extra_cost < best)
    chosen = nsmallest(SWAPS, better, key=lambda one: (one.extra_cost, str(one.moves)))
    return [_alone(event, one) for one in free] + chosen


def fits(household: Household, carers: Iterable[Carer], policy: Policy) -> Iterator[Fit]:
    """Carers who may take the household if they have a place, with what each would cost."""
    for carer in carers:
        barred = carer.id in household.refused or carer.id == household.current
        tier = tier_of(household.where, carer.where)
        if barred or not carer.checked or tier is Tier.BEYOND:
            continue
        metres = distance(household, carer, tier)
        if metres <= policy.range_m:
            lacks = fit(household.needs, carer.skills)[1]
            each = metres + policy.tier_cost[tier] + policy.preference_cost * len(lacks)
            yield Fit(carer, household.children * each, metres, tier, lacks)


def distance(household: Household, carer: Carer, tier: Tier) -> int:
    if household.at is None or carer.at is None:
        return UNKNOWN[tier]
    return int(hypot(household.at[0] - carer.at[0], household.at[1] - carer.at[1]))


def _alone(event: Household, one: Fit) -> Answer:
    move = Move(event.id, event.current or event.carer, one.carer.id)
    return Answer((move,), 0, one.cost, one.distance, one.tier, one.lacks)


def _swaps(
    event: Household,
    full: list[Fit],
    households: Iterable[Household],
    free: list[Carer],
    policy: Policy,
) -> Iterator[Answer]:
    """Each nearby carer who is full, with the cheapest other carer for each of her households."""
    theirs: dict[Key, list[Household]] = defaultdict(list)
    for one in households:
        if one.current is not None and one.fixed is None and one.id != event.id:
            theirs[one.current].append(one)
    for near in full:
        for other in theirs[near.carer.id]:
            cheapest = min(fits(other, free, policy), key=lambda f: f.cost, default=None)
            if cheapest is not None:
                yield _swap(event, near, other, cheapest, policy)


def _swap(event: Household, near: Fit, other: Household, to: Fit, policy: Policy) -> Answer:
    stays = other._replace(current=None, refused=frozenset())
    before = next((one.cost for one in fits(stays, [near.carer], policy)), 0)
    moved = policy.move_cost * other.children
    return Answer(
        (
            Move(event.id, event.current, near.carer.id),
            Move(other.id, near.carer.id, to.carer.id),
        ),
        1, near.cost + to.cost + moved - before, near.distance, near.tier, near.lacks,
    )  # fmt: skip
