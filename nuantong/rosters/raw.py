"""Any office's list → the raw columns of linkage, also lists too long to be kept as cells.

Rows are counted from the line below the header: what holds nobody (a blank line, a total) is a row
of nulls or of nobody, so that row 500 is always the 500th line.
"""

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from nuantong.core.text.words import PLACEHOLDERS
from nuantong.linkage.columns import RAW
from nuantong.rosters.blocks import Source, after_rows, blocks, frame_of, head_of, opened
from nuantong.rosters.choosing import NO_HEADER
from nuantong.rosters.columns import Column
from nuantong.rosters.delimited import delimiter
from nuantong.rosters.headers import Header, find_header
from nuantong.rosters.meanings import meaning
from nuantong.rosters.reading import REMEDY, UnreadableFile, is_text, read_sheets
from nuantong.rosters.rows import data_lines
from nuantong.rosters.sheets import Sheet, text_of
from nuantong.rosters.shifting import straightened

KINDS: Final = {
    "civil": ("children",), "school": ("children",), "disabled": ("children",),
    "any": ("children", "carers"),
}  # fmt: skip
"""What a list may be called, and the tables of headings that are tried for it."""
SOURCES: Final[dict[str, tuple[str, ...]]] = {
    "name": ("name",),
    "id_number": ("id_number", "other_number"),
    "birth_date": ("birth_date",),
    "sex": ("sex",),
    "guardian_name": ("guardian_name", "father_name", "mother_name"),
    "phone": ("guardian_phone", "phone", "father_phone", "mother_phone"),
    "address": ("address", "whole", "registered"),
    "district": ("district",),
    "township": ("township",),
    "village": ("village",),
    "school": ("school",),
}
"""Raw column → the fields it is taken from: in each row the first that says something."""
PLACES: Final = ("district", "township", "village")
SCHEMA: Final = dict.fromkeys(RAW, pl.String)


def read_raw(source: Source, kind: str = "any") -> pl.DataFrame:
    """The whole list; UnreadableFile says what is wrong with a file that is none."""
    return pl.concat([pl.DataFrame(schema=SCHEMA), *raw_chunks(source, kind)])


def raw_chunks(source: Source, kind: str = "any") -> Iterator[pl.DataFrame]:
    """The same in pieces, for lists of millions of rows."""
    with opened(source) as stream:
        stream.seek(0)
        if not is_text(stream.read(2000)):
            stream.seek(0)
            return _of_sheets(read_sheets(stream.read()), kind)
    return _of_text(source, kind)


def _of_text(source: Source, kind: str) -> Iterator[pl.DataFrame]:
    header: Header | None = None
    for block in blocks(source):
        if header is None:
            rows = _head(block)
            header = _header(Sheet("CSV", rows), kind)
            if header is None:
                raise UnreadableFile(NO_HEADER)
            separator = delimiter(block[:20_000].decode("utf-8", "ignore"))
            width = max(map(len, rows)) + 1
            block = after_rows(block, header.leaf + 1)
        if block:
            yield _chosen(frame_of(block, separator, width), header)
    if header is None:
        raise UnreadableFile(NO_HEADER)


def _schema(width: int) -> dict[str, Any]:
    return {f"c{index}": pl.String for index in range(width)}


def _chosen(frame: pl.DataFrame, header: Header) -> pl.DataFrame:
    straight = straightened(frame, columns_of(header))
    return straight.select(_column(raw, _indices(header, raw)) for raw in RAW)


def _head(block: bytes) -> list[list[str]]:
    try:
        return head_of(block)
    except UnicodeError as error:
        raise UnreadableFile(f"文件不是 xlsx、xls 或 csv 表格，或已损坏。{REMEDY}") from error


def _header(sheet: Sheet, kind: str) -> Header | None:
    """The headings of an office, or the raw columns' own names in the first row."""
    first = [str(cell) for cell in sheet.rows[0]] if sheet.rows else []
    own = [Column(n, raw, SOURCES[raw][0]) for n, raw in enumerate(first) if raw in SOURCES]
    if len(own) > 1 and "name" in first:
        return Header("children", 0, 0, own)
    found = (find_header(sheet, headings) for headings in KINDS[kind])
    return next((header for header in found if header and "name" in header.index_of), None)


def columns_of(header: Header) -> dict[str, int]:
    """Raw column → where it stands in the sheet first."""
    return {raw: found[0] for raw in RAW if (found := _indices(header, raw))}


def _indices(header: Header, raw: str) -> list[int]:
    """Where a raw column stands in the sheet; the registered place only where no other is."""
    index_of = _fields(header)
    fields = SOURCES[raw]
    if raw in PLACES and not index_of.keys() & set(PLACES):
        fields = (f"registered_{raw}",)
    return [index_of[field] for field in fields if field in index_of]


def _fields(header: Header) -> dict[str, int]:
    """The mapped columns, and those of relatives, school and certificate that the register lacks."""
    others: dict[str, int] = {}
    for column in header.columns:
        found = None if column.field else meaning((column.heading.replace("·", ""),), header.kind)
        if found is not None and (found.role or found.field == "other_number"):
            key = found.field if found.field == "other_number" else f"{found.role}_{found.field}"
            others.setdefault(key, column.index)
    return others | header.index_of


def _column(raw: str, indices: list[int]) -> pl.Expr:
    """The first cell that says something; of a lone column whatever it says."""
    if not indices:
        return pl.lit(None, pl.String).alias(raw)
    cells = [pl.col(f"c{index}") for index in indices]
    if len(cells) == 1:
        return cells[0].alias(raw)
    said = [
        pl.when(~cell.str.strip_chars().is_in(["", *sorted(PLACEHOLDERS)])).then(cell)
        for cell in cells
    ]
    return pl.coalesce(said).alias(raw)


def _of_sheets(sheets: list[Sheet], kind: str) -> Iterator[pl.DataFrame]:
    """One sheet after the other; those without a header are no lists."""
    found = [(sheet, header) for sheet in sheets if (header := _header(sheet, kind))]
    if not found:
        raise UnreadableFile(NO_HEADER)
    for sheet, header in found:
        frame = pl.DataFrame(_cells(sheet, header), schema=_schema(sheet.width), orient="row")
        yield _chosen(frame, header)


def _cells(sheet: Sheet, header: Header) -> Iterator[list[str | None]]:
    """Every line from the header to the last person; of those that hold nobody, nothing."""
    blank: list[str | None] = [None] * sheet.width
    lines = {line.number: line.cells for line in data_lines(sheet, header)}
    for number in range(header.leaf + 2, max(lines, default=0) + 1):
        cells = lines.get(number)
        yield [text_of(cell) for cell in cells[: sheet.width]] if cells else blank
