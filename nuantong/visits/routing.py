"""A way through a village without a map: groups 组 in order, then house numbers.

Pure: an address goes in, a sortable key comes out. The address is decrypted for whoever walks the
route and nobody else; nothing of it is stored.
"""

import re
from dataclasses import dataclass
from typing import Final

DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
NUMBER: Final = r"(\d+|[零〇一二两三四五六七八九十]+)"
GROUP: Final = re.compile(rf"{NUMBER}\s*(?:村民)?(?:小组|组|社|队)")
BUILDING: Final = re.compile(rf"{NUMBER}\s*(?:号楼|栋|幢|座)")
UNIT: Final = re.compile(rf"{NUMBER}\s*单元")
HOUSE: Final = re.compile(rf"(附)?{NUMBER}\s*号(?!楼)")
ROOM: Final = re.compile(r"(\d+)\s*室?$")
LAST: Final = 10**6
"""Where a part is missing: after all that have one."""


@dataclass(frozen=True, order=True)
class Door:
    """Rising in the order of walking."""

    group: int = LAST
    street: str = ""
    building: int = LAST
    house: int = LAST
    annex: int = 0
    room: int = LAST

    @property
    def group_name(self) -> str:
        return f"{self.group}组" if self.group < LAST else ""


def door_of(address: str) -> Door:
    """八角村3组48号附2号 → group 3, house 48, annex 2; what cannot be read stands at the end."""
    text = re.sub(r"\s", "", address or "")
    text = text.translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    houses = {bool(found[1]): number(found[2]) for found in HOUSE.finditer(text)}
    building = _first(BUILDING, text)
    return Door(
        group=_first(GROUP, text),
        street="" if GROUP.search(text) else _street(text),
        building=building,
        house=houses.get(False, LAST),
        annex=houses.get(True, 0),
        room=_first(ROOM, text) if building < LAST else LAST,
    )


def _first(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.search(text)
    return number(found[1]) if found else LAST


def _street(text: str) -> str:
    """What stands before the first number, so that one street's houses stay together."""
    found = re.search(NUMBER + r"\s*(?:号|栋|幢|座|单元|室)", text)
    return text[: found.start()] if found else text


def number(text: str) -> int:
    """48, 四十八, 十二, 二〇一 → a number; at most six digits count."""
    if text.isdigit() and text.isascii():
        return min(int(text[:7]), LAST - 1)
    if "十" not in text:
        return int("".join(str(DIGITS[c]) for c in text)[:6])
    tens, _, ones = text.partition("十")
    return number(tens or "一") * 10 + (number(ones) if ones else 0)
