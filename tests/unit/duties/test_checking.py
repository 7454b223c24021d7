"""A protocol nobody could keep, or that contradicts itself, is refused at the place of the fault."""

import datetime as dt
from typing import Any

import pytest

from nuantong.calendars.civil import default_calendar
from nuantong.duties.protocols import parse_definition, shipped_definition
from nuantong.duties.protocols.checking import Fault, faults
from nuantong.duties.protocols.wording import STAGE_WORDS, differences, duty_in_words
from nuantong.people.models import Child

CALENDAR = default_calendar()
SINCE = dt.date(2018, 9, 3)
FACE = [{"acts": ["meet"], "means": ["face"]}]


def found(*duties: dict[str, Any]) -> list[Fault]:
    usual = {"title": "每周见一次面", "code": "week", "period": "week", "accepts": FACE}
    rows = [{**usual, **duty} for duty in duties]
    definition = parse_definition({"code": "x", "title": "某方案", "duties": rows})
    return faults(definition, CALENDAR, SINCE, STAGE_WORDS)


def way(**changes: Any) -> list[dict[str, Any]]:
    return [{"acts": ["meet"], **changes}]


@pytest.mark.parametrize(
    ("duty", "field", "message"),
    [
        ({"catch_up": True, "grace_days": 8}, "grace_days", "最多7天"),
        ({"times": 32}, "times", "最多31次"),
        ({"accepts": way(means=["phone"])}, "means", "见面要当面才行"),
        ({"accepts": way(acts=["activity"], means=["video"])}, "means", "亲子活动要当面"),
        ({"accepts": way(acts=["festival"], means=["face"])}, "festivals", "至少选一个"),
        ({"accepts": way(stages=["university"])}, "stages", "不认识的学段：university"),
        ({"period": "term", "accepts": way(in_term=False)}, "period", "永远无法完成"),
    ],
)
def test_each_fault_is_told_at_its_field(duty: dict[str, Any], field: str, message: str) -> None:
    [fault] = found(duty)
    assert (fault.duty, fault.field) == (0, field)
    assert message in fault.message


@pytest.mark.parametrize(
    "duty",
    [
        {"catch_up": True, "grace_days": 7},
        {"catch_up": False, "grace_days": 9},
        {"accepts": way(means=["phone", "video"], boarding=True, in_term=True)},
        {"accepts": way(acts=["meet", "talk"], means=["phone"])},
        {"accepts": way(acts=["festival"], means=["face"], festivals=["birthday"])},
    ],
)
def test_what_can_be_kept_is_not_refused(duty: dict[str, Any]) -> None:
    assert found(duty) == []


def test_all_faults_are_told_at_once() -> None:
    places = [(one.duty, one.field) for one in found({"times": 40}, {"code": "b", "times": 40})]
    assert places == [(1, "title"), (0, "times"), (1, "times")]


@pytest.mark.parametrize("code", ["six-ones", "liangping-five", "dali-six-x"])
def test_what_is_shipped_has_no_fault(code: str) -> None:
    assert faults(shipped_definition(code), CALENDAR, SINCE, STAGE_WORDS) == []


def test_every_stage_of_a_child_has_its_word() -> None:
    assert set(STAGE_WORDS) == {stage for stage in Child.Stage.values if stage}
    assert all(Child.Stage(stage).label == word for stage, word in STAGE_WORDS.items())


def test_a_duty_is_said_in_one_sentence() -> None:
    week, *_ = shipped_definition("six-ones").duties
    assert duty_in_words(week) == "每周至少一次：见面（当面）。宽限3天，过期不能补做。"


def test_the_difference_of_two_versions_can_be_read() -> None:
    before = shipped_definition("six-ones")
    assert differences(before, before) == []
    told = differences(before, shipped_definition("liangping-five"))
    assert "取消：每周见一次面。" in told
    assert any(
        line.startswith("新增：每季度见一次面（每季度至少一次：见面（当面）") for line in told
    )
    assert any(line.startswith("每半月谈一次心：改称“每半月电话或视频联系一次”") for line in told)
