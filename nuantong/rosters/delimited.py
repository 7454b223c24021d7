"""CSV in the encodings offices send: UTF-8 with or without mark, GB18030, UTF-16."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Final, Literal

CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f]")
PROTECTED: Final = re.compile(r'="(.*)"')
"""="5001…" is how exports keep Excel from ruining a number."""
LONGEST_CELL: Final = 30
"""Lines that a cell may have in a file where not every quote is closed."""
MARKS: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read_rows(data: bytes) -> list[list[str]]:
    """Rows of text; UnicodeError when the bytes are no text."""
    text = _decode(data)
    if CONTROL.search(text):
        raise UnicodeError("control characters: not a text file")
    csv.field_size_limit(1 << 20)
    rows = _rows(list(io.StringIO(text, newline="")), _delimiter(text))
    return [[_plain(value) for value in row] for row in rows] if '="' in text else rows


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


def _decode(data: bytes) -> str:
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding)
    even, odd = data[:2000:2].count(0), data[1:2000:2].count(0)
    if even + odd > len(data[:2000]) // 8:
        return data.decode("utf-16-le" if odd > even else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _delimiter(text: str) -> str:
    start = text[:20_000]
    return max(",\t;，", key=start.count) if start.count(",") < start.count("\n") else ","


def _plain(value: str) -> str:
    found = PROTECTED.fullmatch(value)
    return found[1] if found else value
