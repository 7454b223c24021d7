"""The closing sheet as offices file it: title, two header rows with merged cells, signatures."""

import io
from typing import Any, Final

import xlsxwriter
from django.http import FileResponse

from nuantong.core.xlsx import CONTENT_TYPE, FONT, OPTIONS, printable
from nuantong.sweeps.models import EXCLUSIONS, WAITS, Standing
from nuantong.sweeps.queries.closing import ClosingSheet, sheet_name
from nuantong.sweeps.queries.sums import Sums

Group = tuple[str, list[tuple[str, Any]]]
"""A heading with what stands below it: each a heading and how it is read from the sums."""


def _reason(key: str) -> Any:
    return lambda sums: sums.reason[key]


def _standing(key: str) -> Any:
    return lambda sums: sums.standing[key]


GROUPS: Final[list[Group]] = [
    ("名册记录", [("合计", lambda s: s.total), ("其中：已不在最新名册", lambda s: s.gone)]),
    ("已在台账", [
        ("在册", _standing(Standing.ON_REGISTER)), ("新发现并登记", _standing(Standing.FOUND)),
    ]),
    ("已排除", [("小计", _standing(Standing.EXCLUDED)), *((str(r.label), _reason(r)) for r in EXCLUSIONS)]),
    ("待办", [
        ("小计", _standing(Standing.WAITING)), *((str(r.label), _reason(r)) for r in WAITS),
        ("其中：转由他人", lambda s: s.handed),
    ]),
    ("走访", [("未找到", _standing(Standing.NOT_HOME))]),
    ("台账", [
        ("在册儿童", lambda s: s.children), ("在名册上", lambda s: s.on_some),
        ("不在任何名册", lambda s: s.on_none),
    ]),
]  # fmt: skip
SIGNED: Final = "填报人：　　　　　　　审核人：　　　　　　　负责人：　　　　　　　（盖章）"


def workbook(sheet: ClosingSheet) -> FileResponse:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS | {"constant_memory": False}) as book:
        _Form(book, sheet).write()
    file.seek(0)
    name = f"{sheet_name(sheet)}_{sheet.reader.on:%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPE)


class _Form:
    def __init__(self, book: xlsxwriter.Workbook, sheet: ClosingSheet) -> None:
        self.of, self.page = sheet, book.add_worksheet("结案表")
        line = {"border": 1, "font_name": FONT, "font_size": 10, "valign": "vcenter"}
        self.title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        self.plain = book.add_format({"font_name": FONT, "font_size": 10, "text_wrap": True})
        self.head = book.add_format(
            {**line, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#F2EDE4"}
        )
        self.cell, self.sum = book.add_format(line), book.add_format({**line, "bold": True})
        self.last = 1 + sum(len(columns) for _, columns in GROUPS)

    def write(self) -> None:
        page, of = self.page, self.of
        page.merge_range(0, 0, 0, self.last, sheet_name(of), self.title)
        sources = "、".join(source.name for source in of.sources) or "（没有名册）"
        note = f"截至{of.reader.on:%Y年%m月%d日}　名册：{sources}"
        page.merge_range(1, 0, 1, self.last, printable(note), self.plain)
        self._headings()
        rows = [(row["name"], row["sums"], row["closed"]) for row in of.rows()]
        done, villages = of.closed_villages(of.place.id)
        rows.append(("合计", of.total, f"{done} / {villages}"))
        for at, (name, sums, closed) in enumerate(rows, 4):
            self._row(at, name, sums, closed, self.sum if name == "合计" else self.cell)
        self._foot(4 + len(rows))

    def _headings(self) -> None:
        page, at = self.page, 1
        page.merge_range(2, 0, 3, 0, "地区", self.head)
        for group, columns in GROUPS:
            if len(columns) > 1:
                page.merge_range(2, at, 2, at + len(columns) - 1, group, self.head)
            else:
                page.write_string(2, at, group, self.head)
            for column, (name, _) in enumerate(columns, at):
                page.write_string(3, column, name, self.head)
            at += len(columns)
        page.merge_range(2, at, 3, at, "销号村（社区）", self.head)
        page.set_row(3, 58)
        page.set_column(0, 0, 20)
        page.set_column(1, self.last, 7.5)
        page.freeze_panes(4, 1)
        page.repeat_rows(2, 3)
        page.set_landscape()
        page.set_paper(8)
        page.fit_to_pages(1, 0)

    def _row(self, at: int, name: str, sums: Sums, closed: str, style: Any) -> None:
        self.page.write_string(at, 0, printable(name), style)
        read = [value for _, columns in GROUPS for _, value in columns]
        for column, value in enumerate(read, 1):
            self.page.write_number(at, column, value(sums), style)
        self.page.write_string(at, self.last, closed, style)

    def _foot(self, at: int) -> None:
        agrees = "勾稽：一致" if not self.of.breaks else "勾稽不符：" + "；".join(self.of.breaks)
        for row, text in enumerate((agrees, SIGNED), at):
            self.page.merge_range(row, 0, row, self.last, printable(text), self.plain)
