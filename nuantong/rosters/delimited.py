"""CSV in the encodings offices send: UTF-8 with or without mark, GB18030, UTF-16."""

import csv
import io
import re
from typing import Final

CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f]")
PROTECTED: Final = re.compile(r'="(.*)"')
"""="5001…" is how exports keep Excel from ruining a number."""
MARKS: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read_rows(data: bytes) -> list[list[str]]:
    """Rows of text; UnicodeError when the bytes are no text."""
    text = _decode(data)
    if CONTROL.search(text):
        raise UnicodeError("control characters: not a text file")
    csv.field_size_limit(1 << 20)
    lines = io.StringIO(text, newline="")
    try:
        rows = list(csv.reader(lines, delimiter=_delimiter(text)))
    except csv.Error as error:
        raise UnicodeError(str(error)) from error
    return [[_plain(value) for value in row] for row in rows] if '="' in text else rows


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
