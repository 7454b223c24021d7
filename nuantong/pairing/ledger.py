"""Households and carers locked and read, so that what is decided on them still holds at commit."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection
from functools import cached_property
from typing import Any, Protocol

from django.db.models import QuerySet

from nuantong.pairing.inputs import Unit, loads, units
from nuantong.pairing.models import Pairing
from nuantong.pairing.responsible import away
from nuantong.pairing.rules import Family, Standing, why_not
from nuantong.people.models import Carer, Child, Household

EMPTY = Family(0, None)
READ = ("name", "place", "status", "capacity", "background_checked_on")
OF_PAIRS = (
    "carer", "start", "end", "tier", "proposal", "child__number", "child__household", "child__place",
    "child__birth_date",
)  # fmt: skip


class OfHousehold(Protocol):
    """A proposal, or as much of it."""

    @property
    def household_id(self) -> int: ...
    @property
    def carer_id(self) -> int: ...
    @property
    def current_id(self) -> int | None: ...


class Ledger:
    """Locks households, then carers, each by id: two officers wait for each other, none is lost.

    Inside a transaction only.
    """

    @classmethod
    def of(cls, proposals: Collection[OfHousehold], on: dt.date) -> "Ledger":
        """With the carers the proposals' households would leave."""
        return cls([p.household_id for p in proposals], _carers_of(proposals), on)

    def __init__(self, households: Collection[int], carers: Collection[int], on: dt.date) -> None:
        self.on, self.households = on, list(households)
        lock(Household.objects.filter(id__any_of=self.households))
        locked = lock(Carer.objects.filter(id__any_of=list(carers)))
        read = Carer.objects.filter(id__any_of=locked).only(*READ)
        self.carers = {carer.pk: carer for carer in read}
        self.load = loads(on, carers)
        self.away = away(on, carers)
        waiting = units(Child.objects.filter(household__id__any_of=self.households), on)
        self.units = {unit.household: unit for unit in waiting if not unit.in_institution}
        self.kept = {unit.household for unit in waiting if unit.in_institution}

    def why_not(self, household: int, carer: int, whatever_load: bool = False) -> str:
        """The limit that binds now, '' when none does; `whatever_load` leaves her places out."""
        standing = self._standing(self.carers[carer])
        if whatever_load:
            standing = standing._replace(free=1)
        return why_not(self._family(household), standing)

    def unfit(self, carer: int) -> str:
        """Why no household can be given to the carer, her places left out."""
        return why_not(Family(1, None), self._standing(self.carers[carer])._replace(free=1))

    def joins_siblings(self, household: int, carer: int) -> bool:
        unit = self.units.get(household)
        return unit is not None and unit.carer == carer

    @cached_property
    def pairings(self) -> dict[int, list[Pairing]]:
        """What stands today, by household."""
        rows = Pairing.objects.filter(child__household__id__any_of=self.households)
        found: dict[int, list[Pairing]] = defaultdict(list)
        for row in rows.standing(self.on).select_related("child").only(*OF_PAIRS).order_by("pk"):
            found[row.child.household_id].append(row)
        return found

    def carer_of(self, household: int) -> int | None:
        """Whose most of the household's children are."""
        counted = Counter(row.carer_id for row in self.pairings.get(household, []))
        return min(counted, key=lambda carer: (-counted[carer], carer), default=None)

    def family_lives_in(self, household: int, place: int | None) -> bool:
        """Whether a child of the household with a carer still lives there."""
        return any(row.child.place_id == place for row in self.pairings.get(household, []))

    def lives_in(self, household: int, place: int | None) -> bool:
        """Whether a waiting child of the household still lives there."""
        unit = self.units.get(household)
        return unit is not None and place in unit.places

    def take(self, household: int, carer: int) -> Unit:
        """Count the household as the carer's; its waiting children."""
        unit = self.units.pop(household)
        if unit.carer is None:
            self.load[carer] = self.load.get(carer, 0) + 1
        return unit

    def _family(self, household: int) -> Family:
        unit = self.units.get(household)
        if unit is None:
            return EMPTY._replace(in_institution=household in self.kept)
        return Family(len(unit.children), unit.carer)

    def _standing(self, carer: Carer) -> Standing:
        return Standing(
            carer.pk,
            carer.name,
            carer.status == Carer.Status.ACTIVE,
            carer.background_checked_on,
            carer.checked(self.on),
            carer.capacity - self.load.get(carer.pk, 0),
            self.away.get(carer.pk),
        )


def _carers_of(proposals: Collection[OfHousehold]) -> set[int]:
    return {p.carer_id for p in proposals} | {p.current_id for p in proposals if p.current_id}


def lock_all(proposals: Collection[OfHousehold]) -> None:
    """What the ledgers of their slices will lock, in the one order in which everybody does."""
    lock(Household.objects.filter(id__any_of=[p.household_id for p in proposals]))
    lock(Carer.objects.filter(id__any_of=list(_carers_of(proposals))))


def lock(rows: QuerySet[Any]) -> list[int]:
    """Lock rows against other deciders, in the order of their keys; rows may still refer to them."""
    locked = rows.order_by("pk").select_for_update(no_key=True)
    return list(locked.values_list("pk", flat=True))
