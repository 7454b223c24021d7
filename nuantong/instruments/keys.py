"""The keys a definition may have; a key that is none of them is a slip that would go unnoticed. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

WHOM: Final = frozenset({"sex", "ages", "place"})
DEFINITION: Final = frozenset({
    "code", "version", "title", "short", "measures", "informant", "ages", "lead", "options", "items",
    "item_options", "reverse", "scales", "lie", "red", "licence", "source", "notes",
    "administered_by", "seen_by",
})  # fmt: skip
SCALE: Final = frozenset({
    "code", "title", "items", "of", "times", "missing", "low_is_worse", "bands", "norms",
})  # fmt: skip
BAND: Final = WHOM | {"colour", "score", "words", "source"}
NORM: Final = WHOM | {"mean", "sd", "source"}
LIE: Final = frozenset({"items", "value", "at_least"})
RED: Final = frozenset({"item", "at_least", "words"})


def strangers(data: Mapping[str, Any]) -> Iterable[str]:
    """What is said under a key nobody reads, and where."""
    yield from _unknown("", data, DEFINITION)
    yield from _unknown("测谎（lie）里", data.get("lie") or {}, LIE)
    for one in data.get("red", ()):
        yield from _unknown("红色题（red）里", one, RED)
    for scale in data["scales"]:
        where = f"“{scale.get('title', '')}”"
        yield from _unknown(where, scale, SCALE)
        for band in scale.get("bands", ()):
            yield from _unknown(f"{where}的分界（bands）里", band, BAND)
        for norm in scale.get("norms", ()):
            yield from _unknown(f"{where}的常模（norms）里", norm, NORM)
    many = data["items"] if isinstance(data["items"], int) else len(data["items"])
    for key in data.get("item_options", {}):
        if not (key.isascii() and key.isdigit() and 1 <= int(key) <= many):
            yield f"单题选项（item_options）写的第{key}题不存在。"


def _unknown(where: str, data: Mapping[str, Any], known: frozenset[str]) -> Iterable[str]:
    for key in data:
        if key not in known:
            yield f"{where}有不认识的“{key}”，请检查拼写。"
