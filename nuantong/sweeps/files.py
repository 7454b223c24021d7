"""A file of any office → its tables, read piece by piece so that three million rows stay small."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, NamedTuple

import polars as pl

from nuantong.core.text import compact
from nuantong.rosters.blocks import BLOCK, blocks, frame_as_read, head_of
from nuantong.rosters.delimited import read_rows
from nuantong.rosters.headers import SEARCHED, Header, find_header, title_of
from nuantong.rosters.reading import TooManyRows, UnreadableFile, is_text, read_sheets
from nuantong.rosters.sheets import Sheet

YEAR: Final = re.compile(r"(?<!\d)(20[0-4]\d|199\d)(?!\d)")
WORKBOOK: Final = 50 << 20
AS_CSV: Final = (
    "请在 WPS 或 Excel 里打开它，点“文件—另存为”，类型选“CSV”，再上传存好的文件："
    "CSV 文件可以有几百万行。CSV 只存当前这一张工作表，同一期分在几张的，请先合到一张"
)
TOO_LARGE: Final = f"表格文件超过50MB，无法整张打开。{AS_CSV}"
TOO_LONG: Final = f"工作表“{{}}”超过20万行，无法整张打开。{AS_CSV}"


class Piece(NamedTuple):
    """Rows below the header's own; a row's number in the file is its number here plus `offset`."""

    sheet: Sheet
    offset: int


@dataclass
class Table:
    """A sheet of a file, or a text file: its first rows at hand, the others when asked for."""

    name: str
    head: Sheet
    count: Callable[[], int]
    pieces: Callable[[], Iterator[Piece]]
    frames: Callable[[Header], Iterator[pl.DataFrame]] | None = None
    """Of a text file: its rows below the header's, as columns c0, c1 … and the row's `number`."""

    @property
    def rows(self) -> int:
        """Lines with the header's; of a text file counted without reading what they say."""
        return self.count()

    @property
    def header(self) -> Header | None:
        return find_header(self.head, "children")

    @property
    def title(self) -> str:
        header = self.header
        return title_of(self.head, header) if header else self.name

    @property
    def years(self) -> list[str]:
        """The years that the sheet's name and the lines above its header speak of."""
        header = self.header
        above = self.head.rows[: header.top] if header else []
        text = self.name + "".join(compact(cell) for row in above for cell in row)
        return sorted(set(YEAR.findall(text)))


def tables_of(file: BinaryIO) -> list[Table]:
    """The tables of a file that stays open as long as they are read. Says why, where it is none."""
    start = file.read(2000) if file.seek(0) == 0 else b""
    if start.strip() and is_text(start):
        return [_text(file)]
    return _workbook(_whole(file))


def _whole(file: BinaryIO) -> bytes:
    """A workbook is unpacked in memory, so its size has a limit; a text file's has none."""
    if file.seek(0, io.SEEK_END) > WORKBOOK:
        raise UnreadableFile(TOO_LARGE)
    file.seek(0)
    return file.read()


def _workbook(data: bytes) -> list[Table]:
    try:
        sheets = read_sheets(data)
    except TooManyRows as error:
        raise UnreadableFile(TOO_LONG.format(error.sheet)) from error
    return [_table(sheet) for sheet in sheets if sheet.rows]


def _table(sheet: Sheet) -> Table:
    head = Sheet(sheet.name, sheet.rows[: SEARCHED * 4], sheet.merged)
    return Table(sheet.name, head, lambda: len(sheet.rows), lambda: iter([Piece(sheet, 0)]))


def _text(file: BinaryIO) -> Table:
    with _as_text():
        first = head_of(next(blocks(file), b""))
    if not any(first):
        raise UnreadableFile("文件里没有内容，请检查是否选错了文件")
    head = Sheet("CSV", first[: SEARCHED * 4])
    return Table(
        "CSV", head, lambda: _lines(file), lambda: _text_pieces(file, head),
        lambda header: _frames(file, header),
    )  # fmt: skip


def _lines(file: BinaryIO) -> int:
    file.seek(0)
    lines, last = 0, b"\n"
    while part := file.read(BLOCK):
        lines, last = lines + part.count(b"\n"), part[-1:]
    return lines + (last not in (b"\n", b"\0"))


def _text_pieces(file: BinaryIO, head: Sheet) -> Iterator[Piece]:
    """The first piece has the header in its place; before each other one the header is put."""
    header = find_header(head, "children")
    above = head.rows[: header.leaf + 1] if header else []
    seen = 0
    for rows in _parts(file):
        count = len(rows)
        if not seen:
            yield Piece(Sheet("CSV", rows), 0)
        else:
            yield Piece(Sheet("CSV", [*map(list, above), *rows]), seen - len(above))
        seen += count


def _frames(file: BinaryIO, header: Header) -> Iterator[pl.DataFrame]:
    seen = above = header.leaf + 1
    width = max(column.index for column in header.columns) + 1
    with _as_text():
        for block in blocks(file):
            frame = frame_as_read(block, above, width)
            yield frame.with_columns(number=pl.int_range(seen + 1, seen + 1 + pl.len()))
            seen, above = seen + frame.height, 0


def _parts(file: BinaryIO) -> Iterator[list[list[Any]]]:
    """Rows in blocks, cut between rows."""
    with _as_text():
        for block in blocks(file):
            yield list(read_rows(block))


@contextmanager
def _as_text() -> Iterator[None]:
    try:
        yield
    except UnicodeError as error:
        raise UnreadableFile(
            "文件不是 xlsx、xls、ods 或 csv 表格，或已损坏。请另存为 .xlsx 再导入"
        ) from error
