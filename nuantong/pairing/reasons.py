"""Why this carer and not another, for every proposal of a run: small enough to keep beside it."""

import json
from collections import Counter
from typing import Any, Final

from nuantong.pairing.matching import Alternative, Assignment, Key, Result, alternatives, recruit
from nuantong.pairing.matching.values import APART

TOWNSHIPS: Final = 100
"""How many townships a run keeps, those where one more carer helps most."""


def fits_of(one: Assignment) -> dict[str, Any]:
    return {
        "meets": sorted(one.meets),
        "lacks": sorted(one.lacks),
        "siblings": one.with_siblings,
        "load": one.carer.load,
    }


def fits_by_household(result: Result) -> dict[Key, str]:
    """JSON of what fits and what does not, with the two next best carers as `others`."""
    given = {one.household.id: one for one in result.assignments}
    found = {key: json.dumps(fits_of(one)) for key, one in given.items()}
    for district in result.districts:
        here = [one.id for one in district.households if one.id in given]
        for key, others in alternatives(result, here).items():
            told = {**fits_of(given[key]), "others": [other_of(one) for one in others]}
            found[key] = json.dumps(told)
    return found


def other_of(one: Alternative) -> dict[str, Any]:
    """`holder` has her place; `more` is what all together would pay at least if she went here."""
    other = one.other
    return {
        "carer": other.carer.id, "tier": other.tier.value, "distance": other.distance,
        "lacks": len(other.lacks), "load": other.carer.load, "holder": one.holder,
        "more": one.at_least,
    }  # fmt: skip


def recruit_of(result: Result) -> list[dict[str, Any]]:
    """By township: children left over, the village to look in, what one more carer is worth."""
    waiting: Counter[tuple[Key | None, ...]] = Counter()
    for left in result.left_over:
        if left.reason not in APART:
            waiting[left.household.where[:2]] += left.household.children
    return [
        {
            "place": next(place for place in reversed(one.where) if place is not None),
            "waiting": waiting[one.where[:2]], "at_most": one.at_most, "saves": one.saves,
            "children": one.children,
        }
        for one in recruit(result)[:TOWNSHIPS]
    ]  # fmt: skip
