"""Who did not become a carer is forgotten: of her application its days and its outcome stay."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from nuantong.access.reader import Reader, system_reader
from nuantong.access.roles import Role
from nuantong.carers import actions
from nuantong.carers.actions import Applicant, erasing
from nuantong.carers.models import Application, Submission
from nuantong.carers.queries.submissions import state_of
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.people.models import Carer
from tests.conftest import TODAY, VILLAGE, place
from tests.unit.carers.conftest import clear, number_of

pytestmark = pytest.mark.django_db
PHONE, NAME, HEARD = "13988001155", "秦素芬", "邻居说她常和丈夫吵架"
TABLES = ("carers_application", "carers_applicationstep", "carers_submission", "tasks_task",
          "tasks_taskstep", "notices_notice")  # fmt: skip


def sent() -> Submission:
    applicant = Applicant(
        name=NAME, phone=PHONE, place_id=place(VILLAGE).pk, id_number=number_of(21)
    )
    return actions.submit(applicant=applicant, key=uuid.uuid4(), sender="10.0.0.1")


@pytest.fixture
def refused(cast: Any, township: Reader) -> Application:
    """Sent by herself, turned down by the township."""
    found = sent().application
    assert found is not None
    return actions.refuse(application=found, reason=HEARD, version=1, by=township)


def everything() -> str:
    """All that stands in the tables, opened."""
    with connection.cursor() as cursor:
        rows = []
        for table in TABLES:
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t")
            rows += [row for (row,) in cursor.fetchall()]
    told = [str(one.reason) for one in Application.objects.all()]
    told += [str(one.phone) + str(one.answer) for one in Submission.objects.all()]
    told += [str(step.words) for one in Application.objects.all() for step in one.steps.all()]
    return "\n".join(rows + told)


def test_half_a_year_later_only_days_and_outcome_are_left(refused, monkeypatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY + erasing.KEPT - dt.timedelta(1))
    assert actions.erase_due(system_reader()) == 0
    monkeypatch.setattr(clock, "today", lambda: TODAY + erasing.KEPT)
    assert actions.erase_due(system_reader()) == 1
    assert actions.erase_due(system_reader()) == 0
    assert not [word for word in (NAME, PHONE, number_of(21), HEARD) if word in everything()]
    refused.refresh_from_db()
    assert (refused.state, refused.applied_on, refused.decided_on) == ("refused", TODAY, TODAY)
    assert (refused.id_index, refused.erased_on) == (None, TODAY + erasing.KEPT)
    assert refused.submission.number and not refused.submission.sender


def test_whoever_keeps_the_register_erases_it_at_once_when_she_asks(
    refused, township, client_of
) -> None:
    client, url = client_of(Role.TOWNSHIP_CHAIR), reverse("carers:application", args=[refused.key])
    assert "现在删除" in client.get(url).content.decode()
    answer = client.post(url, {"do": "erase", "version": refused.version}, follow=True)
    page = answer.content.decode()
    assert "个人信息已删除" in page and NAME not in page and "现在删除" not in page
    assert NAME not in client.get(reverse("carers:applications") + "?state=all").content.decode()
    again = actions.erase_application(application=refused, by=township)
    assert again.erased_on == TODAY


def test_the_log_keeps_who_erased_it_and_nothing_of_what(refused, township, django_db_blocker):
    from nuantong.audit.models import Event

    actions.erase_application(application=refused, by=township)
    last = Event.objects.filter(action="删除申请人的个人信息").get()
    assert last.object_type == "application" and NAME not in str(last.changes)


def test_what_was_approved_or_is_under_way_is_not_erased(cast, township, district) -> None:
    found = sent().application
    with pytest.raises(Refusal, match="在办的和已批准的"):
        actions.erase_application(application=found, by=township)
    actions.confirm(application=found, words_="见过面", version=1, by=township)
    actions.approve(application=found, check=clear(), version=2, by=district)
    with pytest.raises(Refusal, match="在办的和已批准的"):
        actions.erase_application(application=found, by=township)


def test_a_neighbour_and_a_village_erase_nothing(refused, neighbour, chair) -> None:
    for by in (neighbour, chair):
        with pytest.raises(Refusal, match="不由您"):
            actions.erase_application(application=refused, by=by)


def test_who_was_known_already_is_forgotten_when_she_was_answered(
    cast, township, client_of
) -> None:
    index = Carer._meta.get_field("id_index").of(number_of(21))
    Carer.objects.filter(pk=cast.carer.pk).update(id_index=index)
    found = sent()
    with pytest.raises(Refusal, match="答复了才能"):
        actions.erase_submission(submission=found, by=township)
    actions.answer_submission(submission=found, words=f"{NAME}已是爱心妈妈", by=township)
    url = reverse("carers:submission", args=[found.key])
    page = client_of(Role.TOWNSHIP_CHAIR).post(url, {"do": "erase"}, follow=True).content.decode()
    assert found.spaced in page and NAME not in page
    assert not [word for word in (NAME, PHONE) if word in everything()]
    assert state_of(found.number, PHONE[-4:]) == ""


def test_she_may_apply_again_afterwards(refused, township) -> None:
    actions.erase_application(application=refused, by=township)
    again = sent()
    assert again.application is not None and again.application.pk != refused.pk


@pytest.mark.parametrize(
    "half", [{"erased_on": TODAY}, {"name": ""}, {"id_number": None}, {"state": "withdrawn"}]
)
def test_the_database_knows_no_half_erased_and_no_other_change_of_what_was_decided(
    refused, half
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=refused.pk).update(**half)


def test_the_database_brings_nothing_erased_back(refused, township) -> None:
    found = actions.erase_application(application=refused, by=township)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=found.pk).update(
            name=NAME, erased_on=None, id_number=number_of(21), id_index=b"x" * 32
        )


def test_whoever_guesses_a_receipt_is_asked_to_come_back_later(refused) -> None:
    client, url = Client(), reverse("carers:receipt")
    number = refused.submission.number
    for tail in range(10):
        page = client.post(url, {"number": number, "tail": f"{tail:04d}"}).content.decode()
        assert "没有找到" in page
    page = client.post(url, {"number": number, "tail": PHONE[-4:]}).content.decode()
    assert "过一小时再来" in page and "没有批准" not in page
