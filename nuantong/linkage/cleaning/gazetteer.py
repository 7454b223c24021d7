"""The places of the city as linkage sees them: one tree for lists of any year.

Codes are those of the statistical tree of 2023; a township that changed its district in 2025 keeps
the old code, and the new one means the same.
"""

import re
from collections import defaultdict
from functools import lru_cache
from typing import Final, NamedTuple

from nuantong.core.text import pinyin_full
from nuantong.regions.gazetteer import Gazetteer
from nuantong.regions.loading import CHANGED, code_changes, versions, zone_townships
from nuantong.regions.place_names import DISTRICT, TOWNSHIP, VILLAGE, keys, without_city

LENGTH: Final = {DISTRICT: 6, TOWNSHIP: 9, VILLAGE: 12}
TOWNSHIPS: Final = 10**8
VILLAGES: Final = 10**11
"""Codes from here on are of townships, and of villages."""
TWICE: Final = re.compile(r"^(.{2,8})\1")
NAMED: Final = re.compile(r"^(.{1,8}?(?:街道|社区|[镇乡村])).*")


class Place(NamedTuple):
    """`id` is the code: 6, 9 or 12 digits by level."""

    id: int
    level: int
    name: str
    parent: int | None
    former: bool = False


class CityGazetteer(Gazetteer):
    """Goes down a whole address as far as is certain, by names and, where none fits, by sound."""

    def __init__(self, places: list[Place]) -> None:
        super().__init__(places)
        self.villages: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for place in places:
            if place.level == VILLAGE:
                for key in keys(place.name, VILLAGE)[:2]:
                    self.villages[place.id // 10**6][key].append(place.id)
        self.sounding = lru_cache(1 << 11)(self._sounding)

    def add(self, district: int, township: int) -> None:
        """A township that also stands below another district or an area run like one."""
        for key in keys(self.by_id[township].name, TOWNSHIP):
            if township not in self.below[district][key]:
                self.below[district][key].append(township)

    def place_of(self, address: str, near: int | None = None) -> int | None:
        """The deepest certain place; a district is named first, or township and village are.

        Of several places of one name that `near` counts that lies in it.
        """
        text = without_city(address).lstrip(",、 ")
        place = self._read(text, near)
        once = TWICE.sub(r"\1", text)
        if once == text or (place and place >= VILLAGES):
            return place
        return max(place or 0, self._read(once, near) or 0) or None

    def _read(self, text: str, near: int | None) -> int | None:
        district, rest = self._leading_district(text)
        place = self.descend(district, rest) if district else None
        if place is not None and place >= TOWNSHIPS:
            return place
        found = self._of_name(text)
        if near and len(found) > 1:
            found = [code for code in found if str(code).startswith(str(near))]
        return found[0] if len(found) == 1 else place

    def _of_name(self, text: str) -> list[int]:
        """Villages that township and village name together, the exactly named before others."""
        for end in range(min(len(text), 14), 1, -1):
            towns = self.anywhere.get(f"{TOWNSHIP}{text[:end]}", [])
            rest = text[end:]
            below = [village for town in towns if (village := self._leading(town, rest)[0])]
            exact = [village for village in below if rest.startswith(self.by_id[village].name)]
            if below:
                return exact or below
        return self._townships(text)

    def _townships(self, text: str) -> list[int]:
        """Townships of the whole name that the text has, and nothing else."""
        found = self.anywhere.get(f"{TOWNSHIP}{text}", [])
        return [town for town in found if self.by_id[town].name == text]

    def township_at(self, text: str, district: int | None) -> int | None:
        """The township whose name a text begins with, where the district, or else the city, has one."""
        if district:
            return self._leading(district, text)[0]
        for end in range(min(len(text), 8), 1, -1):
            if found := self.anywhere.get(f"{TOWNSHIP}{text[:end]}"):
                return found[0] if len(found) == 1 else None
        return None

    def descend(self, place: int, text: str) -> int:
        """From a place as deep as the text leads."""
        if place >= VILLAGES:
            return place
        below, rest = self._leading(place, text)
        below = below or self._by_sound(place, text)
        if below is None:
            return place if place >= TOWNSHIPS else self._lone_village(place, text) or place
        return self.descend(below, rest)

    def _by_sound(self, place: int, text: str) -> int | None:
        """腊竹村 is 蜡烛村 where nothing else below the place sounds like it."""
        named = NAMED.match(text)
        found = self.sounding(place).get(pinyin_full(named[1]), []) if named else []
        return found[0] if len(found) == 1 and found[0] >= VILLAGES else None

    def _lone_village(self, district: int, text: str) -> int | None:
        """A village's full name that the district has once."""
        named = NAMED.match(text)
        found = self.villages[district].get(named[1], []) if named else []
        return found[0] if len(found) == 1 else None

    def _sounding(self, parent: int) -> dict[str, list[int]]:
        found: dict[str, dict[int, None]] = defaultdict(dict)
        for name, codes in self.below.get(parent, {}).items():
            found[pinyin_full(name)] |= dict.fromkeys(codes)
        return {sound: list(codes) for sound, codes in found.items()}


@lru_cache(1)
def gazetteer() -> CityGazetteer:
    """Functional areas stand where a district does; those that are none have negative codes."""
    known = CityGazetteer(_places())
    for change in code_changes():
        known.add(int(change["new_area_code"]), int(change["old_code"]))
    for name, township in zone_townships():
        known.add(_zone(known, name), int(township))
    return known


@lru_cache(1)
def successors() -> dict[int, int]:
    """Township codes since 2025 → those of 2023."""
    return {int(row["new_code"]): int(row["old_code"]) for row in code_changes()}


def _zone(known: CityGazetteer, name: str) -> int:
    """The code of an area by its name; 万盛区 is how lists write 万盛经开区."""
    forms = [*keys(without_city(name), DISTRICT), re.sub("(经济技术开发|经开)区$", "区", name)]
    codes = [known.anywhere[f"{DISTRICT}{form}"] for form in forms]
    code = next((found[0] for found in codes if found), -len(known.anywhere))
    for found in codes:
        if not found:
            found.append(code)
    return code


def _places() -> list[Place]:
    return [
        Place(_code(v.code, v.level), v.level, v.name, _code(v.parent or v.code, v.level - 1))
        for v in versions()
        if v.level in LENGTH and (v.start < CHANGED or v.level == DISTRICT) and not v.former
    ]


def _code(code: str, level: int) -> int:
    """The digits of a level; the city above them has those of a district."""
    return int(code[: LENGTH.get(level, 6)])
