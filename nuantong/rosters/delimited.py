"""CSV as offices write it: any encoding, any delimiter, quotes left open.

A byte that is no character is � and a problem of its cell; nothing else is lost for it.
"""

import csv
import io
import re
from collections.abc import Iterator
from typing import Final, Literal

from nuantong.core.encodings import text_of

PROTECTED: Final = re.compile(r'="(.*)"')
"""="5001…" is how exports keep Excel from ruining a number."""
LONGEST_CELL: Final = 30
"""Lines that a cell may have in a file where not every quote is closed."""


def read_rows(data: bytes) -> list[list[str]]:
    """Rows of text; UnicodeError when the bytes are no text."""
    text = text_of(data)
    csv.field_size_limit(1 << 20)
    rows = _rows(list(io.StringIO(text, newline="")), delimiter(text))
    return [[_plain(value) for value in row] for row in rows] if '="' in text else rows


def unreadable(rows: list[list[str]]) -> set[tuple[int, int]]:
    """The cells that hold a � for a byte that was no character."""
    return {
        (number, index)
        for number, row in enumerate(rows)
        for index, value in enumerate(row)
        if "\ufffd" in value
    }


def _rows(lines: list[str], delimiter: str) -> list[list[str]]:
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return list(_mended(lines, delimiter))
    return list(_mended(lines, delimiter)) if _swallows(rows, delimiter) else rows


def _swallows(rows: list[list[str]], delimiter: str) -> bool:
    """Whether a cell of several lines holds a whole row: a quote was left open above it."""
    most = max(map(len, rows), default=0) - 1
    long = (value for row in rows for value in row if "\n" in value or "\r" in value)
    return any(line.count(delimiter) >= most for value in long for line in value.splitlines())


def _mended(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    """Rows of a file with quotes left open: such a quote ends no later than its own line."""
    most = max(line.count(delimiter) for line in lines)
    at = 0
    while at < len(lines):
        end = at + 1
        while end < min(at + LONGEST_CELL, len(lines)) and lines[end].count(delimiter) < most:
            end += 1
        length = next((n for n in range(1, end - at + 1) if _closes(lines[at : at + n])), 1)
        yield _record(lines[at : at + length], delimiter)
        at += length


def _closes(lines: list[str]) -> bool:
    return sum(line.count('"') for line in lines) % 2 == 0


def _record(lines: list[str], delimiter: str) -> list[str]:
    """One row; quotes that stand alone are no more than marks."""
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if _closes(lines) else csv.QUOTE_NONE
    try:
        row = next(csv.reader(lines, delimiter=delimiter, quoting=quoting), [])
    except csv.Error as error:
        raise UnicodeError(str(error)) from error
    return row if _closes(lines) else [value.strip('"\r\n') for value in row]


def delimiter(text: str) -> str:
    """What parts the cells: a comma unless something else does."""
    start = text[:20_000]
    return max(",\t;，", key=start.count) if start.count(",") < start.count("\n") else ","


def _plain(value: str) -> str:
    found = PROTECTED.fullmatch(value)
    return found[1] if found else value
