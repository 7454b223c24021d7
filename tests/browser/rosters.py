"""A roster as an office sends it: title rows above, merged cells, one ID ruined."""

import datetime as dt
from pathlib import Path
from typing import Final

import xlsxwriter

from nuantong.core.text.id_numbers import check_character

HEADINGS: Final = [
    "序号", "姓名", "性别", "身份证号", "出生日期", "区县", "乡镇（街道）", "村（社区）",
    "监护人姓名", "与儿童关系", "联系电话", "儿童类别",
]  # fmt: skip
PLACE: Final = ["巴南区", "麻柳嘴镇", "八角村"]


def person(name: str, born: dt.date, order: int) -> list[str]:
    """A row of somebody invented; the ID's last digit is right."""
    first = f"500113{born:%Y%m%d}{order:03}"
    number = first + check_character(first)
    sex = "男" if order % 2 else "女"
    family = ["王秀珍", "祖母", "13900000077", "孤儿"]
    return [name, sex, number, born.isoformat(), *PLACE, *family]


def write_roster(path: Path, people: list[list[str]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("名册")
        sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, "巴南区困境儿童花名册（2018年8月）")
        sheet.write_row(2, 0, HEADINGS)
        for number, row in enumerate(people, 1):
            sheet.write_row(2 + number, 0, [number, *row])
        sheet.write(3 + len(people), 1, "合计")
    return path


EXAMPLE: Final = [
    ("江一诺", 2009, "麻柳嘴镇", "八角村"), ("胡俊杰", 2011, "麻柳嘴镇", "牌坊街社区"),
    ("冉雨桐", 2008, "安澜镇", "柑子村"), ("邓子涵", 2012, "双河口镇", "五台村"),
    ("文思源", 2010, "麻柳嘴镇", "八角村"), ("秦晓雅", 2007, "安澜镇", "柑子村"),
    ("汪浩宇", 2013, "双河口镇", "五台村"), ("谭欣怡", 2009, "麻柳嘴镇", "牌坊街社区"),
    ("彭嘉乐", 2006, "双河口镇", "五台村"), ("夏梓萱", 2014, "安澜镇", "柑子村"),
]  # fmt: skip
"""Invented children in real villages, for the picture of a preview."""


def example(path: Path) -> Path:
    """A roster as they come: ruined and mistyped IDs, a repeated row, one without a name."""
    rows = []
    for order, (name, year, *place) in enumerate(EXAMPLE, 910):
        row = person(name, dt.date(year, 5, order % 28 + 1), order)
        rows.append([*row[:5], *place, *row[7:]])
    rows[2][2] = "5.00113E+17"
    rows[4][2] = rows[4][2][:-1] + "0"
    rows[6][3] = "2013.5.6"
    return write_roster(path, [*rows, rows[1], ["", *rows[8][1:]]])
