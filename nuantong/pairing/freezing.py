"""A round's input, read once: what happens afterwards no longer changes its answer."""

import datetime as dt
import json
import zlib
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from nuantong.pairing.inputs import (
    Unit,
    carers,
    households,
    loads,
    open_needs,
    turned_down,
    units,
    whole_units,
)
from nuantong.pairing.matching import Carer, Household, Policy, Variant, Where
from nuantong.pairing.models import Pairing
from nuantong.pairing.models.words import Kind
from nuantong.people.models import Child
from nuantong.people.visibility import ChildQuerySet
from nuantong.regions.pins import positions
from nuantong.regions.tree import Tree


@dataclass(frozen=True)
class Decided:
    """What officers have settled in a round: the next run works around it.

    `settled`: households with an accepted proposal, and the carers these take a place of and
    leave; `pins` and `forbidden` are wishes by household.
    """

    settled: frozenset[int] = frozenset()
    arriving: Counter[int] = field(default_factory=Counter)
    leaving: Counter[int] = field(default_factory=Counter)
    pins: dict[int, int] = field(default_factory=dict)
    forbidden: dict[int, frozenset[int]] = field(default_factory=dict)


UNDECIDED = Decided()


@dataclass(frozen=True)
class Frozen:
    """`paired` counts the scope's children who have a carer already, by tier."""

    households: list[Household]
    carers: list[Carer]
    places: dict[tuple[int, bool], int | None]
    paired: dict[str, int]

    def place_of(self, household: Household) -> int | None:
        return self.places[int(household.id), household.in_institution]


def read(
    region: int, on: dt.date, tree: Tree, kind: str = Kind.WAITING, decided: Decided = UNDECIDED
) -> Frozen:
    """Every household with a child in the region, whole, and the region's carers."""
    scope = None if region == tree.root.id else set(tree.below(region))
    children = _children(scope)
    found = _units(children, on, kind, scope, tree)
    asking = [
        unit for unit in found if unit.in_institution or unit.household not in decided.settled
    ]
    at = positions()
    refused = turned_down(asking, scope)
    for household, barred in decided.forbidden.items():
        refused[household] = refused.get(household, frozenset()) | barred
    return Frozen(
        households(asking, open_needs(children), refused, scope, tree, at, decided.pins),
        _carers(asking, decided, scope, on, tree, at),
        {(unit.household, unit.in_institution): unit.place(scope) for unit in asking},
        _paired(children, on),
    )


def _units(
    children: ChildQuerySet, on: dt.date, kind: str, scope: set[int] | None, tree: Tree
) -> list[Unit]:
    if kind == Kind.YEARLY:
        return whole_units(children, on, tree)
    return units(children, on)


def _carers(
    asking: list[Unit], decided: Decided, scope: set[int] | None, on: dt.date, tree: Tree,
    at: dict[int, tuple[int, int]],
) -> list[Carer]:  # fmt: skip
    """With the places they have for those who ask: what a household would leave is free again."""
    load = Counter(loads(on))
    for unit in asking:
        if unit.current is not None:
            load[unit.current] -= 1
    load.update(decided.arriving)
    load.subtract(decided.leaving)
    theirs = {unit.carer or unit.current for unit in asking} | set(decided.pins.values())
    return carers(scope, {c for c in theirs if c}, on, tree, load, at)


def _children(scope: set[int] | None) -> ChildQuerySet:
    children: ChildQuerySet = Child.objects.on_register()
    if scope is None:
        return children
    inside = children.filter(place__in=scope)
    return children.filter(household__in=inside.values("household"))


def _paired(children: ChildQuerySet, on: dt.date) -> dict[str, int]:
    current = Pairing.objects.current(on).filter(child__in=children.values("pk"))
    return dict(Counter(current.order_by().values_list("tier", flat=True)))


def to_bytes(given: Frozen, policy: Policy) -> bytes:
    """All of it but the places, small enough to keep: ids, counts, places, no names."""
    plain = {
        "households": [_plain(one) for one in given.households],
        "carers": [_plain(one) for one in given.carers],
        "policy": policy_values(policy),
    }
    return zlib.compress(json.dumps(plain, separators=(",", ":")).encode(), 6)


def _plain(row: Household | Carer) -> list[Any]:
    return [sorted(value) if isinstance(value, frozenset) else value for value in row]


def from_bytes(kept: bytes) -> tuple[list[Household], list[Carer], Policy]:
    plain = json.loads(zlib.decompress(kept))
    return (
        [_household(row) for row in plain["households"]],
        [_carer(row) for row in plain["carers"]],
        policy_of(plain["policy"]),
    )


def _household(row: list[Any]) -> Household:
    one = Household(*row)
    return one._replace(
        where=Where(*one.where), needs=frozenset(one.needs), refused=frozenset(one.refused),
        at=_at(one.at),
    )  # fmt: skip


def _carer(row: list[Any]) -> Carer:
    one = Carer(*row)
    return one._replace(where=Where(*one.where), skills=frozenset(one.skills), at=_at(one.at))


def _at(kept: Any) -> tuple[int, int] | None:
    return (kept[0], kept[1]) if kept else None


def policy_values(policy: Policy) -> dict[str, Any]:
    values = asdict(policy)
    values["cross_border"] = sorted(map(list, policy.cross_border))
    return {**values, "variant": policy.variant.value, "tier_cost": dict(policy.tier_cost)}


def policy_of(values: dict[str, Any]) -> Policy:
    """What is not stated is as the defaults say."""
    known = {name: value for name, value in values.items() if name in Policy.__dataclass_fields__}
    if "variant" in known:
        known["variant"] = Variant(known["variant"])
    if "cross_border" in known:
        known["cross_border"] = frozenset(map(tuple, known["cross_border"]))
    return Policy(**known)
