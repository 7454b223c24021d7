"""Many sheets at once say what each says by itself; the batch command writes it down."""

import csv
import random
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given, settings
from hypothesis import strategies as st

from nuantong.instruments.columns import COLOURS, MISSING, UNKNOWN, score_many
from nuantong.instruments.reading import read, shipped
from nuantong.instruments.scoring import score
from tests.unit.instruments.test_definitions import SOUND

BY_SEX = read(
    {
        **SOUND,
        "options": [[0, "否"], [2, "是"]],
        "scales": [
            {"code": "total", "title": "总分", "items": "1-3", "missing": 1, "bands": [
                {"colour": "yellow", "score": 2, "words": "-", "sex": "女", "ages": [8, 12]},
                {"colour": "orange", "score": 4, "words": "-", "place": "rural"}]},
        ],
    }
)  # fmt: skip
DEFINITIONS = [*shipped().values(), BY_SEX]


@given(st.sampled_from(DEFINITIONS), st.integers(0, 2**32), st.sampled_from(["", "rural"]))
@settings(max_examples=60)
def test_columns_say_what_the_rule_says_of_each_sheet(definition, seed, place):
    chance = random.Random(seed)
    gaps, spoilt = chance.choice([0, 0.02, 0.3]), chance.choice([0, 0, 0.01])
    answers = np.array([_sheet(definition, chance, gaps, spoilt) for _ in range(12)], np.int16)
    ages = np.array([chance.choice([UNKNOWN, 7, 11, 14, 40]) for _ in answers])
    sexes = np.array([chance.choice(["男", "女", ""]) for _ in answers], object)
    found = score_many(definition, answers, ages, sexes, place=place)
    for row, line in enumerate(answers.tolist()):
        given = {n: None if value == MISSING else value for n, value in enumerate(line, 1)}
        age = None if ages[row] == UNKNOWN else int(ages[row])
        one = score(definition, given, age=age, sex=sexes[row], place=place)
        values = {
            code: None if v[row] == MISSING else int(v[row]) for code, v in found.values.items()
        }
        colour = None if found.colour[row] == UNKNOWN else COLOURS[found.colour[row]]
        assert values == {"total": one.total, **one.subscales}
        assert (colour, found.valid[row], found.red[row]) == (one.colour, one.valid, one.red)
        assert found.reason[row] == one.reason


def _sheet(definition, chance, gaps, spoilt):
    if chance.random() < 0.2:
        return [definition.items[0].highest] * len(definition.items)
    return [
        MISSING if chance.random() < gaps
        else item.highest + 1 if chance.random() < spoilt
        else chance.choice(item.options).value
        for item in definition.items
    ]  # fmt: skip


def test_a_definition_without_sheets_has_no_scores():
    found = score_many(BY_SEX, np.zeros((0, 3), np.int16))
    assert [len(column) for column in (found.values["total"], found.colour, found.reason)] == [
        0
    ] * 3


def written(path: Path, lines: list[str], encoding: str = "utf-8") -> Path:
    path.write_bytes("\n".join(lines).encode(encoding))
    return path


def test_the_command_writes_a_row_for_each_sheet_with_its_reason(tmp_path):
    source = written(
        tmp_path / "answers.csv",
        ["respondent,age,sex,i1,i2,i3,i4,i5,i6,i7,school", "甲,13,女,1,1,1,1,1,0,0,x",
         "乙,十三,X,1,1,1,1,1,1,多,x", "丙,13,男,2.0,1,1,1,1,1,,", "丁,9,男,0,0,0,0,0,0,0"],
        "gb18030",
    )  # fmt: skip
    target = tmp_path / "scores.csv"
    call_command("score", "gad-7", source, "--out", target, stdout=(tmp_path / "said").open("w"))
    rows = list(csv.DictReader(target.open(encoding="utf-8")))
    assert [(r["respondent"], r["total"], r["colour"], r["valid"], r["red"]) for r in rows] == [
        ("甲", "5", "yellow", "1", "0"), ("乙", "", "", "0", "0"), ("丙", "", "", "0", "0"),
        ("丁", "0", "green", "1", "0"),
    ]  # fmt: skip
    assert rows[0]["reason"] == ""
    assert rows[1]["reason"] == "第7题“多”不在选项里；年龄“十三”不是整数；性别“X”不是男或女"
    assert rows[2]["reason"] == "缺答1题，太多，不计分"
    assert rows[3]["reason"] == "每题答案都一样，请核对；9岁不在适用年龄12至120岁内"


@pytest.mark.parametrize(
    ("instrument", "head", "said"),
    [
        ("phq9", "respondent,age,sex", "没有“phq9”这份量表"),
        ("who-5", "respondent,age,sex,i1,i2,i3,i4", "第1行没有“i5”列"),
        ("who-5", "respondent,age,sex,i1,i2,i3,i4,i5,i6", "WHO-5只有5题"),
        ("who-5", "respondent,age,sex,i1,i1,i2,i3,i4,i5", "不止一个“i1”列"),
        ("who-5", "", "第1行没有“respondent”列"),
    ],
)
def test_a_wrong_file_is_refused_and_nothing_is_written(tmp_path, instrument, head, said):
    source, target = (
        written(tmp_path / "answers.csv", [head, "1,9,男,1,1,1,1,1,1"]),
        tmp_path / "out.csv",
    )
    with pytest.raises(CommandError, match=said):
        call_command("score", instrument, source, "--out", target)
    assert sorted(tmp_path.iterdir()) == [source]
