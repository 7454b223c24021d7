"""What a document says of a parent's situation: filled in, corrected, kept on the log."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.people import hooks
from nuantong.people.actions import SituationDetails, complete_situation, set_parent_situation
from nuantong.people.models import ParentSituation
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db
RELEASE = dt.date(2020, 3, 1)


@pytest.fixture
def prison(cast, reader) -> ParentSituation:
    return set_parent_situation(
        child=cast.children.own, parent="father", status="in_prison", by=reader(Role.TOWNSHIP_CHAIR)
    )


def test_a_term_is_filled_in_and_the_log_says_what_it_was(prison, reader) -> None:
    officer = reader(Role.TOWNSHIP_CHAIR)
    details = SituationDetails(since=dt.date(2017, 3, 1), until=RELEASE, months=36, basis="判决书")
    for _ in range(2):
        complete_situation(situation=prison, details=details, by=officer)
    row = ParentSituation.objects.get()
    assert (row.until, row.months, row.basis) == (RELEASE, 36, "判决书")
    assert Event.objects.get(action="补充父母情况").changes["months"] == [None, 36]


def test_who_may_not_change_the_child_and_a_stale_form_are_refused(prison, reader) -> None:
    for role in (Role.VILLAGE_CHAIR, Role.CARER, Role.LEADER):
        with pytest.raises(Refusal, match="不在您的工作范围"):
            complete_situation(situation=prison, details=SituationDetails(), by=reader(role))
    with pytest.raises(StaleVersion):
        complete_situation(
            situation=prison, details=SituationDetails(), by=reader(Role.TOWNSHIP_CHAIR), version=1
        )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"since": TODAY + dt.timedelta(days=1)}, "今天之后"),
        ({"since": TODAY, "until": TODAY}, "止的日期"),
        ({"disability_grade": 5}, "一级到四级"),
        ({"months": 0}, "月数"),
    ],
)
def test_what_cannot_be_is_refused_in_words(prison, reader, wrong, said: str) -> None:
    details = replace(SituationDetails(), **wrong)
    with pytest.raises(Refusal, match=said):
        complete_situation(situation=prison, details=details, by=reader(Role.TOWNSHIP_CHAIR))


@pytest.mark.parametrize(
    ("wrong", "wall"),
    [
        ({"disability_grade": 0}, "parentsituation_grade_is_one_to_four"),
        ({"months": 0}, "parentsituation_months_are_sane"),
    ],
)
def test_the_database_refuses_it_from_whoever_writes(prison, wrong, wall: str) -> None:
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        ParentSituation.objects.filter(pk=prison.pk).update(**wrong)


def test_a_situation_with_a_known_end_lasts_until_then(prison, reader, client_of, cast) -> None:
    """A release date in the future does not make the imprisonment a thing of the past."""
    officer = reader(Role.TOWNSHIP_CHAIR)
    details = SituationDetails(since=dt.date(2017, 3, 1), until=RELEASE)
    complete_situation(situation=prison, details=details, by=officer)
    page = client_of(Role.TOWNSHIP_CHAIR).get(f"/children/{cast.children.own.number}/")
    text = page.content.decode()
    assert "到2020年3月1日" in text and "曾：服刑" not in text
    set_parent_situation(child=cast.children.own, parent="father", status="caring", by=officer)
    assert ParentSituation.objects.get(status="in_prison").until == TODAY


def test_upper_apps_hear_of_every_change_and_of_no_look(prison, reader, cast, client_of) -> None:
    heard: list[str] = []

    def hook(child, by) -> None:
        heard.append(child.number)

    hooks.when_child_changed(hook)
    try:
        client_of(Role.TOWNSHIP_CHAIR).get(f"/children/{cast.children.own.number}/")
        assert heard == []
        details = SituationDetails(months=8)
        complete_situation(situation=prison, details=details, by=reader(Role.TOWNSHIP_CHAIR))
        assert heard == [cast.children.own.number]
    finally:
        hooks.CHILD_CHANGED.remove(hook)
