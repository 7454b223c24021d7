"""ID numbers as lists and spreadsheets leave them."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuantong.core.text import check_character
from nuantong.linkage.cleaning import clean
from nuantong.linkage.columns import IdState
from tests.unit.linkage.written import cleaned

GOOD = "50011320140316412X"
BORN = (dt.date(2014, 3, 16) - dt.date(1970, 1, 1)).days
NUMBERS = [
    (GOOD, GOOD, IdState.VALID),
    ("50011320140316412x", GOOD, IdState.VALID),
    ("50011320140316412×", GOOD, IdState.VALID),
    ("50011320140316412*", GOOD, IdState.VALID),
    ("'" + GOOD, GOOD, IdState.VALID),
    ("５００１１３２０１４０３１６４１２Ｘ", GOOD, IdState.VALID),
    ("500113 20140316 412X", GOOD, IdState.VALID),
    ("500113-20140316-412X", GOOD, IdState.VALID),
    ("5OO1132OI4O3I64I2X", GOOD, IdState.VALID),
    ("身份证：" + GOOD, GOOD, IdState.VALID),
    (f"{GOOD}（已核）", GOOD, IdState.VALID),
    ("G" + GOOD, GOOD, IdState.VALID),
    ("g" + GOOD, GOOD, IdState.VALID),
    ("L" + GOOD, GOOD, IdState.VALID),
    (GOOD + "41", GOOD, IdState.VALID),
    (GOOD + "41B1", GOOD, IdState.VALID),
    (f"{GOOD}/无", GOOD, IdState.VALID),
    ("G500117200208226197", "500117200208226197", IdState.VALID),
    ("110105491231002", "11010519491231002X", IdState.VALID),
    ("500113201403164", "500113201403164000", IdState.CUT),
    ("500113201403164000", "500113201403164000", IdState.CUT),
    ("500113201403164000.0", "500113201403164000", IdState.CUT),
    ("5.00113201403164E+17", "500113201403164000", IdState.CUT),
    ("5.00113201403164e+17", "500113201403164000", IdState.CUT),
    ("500113201403164121", "500113201403164121", IdState.CHECK),
    ("500113201413164129", "500113201413164129", IdState.CHECK),
    ("50011320140316412", "50011320140316412", IdState.CHECK),
    ("5001132014031641225", "5001132014031641225", IdState.CHECK),
]
NO_NUMBERS = [
    "", None, "无", "待补", "5.00113E+17", "G5.00152E+17", "渝A12345", "500113", "500113********412X",
    "000000000000000000", "111111111111111111", "123456789012345678", "500113190001011234",
    "500113000000000000", "学籍号",
]  # fmt: skip


@pytest.mark.parametrize(("written", "number", "state"), NUMBERS)
def test_a_number_is_read_and_judged(written: str, number: str, state: IdState) -> None:
    row = cleaned(id_number=written)
    assert (row["id18"], row["id_state"]) == (number, state)


@pytest.mark.parametrize("written", NO_NUMBERS)
def test_what_is_no_number_is_none(written: str | None) -> None:
    row = cleaned(id_number=written)
    assert (row["id18"], row["id_state"]) == (None, IdState.NONE)


def test_birth_and_sex_come_from_the_number_where_the_list_is_silent() -> None:
    row = cleaned(id_number=GOOD)
    assert (row["dob"], row["dob_lunar"], row["sex"]) == (BORN, None, 2)


def test_what_the_list_says_goes_before_the_number() -> None:
    row = cleaned(id_number=GOOD, birth_date="2014-03-17", sex="男")
    assert (row["dob"], row["sex"]) == (BORN + 1, 1)


def test_a_number_that_lost_its_end_tells_the_birth_but_not_the_sex() -> None:
    row = cleaned(id_number="500113201403164000")
    assert (row["dob"], row["sex"]) == (BORN, None)


@given(
    st.integers(100000, 999999),
    st.dates(dt.date(1901, 1, 1), dt.date(2030, 1, 1)),
    st.integers(1, 999),
)
def test_every_number_with_its_check_is_valid_and_with_another_is_not(
    prefix: int, born: dt.date, order: int
) -> None:
    first = f"{prefix}{born:%Y%m%d}{order:03}"
    check = check_character(first)
    wrong = "1" if check != "1" else "2"
    found = clean(pl.DataFrame({"id_number": [first + check, first + wrong]}))
    assert found["id_state"][0] == IdState.VALID or first.endswith("00") or not found["id18"][0]
    assert found["id_state"][1] in (IdState.CHECK, IdState.NONE)
