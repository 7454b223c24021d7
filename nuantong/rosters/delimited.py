"""CSV in the encodings offices send: UTF-8 with or without mark, GB18030, UTF-16, Big5, or two in one.

A byte that is no character becomes � and is a problem of its cell; nothing else is lost for it.
"""

import codecs
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
UTF_8_WORDS: Final = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){4}")
"""Four hanzi in UTF-8; in GB18030 these bytes would be rare ones in step, by chance."""
STRAY, BINARY = 5, 100
"""More control characters than a few, and than one in a hundred: it is no text file."""
NAME: Final = "姓名"
"""Written alike in both scripts: without it another encoding is tried."""
BIG5: Final = "big5hkscs"
MARKS: Final = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read_rows(data: bytes) -> list[list[str]]:
    """Rows of text; UnicodeError when the bytes are no text."""
    text = _decode(data)
    if len(CONTROL.findall(text)) > max(STRAY, len(text) // BINARY):
        raise UnicodeError("control characters: not a text file")
    text = CONTROL.sub("", text)
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


def wide_encoding(start: bytes) -> str:
    """The kind of UTF-16 that a file begins in; '' for none."""
    if MARKS.get(start[:2]):
        return MARKS[start[:2]]
    even, odd = start[:2000:2].count(0), start[1:2000:2].count(0)
    if even + odd > len(start[:2000]) // 8:
        return "utf-16-le" if odd > even else "utf-16-be"
    return ""


def _decode(data: bytes) -> str:
    if wide := wide_encoding(data):
        return data.decode(wide, "replace")
    return data.decode(BIG5, "replace") if is_big5(data) else as_utf_8(data).decode()


def is_big5(start: bytes) -> bool:
    """Whether a list names people in traditional characters of Taiwan's or Hong Kong's encoding."""
    return NAME.encode(BIG5) in start and NAME not in as_utf_8(start).decode()


def as_utf_8(block: bytes) -> bytes:
    """Line by line only where the encodings are mixed."""
    block = block.removeprefix(codecs.BOM_UTF8)
    for encoding in ("utf-8",) if UTF_8_WORDS.search(block) else ("utf-8", "gb18030"):
        try:
            return block if block.isascii() else block.decode(encoding).encode()
        except UnicodeDecodeError:
            continue
    return b"".join(map(_line, block.splitlines(keepends=True)))


def _line(line: bytes) -> bytes:
    try:
        line.decode()
    except UnicodeDecodeError:
        return line.decode("gb18030", "replace").encode()
    return line


def delimiter(text: str) -> str:
    """What parts the cells: a comma unless something else does."""
    start = text[:20_000]
    return max(",\t;，", key=start.count) if start.count(",") < start.count("\n") else ","


def _plain(value: str) -> str:
    found = PROTECTED.fullmatch(value)
    return found[1] if found else value
