"""Names of places as lists write them → regions. Pure: it is given the places of a day."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple, Protocol

from nuantong.core.text import compact
from nuantong.regions.place_names import (
    DISTRICT,
    ENDING,
    TOWNSHIP,
    VILLAGE,
    differs,
    keys,
    without_city,
)


class Region(Protocol):
    """What is asked of a place: regions.tree.Place has it."""

    @property
    def id(self) -> int: ...
    @property
    def level(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def parent(self) -> int | None: ...
    @property
    def former(self) -> bool: ...


class Found(NamedTuple):
    """The deepest region that is sure; `problem` names what was not found, at `level`."""

    region: int | None
    problem: str = ""
    level: int = 0


class Gazetteer:
    """Finds regions by names. A township's name alone, if it occurs twice, finds nothing."""

    def __init__(
        self, regions: Iterable[Region], zones: Mapping[str, Sequence[int]] | None = None
    ) -> None:
        self.by_id = {region.id: region for region in regions}
        self.zones = {compact(name): list(areas) for name, areas in (zones or {}).items()}
        self.below: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        self.anywhere: dict[str, list[int]] = defaultdict(list)
        for region in self.by_id.values():
            self._enter(region)
        self.find = lru_cache(1 << 15)(self._find)
        self.of_address = lru_cache(1 << 15)(self._of_address)

    def _enter(self, region: Region) -> None:
        if region.level not in (DISTRICT, TOWNSHIP, VILLAGE) or region.former:
            return
        for key in keys(region.name, region.level):
            self.below[region.parent or 0][key].append(region.id)
            if region.level != VILLAGE:
                self.anywhere[f"{region.level}{key}"].append(region.id)

    @cached_property
    def numbered(self) -> bool:
        """Whether a place is called by a number; else numbers in an address decide nothing."""
        return any(re.search("[0-9]", region.name) for region in self.by_id.values())

    @cached_property
    def township(self) -> dict[int, int]:
        """Village → its township."""
        villages = (r for r in self.by_id.values() if r.level == VILLAGE)
        return {region.id: region.parent or 0 for region in villages}

    def district(self, name: str) -> list[int]:
        """Regions a district column may mean: a district, or what a zone answers for."""
        text = without_city(compact(name)) or compact(name)
        for key in keys(text, DISTRICT):
            if found := self.anywhere.get(f"{DISTRICT}{key}"):
                return found
        return next((areas for zone, areas in self.zones.items() if _names(zone, text)), [])

    def within(self, region: int, scope: int) -> bool:
        """Whether a region is the scope or lies in it."""
        at: int | None = region
        while at is not None:
            if at == scope:
                return True
            place = self.by_id.get(at)
            at = place.parent if place else None
        return False

    def _find(self, district: str, township: str, village: str) -> Found:
        """By the three columns; any may be blank."""
        scope = self.district(district) if district else []
        if district and not scope:
            return self._without_district(township, village, f"没有找到区县“{district}”")
        if not township:
            return self._below_district(scope, village) if scope else self._of_village(village)
        towns = self._towns(scope, township)
        if len(towns) == 1:
            return self._village_in(towns[0], village)
        if not scope:
            return self._without_district(township, village, "没有写明区县")
        guess = self._villages_under(scope, village)
        place = guess[0] if len(guess) == 1 else (scope[0] if len(scope) == 1 else None)
        return Found(place, f"{district}没有“{township}”，请核对", TOWNSHIP)

    def _of_village(self, text: str) -> Found:
        """A village's column alone may hold the whole: 巴南区麻柳嘴镇梓桐村."""
        return self.of_address(text) if text else Found(None)

    def _below_district(self, scope: list[int], village: str) -> Found:
        found = self._villages_under(scope, village) if village else []
        if village and not found and len(scope) == 1:
            town, rest = self._leading(scope[0], village)
            if town:
                return self._village_in(town, rest)
        if len(found) == 1:
            return Found(found[0])
        return Found(
            scope[0] if len(scope) == 1 else None, "没有写明乡镇（街道），请补填", TOWNSHIP
        )

    def _without_district(self, township: str, village: str, why: str) -> Found:
        """Township and village together may be found once in the city; a lone name never."""
        towns = self._towns([], township) if township else []
        found = (
            [r for town in towns for r in self._match(town, village, VILLAGE)] if village else []
        )
        if len(found) == 1:
            return Found(found[0], f"{why}，按乡镇和村名推定，请核对", DISTRICT)
        if len(towns) == 1:
            return Found(towns[0], f"{why}，按乡镇名推定，请核对", DISTRICT)
        return Found(None, f"{why}，无法确定所在地，请补填", DISTRICT)

    def _towns(self, scope: list[int], name: str) -> list[int]:
        if not scope:
            for key in keys(name, TOWNSHIP):
                if found := self.anywhere.get(f"{TOWNSHIP}{key}"):
                    return found
            return []
        return [town for region in scope for town in self._town_of(region, name)]

    def _town_of(self, region: int, name: str) -> list[int]:
        """A zone may hold whole districts or single townships."""
        place = self.by_id.get(region)
        if place is not None and place.level == TOWNSHIP:
            return [region] if set(keys(place.name, TOWNSHIP)) & set(keys(name, TOWNSHIP)) else []
        return self._match(region, name, TOWNSHIP)

    def _village_in(self, town: int, village: str) -> Found:
        if not village:
            return Found(town)
        found = self._match(town, village, VILLAGE)
        if len(found) == 1:
            return Found(found[0], self._otherwise(village, found[0]), VILLAGE)
        if found:
            names = "、".join(self.by_id[one].name for one in found)
            return Found(town, f"“{village}”可能是{names}，已登记到乡镇，请核对", VILLAGE)
        return Found(town, f"{self.by_id[town].name}没有“{village}”，已登记到乡镇，请核对", VILLAGE)

    def _otherwise(self, said: str, region: int) -> str:
        """Places that differ in 村, 社区 and the like only are told apart or told of."""
        official = self.by_id[region].name
        return f"没有“{said}”，按{official}登记，请核对" if differs(said, official) else ""

    def _villages_under(self, scope: list[int], village: str) -> list[int]:
        if not village:
            return []
        towns = [t for region in scope for t in self._towns_below(region)]
        return [found for town in towns for found in self._match(town, village, VILLAGE)]

    def _towns_below(self, region: int) -> list[int]:
        place = self.by_id.get(region)
        if place is not None and place.level == TOWNSHIP:
            return [region]
        return list({t for found in self.below[region].values() for t in found})

    def _match(self, parent: int, name: str, level: int) -> list[int]:
        """Exactly named first, then without the ending (乡 that became 镇)."""
        names = self.below.get(parent)
        if not names:
            return []
        return next((found for key in keys(name, level) if (found := names.get(key))), [])

    def _of_address(self, address: str) -> Found:
        """重庆市云阳县大阳镇民富村10组94号 → its village; unsure places are left out."""
        whole = without_city(compact(address)).lstrip(",、 ")
        district, rest = self._leading_district(whole)
        town, rest = self._leading(district, rest) if district else (None, rest)
        if town is None:
            short = self._of_short_address(whole)
            if short.region or district is None:
                return short
            return Found(district, "住址中没有认出乡镇（街道）", TOWNSHIP)
        village, after = self._leading(town, rest)
        if not village:
            return Found(town, "住址中没有认出村（社区）", VILLAGE)
        ending = ENDING.match(after)
        said = rest.removesuffix(after) + (ending[0] if ending else "")
        return Found(village, self._otherwise(said, village), VILLAGE)

    def _of_short_address(self, rest: str) -> Found:
        """Without a district, township and village must be found together and once."""
        for end in range(min(len(rest), 14), 1, -1):
            towns = self.anywhere.get(f"{TOWNSHIP}{rest[:end]}", [])
            pairs = [self._leading(town, rest[end:])[0] for town in towns]
            found = [village for village in pairs if village]
            if len(found) == 1:
                return Found(found[0])
        return Found(None, "住址中没有认出区县", DISTRICT)

    def _leading_district(self, text: str) -> tuple[int | None, str]:
        for end in range(min(len(text), 12), 1, -1):
            found = self.anywhere.get(f"{DISTRICT}{text[:end]}")
            if found and len(found) == 1:
                return found[0], text[end:].removeprefix("区").removeprefix("县")
        return None, text

    def _leading(self, parent: int, text: str) -> tuple[int | None, str]:
        """The longest beginning that names something below the parent."""
        names = self.below.get(parent, {})
        for end in range(min(len(text), 16), 1, -1):
            found = names.get(text[:end])
            if found and len(found) == 1:
                return found[0], text[end:]
        return None, text


def _names(zone: str, text: str) -> bool:
    """万盛区 and 高新区 are how lists write 万盛经开区 and 重庆高新区."""
    stem = text.removesuffix("区")
    return len(stem) > 1 and stem in zone
