"""Two lists in, links out."""

import polars as pl
import pytest

from nuantong.linkage.columns import CLEAN, IdState
from nuantong.linkage.linking import dedupe, link
from tests.unit.linkage.people import clean, somebody

REGISTER = [somebody(number) for number in range(200)]
TWIN = {
    "name": "王子轩", "given": "子轩", "py": "wangzixuan", "py_dialect": "wanzixuan",
    "id18": None, "id_state": IdState.NONE,
}  # fmt: skip


def decisions(left: pl.DataFrame, right: pl.DataFrame) -> dict[tuple[int, int], str]:
    pairs = link(left, right).pairs
    return {(one["left_row"], one["right_row"]): one["decision"] for one in pairs.to_dicts()}


def test_the_same_children_in_another_order_are_linked_one_to_one():
    found = decisions(clean(*REGISTER), clean(*reversed(REGISTER)))
    assert found == {(row, 201 - row): "auto" for row in range(1, 201)}


def test_a_child_who_is_on_no_register_is_in_no_pair():
    assert decisions(clean(*REGISTER), clean({})) == {}


@pytest.mark.parametrize(
    "written",
    [
        {"id18": None, "id_state": IdState.NONE, "phone": None},
        {"name": "王梓涵", "given": "梓涵"},
        {"id18": "500113201003050031", "id_state": IdState.CHECK},
        {"dob": 14674, "village": None, "town": None, "district": None, "house": None},
    ],
    ids=["no ID and no phone", "a homophone", "two digits turned", "a day off and no address"],
)
def test_a_mistake_does_not_lose_a_child(written):
    found = decisions(clean(*REGISTER, {}), clean(*REGISTER[:100], written))
    assert found[201, 101] == "auto"


def test_a_twin_with_no_id_number_goes_to_a_person():
    pairs = link(clean(*REGISTER, {}), clean(*REGISTER[:100], TWIN)).pairs
    of_twin = pairs.filter(right_row=101)
    assert set(of_twin["decision"]) <= {"review"}


def test_a_twin_does_not_take_the_place_of_the_child():
    found = decisions(clean(*REGISTER, {}), clean(*REGISTER[:100], TWIN, {}))
    assert found[201, 102] == "auto"
    assert found.get((201, 101)) != "auto"


def test_a_child_who_stands_twice_on_a_list_is_linked_twice():
    twice = [{}, {"phone": None, "id18": None, "id_state": IdState.NONE}]
    on_register = decisions(clean(*REGISTER, *twice), clean(*REGISTER[:100], {}))
    assert on_register[201, 101] == on_register[202, 101] == "auto"
    on_roster = decisions(clean(*REGISTER, {}), clean(*REGISTER[:100], *twice))
    assert on_roster[201, 101] == on_roster[201, 102] == "auto"


def test_the_number_of_a_sibling_goes_to_a_person():
    sister = {"name": "王欣怡", "given": "欣怡", "py": "wangxinyi", "py_dialect": "wanxinyi"}
    written = {**sister, "dob": 15800, "sex": 2}
    pairs = link(clean(*REGISTER, {}), clean(*REGISTER[:100], written)).pairs
    assert set(pairs.filter(right_row=101)["decision"]) <= {"review"}


SISTER = {
    "name": "王子萱", "given": "子萱", "py": "wangzixuan", "py_dialect": "wanzixuan",
    "dob": 15800, "sex": 2, "id18": "500113201304050021",
}  # fmt: skip
UNDER_HIS_NUMBER = SISTER | {"dob": 14673, "sex": 1, "id18": "500113201003050013"}
"""Her name beside her brother's number; birth date and sex are read off it."""


@pytest.mark.parametrize("sisters", [[SISTER], []], ids=["she is registered", "she is not"])
@pytest.mark.parametrize("numbers", ["VALID", "CHECK"])
def test_a_name_one_character_off_beside_a_siblings_number_goes_to_a_person(sisters, numbers):
    written = UNDER_HIS_NUMBER | {"id_state": IdState[numbers]}
    found = decisions(clean(*REGISTER, {}, *sisters), clean(*REGISTER[:100], written))
    assert {found.get((row, 101)) for row in (201, 202)} <= {"review", None}
    assert found[201, 101] == "review"


def test_a_siblings_number_goes_to_a_person_the_other_way_round_too():
    found = decisions(clean(*REGISTER, UNDER_HIS_NUMBER), clean(*REGISTER[:100], {}))
    assert found[201, 101] == "review"


def test_two_siblings_of_one_list_under_one_number_are_not_one_child():
    found = dedupe(clean(*REGISTER, {}, UNDER_HIS_NUMBER)).pairs
    assert set(found.filter(left_row=201, right_row=202)["decision"]) <= {"review"}


def test_a_slip_in_the_name_is_linked_where_the_birth_date_is_written_beside_the_number():
    day = {"dob_lunar": 14718}
    slip = day | {"name": "王子润", "given": "子润", "py": "wangzirun", "py_dialect": "wanzirun"}
    assert decisions(clean(*REGISTER, day), clean(*REGISTER[:100], slip))[201, 101] == "auto"


def test_a_pair_says_what_agrees():
    (pair,) = link(clean({}), clean({"phone": None})).pairs.to_dicts()
    assert {key: pair[key] for key in ("id", "name", "birth", "sex", "household")} == {
        "id": "equal", "name": "equal", "birth": "equal", "sex": "equal",
        "household": "guardian_village",
    }  # fmt: skip


def test_lists_without_rows_have_no_links():
    nobody = pl.DataFrame(schema=CLEAN)
    assert link(nobody, clean({})).pairs.is_empty()
    assert link(clean({}), nobody).pairs.is_empty()
    assert dedupe(nobody).pairs.is_empty()


def test_a_row_that_stands_twice_is_found_inside_one_list():
    pairs = dedupe(clean(*REGISTER, {}, {"phone": None})).pairs
    assert pairs.select("left_row", "right_row", "decision").rows() == [(201, 202, "auto")]


def test_without_a_valid_id_number_a_repeated_row_goes_to_a_person():
    nameless = {"id18": None, "id_state": IdState.NONE}
    pairs = dedupe(clean(*REGISTER, nameless, nameless)).pairs
    assert pairs.select("left_row", "right_row", "decision").rows() == [(201, 202, "review")]


def test_a_list_of_one_child_a_thousand_times_ends():
    links = link(clean(*[{}] * 300), clean(*[{}] * 300))
    assert set(links.pairs["right_row"]) == set(range(1, 301))


def test_a_crowd_under_one_key_is_compared_with_a_few():
    crowd = clean(*[{}] * 1100)
    for pairs in (link(crowd, crowd).pairs, dedupe(crowd).pairs):
        assert pairs["right_row"].n_unique() >= 1099
        assert pairs.height <= 2 * 1100


AWAY = {
    "id18": None, "id_state": IdState.NONE, "phone": None, "guardian": None, "guardian_py": None,
    "district": 500112, "town": 500112101, "village": 500112101201, "house": "9",
}  # fmt: skip
"""Nothing but name, sex and birth date to know her by."""


@pytest.mark.parametrize(
    "written",
    [
        {"dob": 14732},
        {"dob": 14674},
        {"dob": 14683},
        {"dob": 14718, "dob_lunar": 14673},
        {"name": "王□涵", "given": "□涵", "py": "wang□han", "py_dialect": "wan□han"},
    ],
    ids=["month and day turned", "a day off", "a digit", "lunar", "a character lost"],
)
def test_who_moved_and_has_no_number_is_shown_though_another_thing_is_wrong_too(written):
    found = decisions(clean(*REGISTER, {}), clean(*REGISTER[:100], AWAY | written))
    assert (201, 101) in found


def test_a_home_shared_by_siblings_makes_no_pair_inside_one_list():
    sister = {"name": "王欣怡", "given": "欣怡", "py": "wangxinyi", "py_dialect": "wanxinyi"}
    nobody = {"id18": None, "id_state": IdState.NONE}
    assert dedupe(clean(*REGISTER, {}, sister | nobody | {"dob": 15800})).pairs.is_empty()
