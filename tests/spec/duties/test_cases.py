"""Every specified case comes out as its table says, and the reference shows the same tables."""

import pytest

from tests.spec.duties import decisions, rule_cases, worked_cases
from tests.spec.duties.reference import PAGE, page
from tests.spec.duties.tables import Case, as_row, judged, rows

CASES = worked_cases.CASES + rule_cases.CASES + decisions.CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_the_windows_come_out_as_specified(case: Case) -> None:
    outcomes = {(row["duty"], row["period"]): row for row in map(as_row, judged(case))}
    expected = rows(case.expect)

    assert [outcomes.get((row["duty"], row["period"])) for row in expected] == expected


def test_the_reference_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.spec.duties.reference"
