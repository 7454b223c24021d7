"""Headers in the shapes offices give them: where they are and what their columns hold."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuantong.rosters.headers import find_header, guess_kind
from tests.unit.rosters.sheets_made import HEADER, TITLE, a_child, a_ledger, sheet

DATA = ["张三", "男", "2008-03-20"]
CHILDREN: list[tuple[list[list[Any]], dict[str, int]]] = [
    ([["姓名", "性别", "出生年月"]], {"name": 0, "sex": 1, "birth_date": 2}),
    ([["儿童姓名（必填）", "*身份证号码", "生日"]], {"name": 0, "id_number": 1, "birth_date": 2}),
    ([["孩子\n姓名", "公民身份\n号码", "所属区县"]], {"name": 0, "id_number": 1, "district": 2}),
    ([["姓　名", "身 份 证 号", "镇街"]], {"name": 0, "id_number": 1, "township": 2}),
    ([["学生姓名", "学籍号/身份证号", "班级"]], {"name": 0, "id_number": 1, "school_class": 2}),
    ([["姓名", "学籍号", "身份证号"]], {"name": 0, "id_number": 2}),
    ([["姓名", "残疾证号", "残疾等级"]], {"name": 0, "id_number": 1, "disability_grade": 2}),
    (
        [["姓名", "身份证号", "姓名", "身份证号", "与儿童关系"]],
        {"name": 0, "id_number": 1, "guardian_name": 2, "guardian_relation": 4},
    ),
    (
        [["姓名", "出生日期", "姓名", "与儿童关系", "联系电话"]],
        {"name": 0, "guardian_name": 2, "guardian_relation": 3, "guardian_phone": 4},
    ),
    (
        [["姓名", "与孩子的关系", "联系方式", "姓名", "身份证号"]],
        {"guardian_name": 0, "guardian_relation": 1, "guardian_phone": 2, "name": 3},
    ),
    (
        [
            [
                "姓名",
                "出生日期",
                "父亲姓名",
                "联系电话",
                "母亲姓名",
                "联系电话",
                "监护人",
                "联系电话",
            ]
        ],
        {"father_name": 2, "mother_name": 4, "guardian_name": 6, "guardian_phone": 7},
    ),
    (
        [["儿童姓名", "家长姓名", "家长电话", "家庭住址", "是否住校"]],
        {"name": 0, "guardian_name": 1, "guardian_phone": 2, "address": 3, "boarding": 4},
    ),
    (
        [["姓名", "身份证号", "父亲", "现状", "母亲", "现状"]],
        {"name": 0, "father_name": 2, "father_situation": 3, "mother_name": 4},
    ),
    (
        [
            ["序号", "儿童基本情况", "", "监护人", "", ""],
            ["", "姓名", "出生日期", "姓名", "关系", "电话"],
        ],
        {"name": 1, "birth_date": 2, "guardian_name": 3, "guardian_relation": 4},
    ),
    (
        [["姓名", "身份证号", "父亲", "", "母亲", ""], ["", "", "姓名", "现状", "姓名", "现状"]],
        {"name": 0, "father_name": 2, "father_situation": 3, "mother_situation": 5},
    ),
    (
        [["姓名", "户籍地", "", "现居住地", "", ""], ["", "区县", "乡镇", "区县", "乡镇", "村"]],
        {"registered_district": 1, "registered_township": 2, "district": 3, "village": 5},
    ),
    (
        [["姓名", "残疾", "", "班主任", ""], ["", "类别", "等级", "姓名", "电话"]],
        {"disability_kind": 1, "disability_grade": 2, "teacher_name": 3, "teacher_phone": 4},
    ),
    (
        [["姓名", "身份证号", "联系电话（监护人）", "监护人与儿童关系", "儿童类别"]],
        {"guardian_phone": 2, "guardian_relation": 3, "category": 4},
    ),
    ([["姓名", "身份证复印件是否齐全", "身份证号"]], {"name": 0, "id_number": 2}),
]


@pytest.mark.parametrize(("head", "expected"), CHILDREN)
def test_a_header_is_understood(head: list[list[Any]], expected: dict[str, int]) -> None:
    width = len(head[-1])
    rows = [[TITLE], ["填报单位：市民政局", "", "2018年8月"], *head, (DATA + [""] * width)[:width]]
    header = find_header(sheet(rows), "children")
    assert header is not None
    assert header.leaf == 1 + len(head)
    assert expected.items() <= header.index_of.items()


def test_a_phone_of_the_father_is_not_the_guardians() -> None:
    head = ["姓名", "出生日期", "父亲姓名", "联系电话", "母亲姓名", "联系电话"]
    header = find_header(sheet([head, DATA]), "children")
    assert header is not None
    assert "guardian_phone" not in header.index_of
    assert header.unmapped == ["联系电话", "母亲·联系电话"]


def test_columns_nothing_takes_are_listed_and_stop_nothing() -> None:
    head = ["序号", "姓名", "银行卡号", "身份证号", "低保证编号"]
    header = find_header(sheet([head, [1.0, "张三", "6222", "", "A1", "手写"]]), "children")
    assert header is not None
    assert header.unmapped == ["银行卡号", "低保证编号", "（无标题，F列）"]


def test_carers_columns_are_understood() -> None:
    head = [
        "序号", "爱心妈妈姓名", "性别", "身份证号码", "联系电话", "所在区县", "镇街", "村居",
        "现任职务", "专长", "可结对户数", "违法犯罪记录查询日期", "备注",
    ]  # fmt: skip
    found = sheet([["爱心妈妈花名册"], head])
    assert guess_kind(found) == "carers"
    header = find_header(found, "carers")
    assert header is not None
    assert header.unmapped == []
    assert list(header.index_of) == [
        "serial", "name", "sex", "id_number", "phone", "district", "township", "village", "post",
        "skills", "capacity", "background_checked_on", "remark",
    ]  # fmt: skip


def test_a_header_repeated_early_is_not_the_header() -> None:
    """The row above its repetition could be taken for groups."""
    head = ["姓名", "身份证号", "就学情况", "父亲情况"]
    rows = [head, ["张三", "待补", "小学", "失踪"], head, ["李四", "待补", "小学", "死亡"]]
    header = find_header(sheet(rows), "children")
    assert header is not None
    assert (header.top, header.leaf) == (0, 0)


def test_the_kind_of_a_ledger_is_guessed() -> None:
    assert guess_kind(sheet(a_ledger([a_child(1)]))) == "children"


def test_without_a_header_there_is_none() -> None:
    assert find_header(sheet([["会议通知"], ["各区县妇联："]]), "children") is None
    assert find_header(sheet([DATA, DATA]), "children") is None


@given(st.randoms(use_true_random=False), st.integers(0, 6))
def test_order_of_columns_and_lines_above_do_not_matter(chance: random.Random, above: int) -> None:
    order = list(range(len(HEADER)))
    chance.shuffle(order)
    rows = [[f"说明第{n}条：请如实填写"] for n in range(above)]
    rows += [[HEADER[i] for i in order], [a_child(3)[i] for i in order]]
    header = find_header(sheet(rows), "children")
    assert header is not None
    assert header.leaf == above
    assert header.unmapped == []
    assert header.index_of["name"] == order.index(HEADER.index("姓名"))
    assert header.index_of["guardian_name"] == order.index(HEADER.index("监护人"))
