"""Which places have coordinates: a level of places with its shares, or the villages themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.regions.models import Pin
from nuantong.regions.tree import TOWNSHIP, VILLAGE, Place

SHOWN: Final = 200


@dataclass(frozen=True)
class Share:
    """A place with how many of its villages have coordinates."""

    place: Place
    villages: int
    pinned: int

    @property
    def missing(self) -> int:
        return self.villages - self.pinned


@dataclass(frozen=True)
class Spot:
    """A village, or the township itself, with the pin in force."""

    place: Place
    name: str
    pin: Pin | None


def top(reader: Reader, code: str) -> Place | None:
    """The place asked for when it is the reader's, else her own topmost one."""
    tops = reader.regions(Permission.PIN_PLACES)
    place = reader.tree.by_code(code) if code.isascii() and code.isdigit() else None
    if place is not None and reader.covers(Permission.PIN_PLACES, place.id):
        return place if place.level < VILLAGE else reader.tree.get(place.parent)
    return reader.tree.get(tops[0]) if tops else None


def shares(reader: Reader, above: Place) -> list[Share]:
    """One query for the whole page."""
    pinned = set(_pins(reader.tree.below(above.id)).values_list("region", flat=True))
    return [_share(place, reader, pinned) for place in reader.tree.children(above.id)]


def _share(place: Place, reader: Reader, pinned: set[int]) -> Share:
    villages = [one for one in reader.tree.below(place.id) if _is_village(one, reader)]
    return Share(place, len(villages), sum(one in pinned for one in villages))


def _is_village(region: int, reader: Reader) -> bool:
    place = reader.tree.places[region]
    return place.level == VILLAGE and not place.former


def _pins(regions: Iterable[int]) -> QuerySet[Pin]:
    return Pin.objects.filter(ended_at=None, region__in=list(regions))


def spots(reader: Reader, township: Place) -> list[Spot]:
    """The township itself, for homes whose village is unknown, then its villages."""
    return _spots([township, *reader.tree.children(township.id)], reader)


def missing(reader: Reader, above: Place) -> list[Spot]:
    """Villages without coordinates anywhere in the place, the first ones."""
    below = reader.tree.below(above.id)
    pinned = set(_pins(below).values_list("region", flat=True))
    lacking = [one for one in below if _is_village(one, reader) and one not in pinned]
    places = sorted((reader.tree.places[one] for one in lacking), key=lambda place: place.code)
    return [Spot(p, reader.tree.full_name(p.id, " "), None) for p in places[:SHOWN]]


def _spots(places: list[Place], reader: Reader) -> list[Spot]:
    found = {p.region_id: p for p in _pins(p.id for p in places)}
    return [Spot(place, _named(place), found.get(place.id)) for place in places]


def _named(place: Place) -> str:
    return f"{place.name}（本级）" if place.level == TOWNSHIP else place.name
