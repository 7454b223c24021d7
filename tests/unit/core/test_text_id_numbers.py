"""GB 11643 numbers, and what happens to them in spreadsheets."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuantong.core.text import IdStatus, check_character, near_numbers, parse_id_number

GOOD = "50011320140316412X"
BORN = dt.date(2014, 3, 16)
CELLS = [
    (GOOD, GOOD, "valid", ""),
    ("50011320140316412x", GOOD, "valid", ""),
    ("'" + GOOD, GOOD, "valid", ""),
    ("５００１１３２０１４０３１６４１２Ｘ", GOOD, "valid", ""),
    ("500113 20140316 412X", GOOD, "valid", ""),
    (GOOD + " ", GOOD, "valid", ""),
    ("G" + GOOD, GOOD, "valid", ""),
    (GOOD + "41", GOOD, "valid", ""),
    (GOOD + "41B1", GOOD, "valid", ""),
    ("110105194912310021", "110105194912310021", "wrong_check", "应为X"),
    ("500113201403164121", "500113201403164121", "wrong_check", "校验位应为X"),
    ("500113201413164129", "500113201413164129", "wrong_date", "2014年13月16日"),
    ("500113203003164129", "500113203003164129", "wrong_date", "2030年"),
    (500113201403164000.0, "500113201403164000", "truncated", "000"),
    (500243200306187000.0, "500243200306187000", "truncated", "000"),
    ("500113201403164000", "500113201403164000", "truncated", "文本"),
    ("5.00113E+17", "5.00113E+17", "scientific", "科学记数法"),
    ("5.00113201403164E+17", "5.00113201403164E+17", "scientific", "文本"),
    ("50011320140316412", "50011320140316412", "malformed", "17位"),
    ("500113140316412", "500113140316412", "malformed", "15位"),
    ("渝A12345", "渝A12345", "malformed", "不是身份证号"),
    ("", "", "missing", "补填"),
    (None, "", "missing", "补填"),
    ("待补", "待补", "missing", "待补"),
    ("无", "无", "missing", "补填"),
]


@pytest.mark.parametrize(("cell", "text", "status", "says"), CELLS)
def test_an_id_cell_is_judged_and_kept(cell: object, text: str, status: str, says: str) -> None:
    number = parse_id_number(cell, on=dt.date(2018, 8, 24))
    assert (number.text, number.status) == (text, status)
    assert says in number.problem
    assert bool(number.problem) == (status != "valid")


def test_a_valid_number_tells_sex_and_birth() -> None:
    number = parse_id_number(GOOD)
    assert (number.sex, number.birth_date) == ("女", BORN)


def test_a_number_that_lost_its_end_still_tells_the_birth() -> None:
    number = parse_id_number(500113201403164000.0)
    assert (number.sex, number.birth_date) == ("", BORN)


@pytest.mark.parametrize("prefix", ["500222", "510202", "000000", "999999", "810000"])
def test_the_region_prefix_is_never_judged(prefix: str) -> None:
    first = prefix + "20100203123"
    assert parse_id_number(first + check_character(first)).is_valid


@given(
    st.integers(100000, 999999),
    st.dates(dt.date(1900, 1, 1), dt.date(2018, 1, 1)),
    st.integers(1, 999),
)
def test_every_number_with_its_check_is_valid_and_with_another_is_not(
    prefix: int, born: dt.date, order: int
) -> None:
    first = f"{prefix}{born:%Y%m%d}{order:03}"
    check = check_character(first)
    number = parse_id_number(first + check)
    assert number.is_valid or number.text.endswith("000")
    wrong = first + ("1" if check != "1" else "2")
    assert parse_id_number(wrong).status == IdStatus.WRONG_CHECK


@given(st.dates(dt.date(1950, 1, 1), dt.date(2018, 1, 1)), st.integers(0, 17), st.integers(1, 9))
def test_a_number_with_one_wrong_character_is_near_the_right_one(
    born: dt.date, at: int, more: int
) -> None:
    first = f"500113{born:%Y%m%d}123"
    right = first + check_character(first)
    other = "0123456789"[(int(right[at].replace("X", "0")) + more) % 10]
    wrong = right[:at] + other + right[at + 1 :]
    near = near_numbers(wrong)
    assert right in near or right == wrong
    assert all(parse_id_number(one).is_valid for one in near if not one.endswith("000"))


def test_two_digits_changed_round_are_near_too() -> None:
    first = "50011320080320361"
    right = first + check_character(first)
    assert right in near_numbers(right[:7] + right[8] + right[7] + right[9:])


@given(st.text(max_size=25) | st.floats() | st.integers() | st.none())
def test_no_cell_stops_the_reading(cell: object) -> None:
    number = parse_id_number(cell)
    assert number.status in IdStatus
    assert (number.sex, number.birth_date) is not None
