"""Rows whose cells stand one column beside their headings: found and moved back. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from nuantong.core.text import compact

DIGITS: Final = re.compile(r"\d")
HANZI: Final = re.compile(r"[\u3400-\u9fff]")
SEX: Final = frozenset("男 女 男性 女性 男孩 女孩 未知 1 2 0 9 m f male female 1.0 2.0".split())


def _name(text: str) -> bool:
    return len(DIGITS.findall(text)) < 2 and len(text) > 1


def _id(text: str) -> bool:
    return len(DIGITS.findall(text)) >= 6 and not HANZI.search(text)


def _date(text: str) -> bool:
    return 4 <= len(DIGITS.findall(text)) <= 8 or "年" in text


def _phone(text: str) -> bool:
    return len(DIGITS.findall(text)) >= 5 and not HANZI.search(text)


FITS: Final[Mapping[str, Any]] = {
    "name": _name, "sex": lambda text: text.lower() in SEX, "birth_date": _date, "id_number": _id,
    "guardian_phone": _phone, "guardian_name": _name,
}  # fmt: skip
NEEDED: Final = 2
"""So many cells must not fit their headings, and all must fit beside them."""


def shift_of(row: Sequence[Any], columns: Mapping[str, int]) -> int:
    """0 where the row stands right; 1 or -1 where its cells stand one column right or left."""
    here = _misfits(row, columns, 0)
    if here < NEEDED:
        return 0
    for shift in (1, -1):
        if _misfits(row, columns, shift) == 0 and _filled(row, columns, shift) >= NEEDED:
            return shift
    return 0


def moved(row: Sequence[Any], shift: int) -> list[Any]:
    """The row with its cells under their headings again."""
    return [*row[1:], ""] if shift == 1 else ["", *row]


def _misfits(row: Sequence[Any], columns: Mapping[str, int], shift: int) -> int:
    return sum(1 for field, text in _texts(row, columns, shift) if text and not FITS[field](text))


def _filled(row: Sequence[Any], columns: Mapping[str, int], shift: int) -> int:
    return sum(1 for _, text in _texts(row, columns, shift) if text)


def _texts(row: Sequence[Any], columns: Mapping[str, int], shift: int) -> list[tuple[str, str]]:
    found = []
    for field in FITS:
        if field in columns:
            at = columns[field] + shift
            found.append((field, compact(row[at]) if 0 <= at < len(row) else ""))
    return found
