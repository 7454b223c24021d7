"""A district as it stands on a day, around one household that asks: values for `matching.events`."""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from typing import Final, NamedTuple
from uuid import uuid4

from django.core.cache import cache
from django.db.models import Count

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.models import last_change
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
from nuantong.pairing.matching import ANSWERS, Standing, standing
from nuantong.pairing.matching import Carer as CarerInput
from nuantong.pairing.matching import Household as HouseholdInput
from nuantong.pairing.models import Leave, Pairing
from nuantong.people.models import Carer, Child
from nuantong.regions.pins import positions
from nuantong.regions.plane import At

KEPT_FOR: Final = 60
"""Seconds."""
KEPT: Final[OrderedDict[str, tuple[str, list[Standing]]]] = OrderedDict()
"""Districts as arrays, the newest few that this process was asked for: by what they depend on, with
the reading they were made of."""
MOST_KEPT: Final = 3
ELSEWHERE: Final = ("contact", "visit", "notice", "task", "search", "export")
"""What is told of on the log by the thousand and changes nobody's carer, home or needs."""
READ = ("pk", "place", "capacity", "background_checked_on", "skills", "languages")


def district_around(
    event: HouseholdInput, places: Collection[int], reader: Reader
) -> Standing | None:
    """Everybody of these places whom the reader may pair; None when there is nobody to ask.

    Whoever is on leave or will be, has more households than places or is being left gets nobody and
    gives nobody up: her families stay where they are.
    """
    for one in _kept(places, reader):
        if event.where.district in one.district.codes.district:
            return one.asked_by(event)
    return whole_district_around(event, places, reader)


def _kept(places: Collection[int], reader: Reader) -> list[Standing]:
    """Their arrays, made once for the people as they were read."""
    key = _stamp(places, reader)
    made, found = KEPT.get(key, ("", []))
    if not made or cache.get(f"{key}:made") != made:
        here = _people(places, reader, key)
        found = standing(here.families, here.carers, asked=frozenset(ANSWERS))
        KEPT[key] = here.made, found
        while len(KEPT) > MOST_KEPT:
            KEPT.popitem(last=False)
    KEPT.move_to_end(key)
    return found


def _stamp(places: Collection[int], reader: Reader) -> str:
    """Whoever takes an answer is checked anew, whatever this misses."""
    scope = "-".join(map(str, sorted(reader.regions(Permission.RUN_ROUNDS))))
    around = f"{min(places, default=0)}:{len(places)}:{scope}"
    return f"pairing:around:{around}:{reader.on}:{last_change(besides=ELSEWHERE)}"


def whole_district_around(
    event: HouseholdInput, places: Collection[int], reader: Reader
) -> Standing | None:
    """The same with arrays of its own, of which the optimum may be asked too."""
    here = _people(places, reader, _stamp(places, reader))
    carers = [one for one in here.carers if one.id != event.current]
    known = {one.id for one in carers}
    families = [one for one in here.families if one.current in known and one.id != event.id]
    barred = event.refused | ({event.current} if event.current else set())
    asks = event._replace(current=None, refused=frozenset(barred))
    parts = standing([asks, *families], carers)
    return next((one for one in parts if event.id in one.row and one.district.carers), None)


class People(NamedTuple):
    """Carers of some places, and the households they have; `made` names the reading."""

    carers: list[CarerInput]
    families: list[HouseholdInput]
    made: str


def _people(places: Collection[int], reader: Reader, key: str) -> People:
    found: People | None = cache.get(key)
    if found is None:
        at = positions(places)
        carers = _carers(places, reader, at)
        found = People(carers, _families(carers, reader, at), uuid4().hex)
        cache.set_many({key: found, f"{key}:made": found.made}, KEPT_FOR)
    return found


def _carers(places: Collection[int], reader: Reader, at: Mapping[int, At]) -> list[CarerInput]:
    """At work, no leave ahead, with no more households than places."""
    rows = Carer.objects.visible_to(reader, Permission.RUN_ROUNDS)
    rows = rows.filter(status=Carer.Status.ACTIVE, place__id__any_of=list(places))
    known = list(rows.order_by("pk").values_list(*READ))
    load = loads(reader.on, [row[0] for row in known])
    gone = set(Leave.objects.not_over(reader.on).values_list("carer", flat=True))
    return [
        CarerInput(
            pk, where(reader.tree, place), capacity - load.get(pk, 0), load.get(pk, 0),
            checked(day, reader.on), frozenset([*skills, *languages]), at.get(place),
        )
        for pk, place, capacity, day, skills, languages in known
        if pk not in gone and capacity >= load.get(pk, 0)
    ]  # fmt: skip


def _families(
    carers: list[CarerInput], reader: Reader, at: Mapping[int, At]
) -> list[HouseholdInput]:
    """Households with one carer, one of these, all of whose children the reader may pair."""
    standing_ones = Pairing.objects.standing(reader.on).order_by()
    theirs = standing_ones.filter(carer__id__any_of=[one.id for one in carers])
    homes = theirs.values("child__household")
    split = standing_ones.filter(child__household__in=homes).values("child__household")
    split = split.annotate(carers=Count("carer", distinct=True)).filter(carers__gt=1)
    children = Child.objects.filter(household__in=homes).exclude(
        household__in=split.values("child__household")
    )
    mine = reader.places(Permission.RUN_ROUNDS)
    inside = None if mine is None else set(mine)
    units = [
        unit for unit in whole_units(children, reader.on, reader.tree) if _may_move(unit, inside)
    ]
    refused = turned_down(units, None)
    return households(units, open_needs(children), refused, None, reader.tree, at, {})


def _may_move(unit: Unit, mine: set[int] | None) -> bool:
    here = mine is None or all(place in mine for place in unit.places)
    return here and unit.current is not None and not unit.in_institution
