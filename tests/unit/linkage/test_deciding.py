"""Weights become decisions: cuts from the lists, guards before cuts."""

import polars as pl
import pytest

from nuantong.linkage.deciding import LIKELY, LOWEST, SURE, decide
from nuantong.linkage.levels import COMPARISONS

AGREEING = {"id": "equal", "name": "equal", "birth": "equal", "sex": "equal", "household": "phone"}


def pair(left, right, weight, stated=True, **levels):
    found = {**AGREEING, **levels}
    gammas = {
        f"gamma_{one.name}": -1 if found[one.name] is None else one.gamma(found[one.name])
        for one in COMPARISONS
    }
    return {
        "left_row": left,
        "right_row": right,
        "weight": float(weight),
        "stated": stated,
        **gammas,
    }


def decided(*pairs):
    schema = {f"gamma_{one.name}": pl.Int8 for one in COMPARISONS}
    found = decide(pl.DataFrame(pairs, schema_overrides=schema))
    return {
        (one["left_row"], one["right_row"]): (one["decision"], one["guard"])
        for one in found.to_dicts()
    }


@pytest.mark.parametrize(
    ("levels", "guard"),
    [
        ({}, None),
        ({"id": None}, None),
        ({"id": None, "name": "sound"}, None),
        ({"id": None, "name": "character"}, "name"),
        ({"id": "different", "name": "surname"}, "name"),
        ({"id": "typo", "name": "character"}, None),
        ({"name": "surname", "birth": "other"}, "number"),
        ({"name": "character", "birth": "year"}, "number"),
        ({"name": "surname"}, None),
        ({"name": "surname", "stated": False}, "number"),
        ({"name": "character", "stated": False}, "number"),
        ({"name": "shifted", "stated": False}, "number"),
        ({"id": "typo", "name": "character", "stated": False}, "number"),
        ({"name": "sound", "stated": False}, None),
        ({"name": "lost", "stated": False}, None),
        ({"stated": False}, None),
    ],
)
def test_what_never_goes_without_a_person_however_high_the_weight(levels, guard):
    decision = "review" if guard else "auto"
    assert decided(pair(1, 1, 20, **levels)) == {(1, 1): (decision, guard)}


def test_the_worse_of_two_partners_waits():
    found = decided(pair(1, 1, 25), pair(1, 2, 15, id=None, name="sound"))
    assert found == {(1, 1): ("auto", None), (1, 2): ("review", "rival")}


def test_two_rows_with_the_same_valid_number_are_one_child():
    found = decided(pair(1, 1, 25), pair(1, 2, 24))
    assert found == {(1, 1): ("auto", None), (1, 2): ("auto", None)}


def test_two_partners_as_good_as_each_other_wait_where_no_number_decides():
    alike = {"id": None, "birth": None}
    found = decided(pair(1, 1, 15, **alike), pair(2, 1, 13, **alike))
    assert found[1, 1] == ("review", "close")


@pytest.mark.parametrize(
    ("weight", "decision"), [(SURE + 8, "auto"), (SURE - 0.5, "review"), (LIKELY, "review")]
)
def test_below_the_cut_a_person_looks(weight, decision):
    many = [pair(row, row, 30) for row in range(2, 60)]
    assert decided(pair(1, 1, weight), *many)[1, 1][0] == decision


def test_what_nobody_need_see_is_left_out():
    assert (1, 1) not in decided(pair(1, 1, LOWEST - 1), pair(2, 2, 30))
