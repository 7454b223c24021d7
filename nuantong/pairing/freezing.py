"""A round's input, read once: what happens afterwards no longer changes its answer."""

import datetime as dt
from dataclasses import dataclass

from nuantong.pairing.inputs import carers, households, open_needs, turned_down, units
from nuantong.pairing.matching import Carer, Household
from nuantong.pairing.models import Pairing
from nuantong.people.models import Child
from nuantong.people.visibility import ChildQuerySet
from nuantong.regions.tree import Tree


@dataclass(frozen=True)
class Frozen:
    """`paired` counts the scope's children who have a carer already, by tier."""

    households: list[Household]
    carers: list[Carer]
    places: dict[tuple[int, bool], int | None]
    paired: dict[str, int]

    def place_of(self, household: Household) -> int | None:
        return self.places[int(household.id), household.in_institution]


def read(region: int, on: dt.date, tree: Tree) -> Frozen:
    """Every household with a child in the region, whole, and the region's carers."""
    scope = None if region == tree.root.id else set(tree.below(region))
    children = _children(scope)
    waiting = units(children, on)
    siblings_carers = {unit.carer for unit in waiting if unit.carer}
    return Frozen(
        households(waiting, open_needs(children), turned_down(waiting, scope), scope, tree),
        carers(scope, siblings_carers, on, tree),
        {(unit.household, unit.in_institution): unit.place(scope) for unit in waiting},
        _paired(children, on),
    )


def _children(scope: set[int] | None) -> ChildQuerySet:
    children: ChildQuerySet = Child.objects.on_register()
    if scope is None:
        return children
    inside = children.filter(place__in=scope)
    return children.filter(household__in=inside.values("household"))


def _paired(children: ChildQuerySet, on: dt.date) -> dict[str, int]:
    current = Pairing.objects.current(on).filter(child__in=children.values("pk"))
    tiers: dict[str, int] = {}
    for tier in current.order_by().values_list("tier", flat=True):
        tiers[tier] = tiers.get(tier, 0) + 1
    return tiers
