"""Long CSV files in pieces of whole lines: in any encoding, even two in one file; memory stays flat."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO, Final

import polars as pl

from nuantong.core import encodings
from nuantong.core.encodings import BLOCK
from nuantong.rosters import delimited

Source = Path | bytes | BinaryIO
HEAD: Final = 400
"""Lines among which the header is looked for."""
TRIES: Final = 40
"""Lines that a cell at the end of a block may have."""
BREAK: Final = re.compile(rb"^\r?\n")
CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1f]")
"""No characters of a text."""
PROTECTED: Final = re.compile(rb'="([^"\r\n]*)"')
"""="5001…" is how exports keep Excel from ruining a number."""


def blocks(source: Source) -> Iterator[bytes]:
    """The text as UTF-8, cut between rows."""
    with opened(source) as stream:
        stream.seek(0)
        wide = encodings.wide_encoding(stream.read(2000))
        stream.seek(0)
        pieces = _decoded(stream, wide) if wide else iter(lambda: stream.read(BLOCK), b"")
        big5: bool | None = None
        for block in _cut(pieces):
            if big5 is None:
                big5 = not wide and encodings.is_big5(block)
            yield _from_big5(block) if big5 else encodings.as_utf_8(block)


def head_of(block: bytes) -> list[list[str]]:
    """Rows of the first lines; UnicodeError when the bytes are no text."""
    return delimited.read_rows(b"".join(block.splitlines(keepends=True)[:HEAD]))


def after_rows(block: bytes, rows: int) -> bytes:
    """What follows the first rows; a heading may have several lines."""
    lines = block.splitlines(keepends=True)
    separator = delimited.delimiter(block[:20_000].decode("utf-8", "ignore"))
    reader = csv.reader((line.decode() for line in lines), delimiter=separator)
    for _ in range(rows):
        next(reader, None)
    return b"".join(lines[reader.line_num :])


def frame_of(block: bytes, separator: str, width: int) -> pl.DataFrame:
    """Columns c0, c1 … of text: one row for each row of the block, blank lines too."""
    plain = PROTECTED.sub(rb"\1", block)
    schema = _schema(width)
    if len(separator.encode()) == 1 and _closed(plain):
        quote = '"' if b'"' in plain else None
        widest = separator.encode() * (width - 1) + b"\n"
        try:
            return pl.read_csv(
                widest + plain, has_header=False, schema=schema, separator=separator, quote_char=quote,
                truncate_ragged_lines=True,
            )[1:]  # fmt: skip
        except pl.exceptions.ComputeError:
            pass
    rows = [(row + [""] * width)[:width] for row in delimited.read_rows(plain)]
    return pl.DataFrame(rows, schema=schema, orient="row")


def frame_as_read(block: bytes, above: int, least: int) -> pl.DataFrame:
    """Cell for cell what read_rows says below the first rows, an empty cell as null.

    As wide as the widest row or as `least`, and one cell more.
    """
    separator = delimited.delimiter(block[:200_000].decode("utf-8", "ignore"))
    if _is_plain(block, separator):
        rest, mark = after_rows(block, above) if above else block, separator.encode()
        widest = max(line.count(mark) for line in rest.split(b"\n")) + 1
        frame = frame_of(rest, separator, max(widest, least) + 1)
    else:
        rows = delimited.read_rows(block)[above:]
        width = max(least, *map(len, rows), 0) + 1
        cells = [[*row, *[""] * (width - len(row))] for row in rows]
        frame = pl.DataFrame(cells, schema=_schema(width), orient="row")
    return frame.with_columns(pl.all().replace("", None))


def _is_plain(block: bytes, separator: str) -> bool:
    """Text of which every reader says the same: quotes are around whole cells of one line."""
    odd = CONTROLS.search(block) or b'="' in block
    if odd or block.count(b"\r") != block.count(b"\r\n"):
        return False
    mark = re.escape(separator.encode())
    quoted = rb'(?:(?<=%b)|(?<=\n)|\A)"(?:[^"\n]|"")*"(?=%b|\r?\n|\Z)' % (mark, mark)
    return b'"' not in block or b'"' not in re.sub(quoted, b"", block)


def _schema(width: int) -> dict[str, Any]:
    return {f"c{column}": pl.String for column in range(width)}


def opened(source: Source) -> AbstractContextManager[BinaryIO]:
    """A stream that was given stays open."""
    if isinstance(source, Path):
        return source.open("rb")
    return nullcontext(io.BytesIO(source) if isinstance(source, bytes) else source)


def _decoded(stream: BinaryIO, encoding: str) -> Iterator[bytes]:
    text = io.TextIOWrapper(stream, encoding, newline="")
    try:
        while piece := text.read(BLOCK // 2):
            yield piece.encode()
    finally:
        text.detach()


def _from_big5(block: bytes) -> bytes:
    return block.decode(encodings.BIG5, "replace").encode()


def _cut(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Blank lines go to the next block, so that those at the end of the file are in none."""
    rest = b""
    for piece in pieces:
        rest += piece
        if body := rest[: _end(rest)].rstrip(b"\r\n"):
            yield body + b"\n"
            rest = BREAK.sub(b"", rest[len(body) :], count=1)
    if rest := rest.rstrip(b"\r\n"):
        yield rest


def _end(text: bytes) -> int:
    """After the last line break outside quotes; after the last one where a quote was left open."""
    last = end = text.rfind(b"\n") + 1
    for _ in range(TRIES):
        if not end or text.count(b'"', 0, end) % 2 == 0:
            return end or last
        end = text.rfind(b"\n", 0, end - 1) + 1
    return last


def _closed(block: bytes) -> bool:
    """Whether every quote is closed in its own line."""
    return b'"' not in block or all(line.count(b'"') % 2 == 0 for line in block.split(b"\n"))
