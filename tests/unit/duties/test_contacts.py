"""A contact is stored once, fulfils what it carries, and is corrected only by another."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.core.errors import Refusal
from nuantong.duties.actions import ContactConflict, withdraw_contact
from nuantong.duties.models import Contact, Enrolment
from nuantong.pairing.models import Pairing
from nuantong.people.models import Carer, Child

pytestmark = pytest.mark.usefixtures("enrolment")
Record = Callable[..., Contact]


def filled(contact: Contact) -> list[tuple[str, str]]:
    return sorted(contact.fulfilments.values_list("duty", "period_key"))


def test_one_contact_fulfils_several_duties(record: Record) -> None:
    contact = record("2018-08-20", "meet", "talk", "guardian")

    assert filled(contact) == [
        ("half_month", "2018-08-H2"),
        ("month", "2018-08"),
        ("week", "2018-W34"),
    ]


def test_the_same_report_again_returns_the_stored_contact(record: Record) -> None:
    key = uuid.uuid4()
    first = record("2018-08-20", "meet", key=key, note="在家")
    again = record("2018-08-20", "meet", key=key, note="在家")

    assert again == first
    assert Contact.objects.count() == 1
    assert Event.objects.filter(action="记录关爱").count() == 1


def test_other_content_under_the_same_key_is_refused(record: Record) -> None:
    key = uuid.uuid4()
    record("2018-08-20", "meet", key=key)

    with pytest.raises(ContactConflict, match="内容不同"):
        record("2018-08-21", "meet", key=key)


def test_an_empty_note_takes_no_room(record: Record) -> None:
    record("2018-08-20")
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM duties_contact")
        assert cursor.fetchall() == [(None,)]


def test_a_correction_takes_the_place_of_the_first_report(record: Record) -> None:
    first = record("2018-08-20", "meet", "talk")
    second = record("2018-08-20", "talk", means="phone", supersedes=first)

    assert filled(first) == []
    assert filled(second) == [("half_month", "2018-08-H2")]


def test_a_report_is_corrected_once(record: Record) -> None:
    first = record("2018-08-20")
    record("2018-08-21", supersedes=first)

    with pytest.raises(Refusal, match="已被更正过"):
        record("2018-08-22", supersedes=first)


def test_a_withdrawn_contact_counts_for_nothing(record: Record, carer_reader: Reader) -> None:
    contact = record("2018-08-20")
    withdraw_contact(key=uuid.uuid4(), contact=contact, by=carer_reader, why="记错了孩子")

    assert filled(contact) == []
    assert Enrolment.objects.get().last_contact is None


def test_a_date_in_the_future_is_kept_and_not_counted(record: Record) -> None:
    contact = record("2018-08-25")

    assert filled(contact) == []
    assert Enrolment.objects.get().last_contact is None


def test_something_must_have_been_done(record: Record) -> None:
    with pytest.raises(Refusal, match="请选择"):
        record("2018-08-20", acts=())
    with pytest.raises(Refusal, match="请选择"):
        record("2018-08-20", means="letter")


def test_a_stranger_cannot_record(record: Record, reader: Callable[[Role], Reader]) -> None:
    with pytest.raises(Refusal, match="工作范围"):
        record("2018-08-20", by=reader(Role.COUNSELLOR))


def test_the_old_carer_may_report_after_the_hand_over(
    record: Record, pairing: Pairing, child: Child, carer: Carer
) -> None:
    pairing.end, pairing.ended_reason = dt.date(2018, 8, 22), "other"
    pairing.save()

    assert filled(record("2018-08-20")) == [("week", "2018-W34")]
    with pytest.raises(Refusal, match="工作范围"):
        record("2018-08-23")


@pytest.mark.parametrize("statement", ["UPDATE duties_contact SET means = 'phone'",
                                       "DELETE FROM duties_contact"])  # fmt: skip
def test_the_database_keeps_contacts_as_they_were(record: Record, statement: str) -> None:
    record("2018-08-20")

    with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(statement)
