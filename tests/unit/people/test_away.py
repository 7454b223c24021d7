"""Away for a time; and a death, looked at twice before it is written."""

import datetime as dt

import pytest

from nuantong.access.roles import Role
from nuantong.core.errors import Refusal
from nuantong.people import actions
from nuantong.people.models import Absence, Child, Exit
from tests.conftest import NEIGHBOUR, TODAY, VILLAGE

pytestmark = pytest.mark.django_db
DAY = dt.date


def away(child, by, **more) -> Absence:
    values = {"kind": "hospital", "where": "区人民医院", "since": DAY(2018, 8, 1), **more}
    return actions.begin_absence(child=child, by=by, **values)


def test_who_is_away_stays_on_the_register_and_is_found_by_it(cast, village, client_of) -> None:
    absence = away(cast.children.own, village, expected=DAY(2018, 9, 1), contact="姑姑")
    client = client_of(Role.TOWNSHIP_CHAIR)
    for status, total in (("", 1), ("away", 1)):
        assert client.get("/children/", {"status": status}).context["listing"].total == total
    text = client.get(f"/children/{cast.children.own.number}/").content.decode()
    assert "暂时离开" in text and "区人民医院" in text and "不会自动免除" in text
    actions.end_absence(absence=absence, on=DAY(2018, 8, 20), by=village)
    assert client.get("/children/?status=away").context["listing"].total == 0
    then = {"status": "away", "as_of": "2018-08-10"}
    assert client.get("/children/", then).context["listing"].total == 1


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "x"}, {"where": " "}, {"since": TODAY + dt.timedelta(1)},
     {"expected": DAY(2018, 7, 1)}],
)  # fmt: skip
def test_nonsense_is_refused_and_twice_at_a_time_too(cast, village, wrong) -> None:
    child = cast.children.own
    with pytest.raises(Refusal):
        away(child, village, **wrong)
    absence = away(child, village)
    with pytest.raises(Refusal, match="先登记回来"):
        away(child, village, since=DAY(2018, 8, 5))
    for on in (TODAY + dt.timedelta(1), DAY(2018, 7, 1)):
        with pytest.raises(Refusal):
            actions.end_absence(absence=Absence.objects.get(pk=absence.pk), on=on, by=village)


def test_nobody_says_it_of_a_neighbours_child(cast, village) -> None:
    with pytest.raises(Refusal):
        away(cast.children.neighbour, village)


def test_leaving_ends_an_absence(cast, township, village) -> None:
    away(cast.children.own, village)
    actions.end_registration(child=cast.children.own, on=TODAY, reason="adopted", by=township)
    assert Absence.objects.get().until == TODAY
    with pytest.raises(Refusal, match="已退出"):
        away(cast.children.own, village)


def test_a_death_is_written_only_after_a_second_look(cast, client_of) -> None:
    child = cast.children.own
    address = f"/children/{child.number}/died/"
    filled = {"on": "2018-08-20", "cause": "病故", "version": "1"}
    client = client_of(Role.TOWNSHIP_CHAIR)
    page = client.post(address, filled)
    assert "请再看一遍" in page.content.decode() and not Exit.objects.exists()
    refused = client.post(address, filled | {"on": "2030-01-01", "step": "write"})
    assert refused.status_code == 200 and not Exit.objects.exists()
    client.post(address, filled | {"step": "write"})
    assert Child.objects.get(pk=child.pk).status == "left"
    text = client.get(f"/children/{child.number}/").content.decode()
    assert "已去世" in text and "恢复在册" not in text
    for role in (Role.VILLAGE_CHAIR, Role.CARER):
        assert client_of(role).get(address).status_code == 403


def test_an_exit_page_offers_no_death_among_its_reasons(make, client_of) -> None:
    child = make.child("甲", VILLAGE)
    text = client_of(Role.TOWNSHIP_CHAIR).get(f"/children/{child.number}/leave/").content.decode()
    assert 'value="died"' not in text and "另行登记" in text
    elsewhere = make.child("乙", NEIGHBOUR)
    client = client_of(Role.TOWNSHIP_CHAIR)
    assert client.get(f"/children/{elsewhere.number}/died/").status_code == 404
