"""Every sheet of the table comes to what was worked out by hand."""

import pytest

from nuantong.instruments.reading import shipped
from nuantong.instruments.scoring import score
from tests.spec.instruments import reference
from tests.spec.instruments.tables import ALL, Case


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.instrument}-{case.answers}")
def test_a_sheet_comes_to_what_was_worked_out_by_hand(case: Case) -> None:
    found = score(case.definition, case.given, age=case.age, sex="女")
    assert found.total == (int(case.total.strip("!")) if case.total else None)
    known = {code: value for code, value in found.subscales.items() if value is not None}
    assert known == case.subscales
    assert (found.colour or "", found.valid, found.red) == (
        case.colour,
        bool(case.colour),
        case.red,
    )
    assert case.said in found.reason


def test_a_rural_child_has_the_rural_cut_off() -> None:
    case = next(one for one in ALL if one.instrument == "dsrsc" and one.total == "14")
    assert score(case.definition, case.given, place="rural").colour == "orange"


def test_every_instrument_that_is_shipped_has_cases() -> None:
    assert {case.instrument for case in ALL} == set(shipped())


def test_the_reference_says_what_the_files_and_the_cases_say() -> None:
    assert reference.PAGE.read_text(encoding="utf-8") == reference.page()
