"""Every row of the tables, and the page that prints them."""

import datetime as dt

import pytest

from nuantong.visits.planning import Rules, judge
from nuantong.visits.routing import LAST, door_of
from tests.spec.visits import cases, reference
from tests.spec.visits.tables import day, home, rows

AUGUST = dt.date(2018, 8, 24)


def named(table: str) -> list:
    return [pytest.param(row, id=" ".join(row.values())) for row in rows(table)]


@pytest.mark.parametrize("row", named(cases.PRIORITIES))
def test_a_home_has_the_priority_of_its_facts(row: dict[str, str]) -> None:
    assert judge(home(row), Rules(), AUGUST).priority == row["priority"]


@pytest.mark.parametrize("row", named(cases.DUE))
def test_a_home_is_due_on_its_day(row: dict[str, str]) -> None:
    on = day(row["on"])
    assert on is not None
    judged = judge(home(row), Rules(), on)
    assert (judged.state, judged.due_on) == (row["state"], day(row["due"]))
    assert judged.again_on == day(row.get("again", ""))


@pytest.mark.parametrize("row", named(cases.ROUTES))
def test_a_door_is_read_from_the_address(row: dict[str, str]) -> None:
    door = door_of(row["address"])
    found = (door.group, door.house, door.annex)
    want = tuple(
        LAST if row[name] == "-" else int(row[name]) for name in ("group", "house", "annex")
    )
    assert found == want


def test_the_printed_reference_is_up_to_date() -> None:
    assert reference.PAGE.read_text(encoding="utf-8") == reference.page()
