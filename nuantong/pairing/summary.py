"""The figures a run keeps: [households, children] by tier and by reason, distances, and beside it
what a clerk or another way of weighing would have found."""

import hashlib
from collections.abc import Iterable
from itertools import accumulate
from typing import Any, Final

from nuantong.pairing.freezing import Frozen
from nuantong.pairing.matching import Reason, Result, Tier

Counts = dict[str, list[int]]
CLASSES_KM: Final = (0, 1, 3, 5, 10, 15, 20)
"""Where the classes of distance begin; the last one is open."""


def summary(given: Frozen, result: Result) -> dict[str, Any]:
    tiers = _count((a.tier, a.household.children) for a in result.assignments)
    left = _count((one.reason, one.household.children) for one in result.left_over)
    waiting = [one for one in given.households if not one.in_institution]
    moving = sum(h.children for h in waiting if h.current is not None)
    after = {tier: given.paired.get(tier, 0) + tiers.get(tier, [0, 0])[1] for tier in Tier}
    return {
        "waiting": [len(waiting), sum(one.children for one in waiting)],
        "tiers": {tier.value: tiers[tier] for tier in Tier if tier in tiers},
        "left": {reason.value: left[reason] for reason in Reason if reason in left},
        "before": {tier.value: given.paired.get(tier, 0) for tier in Tier},
        "after": {tier.value: count for tier, count in after.items()} if not moving else {},
        "children": sum(given.paired.values()) + sum(one.children for one in waiting) - moving,
        "carers": _carers(given),
        "figures": figures(result),
    }


def figures(result: Result) -> dict[str, Any]:
    """Of one answer, to stand beside another: children by how near, distances, moves, the proof."""
    ways = sorted((a.distance, a.household.children) for a in result.assignments)
    children = sum(count for _, count in ways)
    outside = [one for one in result.left_over if one.reason != Reason.IN_INSTITUTION]
    tiers = _count((a.tier, a.household.children) for a in result.assignments)
    moved = [a for a in result.assignments if a.household.current not in (None, a.carer.id)]
    kept = [a for a in result.assignments if a.household.current == a.carer.id]
    return {
        "households": len(ways),
        "children": children,
        "tiers": {tier.value: tiers[tier][1] for tier in Tier if tier in tiers},
        "classes": _classes(ways),
        "mean": round(sum(d * n for d, n in ways) / children) if children else 0,
        "p95": _percentile(ways, children),
        "worst": ways[-1][0] if ways else 0,
        "lacks": sum(a.household.children for a in result.assignments if a.lacks),
        "moved": len(moved),
        "kept": len(kept),
        "left": [len(outside), sum(one.household.children for one in outside)],
        "cost": result.cost,
        "bound": result.bound,
    }


def _classes(ways: list[tuple[int, int]]) -> list[int]:
    """Children in each class of distance."""
    found = [0] * len(CLASSES_KM)
    for distance, children in ways:
        found[class_of(distance)] += children
    return found


def class_of(distance: int) -> int:
    return sum(distance >= 1000 * km for km in CLASSES_KM) - 1


def _percentile(ways: list[tuple[int, int]], children: int) -> int:
    """The distance that 95 of 100 children do not exceed."""
    for (distance, _), so_far in zip(ways, accumulate(n for _, n in ways), strict=True):
        if so_far * 100 >= children * 95:
            return distance
    return 0


def digest(result: Result) -> str:
    """What two answers have in common only when they are the same answer."""
    pairs = sorted((str(a.household.id), str(a.carer.id)) for a in result.assignments)
    left = sorted((str(one.household.id), one.reason.value) for one in result.left_over)
    return hashlib.sha256(repr((pairs, left)).encode()).hexdigest()


def _count(rows: Iterable[tuple[str, int]]) -> Counts:
    counts: Counts = {}
    for key, children in rows:
        count = counts.setdefault(key, [0, 0])
        count[0] += 1
        count[1] += children
    return counts


def _carers(given: Frozen) -> dict[str, int]:
    able = [carer for carer in given.carers if carer.checked]
    return {
        "all": len(given.carers),
        "checked": len(able),
        "places": sum(carer.free for carer in able),
        "barred_places": sum(carer.free for carer in given.carers if not carer.checked),
    }
