"""The same sheet given back, with what is wrong in a last column."""

import datetime as dt
import io
import json
from typing import Any, Final

import xlsxwriter

from nuantong.core.text import plain
from nuantong.core.xlsx import FONT, OPTIONS, printable
from nuantong.rosters.choosing import header_of
from nuantong.rosters.headers import Header
from nuantong.rosters.models import RosterImport, RosterRow
from nuantong.rosters.reading import read_sheets
from nuantong.rosters.sheets import Sheet, is_blank

HEADING: Final = "错误说明"
WIDTH: Final = 14
WIDE: Final = 60


def error_sheet(roster: RosterImport) -> bytes:
    """An xlsx: every cell as text, so that no ID number is ruined again."""
    sheet = next(one for one in read_sheets(roster.file.data) if one.name[:80] == roster.sheet)
    header = header_of(sheet, roster.kind, roster.mapping)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {**OPTIONS, "constant_memory": False}) as book:
        _write(book, sheet, header, explanations(roster))
    return file.getvalue()


def explanations(roster: RosterImport) -> dict[int, str]:
    """Row number → what became of it and what is wrong, for rows that need a person."""
    names = dict(RosterRow.Outcome.choices)
    found = {}
    for row in roster.lines.order_by("number"):
        problems = [
            f"{column}：{problem}" if column else problem
            for column, problem in (json.loads(str(row.problems)) if row.problems else [])
        ]
        told = row.reason and row.outcome != RosterRow.Outcome.CHANGED
        said = [f"{names[row.outcome]}：{row.reason}"] if told else []
        if said or problems:
            found[row.number] = "；".join([*said, *problems])
    return found


def _write(book: Any, sheet: Sheet, header: Header, explained: dict[int, str]) -> None:
    page = book.add_worksheet(sheet.name[:31] or None)
    text = book.add_format({"num_format": "@", "font_name": FONT, "font_size": 11})
    wrong = book.add_format(
        {
            "num_format": "@",
            "font_name": FONT,
            "font_size": 11,
            "bg_color": "#FBE9E7",
            "text_wrap": True,
        }
    )
    bold = book.add_format(
        {"bold": True, "font_name": FONT, "font_size": 11, "bg_color": "#F2EDE4"}
    )
    last = sheet.width
    page.set_column(0, last - 1, WIDTH, text)
    page.set_column(last, last, WIDE, text)
    page.freeze_panes(header.leaf + 1, 0)
    for number, cells in enumerate(sheet.rows):
        style = bold if header.top <= number <= header.leaf else text
        for index, value in enumerate(cells):
            if not is_blank(value):
                page.write_string(number, index, printable(shown(value)), style)
        if number + 1 in explained:
            page.write_string(number, last, printable(explained[number + 1]), wrong)
    page.write_string(header.leaf, last, HEADING, bold)
    _merge(page, sheet, header, text, bold)


def _merge(page: Any, sheet: Sheet, header: Header, text: Any, bold: Any) -> None:
    """Merged titles and headings look as they did."""
    for (top, left), (bottom, right) in sheet.merged:
        if bottom <= header.leaf and top < len(sheet.rows) and left < len(sheet.rows[top]):
            value = printable(shown(sheet.rows[top][left]))
            page.merge_range(top, left, bottom, right, value, bold if top >= header.top else text)


def shown(value: Any) -> str:
    """A cell as a person would type it."""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    return value.isoformat() if isinstance(value, dt.date) else plain(value)
