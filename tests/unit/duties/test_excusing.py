"""Exemptions stay visible, and are looked at when they pass a quarter of a year's windows."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from nuantong.access.reader import Reader, system_reader
from nuantong.access.roles import Role
from nuantong.duties.actions import close_windows, exempt
from nuantong.duties.excusing import LEAST, Share, ask_about_excused, by_carer, by_township
from nuantong.duties.models import Enrolment
from nuantong.people.models import Carer, Child
from nuantong.regions.tree import tree_on
from nuantong.tasks.models import Task
from tests.conftest import TODAY

pytestmark = pytest.mark.usefixtures("pairing")


@pytest.mark.parametrize(
    ("excused", "owed", "much"),
    [(0, 0, False), (LEAST - 1, LEAST, False), (LEAST, 4 * LEAST, False), (LEAST, 31, True)],
)
def test_more_than_a_quarter_is_much_but_not_of_a_few(excused, owed, much) -> None:
    assert Share(excused, owed).is_much is much


@pytest.fixture
def away(enrolment: Enrolment, child: Child, reader: Callable[[Role], Reader]) -> None:
    """Excused from April to June, and all windows until today closed."""
    exempt(
        child=child, start=dt.date(2018, 4, 1), end=dt.date(2018, 7, 1), reason="在外地治病",
        by=reader(Role.TOWNSHIP_CHAIR),
    )  # fmt: skip
    close_windows(TODAY)


def tasks(reader: Reader) -> set[str]:
    return {
        one.key.split(":")[2] for one in Task.objects.visible_to(reader).filter(kind="excused_much")
    }


@pytest.mark.usefixtures("away")
def test_shares_are_of_the_year_and_the_same_for_carer_and_township(
    enrolment: Enrolment, carer: Carer, child: Child
) -> None:
    outcomes = enrolment.outcomes.exclude(outcome="void").exclude(reason="partial")
    share = Share(outcomes.filter(outcome="exempt").count(), outcomes.count())
    tree = tree_on(TODAY)
    assert share.is_much
    assert by_carer(TODAY) == {carer.pk: share}
    township = tree.township_of(child.place_id)
    assert township is not None
    assert by_township(TODAY, tree) == {township.id: share}
    assert by_township(TODAY, tree, [child.place_id]) == by_township(TODAY, tree)
    assert by_township(TODAY, tree, []) == {}


@pytest.mark.usefixtures("away")
def test_whoever_stands_above_is_asked_once_and_no_longer_than_it_lasts(
    enrolment: Enrolment, reader: Callable[[Role], Reader]
) -> None:
    for _ in range(2):
        assert ask_about_excused(system_reader()) == 2
    assert tasks(reader(Role.DISTRICT_OFFICER)) == {"place", "carer"}
    assert tasks(reader(Role.TOWNSHIP_CHAIR)) == {"carer"}
    assert tasks(reader(Role.CARER)) == set()
    new_year = system_reader().as_of(dt.date(2019, 1, 2))
    assert ask_about_excused(new_year) == 0
    assert not Task.objects.open().filter(kind="excused_much").exists()


@pytest.mark.usefixtures("away")
def test_the_page_shows_shares_and_reasons_to_whoever_knows_the_family(
    client_of: Callable[[Role], Client],
) -> None:
    url = reverse("duties:excused")
    near = client_of(Role.TOWNSHIP_CHAIR).get(url).content.decode()
    assert "超过四分之一" in near and "在外地治病" in near
    far = client_of(Role.CITY_OFFICER).get(url).content.decode()
    assert "超过四分之一" in far and "在外地治病" not in far
    assert client_of(Role.VILLAGE_CHAIR).get(url).status_code == 403
