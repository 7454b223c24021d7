"""Sheets as offices make them, built for the tests."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from nuantong.core.text import check_character
from nuantong.rosters.sheets import Sheet

Rows = Sequence[Sequence[Any]]
HEADER = [
    "序号", "姓名", "性别", "民族", "出生日期", "公民身份证号码", "区县", "乡镇（街道）", "村（社区）",
    "现居住地", "监护人", "与儿童关系", "联系电话", "父亲姓名", "父亲情况", "母亲姓名", "母亲情况",
    "身体情况", "就学情况", "是否寄宿", "需求",
]  # fmt: skip
TITLE = "重庆市散居孤儿和事实无人抚养儿童台账（截至2018年7月31日）"
SIGNATURE = "填报人：　　审核人：　　填报日期：2018年8月3日"


def an_id(born: str = "20080320", order: int = 361, prefix: str = "500113") -> str:
    """A right ID number."""
    first = f"{prefix}{born}{order:03}"
    return first + check_character(first)


def a_child(number: int, **values: Any) -> list[Any]:
    """A full row under HEADER; values by heading replace the usual ones."""
    born = f"2008{number % 12 + 1:02}{number % 28 + 1:02}"
    usual: dict[str, Any] = {
        "序号": float(number),
        "姓名": "张" + chr(0x5B89 + number) + chr(0x6000 + number),
        "性别": "女" if (number * 2) % 2 == 0 else "男",
        "民族": "汉族",
        "出生日期": f"{born[:4]}-{born[4:6]}-{born[6:]}",
        "公民身份证号码": an_id(born, 100 + number * 2),
        "区县": "巴南区",
        "乡镇（街道）": "麻柳嘴镇",
        "村（社区）": "",
        "现居住地": f"重庆市巴南区麻柳嘴镇{number}组{number}号",
        "监护人": "李正琴",
        "与儿童关系": "祖母",
        "联系电话": f"138{number:08}",
        "父亲姓名": f"张父{chr(0x6100 + number)}",
        "父亲情况": "死亡",
        "母亲姓名": f"王母{chr(0x6200 + number)}",
        "母亲情况": "失联",
        "身体情况": "健康",
        "就学情况": "小学",
        "是否寄宿": "否",
        "需求": "生活救助、心理疏导",
    }
    return [values.get(name, usual[name]) for name in HEADER]


def a_ledger(children: Rows, header: Sequence[str] = HEADER) -> list[list[Any]]:
    """Title, filling line, header, children, a blank line and the signatures."""
    return [[TITLE], ["填报单位：市民政局"], list(header), *map(list, children), [], [SIGNATURE]]


def xlsx(rows: Rows, merges: Sequence[str] = (), name: str = "台账", **sheets: Rows) -> bytes:
    """An xlsx of one sheet, or more by name."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for title, lines in {name: rows, **sheets}.items():
            page = book.add_worksheet(title)
            for at, row in enumerate(lines):
                page.write_row(at, 0, row)
            if lines is rows:
                for merge in merges:
                    first, _, _ = merge.partition(":")
                    page.merge_range(merge, _value(rows, first))
    return file.getvalue()


def csv_bytes(rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def sheet(rows: Rows, merged: Any = ()) -> Sheet:
    return Sheet("台账", [list(row) for row in rows], list(merged))


def _value(rows: Rows, cell: str) -> Any:
    column, row = ord(cell[0]) - 65, int(cell[1:]) - 1
    return rows[row][column]
