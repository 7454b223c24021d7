"""A contract of one-to-one counselling is a project; a contract of group counselling is none."""

import datetime as dt
import uuid

import pytest

from nuantong.access.reader import reader_of
from nuantong.access.roles import Role
from nuantong.consents.actions import give
from nuantong.consents.models import Consent
from nuantong.core import clock
from nuantong.counselling.models import Case, Charge, Session, Supervisor
from nuantong.outcomes import contracts
from nuantong.outcomes.queries.projects import load
from tests.conftest import TODAY, VILLAGE, make_child, make_user
from tests.unit.outcomes.test_scores import START, fill
from tests.unit.services.bought import make_contract, make_practitioner, make_provider

WRITTEN = {"entered_at": clock.now(), "entered_by_name": "市妇联"}


@pytest.fixture
def provider(reader):
    return make_provider(reader(Role.CITY_OFFICER))


@pytest.fixture
def contract(provider, reader):
    by = reader(Role.CITY_OFFICER)
    make_contract(provider, by)
    terms = {"number": "2018-个案-01", "title": "2018年个案辅导", "kind": "case"}
    return make_contract(provider, by, **terms)


def begin(contract, child, started=START, reason="", **values):
    """A case of the contract's area, open unless it has a reason to have ended."""
    ended = {"closed_on": TODAY, "reason": reason, "closed_by": "唐老师"} if reason else {}
    return Case.objects.create(
        key=uuid.uuid4(), child=child, area=contract.areas.first(), origin="screening", need=2,
        asked_on=dt.date(2018, 1, 2), started_on=started, words="夜里常哭", **WRITTEN, **ended, **values,
    )  # fmt: skip


def test_the_office_that_buys_and_the_districts_it_covers_see_the_project(contract, reader):
    elsewhere = reader_of(make_user("D-far", "远处干部", Role.DISTRICT_OFFICER, "500101"), TODAY)
    for by in (reader(Role.CITY_OFFICER), reader(Role.LEADER), reader(Role.DISTRICT_OFFICER), None):
        [found] = contracts.projects(by)
        assert (found.key, found.title, found.office) == (
            str(contract.key),
            "2018年个案辅导",
            "重庆市妇联",
        )
    assert contracts.projects(elsewhere) == contracts.projects(reader(Role.COUNSELLOR)) == []
    [about] = found.about
    assert "9,000.00元" in about and "30名儿童" in about and "覆盖2个区县" in about


def test_a_supervisor_sees_the_project_she_supervises(contract, reader, cast):
    assert contracts.projects(reader(Role.CASE_SUPERVISOR)) == []
    Supervisor.objects.create(contract=contract, user=cast.staff[Role.CASE_SUPERVISOR], **WRITTEN)
    [found] = contracts.projects(reader(Role.CASE_SUPERVISOR))
    assert found.key == str(contract.key)


def test_each_case_stands_where_its_own_record_says(
    contract, reader, cast, django_assert_max_num_queries
):
    named = [make_child(name, VILLAGE) for name in ("小甲", "小乙", "小丙", "小丁", "小戊")]
    done, moved, back, running, waiting = named
    cases = {
        "done": begin(contract, done, reason="done"), "moved": begin(contract, moved, reason="moved"),
        "back": begin(contract, back, reason="consent"), "running": begin(contract, running),
        "waiting": begin(contract, waiting, started=None),
    }  # fmt: skip
    for purpose, giver in (("counselling", "guardian"), ("counselling_assent", "child")):
        give(child=waiting, purpose=Consent.Purpose(purpose), giver=giver, given_by="某人", how="spoken",
             given_on=TODAY, by=reader(Role.TOWNSHIP_CHAIR))  # fmt: skip
    for child in named:
        fill(child, "ses", 0, 20)
        fill(child, "ses", 310, 30)
    key, city = str(contract.key), reader(Role.CITY_OFFICER)
    with django_assert_max_num_queries(14):
        found = load(key, city)
        figures = found.study.figures
    keys = {name: str(case.key) for name, case in cases.items()}
    count = {
        name: len(figures[name].people)
        for name in ("screened", "consented", "started", "finished", "running")
    }
    assert count == {"screened": 5, "consented": 5, "started": 4, "finished": 1, "running": 1}
    assert {figures[name].title for name in ("left_0", "left_1")} == {
        "中途退出：搬离或离开台账", "中途退出：监护人或孩子撤回同意",
    }  # fmt: skip
    assert found.mine == set(keys.values())
    assert found.cases[keys["running"]].url == f"/counselling/{keys['running']}/"
    assert set(found.to_draw) == {keys[name] for name in ("done", "moved", "running")}
    assert load(key, None).mine == frozenset() and load("x", city) is None


def test_of_whoever_took_her_consent_back_no_row_leaves(contract, reader, cast):
    children = [make_child(f"小{n}", VILLAGE) for n in range(7)]
    for child in children:
        begin(contract, child, reason="consent" if child is children[0] else "")
    assert len(load(str(contract.key), reader(Role.CITY_OFFICER)).study.rows()) == 6


def test_a_counsellor_reads_the_curve_of_her_case_and_no_other(
    contract, provider, reader, cast, client_of
):
    own, far = begin(contract, cast.children.own), begin(contract, cast.children.neighbour)
    person = make_practitioner(cast.staff[Role.COUNSELLOR], provider, reader(Role.CITY_OFFICER))
    Charge.objects.create(case=own, practitioner=person, start=dt.date(2018, 3, 2), **WRITTEN)
    fill(cast.children.own, "ses", 0, 20)
    client = client_of(Role.COUNSELLOR)
    page = client.get(f"/outcomes/cases/{own.key}/")
    assert page.status_code == 200 and "只有一次测评" in page.content.decode()
    for other in (far.key, uuid.uuid4(), "none"):
        assert client.get(f"/outcomes/cases/{other}/").status_code == 404


def test_a_session_counts_when_it_took_place(contract, provider, reader, cast):
    case = begin(contract, cast.children.own)
    person = make_practitioner(cast.staff[Role.COUNSELLOR], provider, reader(Role.CITY_OFFICER))
    for kind, minutes, absent in (
        ("call", 30, ""),
        ("meeting", 50, ""),
        ("call", 0, "no_answer"),
        ("follow_up", 9, ""),
    ):
        Session.objects.create(
            key=uuid.uuid4(), case=case, practitioner=person, on=TODAY, kind=kind, minutes=minutes, absent=absent,
            **WRITTEN,
        )  # fmt: skip
    assert load(str(contract.key), reader(Role.CITY_OFFICER)).study.flow.sessions == 2


def test_a_district_opens_its_own_cases_alone(contract, reader, cast):
    own, far = begin(contract, cast.children.own), begin(contract, cast.children.neighbour)
    found = load(str(contract.key), reader(Role.DISTRICT_OFFICER))
    assert found.mine == {str(own.key)} and str(far.key) in found.cases
