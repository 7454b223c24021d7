"""Remarks of lists, as offices write them → the parents' situations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuantong.eligibility.values import Disability
from nuantong.eligibility.wording import disability_of, from_words


def told(text: str, **cells: str) -> tuple[str, str]:
    facts = from_words(text, **cells)
    return tuple("+".join(s.status for s in parent) for parent in (facts.father, facts.mother))


@pytest.mark.parametrize(
    ("text", "father", "mother"),
    [
        ("父强制隔离戒毒；母失踪", "drug_rehabilitation", "missing"),
        ("父死亡；母死亡", "dead", "dead"),
        ("父母双亡", "dead", "dead"),
        ("双亡", "dead", "dead"),
        ("父母外出务工", "working_away", "working_away"),
        ("父母均服刑", "in_prison", "in_prison"),
        ("父亲外出务工", "working_away", ""),
        ("父亡母改嫁", "dead", "left_home"),
        ("父：死亡 母：失联", "dead", "lost_contact"),
        ("爸爸坐牢，妈妈出走", "in_prison", "lost_contact"),
        ("父母离异，随母生活", "left_home", "caring"),
        ("祖父病故，随母亲生活", "", "caring"),
        ("外祖母去世；父服刑", "in_prison", ""),
        ("继父服刑", "", ""),
        ("父刑满释放；母失联", "", "lost_contact"),
        ("双亲死亡", "dead", "dead"),
        ("爸死妈改嫁", "dead", "left_home"),
        ("父母一方死亡一方失联", "", ""),
        ("父或母重残", "", ""),
        ("单亲", "", ""),
        ("随祖父母生活", "", ""),
        ("", "", ""),
        ("无", "", ""),
    ],
)
def test_of_each_parent_what_the_words_say(text: str, father: str, mother: str) -> None:
    assert told(text) == (father, mother)


@pytest.mark.parametrize(("text", "said"), [("单亲", "单亲"), ("随祖父母生活", "随祖父母生活"),
                                            ("父死亡", ""), ("无", "")])  # fmt: skip
def test_words_that_name_no_parent_are_kept(text: str, said: str) -> None:
    assert from_words(text).said == said


def test_a_cell_about_a_parent_goes_before_the_remark() -> None:
    assert told("父死亡；母失联", father="服刑") == ("in_prison", "lost_contact")


@pytest.mark.parametrize(("text", "months"), [("服刑三年", 36), ("判刑十二年", 144),
                                              ("服刑8个月", 8), ("服刑二十个月", 20), ("服刑", None)])  # fmt: skip
def test_a_term_is_read(text: str, months: int | None) -> None:
    assert from_words("", father=text).father[0].months == months


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("肢体二级", Disability("limbs", 2)),
        ("智力残疾三级", Disability("intellect", 3)),
        ("视力", Disability("sight")),
        ("残疾", Disability()),
        ("重残", Disability()),
        ("无残疾", None),
        ("健康", None),
        ("", None),
    ],
)
def test_a_disability_is_read(text: str, found: Disability | None) -> None:
    assert disability_of(text) == found


def test_a_grade_that_is_not_severe_stays_a_grade_for_the_rules_to_judge() -> None:
    (one,) = from_words("父肢体残疾三级").father
    assert (one.status, one.disability, one.grade) == ("severely_disabled", "limbs", 3)


@given(st.text(alphabet="父母亲爸妈祖外死亡失联服刑重残病三年级；，、 ()0123456789十", max_size=40))
def test_no_words_break_it(text: str) -> None:
    from_words(text, father=text, mother=text, disability=text)
