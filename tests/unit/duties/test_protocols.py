"""A definition that could never be met, or is not understood, is refused with its place."""

import datetime as dt
from typing import Any

import pytest

from nuantong.calendars.civil import default_calendar
from nuantong.calendars.periods import Rule
from nuantong.duties.protocols import InvalidDefinition, parse_definition, shipped_definition
from nuantong.duties.protocols.meetable import refuse_what_cannot_be_met

WEEKLY: dict[str, Any] = {
    "code": "week",
    "title": "每周见一次面",
    "period": "week",
    "accepts": [{"acts": ["meet"], "means": ["face"]}],
}


def protocol(*duties: dict[str, Any]) -> dict[str, Any]:
    return {"code": "example", "title": "示例", "duties": list(duties)}


def test_the_six_ones_owe_ninety_five_windows_a_year() -> None:
    a_year = {"week": 52, "half_month": 24, "month": 12, "quarter": 4, "term": 2, "year": 1}
    duties = shipped_definition("six-ones").duties

    assert [duty.code for duty in duties] == list(a_year)
    assert sum(duty.times * a_year[duty.period] for duty in duties) == 95


def test_grace_has_a_default_for_each_period() -> None:
    (duty,) = parse_definition(protocol(WEEKLY)).duties

    assert (duty.period, duty.times, duty.grace_days, duty.catch_up) == (Rule.WEEK, 1, 3, False)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"period": "fortnight"}, "职责 week：“fortnight”不可用"),
        ({"accepts": []}, "职责 week：缺少 accepts"),
        ({"accepts": [{"means": ["face"]}]}, "没有写明需要做什么"),
        ({"accepts": [{"acts": ["meet"], "means": ["letter"]}]}, "“letter”不可用"),
        ({"times": 0}, "times 应是不小于 1 的整数"),
        ({"grace_days": -1}, "grace_days 应是不小于 0 的整数"),
        ({"grace": 3}, "不认识的内容 grace"),
        ({"title": ""}, "缺少 title"),
    ],
)
def test_a_faulty_duty_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidDefinition, match=message):
        parse_definition(protocol({**WEEKLY, **change}))


def test_two_duties_cannot_share_a_code() -> None:
    with pytest.raises(InvalidDefinition, match="职责代码有重复"):
        parse_definition(protocol(WEEKLY, WEEKLY))


@pytest.mark.parametrize("code", ["six-ones", "liangping-five", "dali-six-x"])
def test_what_is_shipped_can_be_met(code: str) -> None:
    definition = shipped_definition(code)

    refuse_what_cannot_be_met(definition.duties, default_calendar(), dt.date(2018, 1, 1))
    assert definition.code == code
