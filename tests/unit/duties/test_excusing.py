"""Exemptions stay visible, and are looked at when they pass a quarter of a year's windows."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from nuantong.access.reader import Reader, system_reader
from nuantong.access.roles import Role
from nuantong.core.errors import Refusal
from nuantong.duties.actions import close_windows, end_exemption, exempt
from nuantong.duties.excusing import LEAST, Share, ask_about_excused, by_carer, by_township
from nuantong.duties.models import Enrolment, Exemption
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


@pytest.fixture
def exemption(enrolment: Enrolment, child: Child, reader: Callable[[Role], Reader]) -> Exemption:
    """From April on, without an end; closed until today."""
    found = exempt(
        child=child, start=dt.date(2018, 4, 1), end=None, reason="在外地治病",
        by=reader(Role.TOWNSHIP_CHAIR),
    )  # fmt: skip
    close_windows(TODAY)
    return found


def test_ended_early_the_true_days_count_and_what_had_closed_changes_by_a_correction(
    exemption: Exemption, enrolment: Enrolment, carer: Carer, reader: Callable[[Role], Reader]
) -> None:
    chair, before = reader(Role.TOWNSHIP_CHAIR), by_carer(TODAY)[carer.pk]
    for _ in range(2):
        end_exemption(exemption=exemption, on=dt.date(2018, 7, 2), why="已经回家", by=chair)

    week = enrolment.outcomes.get(period_key="2018-W27")
    assert (week.starts, week.outcome) == (dt.date(2018, 7, 2), "missed")
    [correction] = week.corrections.all()
    assert (correction.before, correction.after) == ("exempt", "missed")
    assert correction.why == "提前结束免除"
    assert enrolment.outcomes.get(period_key="2018-W26").outcome == "exempt"
    after = by_carer(TODAY)[carer.pk]
    assert (after.owed, after.excused < before.excused) == (before.owed, True)
    exemption.refresh_from_db()
    assert (exemption.ended_by, exemption.ended_why) == (chair.user, "已经回家")
    assert exemption.agreed_end is None


@pytest.mark.parametrize(
    ("day", "why", "said"),
    [
        (dt.date(2018, 3, 31), "回家", "在免除的这些天里面"),
        (TODAY + dt.timedelta(1), "回家", "还没到这一天"),
        (TODAY, "  ", "写明"),
    ],
)
def test_it_ends_on_one_of_its_days_for_a_reason(
    exemption: Exemption, reader: Callable[[Role], Reader], day: dt.date, why: str, said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        end_exemption(exemption=exemption, on=day, why=why, by=reader(Role.TOWNSHIP_CHAIR))
    exemption.refresh_from_db()
    assert exemption.ended_at is None


def test_nobody_ends_what_is_not_hers_or_has_ended(
    exemption: Exemption, reader: Callable[[Role], Reader]
) -> None:
    with pytest.raises(Refusal, match="工作范围"):
        end_exemption(exemption=exemption, on=TODAY, why="回家", by=reader(Role.VILLAGE_CHAIR))
    chair = reader(Role.TOWNSHIP_CHAIR)
    end_exemption(exemption=exemption, on=exemption.start, why="登记错了", by=chair)
    with pytest.raises(Refusal, match="已经提前结束"):
        end_exemption(exemption=exemption, on=TODAY, why="回家", by=chair)


@pytest.mark.parametrize(
    "values", [{"end": dt.date(2018, 4, 1)}, {"ended_why": "x"}, {"ended_at": "2018-08-01T00:00Z"}]
)
def test_the_database_wants_who_and_why_of_an_early_end(
    exemption: Exemption, values: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Exemption.objects.update(**values)


def test_the_page_ends_one_and_says_so(
    exemption: Exemption, client_of: Callable[[Role], Client]
) -> None:
    client, url = client_of(Role.TOWNSHIP_CHAIR), reverse("duties:excused")
    end = reverse("duties:end_exemption", args=[exemption.pk])
    assert end in client.get(url).content.decode()
    assert "请写一句原因" in client.post(end, {"on": TODAY}).content.decode()
    assert client.post(end, {"on": TODAY, "why": "已经回家"}).status_code == 302
    page = client.get(url).content.decode()
    assert (
        "提前结束，原来没有定到哪天：已经回家" in page.replace("</small>", "") and end not in page
    )
