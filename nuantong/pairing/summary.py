"""The counts a round keeps: [households, children] by tier and by reason, before and after."""

from collections.abc import Iterable
from typing import Any

from nuantong.pairing.freezing import Frozen
from nuantong.pairing.matching import Reason, Result, Tier

Counts = dict[str, list[int]]


def summary(given: Frozen, result: Result) -> dict[str, Any]:
    tiers = _count((a.tier, a.household.children) for a in result.assignments)
    left = _count((one.reason, one.household.children) for one in result.left_over)
    waiting = [one for one in given.households if not one.in_institution]
    after = {tier: given.paired.get(tier, 0) + tiers.get(tier, [0, 0])[1] for tier in Tier}
    return {
        "waiting": [len(waiting), sum(one.children for one in waiting)],
        "tiers": {tier.value: tiers[tier] for tier in Tier if tier in tiers},
        "left": {reason.value: left[reason] for reason in Reason if reason in left},
        "before": {tier.value: given.paired.get(tier, 0) for tier in Tier},
        "after": {tier.value: count for tier, count in after.items()},
        "children": sum(given.paired.values()) + sum(one.children for one in waiting),
        "carers": _carers(given),
    }


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
