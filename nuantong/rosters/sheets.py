"""A sheet in memory: rows from the first, cells from column A."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Final

from nuantong.core.text import plain

EXACT: Final = 1e15
"""Whole numbers that a spreadsheet still keeps digit by digit."""

Cell = tuple[int, int]
"""Row and column, from 0."""


@dataclass
class Sheet:
    """`rows[0]` is row 1 of the sheet as Excel shows it."""

    name: str
    rows: list[list[Any]]
    merged: list[tuple[Cell, Cell]] = field(default_factory=list)
    empty_formulas: set[Cell] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    unreadable: set[Cell] = field(default_factory=set)
    """Cells with bytes that are no characters."""

    def __post_init__(self) -> None:
        while self.rows and not any(not is_blank(value) for value in self.rows[-1]):
            self.rows.pop()

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)


def is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and (not value or value.isspace()))


def text_of(cell: Any) -> str | None:
    """A cell as text; a number that lost its last digits says so by its exponent."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, float) and abs(cell) >= EXACT:
        return repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return plain(cell) or None


def column_letter(index: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, remainder = divmod(index - 1, 26)
        letters = chr(65 + remainder) + letters
    return letters


def column_index(letters: str) -> int:
    """A → 0, AA → 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
