"""Sheets for WPS and Excel, written row by row so that a large one stays small in memory."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.http import FileResponse

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}
LONGEST_CELL = 32_767
FONT = "宋体"


@dataclass(frozen=True)
class Column:
    """A column: its heading and width in Latin characters (by the heading when not given)."""

    label: str
    width: float | None = None

    @property
    def wide(self) -> float:
        return self.width or max(8.0, 2.2 * len(self.label) + 2)


def workbook_response(
    filename: str,
    title: str,
    columns: Sequence[Column | str],
    rows: Iterable[Sequence[Any]],
    *,
    note: str = "",
) -> FileResponse:
    """A sheet to download: title, note (截至、填报单位), heading, rows.

    `filename` without ending. Text stays text (IDs, phones, whatever starts with '='), numbers and
    dates stay numbers and dates.
    """
    file = io.BytesIO()
    write_workbook(file, title, columns, rows, note=note)
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"{filename}.xlsx", content_type=CONTENT_TYPE
    )


def write_workbook(
    file: Any,
    title: str,
    columns: Sequence[Column | str],
    rows: Iterable[Sequence[Any]],
    *,
    note: str = "",
) -> None:
    """Write the sheet into an open binary file."""
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        sheet = _Sheet(book, [c if isinstance(c, Column) else Column(c) for c in columns])
        sheet.write_head(title, note)
        for row in rows:
            sheet.write_row(row)


class _Sheet:
    """One worksheet with its formats; rows go in from top to bottom."""

    def __init__(self, book: xlsxwriter.Workbook, columns: list[Column]) -> None:
        self.sheet = book.add_worksheet()
        self.columns = columns
        self.at = 0
        line = {"border": 1, "font_name": FONT, "font_size": 11, "valign": "vcenter"}
        self.title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        self.note = book.add_format({"font_name": FONT, "font_size": 11})
        self.heading = book.add_format(
            {**line, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#F2EDE4"}
        )
        self.text = book.add_format({**line, "num_format": "@"})
        self.number = book.add_format(line)
        self.date = book.add_format({**line, "num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({**line, "num_format": "yyyy-mm-dd hh:mm"})

    def write_head(self, title: str, note: str) -> None:
        for index, column in enumerate(self.columns):
            self.sheet.set_column(index, index, column.wide)
        self._across(title, self.title, 30)
        if note:
            self._across(note, self.note, 20)
        for index, column in enumerate(self.columns):
            self.sheet.write_string(self.at, index, column.label, self.heading)
        self.at += 1
        self.sheet.freeze_panes(self.at, 0)
        self.sheet.repeat_rows(self.at - 1)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)

    def write_row(self, values: Sequence[Any]) -> None:
        for index, value in enumerate(values):
            self._write(index, value)
        self.at += 1

    def _across(self, text: str, style: Any, height: int) -> None:
        """A line over all columns (one cell cannot be merged with itself)."""
        self.sheet.set_row(self.at, height)
        if len(self.columns) > 1:
            self.sheet.merge_range(self.at, 0, self.at, len(self.columns) - 1, "", style)
        self.sheet.write_string(self.at, 0, printable(text), style)
        self.at += 1

    def _write(self, index: int, value: Any) -> None:
        match value:
            case None | "":
                self.sheet.write_blank(self.at, index, None, self.text)
            case bool():
                self.sheet.write_string(self.at, index, "是" if value else "否", self.text)
            case dt.datetime():
                self.sheet.write_datetime(self.at, index, value, self.moment)
            case dt.date():
                self.sheet.write_datetime(self.at, index, value, self.date)
            case int() | float():
                self.sheet.write_number(self.at, index, value, self.number)
            case _:
                self.sheet.write_string(self.at, index, printable(str(value)), self.text)


def printable(text: str) -> str:
    """Text that a cell can hold: no lone surrogates, no more than Excel's longest cell."""
    return text.encode("utf-8", "replace").decode("utf-8")[:LONGEST_CELL]
