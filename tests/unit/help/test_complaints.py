"""Complaints are kept once, read by those who answer, and never altered."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.core.errors import Refusal
from nuantong.help.actions import answer, read_complaint
from nuantong.help.deadlines import answer_due
from nuantong.help.models import Complaint, ComplaintStep
from nuantong.help.queries import my_complaints

pytestmark = pytest.mark.django_db


def sees(reader) -> bool:
    return Complaint.objects.visible_to(reader).exists()


@pytest.mark.parametrize("role", list(Role))
def test_everybody_signed_in_may_write(write, reader, role: Role) -> None:
    complaint = write(reader(role))
    assert complaint.handler is not None or role is Role.CITY_OFFICER
    assert sees(reader(role))


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_a_carers_complaint(write, carer, reader, role: Role) -> None:
    write(carer)
    assert sees(reader(role)) == (role in {Role.CARER, Role.DISTRICT_OFFICER, Role.CITY_OFFICER})


def test_the_person_complained_about_sees_nothing_nor_do_colleagues(
    write, carer, officer, colleague, city
) -> None:
    complaint = write(carer, about_officer=True)
    assert (complaint.about, complaint.handler) == (officer.user, city.user)
    assert (sees(officer), sees(colleague), sees(city)) == (False, False, True)


def test_a_complaint_about_the_last_officer_waits_for_another_one(
    write, reader, city, make
) -> None:
    complaint = write(reader(Role.LEADER), about_officer=True)
    assert (complaint.handler, complaint.about) == (None, city.user)
    assert not sees(city)


def test_the_same_key_twice_is_one_complaint(write, carer) -> None:
    key = uuid.uuid4()
    assert write(carer, key=key).pk == write(carer, key=key, text="又一次").pk
    assert Complaint.objects.get().text == "走访太少"


def test_a_key_of_somebody_else_shows_nothing(write, carer, officer) -> None:
    key = uuid.uuid4()
    write(carer, key=key)
    with pytest.raises(Refusal, match="没有存下来"):
        write(officer, key=key)


@pytest.mark.parametrize("said", [{"text": " \x00 "}, {"kind": "怨言"}])
def test_what_says_nothing_is_refused(write, carer, said) -> None:
    with pytest.raises(Refusal, match="请"):
        write(carer, **said)


def test_words_are_not_readable_in_the_database(write, carer) -> None:
    write(carer, text="走访\x00太少", contact="13800000000")
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM help_complaint t")
        row = cursor.fetchone()[0]
    assert "走访" not in row and "走访太少".encode().hex() not in row and "13800000000" not in row


def test_the_first_look_of_an_officer_tells_the_writer(write, carer, officer) -> None:
    complaint = write(carer)
    read_complaint(by=carer, complaint=complaint)
    assert my_complaints(carer)[0].state.text == "等待查看"
    for _ in range(2):
        read_complaint(by=officer, complaint=complaint)
    assert my_complaints(carer)[0].state.text == "已收到，办理中"
    assert Event.objects.filter(action="查看投诉建议").count() == 3


def test_the_writer_sees_the_answer(write, carer, officer) -> None:
    complaint, key = write(carer), uuid.uuid4()
    for text in ("本周去", "第二次"):
        answer(by=officer, complaint=complaint, key=key, text=text)
    assert my_complaints(carer)[0].state.text == "已答复"
    assert [step.text for step in complaint.steps.all()] == ["本周去"]


def test_a_colleague_may_answer_too(write, carer, colleague) -> None:
    assert answer(by=colleague, complaint=write(carer), key=uuid.uuid4(), text="好").pk


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.DISTRICT_OFFICER, Role.CITY_OFFICER}))
def test_nobody_else_answers(write, carer, reader, role: Role) -> None:
    with pytest.raises(Refusal, match="不由您答复"):
        answer(by=reader(role), complaint=write(carer), key=uuid.uuid4(), text="好")


def test_nobody_answers_her_own(write, officer) -> None:
    with pytest.raises(Refusal, match="不由您答复"):
        answer(by=officer, complaint=write(officer), key=uuid.uuid4(), text="好")


@pytest.mark.parametrize("table", ["help_complaint", "help_complaintstep"])
@pytest.mark.parametrize(
    "attack", ["UPDATE {} SET key = gen_random_uuid()", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_rows_are_added_and_never_altered(write, carer, officer, table: str, attack: str) -> None:
    read_complaint(by=officer, complaint=write(carer))
    refused = pytest.raises(IntegrityError, match="append-only")
    with connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(attack.format(table))
    assert Complaint.objects.count() == ComplaintStep.objects.count() == 1


def test_the_database_refuses_a_handler_it_is_about(write, carer, officer) -> None:
    kept = write(carer)
    values = {"writer": carer.user, "kind": "complaint", "text": "x", "at": kept.at}
    with pytest.raises(IntegrityError, match="not_answered_by"), transaction.atomic():
        Complaint.objects.create(
            **values, due_on=kept.due_on, handler=officer.user, about=officer.user
        )


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (dt.date(2018, 8, 24), dt.date(2018, 9, 4)),
        (dt.date(2018, 9, 28), dt.date(2018, 10, 12)),
        (dt.date(2099, 1, 1), dt.date(2099, 1, 12)),
    ],
    ids=["over a week-end", "over the national holiday", "a year without a notice"],
)
def test_seven_working_days(received: dt.date, due: dt.date) -> None:
    assert answer_due(received) == due
