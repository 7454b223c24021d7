"""Which lines are data."""

from typing import Any

import pytest

from nuantong.rosters.headers import find_header
from nuantong.rosters.rows import data_lines
from tests.unit.rosters.sheets_made import sheet

HEAD = ["序号", "姓名", "身份证号", "出生日期", "家庭住址"]
NONE: list[list[Any]] = [
    [],
    ["", " ", "　"],
    ["合计", "", "", "", ""],
    ["合　计", 25.0, "", "", ""],
    ["", "总计：25人", "", "", ""],
    ["小计", "3", "", "", ""],
    [2.0, "合计", "", "", ""],
    ["", "全县合计", "", "", ""],
    ["本合计", "", "", "25", ""],
    ["大足区小计", "", "3", "", ""],
    ["填报人：张三　　审核人：李四"],
    ["", "填报人：张三", "", "审核人：李四", "2018年8月3日"],
    ["制表人：王五", "", "", "负责人：", "电话：023-12345678"],
    ["注：1.本表由村（社区）填写", "", "", "", ""],
    ["备注：身份证号必须为18位"],
    ["（盖章）"],
    HEAD,
    ["", "姓名", "身份证号", "出生日期", "家庭住址"],
    ["示例", "张某某", "500113200803203610", "2008-03-20", "××村"],
    ["", "必填", "文本格式", "日期格式", "必填"],
    ["", "（必填）", "（18位）", "（年-月-日）", "如：某村1组"],
    ["", "一、散居孤儿", "", "", ""],
    ["", "", "", "", "只有住址"],
    [9.0, "", "", "", ""],
]
DATA: list[list[Any]] = [
    [1.0, "张三", "", "", ""],
    ["", "张三"],
    [1.0, "", "500113200803203610", "", ""],
    [1.0, "", "", "2008-03-20", ""],
    [1.0, "计小明", "", "", ""],
    [1.0, "注", "500113200803203610", "", ""],
    ["1、", "李四", "无", "", ""],
    ["", "何合计", "", "", ""],
    [1.0, "何小计", "", "", ""],
    ["", "欧阳合计", "500113200803203610", "", ""],
]


def numbers(*rows: list[Any]) -> list[int]:
    page = sheet([HEAD, *rows])
    header = find_header(page, "children")
    assert header is not None
    return [line.number for line in data_lines(page, header)]


@pytest.mark.parametrize("row", NONE, ids=str)
def test_a_line_that_holds_nobody_is_no_data_row(row: list[Any]) -> None:
    assert numbers([1.0, "张三", "", "", ""], row, [2.0, "李四", "", "", ""]) == [2, 4]


@pytest.mark.parametrize("row", DATA, ids=str)
def test_a_line_with_a_name_an_id_or_a_birth_date_is_one(row: list[Any]) -> None:
    assert numbers([1.0, "张三", "", "", "x"], row) == [2, 3]


def test_what_is_written_once_over_several_children_holds_for_each() -> None:
    rows = [HEAD, [1.0, "张三", "", "", "某村1组"], [2.0, "张四", "", "", ""]]
    page = sheet(rows, [((1, 4), (2, 4))])
    header = find_header(page, "children")
    assert header is not None
    assert [line.cells[4] for line in data_lines(page, header)] == ["某村1组", "某村1组"]
