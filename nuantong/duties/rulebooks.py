"""The rules each enrolment is judged by: the protocol's versions where its child has lived."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from nuantong.calendars.tables import calendar_at, districts_with_terms
from nuantong.duties.governing import District, Edition, Home, governing
from nuantong.duties.models import ProtocolVersion
from nuantong.duties.windows import Rulebook
from nuantong.people.models import Registration
from nuantong.regions.tree import changes, tree_on

NOWHERE: tuple[Home, ...] = ()
"""The city's versions and terms for everybody."""
BookOf = Callable[[Mapping[str, Any]], Rulebook]


def rulebooks(rows: Collection[Mapping[str, Any]]) -> BookOf:
    """The rulebook of each row, which has `child`, `versions` (ids, in order) and `calendar`.

    One more query, for where the children have lived, only when a district has rules of its own.
    """
    own = {(tuple(row["versions"]), row["calendar"]) for row in rows}
    if not any(_districts(*key) for key in own):
        return lambda row: rulebook(tuple(row["versions"]), row["calendar"])
    homes = homes_of({row["child"] for row in rows})
    return lambda row: rulebook(
        tuple(row["versions"]), row["calendar"], homes.get(row["child"], NOWHERE)
    )


def rulebook(versions: tuple[int, ...], calendar: int, homes: tuple[Home, ...] = ()) -> Rulebook:
    """Versions never change once written and a calendar's number never returns: safe to keep.

    School terms are those of the district the child lives in now, as her school's stage is.
    """
    here = homes[-1].district if homes else None
    terms = here if here in districts_with_terms(calendar) else None
    return _rulebook(versions, calendar, _plain(homes, _own(versions)), terms)


@lru_cache(maxsize=256)
def _rulebook(
    versions: tuple[int, ...], calendar: int, homes: tuple[Home, ...], terms: District
) -> Rulebook:
    rows = ProtocolVersion.objects.filter(pk__in=versions)
    editions = [Edition(row.region_id, row.valid_from, row.parsed) for row in rows]
    return Rulebook(governing(editions, homes), calendar_at(calendar, terms))


@lru_cache(maxsize=1024)
def _own(versions: tuple[int, ...]) -> frozenset[int]:
    """Districts with editions of their own."""
    rows = ProtocolVersion.objects.filter(pk__in=versions).exclude(region=None)
    return frozenset(rows.values_list("region", flat=True))


def _districts(versions: tuple[int, ...], calendar: int) -> frozenset[int]:
    return _own(versions) | districts_with_terms(calendar)


def _plain(homes: Iterable[Home], own: frozenset[int]) -> tuple[Home, ...]:
    """Only the changes that change the rules; a district without its own is the city."""
    found: list[Home] = []
    for home in homes:
        district = home.district if home.district in own else None
        if not found or found[-1].district != district:
            found.append(Home(district, home.since if found else dt.date.min))
    return () if found == [Home(None, dt.date.min)] else tuple(found)


def homes_of(children: Collection[int]) -> dict[int, tuple[Home, ...]]:
    """By child: the districts she has lived in, each from a day on."""
    places = defaultdict(list)
    rows = Registration.objects.known().filter(child__in=children).order_by("child", "since")
    for child, place, since in rows.values_list("child", "place", "since"):
        places[child].append((place, since))
    return {child: homes_at(stays) for child, stays in places.items()}


def homes_at(stays: Sequence[tuple[int | None, dt.date]]) -> tuple[Home, ...]:
    """The districts of (place, first day) in order; a place may come to another district itself."""
    found: list[Home] = []
    ends = [*(since for _, since in stays[1:]), dt.date.max]
    for (place, since), end in zip(stays, ends, strict=True):
        for day in [since, *(day for day in changes() if since < day < end)]:
            district = tree_on(day).district_of(place)
            found.append(Home(district.id if district else None, day))
    return tuple(found)
