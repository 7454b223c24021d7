"""Who is who: by ID, by name with birth and home, never by name alone."""

import datetime as dt
from typing import Any

import pytest

from nuantong.core.text import parse_id_number
from nuantong.rosters.entries import ChildEntry, ParentSaid
from nuantong.rosters.households import households
from nuantong.rosters.known import Known
from nuantong.rosters.matching import Match, match_children
from tests.unit.rosters.sheets_made import an_id

BORN, ID = dt.date(2008, 3, 20), an_id()
TOWNSHIP = {1: 10, 2: 10, 3: 30}
HEADINGS = {"id_number": "身份证号", "guardian_phone": "联系电话"}
WRONG = ID[:-1] + ("1" if ID[-1] == "0" else "0")
TURNED = ID[:15] + ID[16] + ID[15] + ID[17]


def entry(number: int, name: str = "周思昊", **values: Any) -> ChildEntry:
    id_number = parse_id_number(values.pop("id", ""))
    parents = [ParentSaid(name) for name in values.pop("parents", ("", ""))]
    phone = values.pop("phone", "")
    return ChildEntry(
        number, name, id_number=id_number, id_index=id_number.text.encode() or None,
        phone=phone, phone_index=phone.encode() or None,
        father=parents[0], mother=parents[1], **values,
    )  # fmt: skip


SAME: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"id": ID}, {"id": ID}),
    ({"id": ID}, {"id": ID, "name": "周思浩"}),
    ({"id": ID}, {"id": ID, "name": "周思□"}),
    (
        {"id": ID, "place": 1, "birth_written": BORN},
        {"id": ID, "name": "周思轩", "place": 1, "birth_written": BORN},
    ),
    ({"birth_date": BORN, "place": 1}, {"birth_date": BORN, "place": 1}),
    ({"birth_date": BORN, "place": 1}, {"birth_date": BORN, "place": 2}),
    ({"birth_date": BORN, "phone": "1"}, {"birth_date": BORN, "phone": "1", "place": 3}),
    ({"id": ID, "birth_date": BORN, "place": 1}, {"birth_date": BORN, "place": 1}),
    ({"place": 1, "parents": ("甲", "乙")}, {"place": 1, "parents": ("甲", "乙")}),
    ({"place": 1, "phone": "1"}, {"place": 1, "phone": "1", "birth_date": BORN}),
    ({"name": "周思□", "birth_date": BORN, "place": 1}, {"birth_date": BORN, "place": 1}),
    ({"id": WRONG, "birth_date": BORN, "place": 1}, {"id": ID, "birth_date": BORN, "place": 3}),
    ({"id": TURNED, "birth_date": BORN, "place": 1}, {"id": ID, "birth_date": BORN, "place": 3}),
    ({"id": WRONG, "birth_date": BORN, "place": 1}, {"id": WRONG, "birth_date": BORN, "place": 3}),
    ({"fingerprint": "周思昊\t民富村", "place": 1}, {"fingerprint": "周思昊\t民富村", "place": 1}),
]
OTHERS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    ({"place": 1}, {"place": 1}),
    ({"birth_date": BORN}, {"birth_date": BORN}),
    ({"birth_date": BORN, "place": 1}, {"birth_date": BORN, "place": 3}),
    ({"birth_date": BORN, "place": 1}, {"birth_date": dt.date(2009, 1, 1), "place": 1}),
    ({"id": ID, "sex": "男"}, {"id": ID, "name": "周思婷", "sex": "女"}),
    ({"id": ID, "place": 1}, {"id": ID, "name": "冯世霞", "place": 2}),
    ({"id": ID, "place": 1, "birth_written": BORN},
     {"id": ID, "name": "周思轩", "place": 1, "birth_written": dt.date(2010, 7, 9)}),
    ({"id": ID, "birth_date": BORN, "place": 1},
     {"id": an_id(order=363), "birth_date": BORN, "place": 1}),
    ({"id": WRONG, "birth_date": BORN, "place": 1},
     {"id": an_id(order=363), "birth_date": BORN, "place": 3}),
    ({"id": WRONG, "birth_date": BORN, "place": 1},
     {"id": ID, "name": "周思浩", "birth_date": BORN, "place": 3}),
    ({"fingerprint": "周思昊"}, {"fingerprint": "周思昊"}),
]  # fmt: skip


UNTOLD: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    ({"birth_written": BORN}, {}),
    ({"birth_date": BORN}, {"birth_date": BORN}),
    ({"birth_written": dt.date(2010, 7, 9)}, {}),
]


def match(one: dict[str, Any], other: dict[str, Any]) -> Match:
    rows = [entry(1, **one), entry(2, **other)]
    return match_children(rows, [], {}, TOWNSHIP, HEADINGS, str.encode)[2]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_child_is_found_again(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert match(one, other) == Match(earlier=1)
    assert match(other, one) == Match(earlier=1)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_two_children_stay_two(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert match(one, other) == Match()
    assert match(other, one) == Match()


@pytest.mark.parametrize(("one", "other"), UNTOLD)
def test_a_name_that_differs_beside_a_lone_number_waits_for_a_person(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    """A slip of the pen, or a sister under her brother's number."""
    home = {"id": ID, "place": 1}
    for first, again in ((one, other), (other, one)):
        rows = [entry(1, **home, **first), entry(2, "周思轩", **home, **again)]
        assert match_children(rows, [], {}, TOWNSHIP, HEADINGS, str.encode) == {1: Match()}
        assert "第1行的周思昊" in rows[1].refused
        assert "第2行的周思轩" in rows[0].problems[0].text


def test_a_sister_with_a_birth_date_of_her_own_keeps_it() -> None:
    own = dt.date(2010, 7, 9)
    rows = [
        entry(1, id=ID, place=1, birth_date=BORN, birth_written=BORN),
        entry(2, "周思轩", id=ID, place=1, birth_date=BORN, birth_written=own),
    ]
    assert match_children(rows, [], {}, TOWNSHIP, HEADINGS, str.encode)[2] == Match()
    assert (rows[1].id_shared, rows[1].birth_date) == (True, own)


def test_an_id_copied_from_a_sibling_is_marked_and_the_child_kept() -> None:
    rows = [entry(1, id=ID, sex="男"), entry(2, "周思婷", id=ID, sex="女")]
    match_children(rows, [], {}, TOWNSHIP, HEADINGS, str.encode)
    assert rows[1].id_shared
    assert "第1行的周思昊" in rows[1].problems[0].text


def test_a_repetition_completes_the_first_row() -> None:
    rows = [
        entry(1, "周思□", birth_date=BORN, place=1),
        entry(2, id=ID, birth_date=BORN, place=1),
        entry(3, id=ID),
    ]
    found = match_children(rows, [], {}, TOWNSHIP, HEADINGS, str.encode)
    assert (rows[0].name, rows[0].valid_id) == ("周思昊", ID.encode())
    assert found[3] == Match(earlier=1)


def test_a_child_of_the_register_is_found() -> None:
    known = Known(7, "周思昊", "男", BORN, 1, 70, False, None, False)
    found = match_children(
        [entry(1, birth_date=BORN, place=1)], [known], {}, TOWNSHIP, HEADINGS, str.encode
    )
    assert found[1] == Match(known=7)


def test_a_mistyped_number_on_the_register_is_found_by_the_right_one() -> None:
    wrong = Known(7, "周思昊", "男", BORN, 3, 70, False, WRONG.encode(), False, wrong_id=WRONG)
    right = Known(7, "周思昊", "男", BORN, 3, 70, False, ID.encode(), True)
    for known, number in ((wrong, ID), (right, WRONG)):
        rows = [entry(1, id=number, birth_date=BORN, place=1)]
        found = match_children(rows, [known], {}, TOWNSHIP, HEADINGS, str.encode)
        assert found[1] == Match(known=7)


def test_two_rows_of_one_child_of_the_register_are_one_and_a_repetition() -> None:
    known = Known(7, "周思昊", "男", BORN, 1, 70, False, ID.encode(), True)
    rows = [entry(1, id=ID, place=3), entry(2, birth_date=BORN, place=1)]
    found = match_children(rows, [known], {}, TOWNSHIP, HEADINGS, str.encode)
    assert (found[1], found[2]) == (Match(known=7), Match(earlier=1))


def test_the_other_phone_of_a_repetition_is_told_of() -> None:
    rows = [entry(1, id=ID, phone="13800000001"), entry(2, id=ID, phone="13900000002")]
    match_children(rows, [], {}, TOWNSHIP, HEADINGS, str.encode)
    assert [problem.column for problem in rows[1].problems] == ["联系电话"]
    assert "第1行" in rows[1].problems[0].text


def homes(*entries: ChildEntry) -> list[int]:
    return list(households(entries, [])[0].values())


def test_siblings_are_put_together_by_evidence() -> None:
    assert homes(entry(1, place=1, phone="1"), entry(2, "周婷", place=1, phone="1")) == [1, 1]
    parents = ("甲", "乙")
    assert homes(
        entry(1, place=1, parents=parents), entry(2, "周婷", place=1, parents=parents)
    ) == [1, 1]
    chain = [
        entry(1, place=1, phone="1"),
        entry(2, "周婷", place=1, phone="1", parents=parents),
        entry(3, "周雨", place=1, parents=parents),
    ]
    assert homes(*chain) == [1, 1, 1]


def test_a_surname_or_half_an_evidence_puts_nobody_together() -> None:
    assert homes(entry(1, place=1), entry(2, "周婷", place=1)) == [1, 2]
    assert homes(entry(1, place=1, phone="1"), entry(2, "周婷", place=2, phone="1")) == [1, 2]
    assert homes(
        entry(1, place=1, parents=("甲", "")), entry(2, "周婷", place=1, parents=("甲", ""))
    ) == [1, 2]


def test_a_phone_of_an_office_makes_no_household() -> None:
    assert len(set(homes(*(entry(n, f"周{n}", place=1, phone="1") for n in range(20))))) == 20


def test_a_child_joins_the_household_its_sibling_has_on_the_register() -> None:
    sibling = Known(7, "周婷", "女", BORN, 1, 70, False, None, False, "", b"1")
    first, there = households([entry(1, place=1, phone="1")], [sibling])
    assert there[first[1]] == 70
