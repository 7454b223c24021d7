"""Words of cells: parents' situations, and how many households a carer can take."""

import datetime as dt

import pytest

from nuantong.rosters.cells import Cells
from nuantong.rosters.codes import parents_of
from nuantong.rosters.locating import Locator
from nuantong.rosters.reading_carers import CarerReader
from nuantong.rosters.reading_children import ChildReader
from nuantong.rosters.rows import Line
from tests.unit.regions.test_gazetteer import CITY

ON = dt.date(2018, 8, 24)


@pytest.mark.parametrize(
    ("text", "father", "mother"),
    [
        ("父死亡、母失联", "死亡", "失联"),
        ("父亡母失踪", "亡", "失踪"),
        ("父母双亡", "死亡", "死亡"),
        ("双亲死亡", "死亡", "死亡"),
        ("爸死妈改嫁", "死", "改嫁"),
        ("父亲服刑，母亲改嫁", "服刑", "改嫁"),
        ("父母均服刑", "服刑", "服刑"),
        ("父在押 母失联", "在押", "失联"),
        ("父母一方死亡一方失联", "", ""),
        ("父或母重残", "", ""),
        ("外祖父去世；父服刑", "服刑", ""),
        ("继父服刑，母失联", "", "失联"),
        ("单亲", "", ""),
    ],
)
def test_what_is_said_of_both_parents_in_one_cell(text: str, father: str, mother: str) -> None:
    assert parents_of(text) == (father, mother)


def a_child(**said: object) -> object:
    names = list(said)
    columns = {name: at for at, name in enumerate(names)}
    headings = {"name": "姓名", "category": "类别", "birth_date": "出生日期", "parents": "父母情况"}
    reader = ChildReader(Locator(CITY), "台账", columns=columns, headings=headings, on=ON)
    return reader.read(Line(5, list(said.values())))


@pytest.mark.parametrize(
    ("category", "father", "mother", "label", "remark"),
    [
        ("事实无人抚养儿童（父死亡、母失联）", "dead", "lost_contact", "unattended", ""),
        ("孤儿（父母双亡）", "dead", "dead", "orphan", ""),
        ("事实孤儿【父服刑，母改嫁】", "in_prison", "left_home", "unattended", ""),
        ("困境儿童（重病）", "", "", "hardship", ""),
        ("留守儿童（父母均外出务工）", "working_away", "working_away", "left_behind", ""),
    ],
)
def test_situations_in_a_bracket_behind_the_category(
    category: str, father: str, mother: str, label: str, remark: str
) -> None:
    entry = a_child(name="张三", category=category)
    assert (entry.father.status, entry.mother.status) == (father, mother)
    assert ([one.category for one in entry.labels], entry.remark) == ([label], remark)
    assert not entry.problems


def test_a_column_of_the_parents_goes_before_a_bracket() -> None:
    entry = a_child(name="张三", parents="父死亡", category="事实无人抚养（父服刑，母失联）")
    assert (entry.father.status, entry.mother.status) == ("dead", "")


def test_a_birth_date_that_cannot_be_read_is_kept_in_the_remark() -> None:
    entry = a_child(name="张三", birth_date="2010年5月")
    assert (entry.birth_date, entry.remark) == (None, "出生日期：2010年5月")


CAPACITIES: list[tuple[str, int | None, bool]] = [
    ("0", 0, False), ("2户", 2, False), ("两户", 2, False), ("十二户", 12, False),
    ("最多3户", 3, False), ("不超过2户", 2, False), ("2户（4名儿童）", 2, False),
    ("1户2人", 1, False), ("2户以上", 2, False), ("暂不", 0, False), ("无", None, False),
    ("2-3户", 2, True), ("一至两户", 1, True), ("两三户", 2, True), ("2、3户", 2, True),
    ("不限", None, True), ("100", None, True), ("-1", None, True), ("1.5", None, True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "households", "noted"), CAPACITIES)
def test_how_many_households(text: str, households: int | None, noted: bool) -> None:
    columns = {"name": 0, "capacity": 1, "background_checked_on": 2}
    headings = {"name": "姓名", "capacity": "户数", "background_checked_on": "查询日期"}
    reader = CarerReader(Locator(CITY), "名册", columns=columns, headings=headings, on=ON)
    entry = reader.read(Line(5, ["王二", text, "2018年3月"]))
    assert (entry.capacity, any(p.column == "户数" for p in entry.problems)) == (households, noted)
    kept = [f"户数：{text}"] if noted and households is None else []
    assert entry.remark == "、".join([*kept, "查询日期：2018年3月"])


def test_further_phones_of_a_cell_are_told_of() -> None:
    cells = Cells({"phone": "13356143060、13900000002"}, {"phone": "电话"}, ON)
    assert cells.phone("phone") == "13356143060"
    assert "13900000002" in cells.problems[0].text
