"""What a round works on: households that wait for a carer and carers with their places."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from nuantong.pairing.matching import Carer as CarerInput
from nuantong.pairing.matching import Household as HouseholdInput
from nuantong.pairing.matching import Where, tier_of
from nuantong.pairing.models import Pairing, Rejection
from nuantong.pairing.models.words import EndReason, Tier
from nuantong.pairing.responsible import away
from nuantong.people.models import Carer, Child
from nuantong.people.models.carer import check_expires
from nuantong.people.visibility import ChildQuerySet
from nuantong.regions.plane import At
from nuantong.regions.tree import Tree

GIVEN_UP: Final = (EndReason.CARER_UNABLE, EndReason.FAMILY_WISH)
FEW: Final = 1000


@dataclass
class Unit:
    """Children of one household without a carer; in an institution or not, never mixed."""

    household: int
    in_institution: bool
    children: list[int] = field(default_factory=list)
    places: Counter[int | None] = field(default_factory=Counter)
    carer: int | None = None
    current: int | None = None

    def place(self, scope: Collection[int] | None = None) -> int | None:
        """Where most of the children live; within the scope when one is given."""
        known = {p: n for p, n in self.places.items() if p and (scope is None or p in scope)}
        return min(known, key=lambda p: (-known[p], p), default=None)


def where(tree: Tree, place: int | None) -> Where:
    """District, township and village of a place, as far as it goes down."""
    if place is None:
        return Where()
    path = tree.ancestors(tree.current(place))[1:4]
    return Where(*path)


def tier_between(place: int | None, other: int | None, tree: Tree) -> Tier:
    """How near two places are, as of today."""
    return Tier(tier_of(where(tree, place), where(tree, other)).value)


def units(children: ChildQuerySet, on: dt.date) -> list[Unit]:
    """The waiting households among these children, the children counted as of `on`."""
    carer_of = dict(
        Pairing.objects.standing(on)
        .filter(child__in=children.values("pk"))
        .values_list("child", "carer")
    )
    rows = children.on_register().values_list("pk", "household", "place", "setting")
    found: dict[tuple[int, bool], Unit] = {}
    for child, household, place, setting in rows.order_by("pk"):
        key = household, setting == Child.Setting.INSTITUTION
        unit = found.setdefault(key, Unit(*key))
        if child in carer_of:
            unit.carer = carer_of[child]
        else:
            unit.children.append(child)
            unit.places[place] += 1
    return [unit for unit in found.values() if unit.children]


def whole_units(children: ChildQuerySet, on: dt.date, tree: Tree) -> list[Unit]:
    """All households among these children whole, with the carer each has and may be moved from.

    A household whose carer lives in another district was given to her by hand, and is left alone.
    """
    rows = children.on_register().values_list("pk", "household", "place", "setting").order_by("pk")
    given = Pairing.objects.standing(on).filter(child__in=children.values("pk"))
    carer_of = dict(given.values_list("child", "carer"))
    found: dict[tuple[int, bool], Unit] = {}
    theirs: dict[tuple[int, bool], Counter[int]] = defaultdict(Counter)
    for child, household, place, setting in rows:
        key = household, setting == Child.Setting.INSTITUTION
        unit = found.setdefault(key, Unit(*key))
        unit.children.append(child)
        unit.places[place] += 1
        if child in carer_of:
            theirs[key][carer_of[child]] += 1
    for key, counted in theirs.items():
        found[key].current = min(counted, key=lambda carer: (-counted[carer], carer))
    return _near_ones(list(found.values()), tree)


def _near_ones(found: list[Unit], tree: Tree) -> list[Unit]:
    current = {unit.current for unit in found if unit.current is not None}
    lives = dict(Carer.objects.filter(id__any_of=list(current)).values_list("pk", "place"))

    def apart(unit: Unit) -> bool:
        here, there = tree.district_of(unit.place()), tree.district_of(lives.get(unit.current or 0))
        return unit.current is not None and here != there

    return [unit for unit in found if not apart(unit)]


def turned_down(found: Iterable[Unit], scope: Collection[int] | None) -> dict[int, frozenset[int]]:
    """Carers turned down for each household; a rejection ends when either of them has moved. Who has
    just given it up, or was left at the family's wish, is not offered to it either."""
    lives = {unit.household: unit.place(scope) for unit in found if not unit.in_institution}
    refused: dict[int, set[int]] = defaultdict(set)
    rows = Rejection.objects.filter(lifted_at=None).values_list(
        "proposal__household", "proposal__place", "proposal__carer", "carer_place",
        "proposal__carer__place",
    )  # fmt: skip
    for household, place, carer, was, now in rows:
        if was == now and household in lives and lives[household] == place:
            refused[household].add(carer)
    for household, carer in _given_up(lives):
        refused[household].add(carer)
    return {household: frozenset(carers) for household, carers in refused.items()}


def _given_up(homes: Collection[int]) -> Iterable[tuple[int, int]]:
    """Households whose child had nobody since, with the carer of then."""
    later = Pairing.objects.filter(child=OuterRef("child"), start__gte=OuterRef("end")).order_by()
    rows = Pairing.objects.filter(ended_reason__in=GIVEN_UP).exclude(Exists(later)).order_by()
    if len(homes) <= FEW:
        rows = rows.filter(child__household__id__any_of=list(homes))
    found = rows.values_list("child__household", "carer")
    return [(household, carer) for household, carer in found if household in homes]


def households(
    found: Iterable[Unit],
    needs: dict[int, frozenset[str]],
    refused: dict[int, frozenset[int]],
    scope: Collection[int] | None,
    tree: Tree,
    at: Mapping[int, At],
    pins: Mapping[int, int],
) -> list[HouseholdInput]:
    return [
        HouseholdInput(
            unit.household,
            len(unit.children),
            where(tree, unit.place(scope)),
            unit.in_institution,
            needs.get(unit.household, frozenset()),
            unit.carer,
            refused.get(unit.household, frozenset()),
            at.get(unit.place(scope) or 0),
            unit.current,
            None if unit.in_institution else pins.get(unit.household),
        )
        for unit in found
    ]


def open_needs(children: ChildQuerySet) -> dict[int, frozenset[str]]:
    """Kinds of needs not yet met and the languages spoken with the children, by household."""
    unmet = FilteredRelation("needs", condition=Q(needs__met_on=None))
    rows = children.order_by().annotate(unmet=unmet)
    rows = rows.filter(Q(unmet__isnull=False) | ~Q(languages=[]))
    kinds: dict[int, set[str]] = defaultdict(set)
    for household, languages, kind in rows.values_list("household", "languages", "unmet__kind"):
        kinds[household].update([*languages, kind] if kind else languages)
    return {household: frozenset(found) for household, found in kinds.items()}


def loads(on: dt.date, carers: Iterable[int] | None = None) -> dict[int, int]:
    """Households each carer has, those that begin later too."""
    pairings = Pairing.objects.standing(on)
    if carers is not None:
        pairings = pairings.filter(carer__id__any_of=list(carers))
    pairs = pairings.order_by().values_list("carer", "child__household").distinct()
    return Counter(carer for carer, _ in pairs)


def checked(background_checked_on: dt.date | None, on: dt.date) -> bool:
    """The same rule as Carer.checked, for rows."""
    day = background_checked_on
    return day is not None and day <= on < check_expires(day)


def carers(
    scope: Collection[int] | None,
    theirs: Collection[int],
    on: dt.date,
    tree: Tree,
    load: Mapping[int, int],
    at: Mapping[int, At],
) -> list[CarerInput]:
    """Active carers of the scope; those on leave, and `theirs` from elsewhere, whom households have
    already, have only the places these would leave."""
    busy_now, gone = loads(on), away(on)
    rows = Carer.objects.filter(status=Carer.Status.ACTIVE).values_list(
        "pk", "place", "capacity", "background_checked_on", "skills", "languages"
    )
    found = []
    for carer, place, capacity, day, skills, languages in rows.order_by("pk"):
        inside = place is not None and (scope is None or place in scope)
        if inside or carer in theirs:
            busy = max(load.get(carer, 0), 0)
            whole = inside and carer not in gone
            most = capacity if whole else min(capacity, busy_now.get(carer, 0))
            found.append(
                CarerInput(
                    carer,
                    where(tree, place),
                    max(most - busy, 0),
                    busy,
                    checked(day, on),
                    frozenset([*skills, *languages]),
                    at.get(place or 0),
                )  # fmt: skip
            )
    return found
