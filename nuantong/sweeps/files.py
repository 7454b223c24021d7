"""A file of any office → its tables, read piece by piece so that three million rows stay small."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from nuantong.core.text import compact
from nuantong.rosters.blocks import blocks
from nuantong.rosters.delimited import read_rows
from nuantong.rosters.headers import SEARCHED, Header, find_header, title_of
from nuantong.rosters.reading import UnreadableFile, is_text, read_sheets
from nuantong.rosters.sheets import Sheet

YEAR: Final = re.compile(r"(?<!\d)(20[0-4]\d|199\d)(?!\d)")
UNPACKED: Final = 400 << 20


class Piece(NamedTuple):
    """Rows below the header's own; a row's number in the file is its number here plus `offset`."""

    sheet: Sheet
    offset: int


@dataclass
class Table:
    """A sheet of a file, or a text file: its first rows at hand, the others when asked for."""

    name: str
    head: Sheet
    rows: int
    pieces: Callable[[], Iterator[Piece]]

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


def tables_of(data: bytes) -> list[Table]:
    """The tables of a file. Says why, where it is none."""
    if data.strip() and is_text(data[:2000]):
        return [_text(data)]
    return _workbook(data)


def _workbook(data: bytes) -> list[Table]:
    sheets = _open_document(data) if _is_open_document(data) else read_sheets(data)
    return [_table(sheet) for sheet in sheets if sheet.rows]


def _table(sheet: Sheet) -> Table:
    head = Sheet(sheet.name, sheet.rows[: SEARCHED * 4], sheet.merged)
    return Table(sheet.name, head, len(sheet.rows), lambda: iter([Piece(sheet, 0)]))


def _is_open_document(data: bytes) -> bool:
    return data.startswith(b"PK") and b"opendocument.spreadsheet" in data[:200]


def _open_document(data: bytes) -> list[Sheet]:
    """An .ods; its parts are looked at before anything is unpacked."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(part.file_size for part in package.infolist()) > UNPACKED:
                raise UnreadableFile("文件解开后异常巨大，没有打开。请另存为 .xlsx 再导入")
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [Sheet(n, book.get_sheet_by_name(n).to_python()) for n in book.sheet_names]
    except (CalamineError, zipfile.BadZipFile) as error:
        raise UnreadableFile("文件已损坏或没有传完整。请另存为 .xlsx 再导入") from error


def _text(data: bytes) -> Table:
    parts = _parts(data)
    first = next(parts, [])
    if not any(first):
        raise UnreadableFile("文件里没有内容，请检查是否选错了文件")
    head = Sheet("CSV", first[: SEARCHED * 4])
    rows = len(first) + sum(map(len, parts))
    return Table("CSV", head, rows, lambda: _text_pieces(data, head))


def _text_pieces(data: bytes, head: Sheet) -> Iterator[Piece]:
    """The first piece has the header in its place; before each other one the header is put."""
    header = find_header(head, "children")
    above = head.rows[: header.leaf + 1] if header else []
    seen = 0
    for rows in _parts(data):
        count = len(rows)
        if not seen:
            yield Piece(Sheet("CSV", rows), 0)
        else:
            yield Piece(Sheet("CSV", [*map(list, above), *rows]), seen - len(above))
        seen += count


def _parts(data: bytes) -> Iterator[list[list[Any]]]:
    """Rows in blocks, cut between rows."""
    try:
        for block in blocks(data):
            yield list(read_rows(block))
    except UnicodeError as error:
        raise UnreadableFile(
            "文件不是 xlsx、xls、ods 或 csv 表格，或已损坏。请另存为 .xlsx 再导入"
        ) from error
