"""Every specified case comes out as its table says, and the reference shows the same tables."""

import pytest

from nuantong.eligibility.book import shipped
from nuantong.eligibility.standing import STATUS_TITLES
from nuantong.people.models import ParentSituation
from tests.spec.eligibility.cases import CASES
from tests.spec.eligibility.reference import PAGE, page
from tests.spec.eligibility.tables import Row, as_words, results, rows

LINES = [
    pytest.param(row, id=f"{case.title} {number}")
    for case in CASES
    for number, row in enumerate(rows(case.table), 1)
]


@pytest.mark.parametrize("row", LINES)
def test_the_results_come_out_as_specified(row: Row) -> None:
    expected = "; ".join(" ".join(part.split()) for part in row["results"].split(";"))
    assert as_words(results(row), expected).replace("missing ;", "missing;").strip() == expected


def test_every_status_of_the_register_is_specified() -> None:
    told = " ".join(case.table for case in CASES)
    assert {*ParentSituation.Status.values} == {*STATUS_TITLES, "unknown"}
    assert all(status in told for status in ParentSituation.Status.values)


def test_every_rule_rests_on_an_act() -> None:
    book = shipped()
    assert all(row.act in book.acts for row in [*book.settings, *book.situations])


def test_the_reference_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "run: python -m tests.spec.eligibility.reference"
    )
