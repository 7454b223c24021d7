"""Households and carers locked and read, so that what is decided on them still holds at commit."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from nuantong.pairing.inputs import Unit, loads, units
from nuantong.pairing.responsible import away
from nuantong.pairing.rules import Family, Standing, why_not
from nuantong.people.models import Carer, Child, Household

EMPTY = Family(0, None)
READ = ("name", "place", "status", "capacity", "background_checked_on")


class Ledger:
    """Locks households, then carers, each by id: two officers wait for each other, none is lost.

    Inside a transaction only.
    """

    def __init__(self, households: Collection[int], carers: Collection[int], on: dt.date) -> None:
        self.on = on
        lock(Household.objects.filter(pk__in=households))
        locked = lock(Carer.objects.filter(pk__in=carers))
        read = Carer.objects.filter(pk__in=locked).only(*READ)
        self.carers = {carer.pk: carer for carer in read}
        self.load = loads(on, carers)
        self.away = away(on, carers)
        waiting = units(Child.objects.filter(household__in=households), on)
        self.units = {unit.household: unit for unit in waiting if not unit.in_institution}
        self.kept = {unit.household for unit in waiting if unit.in_institution}

    def why_not(self, household: int, carer: int) -> str:
        """The limit that binds now, '' when none does."""
        return why_not(self._family(household), self._standing(self.carers[carer]))

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


def lock(rows: QuerySet[Any]) -> list[int]:
    """Lock rows against other deciders, in the order of their keys; rows may still refer to them."""
    locked = rows.order_by("pk").select_for_update(no_key=True)
    return list(locked.values_list("pk", flat=True))
