"""A district as it stands on a day, around one household that asks: values for `matching.events`."""

from collections.abc import Collection, Mapping

from django.db.models import Count

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.pairing.inputs import (
    Unit,
    checked,
    households,
    loads,
    open_needs,
    turned_down,
    where,
    whole_units,
)
from nuantong.pairing.matching import Carer as CarerInput
from nuantong.pairing.matching import Household as HouseholdInput
from nuantong.pairing.matching import Standing, standing
from nuantong.pairing.models import Pairing
from nuantong.pairing.responsible import away
from nuantong.people.models import Carer, Child
from nuantong.regions.pins import positions
from nuantong.regions.plane import At

READ = ("pk", "place", "capacity", "background_checked_on", "skills", "languages")


def district_around(
    event: HouseholdInput, places: Collection[int], reader: Reader
) -> Standing | None:
    """Everybody of these places whom the reader may pair; None when there is nobody to ask.

    Whoever is on leave, has more households than places or is being left gets nobody and gives
    nobody up: her families stay where they are.
    """
    at = positions(places)
    carers = [one for one in _carers(places, reader, at) if one.id != event.current]
    barred = event.refused | ({event.current} if event.current else set())
    asks = event._replace(current=None, refused=frozenset(barred))
    parts = standing([asks, *_families(event, carers, reader, at)], carers)
    return next((one for one in parts if event.id in one.row and one.district.carers), None)


def _carers(places: Collection[int], reader: Reader, at: Mapping[int, At]) -> list[CarerInput]:
    """At work, not on leave, with no more households than places."""
    rows = Carer.objects.visible_to(reader, Permission.RUN_ROUNDS)
    rows = rows.filter(status=Carer.Status.ACTIVE, place__id__any_of=list(places))
    known = list(rows.order_by("pk").values_list(*READ))
    load, gone = loads(reader.on, [row[0] for row in known]), away(reader.on)
    return [
        CarerInput(
            pk, where(reader.tree, place), capacity - load.get(pk, 0), load.get(pk, 0),
            checked(day, reader.on), frozenset([*skills, *languages]), at.get(place),
        )
        for pk, place, capacity, day, skills, languages in known
        if pk not in gone and capacity >= load.get(pk, 0)
    ]  # fmt: skip


def _families(
    event: HouseholdInput, carers: list[CarerInput], reader: Reader, at: Mapping[int, At]
) -> list[HouseholdInput]:
    """Households with one carer, one of these, all of whose children the reader may pair."""
    standing_ones = Pairing.objects.standing(reader.on).order_by()
    theirs = standing_ones.filter(carer__id__any_of=[one.id for one in carers])
    homes = theirs.exclude(child__household=event.id).values("child__household")
    split = standing_ones.filter(child__household__in=homes).values("child__household")
    split = split.annotate(carers=Count("carer", distinct=True)).filter(carers__gt=1)
    children = Child.objects.filter(household__in=homes).exclude(
        household__in=split.values("child__household")
    )
    mine = reader.places(Permission.RUN_ROUNDS)
    units = [
        unit
        for unit in whole_units(children, reader.on, reader.tree)
        if _may_move(unit, None if mine is None else set(mine))
    ]
    refused = turned_down(units, None)
    return households(units, open_needs(children), refused, None, reader.tree, at, {})


def _may_move(unit: Unit, mine: set[int] | None) -> bool:
    here = mine is None or all(place in mine for place in unit.places)
    return here and unit.current is not None and not unit.in_institution
