"""A definition that contradicts itself is refused; one that is written stays."""

from copy import deepcopy
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from nuantong.instruments.definition import Contradiction
from nuantong.instruments.models import InstrumentVersion
from nuantong.instruments.reading import read, shipped
from nuantong.instruments.shipping import ship

SOUND: dict[str, Any] = {
    "code": "x", "version": "1", "title": "甲", "short": "甲", "measures": "乙", "informant": "self",
    "ages": [8, 16], "options": [[0, "否"], [1, "是"]], "items": ["一", "二", "三"], "licence": "-",
    "source": "-", "reverse": "2",
    "scales": [
        {"code": "total", "title": "总分", "items": "1-3", "bands": [
            {"colour": "yellow", "score": 1, "words": "-"}, {"colour": "red", "score": 3, "words": "-"}]},
    ],
}  # fmt: skip


def bands_of(*bands: dict[str, Any]) -> dict[str, Any]:
    """The one scale with these cut-offs."""
    return {"scales": [{"code": "total", "title": "总分", "items": "1-3", "bands": list(bands)}]}


WRONG = [
    ({"reverse": "2,4"}, "反向计分写的第4题不存在"),
    ({"red": [{"item": 9, "at_least": 1, "words": "-"}]}, "红色题写的第9题不存在"),
    ({"red": [{"item": 1, "at_least": 2, "words": "-"}]}, "超过了最高分"),
    ({"items": ["一", "", "三"]}, "第2题没有题目"),
    ({"items": 0}, "一道题也没有"),
    ({"options": [[0, "否"], [0, "是"]]}, "分值不能重复"),
    ({"options": [[0, "否"], [1, ""]]}, "有选项没有文字"),
    ({"ages": [8, float("inf")]}, "写法不对"),
    ({"informant": "dog"}, "不认识"),
    ({"ages": [16, 8]}, "适用年龄写反了"),
    ({"ages": "8-16"}, "写法不对"),
    ({"scales": []}, "第一个分量表必须是总分"),
    ({"scales": [{"code": "total", "title": "总分", "items": "1,1"}]}, "第1题写了2次"),
    ({"scales": [{"code": "total", "title": "总分", "of": ["a"]}]}, "“a”不存在"),
    ({"scales": [{"code": "total", "title": "总分"}]}, "要么写题号"),
    ({"scales": [{"code": "total", "title": "总分", "items": "1-3", "missing": 3}]}, "允许缺3题"),
    (
        {"scales": [{"code": "total", "title": "总分", "items": "1-3", "bands": [
            {"colour": "yellow", "score": 3, "words": "-"}, {"colour": "red", "score": 1, "words": "-"}]}]},
        "互相重叠",
    ),
    ({"reverse": "3-1"}, "题号“3-1”写反了"),
    ({"reverse": "1-99999999999"}, "太大"),
    ({"items": 10**9}, "最多500题"),
    ({"revers": "2"}, "不认识的“revers”"),
    ({"lie": {"items": "1-2", "value": 1, "at_least": 1, "most": 2}}, "测谎.*不认识的“most”"),
    ({"lie": {"items": "1-2", "value": 3, "at_least": 1}}, "分值3不是第1题的选项"),
    ({"lie": {"items": "1-2", "value": 1, "at_least": 3}}, "“至少3道”做不到"),
    ({"item_options": {"4": [[0, "否"], [1, "是"]]}}, "第4题不存在"),
    ({"seen_by": ["everybody"]}, "“everybody”不认识"),
    ({"administered_by": []}, "谁可以发放"),
    (bands_of({"colour": "yellow", "score": 2, "words": "-"}, {"colour": "red", "score": 1, "words": "-", "sex": "女"}), "互相重叠"),
    (bands_of({"colour": "yellow", "score": 2, "words": "-", "ages": [8, 12]}, {"colour": "yellow", "score": 1, "words": "-", "ages": [12, 16]}), "互相重叠"),
    (bands_of({"colour": "yellow", "score": 2, "words": "-", "sex": "猫"}), "对象写错了"),
    (bands_of({"colour": "yellow", "score": 2, "word": "-"}), "分界.*不认识的“word”"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), WRONG, ids=[said for _, said in WRONG])
def test_a_definition_that_contradicts_itself_is_refused_with_where(
    change: dict[str, Any], said: str
) -> None:
    assert read(SOUND).total.title == "总分"
    with pytest.raises(Contradiction, match=said):
        read({**deepcopy(SOUND), **change})


def test_cut_offs_of_groups_that_never_meet_may_differ() -> None:
    girls = {"colour": "red", "score": 1, "words": "-", "sex": "女"}
    boys = {"colour": "yellow", "score": 2, "words": "-", "sex": "男"}
    assert read({**SOUND, **bands_of(girls, boys)}).total.bands[0].sex == "女"


def test_what_is_shipped_is_there_once_and_is_what_the_files_say(db: None) -> None:
    ship()
    rows = InstrumentVersion.objects.select_related("instrument")
    assert {row.instrument.code: row.rules for row in rows} == shipped()


def test_no_version_is_altered_or_removed(db: None) -> None:
    row = InstrumentVersion.objects.first()
    assert row is not None
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        InstrumentVersion.objects.filter(pk=row.pk).update(definition={})
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        row.delete()
