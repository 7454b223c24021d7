"""Phones, dates and small words."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuantong.core.text import (
    normalise_phone,
    parse_date,
    parse_phone,
    parse_sex,
    parse_yes_no,
)

ON = dt.date(2018, 8, 24)
DAY = dt.date(2008, 3, 20)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("13356143060", "13356143060"),
        (13356143060.0, "13356143060"),
        ("13356143060.0", "13356143060"),
        ("+8617445180714", "17445180714"),
        ("8617445180714", "17445180714"),
        ("008617445180714", "17445180714"),
        ("189-6669-3258", "18966693258"),
        ("189 6669 3258", "18966693258"),
        ("１８９６６６９３２５８", "18966693258"),
        ("'18966693258", "18966693258"),
        ("023-12345678", "023-12345678"),
        ("023 12345678", "023-12345678"),
        ("（023）12345678", "023-12345678"),
        ("02362345678", "023-62345678"),
        ("62345678", "62345678"),
        ("13356143060/18966693258", "13356143060"),
        ("坏号、18966693258", "18966693258"),
        ("", ""),
        ("无", ""),
    ],
)
def test_a_phone_is_read(cell: object, number: str) -> None:
    assert parse_phone(cell).text == number
    assert parse_phone(cell).problem == ""


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("1335614306", "10位"),
        ("133561430601", "12位"),
        ("1.33561E+10", "科学记数法"),
        ("张三", "不是电话"),
        ("12345678901", "核对"),
    ],
)
def test_a_wrong_phone_says_what_is_wrong(cell: str, says: str) -> None:
    assert parse_phone(cell).text == ""
    assert says in parse_phone(cell).problem


def test_further_numbers_of_a_cell_are_not_lost() -> None:
    assert parse_phone("13356143060、023-62345678").others == ("023-62345678",)


def test_a_number_that_is_none_is_still_something_to_look_up() -> None:
    assert normalise_phone(" abc ") == "abc"


@pytest.mark.parametrize(
    "cell",
    [
        "2008-03-20", "2008/3/20", "2008.3.20", "20080320", 20080320.0, "2008年3月20日",
        "2008年03月20号", "２００８－０３－２０", "2008-03-20 00:00:00", "2008-3-20T08:00",
        "二〇〇八年三月二十日", "2008、3、20", "2008 3 20", 39527.0, "39527", "20/03/2008",
        dt.date(2008, 3, 20), dt.datetime(2008, 3, 20, 8, 0), "'2008-03-20", "20080320.0",
        "二〇〇八年三月廿日".replace("廿", "二十"), "二oo八年3月20日", "贰零零捌年叁月贰拾日", "2008 年 3 月 20 日",
        "2008年3月20日生", "出生于2008.3.20", "公历2008年3月20日", "2008-3-20（阳历）", "2008.03.20.",
        "2008年3月20日 星期四", "2008/3/20 上午 12:00:00", "2008.0320", "Mar 20, 2008", "20-March-2008",
        39527.75,
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_style(cell: object) -> None:
    assert parse_date(cell, ON) == (DAY, "")


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("2008年03月", "只有年月"),
        ("2008.3", "只有年月"),
        ("200803", "只有年月"),
        ("2008", "只有年份"),
        ("08-3-20", "两位"),
        ("080320", "两位"),
        ("08年3月20日", "两位"),
        ("3/4/2008", "分不清"),
        ("2008-02-30", "不是日历"),
        ("20081320", "不是日历"),
        ("2018-08-25", "之后"),
        ("1899-12-31", "早于1900"),
        ("80320", "之后"),
        ("五岁", "不是日期"),
        ("农历三月", "是农历"),
        ("2008年三月初四", "是农历"),
        ("100504", "两位"),
        ("39527.4", "不是日期"),
        ("20-Mar-08", "不是日期"),
        (dt.date(2020, 1, 1), "之后"),
    ],
)
def test_a_doubtful_day_is_a_problem(cell: object, says: str) -> None:
    value, problem = parse_date(cell, ON)
    assert value is None
    assert says in problem


@pytest.mark.parametrize("cell", ["", None, "无", "待补", "—"])
def test_no_day_is_no_problem(cell: object) -> None:
    assert parse_date(cell, ON) == (None, "")


@given(st.text(max_size=20) | st.floats() | st.integers() | st.none() | st.dates())
def test_no_cell_stops_the_reading(cell: object) -> None:
    parse_date(cell, ON)
    parse_phone(cell)
    parse_sex(cell)
    parse_yes_no(cell)


@given(st.dates(dt.date(1900, 1, 1), ON))
def test_every_day_survives_every_style(day: dt.date) -> None:
    for style in ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日"):
        assert parse_date(day.strftime(style), ON).value == day


def test_small_words() -> None:
    assert [parse_sex(w) for w in ("男", " 女 ", "1", 2.0, "男性", "未知", "")] == [
        "男", "女", "男", "女", "男", "", "",
    ]  # fmt: skip
    assert [parse_yes_no(w) for w in ("是", "否", "住校", "走读", 1.0, "", "也许")] == [
        True, False, True, False, True, None, None,
    ]  # fmt: skip
