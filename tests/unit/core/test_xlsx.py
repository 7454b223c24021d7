"""Sheets that open in WPS and Excel, and that say what they said on screen."""

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from django.http import FileResponse
from openpyxl.worksheet.worksheet import Worksheet

from nuantong.core.xlsx import LONGEST_CELL, Column, workbook_response


def response(*rows: Sequence[Any], note: str = "") -> FileResponse:
    columns = ["姓名", Column("证件号码", 22), "出生日期", "人数"]
    return workbook_response("儿童台账", "巴南区困境儿童台账", columns, rows, note=note)


def sheet(*rows: Sequence[Any], note: str = "") -> Worksheet:
    content = b"".join(response(*rows, note=note).streaming_content)
    found = openpyxl.load_workbook(io.BytesIO(content)).active
    assert isinstance(found, Worksheet)
    return found


def values(row: Sequence[Any]) -> list[Any]:
    return [cell.value for cell in row]


def test_title_note_and_heading_stand_above_the_rows() -> None:
    found = sheet(["小乐", "500113200905040024", dt.date(2009, 5, 4), 3], note="截至2018年8月24日")
    assert found["A1"].value == "巴南区困境儿童台账"
    assert found["A2"].value == "截至2018年8月24日"
    assert values(found[3]) == ["姓名", "证件号码", "出生日期", "人数"]
    assert "A1:D1" in [str(cells) for cells in found.merged_cells.ranges]
    assert found.freeze_panes == "A4"


def test_an_id_stays_text_and_a_date_a_date() -> None:
    found = sheet(["小乐", "500113200905040024", dt.date(2009, 5, 4), 3])
    name, number, born, count = found[3]
    assert (number.value, number.data_type, number.number_format) == (
        "500113200905040024",
        "s",
        "@",
    )
    assert (born.is_date, born.value.date()) == (True, dt.date(2009, 5, 4))
    assert (count.value, count.data_type) == (3, "n")


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://x")', "+86", "-1", "@SUM(A1)", "http://x", "007", "{=A1}"]
)
def test_no_text_becomes_a_formula_a_link_or_a_number(text: str) -> None:
    cell = sheet([text, "", None, None])[3][0]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_rare_characters_survive_and_broken_ones_break_nothing() -> None:
    found = sheet(["𠮷𡈽", "\ud800坏", "a\x0bb", None])
    assert found[3][0].value == "𠮷𡈽"
    assert found[3][1].value == "?坏"


def test_a_cell_never_passes_the_longest() -> None:
    assert len(sheet(["长" * 40_000, "", None, None])[3][0].value) == LONGEST_CELL


def test_the_file_has_its_chinese_name() -> None:
    disposition = response().headers["Content-Disposition"]
    assert disposition == f"attachment; filename*=utf-8''{quote('儿童台账')}.xlsx"


def test_a_sheet_without_rows_has_its_heading() -> None:
    assert values(sheet()[2]) == ["姓名", "证件号码", "出生日期", "人数"]


def test_one_column_is_enough() -> None:
    content = b"".join(workbook_response("x", "表", ["甲"], [["1"]]).streaming_content)
    assert content.startswith(b"PK")
