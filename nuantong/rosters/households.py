"""Children of one list who live together. By evidence: a surname alone is none. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from nuantong.rosters.entries import ChildEntry
from nuantong.rosters.known import Known

DOOR: Final = re.compile(r"\d(号|-\d)")
MOST_SIBLINGS: Final = 8
"""A phone or door shared by more is an office's or an institution's."""


def households(
    new: Sequence[ChildEntry], known: Iterable[Known]
) -> tuple[dict[int, int], dict[int, int]]:
    """Row number → the first row of its household; and that row → a household on the register."""
    evidence = {entry.number: _evidence(entry) for entry in new}
    shared = Counter(key for keys in evidence.values() for key in keys)
    rows_by_key: dict[Any, list[int]] = defaultdict(list)
    for number, keys in evidence.items():
        for key in keys:
            if shared[key] <= MOST_SIBLINGS:
                rows_by_key[key].append(number)
    first = _joined(evidence, rows_by_key.values())
    there: dict[int, int] = {}
    for child in known:
        for key in _known_evidence(child):
            for number in rows_by_key.get(key, [])[:1]:
                there.setdefault(first[number], child.household)
    return first, there


def _joined(numbers: Iterable[int], groups: Iterable[list[int]]) -> dict[int, int]:
    """Union of overlapping groups: every number → the least of its union."""
    parent = {number: number for number in numbers}

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for group in groups:
        for number in group[1:]:
            one, other = sorted((root(group[0]), root(number)))
            parent[other] = one
    return {number: root(number) for number in parent}


def _evidence(entry: ChildEntry) -> list[Any]:
    if entry.place is None or entry.setting == "institution":
        return []
    keys = _common(entry.place, entry.phone_index, entry.parents)
    if entry.guardian_name and DOOR.search(entry.address):
        door = entry.address[-12:]
        keys.append(("door", entry.place, entry.guardian_name, door))
    return keys


def _known_evidence(child: Known) -> list[Any]:
    if child.place is None or child.left:
        return []
    return _common(child.place, child.phone_index, child.parents)


def _common(place: int, phone: bytes | None, parents: tuple[str, str]) -> list[Any]:
    keys: list[Any] = [("phone", place, phone)] if phone else []
    return [*keys, ("parents", place, *parents)] if all(parents) else keys
