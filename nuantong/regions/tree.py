"""The region tree of one day, in memory: 12,340 places, read once per process and change."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.db.models import Q

from nuantong.regions.models import Region, RegionVersion

CITY, DISTRICT, TOWNSHIP, VILLAGE = Region.Level.values


class Place(NamedTuple):
    id: int
    code: str
    level: int
    name: str
    parent: int | None
    ancestors: tuple[int, ...]
    former: bool
    successor: int | None
    area_group: str
    tile: tuple[int, int] | None


class Tree:
    """Places by id. Children and pick-lists leave out former codes; names still know them."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.places = {place.id: place for place in places}
        self._above: dict[int, dict[int | None, int]] = {}

    @cached_property
    def root(self) -> Place:
        return next(p for p in self.places.values() if p.level == CITY)

    @cached_property
    def codes(self) -> dict[str, Place]:
        return {place.code: place for place in self.places.values()}

    @cached_property
    def _children(self) -> dict[int | None, list[Place]]:
        found: dict[int | None, list[Place]] = defaultdict(list)
        for place in sorted(self.places.values(), key=lambda p: p.code):
            found[place.parent].append(place)
        return found

    def get(self, region: int | None) -> Place | None:
        return self.places.get(region) if region else None

    def by_code(self, code: str) -> Place | None:
        """A place by its code; a shorter code is filled with zeros."""
        return self.codes.get(code.ljust(12, "0"))

    def name(self, region: int | None) -> str:
        place = self.get(region)
        return place.name if place else ""

    def full_name(self, region: int | None, separator: str = "") -> str:
        """District, township and village; the city itself by its own name."""
        place = self.get(region)
        if place is None:
            return ""
        path = [self.places[a].name for a in place.ancestors[1:] if not self.places[a].former]
        return separator.join(path) or place.name

    def parent(self, region: int) -> Place | None:
        return self.get(self.places[region].parent)

    def children(self, region: int) -> list[Place]:
        return [place for place in self._children[region] if not place.former]

    def districts(self) -> list[Place]:
        return self.children(self.root.id)

    def ancestors(self, region: int) -> tuple[int, ...]:
        """Ids from the city down to the region itself."""
        return self.places[region].ancestors

    def at_level(self, region: int | None, level: int) -> Place | None:
        place = self.get(region)
        if place is None or place.level < level:
            return None
        return next(
            (p for a in reversed(place.ancestors) if (p := self.places[a]).level == level),
            None,
        )

    def above(self, level: int) -> dict[int | None, int]:
        """Of each place of the level and below it the place of that level."""
        if level not in self._above:
            places = ((place.id, self.at_level(place.id, level)) for place in self.places.values())
            self._above[level] = {one: found.id for one, found in places if found}
        return self._above[level]

    def district_of(self, region: int | None) -> Place | None:
        return self.at_level(region, DISTRICT)

    def township_of(self, region: int | None) -> Place | None:
        return self.at_level(region, TOWNSHIP)

    def current(self, region: int) -> int:
        """The region itself, or the one that took its place."""
        place = self.places.get(region)
        return place.successor if place and place.former and place.successor else region

    def below(self, region: int) -> list[int]:
        """Ids of a region and everything in it, former codes too."""
        found = [region]
        for parent in found:
            found.extend(place.id for place in self._children[parent])
        return found


@lru_cache(maxsize=8)
def _tree_since(start: dt.date) -> Tree:
    rows = (
        RegionVersion.objects.filter(valid_from__lte=start)
        .filter(Q(valid_to=None) | Q(valid_to__gt=start))
        .select_related("region")
    )
    return Tree(
        Place(
            row.region_id, row.region.code, row.region.level, row.name, row.parent_id,
            tuple(row.ancestors), row.former, row.region.successor_id, row.area_group,
            (row.tile_row, row.tile_col) if row.tile_row and row.tile_col else None,
        )
        for row in rows
    )  # fmt: skip


@lru_cache(maxsize=1)
def changes() -> list[dt.date]:
    days = RegionVersion.objects.values_list("valid_from", flat=True).distinct()
    return sorted(days)


def tree_on(day: dt.date) -> Tree:
    """The tree in force on a civil date; a day before the first version has the first tree."""
    days = changes()
    return _tree_since(max((d for d in days if d <= day), default=days[0]))


def forget() -> None:
    """After the places themselves were changed."""
    _tree_since.cache_clear()
    changes.cache_clear()
