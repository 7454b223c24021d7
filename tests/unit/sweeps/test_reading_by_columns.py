"""A text list read by columns says, row for row, what the row reader says of it."""

import csv
import io
import json
from typing import Any, Final, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuantong.core import clock
from nuantong.regions.models import Region
from nuantong.rosters.blocks import frame_as_read
from nuantong.rosters.delimited import read_rows
from nuantong.sweeps import storing
from nuantong.sweeps.files import Table, tables_of
from nuantong.sweeps.models import Load, Source
from nuantong.sweeps.storing_frames import FrameTeller
from tests.unit.sweeps.rosters_made import an_id

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NUMBERS: Final = (
    an_id(), an_id("20101231", 28), an_id("19990101"), an_id("20090230"), an_id("20991231"),
    an_id()[:17] + "Y", an_id()[:17] + "0", f"G{an_id()}", f"{an_id()}4401", an_id()[:15], "500113",
    "5.00113E+17", "待补", "'" + an_id(), f'="{an_id()}"', an_id().lower(), f"{an_id()[:15]}000",
)  # fmt: skip
HOMES: Final = (
    "巴南区麻柳嘴镇八角村3组12号", "重庆市巴南区麻柳嘴镇八角村31组2号", "麻柳嘴镇八角村1社", "梓桐村3组",
    "巴南区麻柳嘴镇八角社区", "成都市武侯区", "３组", "无", "巴南区麻柳嘴镇3号八角村", "镇" * 201, "巴南区(老街)",
)  # fmt: skip
CELLS: Final[dict[str, tuple[str, ...]]] = {
    "序号": ("1", "2", "合计", "示例", "填表人：张三", "注：以上", ""),
    "姓名": ("周小航", "李四", "欧阳.娜娜", "王（大）", "何合计", "合计", "示例", "张", "李？", "填表人：王五", "名" * 41, "姓名", "例如"),
    "性别": ("男", "女", "1", "女性", "其他"),
    "身份证号": NUMBERS,
    "出生日期": ("2009-03-04", "20090304", "2009年3月4日", "2010.12.31", "2009-02-30", "农历三月", "39876", "2099-1-1", "2009"),
    "区县": ("巴南区", "巴南", "万盛", "火星区"),
    "乡镇": ("麻柳嘴镇", "麻柳嘴", "别处镇"),
    "村": ("八角村", "梓桐村", "没有村"),
    "家庭住址": HOMES,
    "学校": ("麻柳嘴小学", "某中学", "无"),
    "年级": ("三年级", "3", "高一2班"),
    "是否寄宿": ("是", "否", "也许"),
    "民族": ("汉", "土家族", "回"),
    "与儿童关系": ("奶奶", "父子"),
    "监护人姓名": ("周大山", "周.大山", "无", "周大山（爷爷）"),
    "监护人电话": ("13812345678", "023-62345678", "13812345678、13912345678", "1381234", "+8613812345678", "无"),
    "父亲姓名": ("周父", "不详"),
    "父亲情况": ("死亡", "健在", "服刑", "去火星了"),
    "母亲情况": ("失联", "改嫁", "健在"),
    "儿童类别": ("孤儿", "事实无人抚养儿童（父死亡、母失联）", "外星人", "困境儿童、留守儿童"),
    "身体状况": ("健康", "残疾", "白血病", "重病"),
    "残疾类别": ("肢体", "否"),
    "残疾等级": ("二级", "无"),
    "是否低保": ("是", "否", "特困"),
    "需求": ("助学", "心理辅导、别的", "不需要"),
    "班主任": ("王老师", ""),
    "班主任电话": ("13812345678", "12"),
    "备注": ("父死亡；母失联", "无", "话" * 501, 'a"b\\c', "x\ty"),
    "没人认得的一栏": ("甲", "{乙}", "丙,丁"),
}  # fmt: skip
HEADINGS: Final = tuple(CELLS)
ODDITIES: Final = st.text("例计:章无 12一三男(（\"',{}\\\t姓", max_size=6)


def cell(heading: str) -> st.SearchStrategy[str]:
    usual = st.sampled_from(("", *CELLS[heading]))
    return st.one_of(usual, usual, usual, usual, usual, usual, ODDITIES)


@st.composite
def lists(draw: st.DrawFn) -> list[list[str]]:
    """A title, headings in any order, rows of which some are short, blank or slipped."""
    others = draw(st.lists(st.sampled_from(HEADINGS[4:]), unique=True, max_size=12))
    headings = draw(st.permutations([*HEADINGS[:4], *others]))
    title = draw(
        st.sampled_from([[], [["巴南区孤儿和事实无人抚养儿童名册"]], [["留守儿童台账"], ["填报"]]])
    )
    row = st.tuples(*map(cell, headings)).map(list)
    rows = draw(st.lists(row, min_size=1, max_size=25))
    for one in rows:
        match draw(st.integers(0, 12)):
            case 0:
                one.insert(draw(st.integers(0, len(one))), "")
            case 1:
                del one[draw(st.integers(1, len(one))) :]
            case 2:
                one[:] = []
    return [*title, list(headings), *rows]


def written(rows: list[list[str]], quoting: Literal[0, 1]) -> bytes:
    text = io.StringIO()
    csv.writer(text, quoting=quoting, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def the_table(data: bytes, monkeypatch: pytest.MonkeyPatch | None = None) -> tuple[Load, Table]:
    (table,) = tables_of(io.BytesIO(data))
    source = Source(region=Region.objects.get(code="500113000000"))
    return Load(source=source, mapping={}), table


def by_rows(load: Load, table: Table) -> list[Any]:
    header = storing.header_for(table, {})
    assert header is not None
    return [
        (
            one.number, one.name, one.sex, one.birth_date, one.region, one.flags, one.hint.category,
            one.hint.basis, one.id_text, one.fingerprint, [list(p) for p in one.problems],
            json.loads(one.content),
        )
        for one in storing._rows_of(load, table, header, 0)
    ]  # fmt: skip


def by_columns(load: Load, table: Table, after: int = 0) -> list[Any]:
    header = storing.header_for(table, {})
    assert header is not None
    teller = FrameTeller(load, table, header)
    return [
        (
            one["number"], one["name"], one["sex"], one["birth_date"], one["region"],
            [flag for flag in one["flags"].strip("{}").split(",") if flag], one["hint"],
            one["basis"], one["id_text"], one["fingerprint"], json.loads(f"[{one['problems']}]"),
            json.loads(f"{{{one['content']}}}"),
        )
        for frame in teller.frames(after) for one in teller.tell(frame).iter_rows(named=True)
    ]  # fmt: skip


@given(rows=lists(), quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
@settings(max_examples=120)
def test_columns_and_rows_say_the_same(rows: list[list[str]], quoting: int) -> None:
    load, table = the_table(written(rows, quoting))
    if storing.header_for(table, {}) is not None:
        assert by_columns(load, table) == by_rows(load, table)


@given(st.text('姓名张三,"\r\n\t\x01;例 =1', max_size=80), st.integers(0, 2))
@settings(max_examples=300)
def test_a_frame_holds_the_cells_of_its_rows(text: str, above: int) -> None:
    block = f"甲,乙\n{text.strip()}\n丙,丁\n".encode()
    rows = read_rows(block)[above:]
    frame = frame_as_read(block, above, 1)
    width = frame.width
    found = [[cell or "" for cell in row] for row in frame.iter_rows()]
    assert found == [(row + [""] * width)[:width] for row in rows]
    assert all(len(row) < width for row in rows)


def test_a_list_is_taken_up_after_any_row() -> None:
    rows = [[f"周{'甲乙丙丁戊己庚'[n % 7]}", "男", an_id(order=2 * n + 1)] for n in range(40)]
    load, table = the_table(written([["姓名", "性别", "身份证号"], *rows], csv.QUOTE_MINIMAL))
    whole = by_columns(load, table)
    assert [one[0] for one in whole] == list(range(2, 42))
    assert by_columns(load, table, 17) == whole[16:]


def test_today_decides_who_is_an_adult() -> None:
    born = clock.today().replace(year=clock.today().year - 18)
    rows = [["姓名", "性别", "身份证号"], ["周小航", "男", an_id(f"{born:%Y%m%d}")]]
    load, table = the_table(written(rows, csv.QUOTE_MINIMAL))
    assert by_columns(load, table)[0][5] == ["adult"]
