"""A sheet with its header → what every data row says."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from nuantong.core.text import plain
from nuantong.regions.gazetteer import DISTRICT, Gazetteer
from nuantong.rosters.entries import Entry, Problem
from nuantong.rosters.headers import Header, title_of
from nuantong.rosters.locating import Locator
from nuantong.rosters.reading_carers import CarerReader
from nuantong.rosters.reading_checks import CheckReader, organ_above
from nuantong.rosters.reading_children import ChildReader
from nuantong.rosters.rows import Line, data_lines
from nuantong.rosters.sheets import Cell, Sheet

READERS: Final[dict[str, type[ChildReader] | type[CarerReader] | type[CheckReader]]] = {
    "children": ChildReader,
    "carers": CarerReader,
    "checks": CheckReader,
}
NO_RESULT: Final = "公式没有计算结果，请在表格软件中重新计算并保存后再导入"
UNREADABLE: Final = "有字节不是文字（编码不一致），已记作�，请按原件改正"


def read_entries(
    sheet: Sheet, header: Header, gazetteer: Gazetteer, on: dt.date
) -> Iterator[Entry]:
    """Entries in the sheet's order. Pure but for the sheet's merged cells, which are filled."""
    columns = {field: index for field, index in header.index_of.items() if field != "serial"}
    headings = {column.field: column.heading for column in header.columns if column.field}
    locator = Locator(gazetteer, around(sheet, header, gazetteer))
    title = organ_above(sheet, header) if header.kind == "checks" else title_of(sheet, header)
    reader = READERS[header.kind](locator, title, columns=columns, headings=headings, on=on)
    serial = header.index_of.get("serial")
    for line in data_lines(sheet, header):
        entry = reader.read(line)
        entry.fingerprint = _content(line, serial)
        entry.problems += _of_cells(sheet.empty_formulas, NO_RESULT, header, line)
        entry.problems += _of_cells(sheet.unreadable, UNREADABLE, header, line)
        yield entry


def around(sheet: Sheet, header: Header, gazetteer: Gazetteer) -> str:
    """The one district that the lines above the header name."""
    above = "".join(plain(v) for row in sheet.rows[: header.top] for v in row) + sheet.name
    named = {r.name for r in gazetteer.by_id.values() if r.level == DISTRICT and r.name in above}
    return named.pop() if len(named) == 1 else ""


def _content(line: Line, serial: int | None) -> str:
    """All cells but the serial number: two equal rows say the same, however wide their lists."""
    texts = [*map(str, line.cells)]
    if serial is not None:
        texts[serial] = ""
    return "\t".join(texts).rstrip("\t")


def _of_cells(cells: set[Cell], problem: str, header: Header, line: Line) -> list[Problem]:
    """The problem under the heading of each such cell of the row."""
    if not cells:
        return []
    return [
        Problem(column.heading, problem)
        for column in header.columns
        if (line.number - 1, column.index) in cells
    ]
