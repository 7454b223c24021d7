"""The rules of a scheme, each with its reason in words."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuantong.aid.rules import Facts, Terms, Tone, broken, check

DAY = dt.date(2018, 8, 24)
TERMS = Terms(
    opens_on=dt.date(2018, 7, 1), closes_on=dt.date(2018, 9, 30), youngest=6, oldest=15, sex="女",
    labels=["孤儿", "困境"], stages=["小学", "初中"], papers=["在校证明"], fen=2_000_00,
    is_ceiling=False,
)  # fmt: skip
FITS = Facts(
    on=DAY, on_register=True, age=9, sex="女", labels=["孤儿"], stage="小学", papers=["在校证明"],
    asked_fen=2_000_00,
)  # fmt: skip
CASES = [
    ("年龄", {"age": 16}, Tone.BROKEN, "满16周岁，本项目限6至15周岁"),
    ("年龄", {"age": 5}, Tone.BROKEN, "未满6周岁，本项目限6至15周岁"),
    ("年龄", {"age": None}, Tone.UNKNOWN, "出生日期没有登记，本项目限6至15周岁"),
    ("年龄", {"age": 15}, Tone.FITS, "15周岁，符合6至15周岁"),
    ("性别", {"sex": "男"}, Tone.BROKEN, "男孩，本项目限女孩"),
    ("性别", {"sex": ""}, Tone.UNKNOWN, "性别没有登记，本项目限女孩"),
    ("类别", {"labels": ["留守"]}, Tone.BROKEN, "留守，本项目限孤儿、困境"),
    ("类别", {"labels": []}, Tone.BROKEN, "没有认定类别，本项目限孤儿、困境"),
    ("类别", {"labels": ["困境", "孤儿"]}, Tone.FITS, "孤儿、困境"),
    ("就学", {"stage": "高中"}, Tone.BROKEN, "高中，本项目限小学、初中"),
    ("就学", {"stage": ""}, Tone.UNKNOWN, "就学情况没有登记，本项目限小学、初中"),
    ("金额", {"asked_fen": 3_000_00}, Tone.BROKEN, "申请3,000元，本项目每人2,000元"),
    ("材料", {"papers": []}, Tone.UNKNOWN, "还缺在校证明"),
    ("在册", {"on_register": False}, Tone.BROKEN, "已退出台账"),
    ("受理期", {"on": dt.date(2018, 10, 1)}, Tone.BROKEN,
     "2018年10月1日不在受理期内，受理期是2018年7月1日至2018年9月30日"),
    ("其他救助", {"other": ["2018年3月1日从民政得到1,000元（临时救助）"]}, Tone.LOOK,
     "2018年3月1日从民政得到1,000元（临时救助）"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "facts", "tone", "words"), CASES)
def test_each_rule_says_in_words_why(rule: str, facts: dict, tone: Tone, words: str) -> None:
    found = {one.rule: one for one in check(TERMS, replace(FITS, **facts))}
    assert (found[rule].tone, found[rule].words) == (tone, words)


def test_who_fits_breaks_no_rule() -> None:
    assert {one.tone for one in check(TERMS, FITS)} == {Tone.FITS}


@given(age=st.none() | st.integers(0, 30), youngest=st.integers(0, 20), span=st.integers(0, 5))
def test_an_age_is_broken_exactly_outside_the_limits(
    age: int | None, youngest: int, span: int
) -> None:
    terms = replace(TERMS, youngest=youngest, oldest=youngest + span)
    found = broken(check(terms, replace(FITS, age=age)))
    outside = age is not None and not youngest <= age <= youngest + span
    assert [one.rule for one in found] == ["年龄"] * outside


def test_a_scheme_that_asks_nothing_of_sex_label_or_school_checks_nothing_of_them() -> None:
    free = replace(TERMS, sex="", labels=[], stages=[], papers=[])
    assert [one.rule for one in check(free, FITS)] == ["在册", "受理期", "年龄", "金额"]
