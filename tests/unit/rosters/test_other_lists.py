"""Lists of other offices: what a stranger's list had that ours did not."""

import io

import openpyxl
import pytest

from nuantong.core.text import normalise_name, parse_phone
from nuantong.people.models import Carer, Child, Guardian
from nuantong.rosters import actions, reports
from nuantong.rosters.headers import find_header
from nuantong.rosters.reading import read_sheets
from nuantong.rosters.rows import data_lines
from tests.unit.rosters.sheets_made import Rows, an_id, sheet, xlsx

HOME = "巴南区麻柳嘴镇梓桐村1组"


def fields(*headings: str, kind: str = "children") -> list[str]:
    header = find_header(sheet([list(headings)]), kind)
    return [column.field for column in header.columns] if header else []


def imported(rows: Rows, reader, kind: str = "children") -> dict[str, object]:
    by = reader("city_officer")
    roster = actions.import_at_once(
        data=xlsx(rows), file_name="名册.xlsx", kind=kind, by=by, applying=True
    )
    return reports.report(roster)


def test_equal_headings_of_a_guardian_who_stands_first():
    found = fields("监护人姓名", "与儿童关系", "身份证号", "电话", "儿童姓名", "身份证号")
    assert found == [
        "guardian_name", "guardian_relation", "", "guardian_phone", "name", "id_number",
    ]  # fmt: skip


def test_of_two_equal_phones_the_first_is_the_childs():
    found = fields("姓名", "身份证号", "联系电话", "监护人", "与儿童关系", "联系电话")
    assert found[2] == ""
    assert found[5] == "guardian_phone"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("监护人信息-姓名", "guardian_name"),
        ("父亲信息_现状", "father_situation"),
        ("儿童监护人姓名", "guardian_name"),
        ("儿童父亲情况", "father_situation"),
    ],
)
def test_headings_with_their_group_in_one_line(heading, field):
    assert fields("儿童信息-姓名", "儿童信息-身份证号", heading) == ["name", "id_number", field]


STRANGE = {
    "name": "少儿姓名 受助对象姓名 未保对象姓名 对象姓名 人员姓名 被救助人姓名 小朋友姓名",
    "id_number": "证件编号 证号 ID号码 ID号 身份证ID",
    "birth_date": "生年月日",
    "guardian_name": "委托照护人 受委托照护人姓名 被委托监护人 代理监护人姓名 目前监护人 现实际监护人",
    "guardian_relation": "与该儿童的关系 和小朋友的关系 照护关系 抚养关系 与儿童之间关系",
    "guardian_phone": "家庭电话 家庭联系电话 家庭联系方式",
    "address": "目前居住地址 现在住址 现在居住地",
    "father_situation": "父亲基本情况 父亲具体情况 父亲生存状况 父亲类型 父亲是否健在 父亲健在否 父是否在世 生父是否去世",
    "mother_situation": "母亲失能情况 母亲无法履行监护职责情形 母亲是否健在（是/否） 母亲是否死亡 母亲健在情况",
    "disability": "是否残疾",
    "health": "身心状况",
    "stage": "就学状态",
    "school": "现就读学校",
    "needs": "主要困难 需要解决的困难 最需要的帮助 心愿 微心愿",
    "category": "救助类型 孤儿类型",
    "remark": "备",
}
STRANGE_CARERS = {
    "name": "结对妈妈姓名 爱心妈妈 代理妈妈姓名",
    "capacity": """结对能力 能带几户 愿意结对几户 计划结对户数 可帮扶困境家庭户数 结对意愿（户） 可承担户数 可结对家庭 能结对几户 结对能力（户） 意向结对户数 愿结对（户）""",
    "skills": "擅长方面 爱好特长",
    "post": "职业 工作单位及职务 工作单位职务",
    "background_checked_on": """从业禁止查询日期 性侵违法犯罪查询日期 违法犯罪信息查询日期 强制查询日期
    最近一次背景查询日期 犯罪记录查询时间 无犯罪记录查询时间 无犯罪证明开具日期 背景核查 从业查询日期
    背景审查通过日期 背景查询通过时间 最近背景查询日期""",
}


@pytest.mark.parametrize(("kind", "table"), [("children", STRANGE), ("carers", STRANGE_CARERS)])
def test_what_other_offices_call_their_columns(kind, table):
    for field, headings in table.items():
        usual = [
            h for h in ("性别", "姓名", "身份证号") if h[:1] != {"n": "姓", "i": "身"}.get(field[0])
        ]
        for heading in headings.split():
            assert fields(*usual, heading, kind=kind)[-1] == field, heading


def test_how_many_households_she_has_is_not_how_many_she_can_take():
    assert fields("姓名", "电话", "已结对户数", "可结对户数", kind="carers")[2:] == ["", "capacity"]


def test_a_header_of_two_rows_repeated_at_a_page_break_is_no_data():
    header = [["儿童基本情况", "", "监护人", ""], ["姓名", "身份证号", "姓名", "联系电话"]]
    child = ["张三丰", an_id(), "李四", "13800000001"]
    other = ["李四光", "", "王五", ""]
    page = sheet([*header, child, *header, other], [((0, 0), (0, 1)), ((0, 2), (0, 3))])
    found = find_header(page, "children")
    assert found is not None
    assert [line.number for line in data_lines(page, found)] == [3, 6]


def test_a_hidden_sheet_is_read_last():
    book = openpyxl.Workbook()
    book.active.title, book.active.sheet_state = "旧表", "hidden"
    for page, name in ((book.active, "王旧"), (book.create_sheet("新表"), "王新")):
        page.append(["姓名", "出生日期"])
        page.append([name, "2009-01-01"])
    book.active = 1
    file = io.BytesIO()
    book.save(file)
    assert [one.name for one in read_sheets(file.getvalue())] == ["新表", "旧表"]


@pytest.mark.parametrize("said", ["13812345678（奶奶）", "本人13812345678", "奶奶：138-1234-5678"])
def test_a_phone_with_a_word_about_whose_it_is(said):
    assert parse_phone(said).text == "13812345678"


def test_a_dot_before_a_remark_is_no_part_of_the_name():
    assert normalise_name("A.(") == "A"


@pytest.mark.django_db
def test_a_village_column_may_hold_the_whole_address(reader):
    imported([["姓名", "出生日期", "村"], ["张三丰", "2009-01-01", HOME]], reader)
    assert Child.objects.get(name="张三丰").place.level == 4


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["张晓明", "张小明"])
def test_a_homophone_without_id_in_the_same_family_is_repeated(reader, name):
    head = ["姓名", "身份证号", "出生日期", "监护人", "联系电话", "家庭住址"]
    family = ["李四", "13800000001", HOME]
    rows = [
        head,
        ["张小明", an_id(), "2008-03-20", *family],
        [name, "", "2008-03-20", *family],
    ]
    assert imported(rows, reader)["repeated"] == 1


@pytest.mark.django_db
def test_twins_are_never_one(reader):
    head = ["姓名", "身份证号", "出生日期", "监护人", "联系电话", "家庭住址"]
    family = ["李四", "13800000001", HOME]
    twins = [[name, "", "2008-03-20", *family] for name in ("张小明", "张小敏", "张大明")]
    assert imported([head, *twins], reader)["new"] == 3
    assert Guardian.objects.count() == 3


@pytest.mark.django_db
def test_households_a_carer_can_take(reader):
    said = {"0": 0, "2户": 2, "两户": 2, "十户": 10, "1个家庭": 1, "3名儿童": 3, "不限": 1}
    rows = [[f"王{chr(0x5B89 + n)}", f"138{n:08}", text] for n, text in enumerate(said)]
    imported([["姓名", "电话", "可结对户数"], *rows], reader, "carers")
    assert list(
        Carer.objects.filter(name__startswith="王")
        .order_by("id")
        .values_list("capacity", flat=True)
    ) == [*said.values()]
