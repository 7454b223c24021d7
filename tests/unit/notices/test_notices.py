"""Telling people: once for a key, to the addressee alone, one or thousands."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from nuantong.access.reader import reader_of, system_reader
from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.core import clock
from nuantong.notices.actions import Note, mark_read, mark_read_by_key, notify_all
from nuantong.notices.models import Notice
from nuantong.people.models import Carer
from tests.conftest import VILLAGE

pytestmark = pytest.mark.django_db


def seen(reader: Any) -> list[str]:
    return [notice.key for notice in Notice.objects.visible_to(reader)]


def test_twice_with_one_key_is_once_and_another_key_is_another(tell) -> None:
    assert tell()
    assert not tell(subject="换了说法")
    assert tell(key="2")
    assert [n.subject for n in Notice.objects.filter(key="1")] == ["您有新结对的孩子"]


def test_one_key_reaches_several_people_each_once(tell, cast) -> None:
    chair = cast.staff[Role.TOWNSHIP_CHAIR]
    assert tell()
    assert tell(to=chair)
    assert not tell(to=chair)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CARER}))
def test_nobody_but_the_carer_reads_what_she_is_told(tell, reader, role: Role) -> None:
    tell()
    assert seen(reader(role)) == []
    assert seen(reader(Role.CARER)) == ["1"]


def test_what_an_account_is_told_is_not_its_neighbours(tell, cast, reader) -> None:
    tell(to=cast.staff[Role.TOWNSHIP_CHAIR])
    assert seen(reader(Role.TOWNSHIP_CHAIR)) == ["1"]
    assert seen(reader(Role.DISTRICT_OFFICER)) == seen(reader(Role.CARER)) == []


def test_a_carer_without_an_account_finds_it_once_she_has_one(tell, make) -> None:
    carer = make.carer("周大姐", VILLAGE)
    tell(to=carer)
    carer.user = make.user("C-late", "周大姐", Role.CARER)
    carer.save()
    assert seen(reader_of(carer.user)) == ["1"]


def test_the_subject_must_not_name_the_child(tell, cast) -> None:
    with pytest.raises(ValueError, match="must not name the child"):
        tell(subject="小乐由您关爱", child=cast.children.own)
    assert tell(text="小乐由您关爱", child=cast.children.own)


def test_a_kind_that_nobody_registered_is_refused(tell) -> None:
    with pytest.raises(ValueError, match="nobody registered"):
        tell(kind="unheard-of")


def test_its_words_cannot_be_read_in_the_database(tell) -> None:
    tell(text="祖母病重")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM notices_notice")
        [(kept,)] = cursor.fetchall()
    assert "祖母".encode() not in bytes(kept)
    assert Notice.objects.get().text == "祖母病重"


def test_a_thousand_are_written_by_one_statement_and_again_by_none(make) -> None:
    village = make.place(VILLAGE)
    carers = Carer.objects.bulk_create(Carer(name=f"甲{n}", place=village) for n in range(1000))
    notes = [Note(kind="paired", key="round:1", subject="新结对", carer=one.pk) for one in carers]
    with CaptureQueriesContext(connection) as asked:
        assert notify_all(by=system_reader(), notes=notes) == 1000
    assert sum("INSERT INTO" in query["sql"] for query in asked.captured_queries) == 2
    assert notify_all(by=system_reader(), notes=[*notes, *notes]) == 0
    assert notify_all(by=system_reader(), notes=[]) == 0
    assert Event.objects.get(action="发出通知").changes["count"] == 1000


def test_the_same_person_twice_in_one_batch_is_told_once(make) -> None:
    note = Note(kind="paired", key="k", subject="新结对", carer=make.carer("甲", VILLAGE).pk)
    assert notify_all(by=system_reader(), notes=[note, note]) == 1


def test_read_is_read_the_first_time_and_only_by_her(tell, reader) -> None:
    tell()
    tell(key="2")
    [second, first] = Notice.objects.values_list("pk", flat=True)
    assert mark_read(by=reader(Role.TOWNSHIP_CHAIR), pk=first) == 0
    assert mark_read(by=reader(Role.CARER), pk=first) == 1
    when = Notice.objects.get(pk=first).read_at
    assert mark_read(by=reader(Role.CARER), pk=first) == 0
    assert mark_read(by=reader(Role.CARER)) == 1
    assert Notice.objects.get(pk=first).read_at == when
    assert not Notice.objects.filter(pk=second).unread().exists()


def test_what_was_asked_and_done_counts_as_read(tell, cast) -> None:
    tell()
    tell(to=cast.staff[Role.TOWNSHIP_CHAIR])
    assert mark_read_by_key(key="1", to=cast.carer) == 1
    assert Notice.objects.unread().get().user == cast.staff[Role.TOWNSHIP_CHAIR]


def write(**values: Any) -> Notice:
    given = {"key": "k", "kind": "paired", "subject": "新结对", "by": "系统", "at": clock.now()}
    with transaction.atomic():
        return Notice.objects.create(**{**given, **values})


def test_the_database_refuses_a_second_of_one_key(cast) -> None:
    for to in ({"carer": cast.carer}, {"user": cast.staff[Role.LEADER]}):
        write(**to)
        with pytest.raises(IntegrityError, match="notice_once_to_a"):
            write(**to)


def test_the_database_refuses_a_notice_to_nobody_or_to_two(cast) -> None:
    for to in ({}, {"carer": cast.carer, "user": cast.staff[Role.LEADER]}):
        with pytest.raises(IntegrityError, match="notice_to_one_person"):
            write(**to)


@pytest.mark.parametrize("part", ["key", "kind", "subject", "by"])
def test_the_database_refuses_one_that_says_nothing(cast, part: str) -> None:
    with pytest.raises(IntegrityError, match="notice_says_what_and_from_whom"):
        write(carer=cast.carer, **{part: ""})


def test_the_database_refuses_reading_before_writing(cast) -> None:
    with pytest.raises(IntegrityError, match="notice_read_after_it_was_written"):
        write(carer=cast.carer, read_at=clock.now() - dt.timedelta(days=1))
