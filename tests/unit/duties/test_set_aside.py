"""A contact that counts for nothing is kept, told to a person, and decided once."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from nuantong.access.reader import Reader, system_reader
from nuantong.access.roles import Role
from nuantong.core.errors import Refusal
from nuantong.duties.actions import close_windows, enrol, withdraw_contact
from nuantong.duties.actions.resolving import keep, redate, withdraw
from nuantong.duties.models import Contact, Enrolment, Protocol, SetAside
from nuantong.people.actions.ageing import reprieve
from nuantong.people.keeping import keep_register
from nuantong.people.models import Child
from nuantong.tasks.models import Task
from tests.conftest import TODAY

pytestmark = pytest.mark.usefixtures("pairing")
Record = Callable[..., Contact]


@pytest.fixture
def chair(reader: Callable[[Role], Reader]) -> Reader:
    return reader(Role.TOWNSHIP_CHAIR)


def task() -> Task:
    return Task.objects.get(kind="contact_aside")


@pytest.mark.parametrize(
    ("day", "why"),
    [("2018-08-25", "future"), ("2017-12-31", "before"), ("2018-08-20", "after")],
)
def test_it_waits_for_a_person_and_never_counts(
    enrolment: Enrolment, record: Record, day: str, why: str
) -> None:
    enrolment.end = dt.date(2018, 8, 20)
    enrolment.save()
    contact = record(day)

    assert SetAside.objects.get().why == why
    assert not contact.fulfilments.exists()
    assert (task().is_open, task().permission) == (True, "check_contacts")


def born(child: Child, day: dt.date) -> None:
    child.birth_date = day
    child.save(update_fields=["birth_date"])


def test_what_is_told_of_days_after_eighteen_ends_the_enrolment_and_waits_for_a_person(
    enrolment: Enrolment, record: Record, child: Child
) -> None:
    born(child, dt.date(2000, 8, 1))
    before, after = record("2018-07-31"), record("2018-08-01")

    enrolment.refresh_from_db()
    assert enrolment.end == dt.date(2018, 8, 1)
    assert before.fulfilments.exists() and not after.fulfilments.exists()
    assert SetAside.objects.get().why == "grown"
    assert task().is_open


def test_the_night_of_the_birthday_ends_what_is_owed_and_asks_about_what_was_told_since(
    enrolment: Enrolment, record: Record, child: Child
) -> None:
    record("2018-08-20")
    born(child, dt.date(2000, 8, 20))
    for _ in range(2):
        keep_register(system_reader())

    enrolment.refresh_from_db()
    assert (enrolment.end, SetAside.objects.get().why) == (dt.date(2018, 8, 20), "grown")
    assert not enrolment.fulfilments.filter(period_key="2018-W34").exists()
    close_windows(TODAY)
    assert enrolment.outcomes.latest("ends").ends <= dt.date(2018, 8, 20)


def test_who_stays_by_somebodys_decision_is_owed_on(
    enrolment: Enrolment, record: Record, child: Child, chair: Reader
) -> None:
    born(child, dt.date(2000, 8, 1))
    keep_register(system_reader())
    reprieve(children=[child], until=dt.date(2018, 12, 31), why="还在上职高", by=chair)
    contact = record("2018-08-20")

    assert contact.fulfilments.exists() and not SetAside.objects.exists()
    spans = Enrolment.objects.filter(child=child).order_by("start").values_list("start", "end")
    day = dt.date(2018, 8, 1)
    assert list(spans) == [(enrolment.start, day), (day, None)]
    later = system_reader().as_of(dt.date(2018, 12, 31))
    keep_register(later)
    assert Enrolment.objects.filter(child=child).latest("start").end == later.on


def test_nobody_is_enrolled_after_eighteen_unless_she_stays(
    child: Child, six_ones: Protocol, chair: Reader
) -> None:
    born(child, dt.date(2000, 8, 1))
    with pytest.raises(Refusal, match="已满18周岁"):
        enrol(child=child, protocol=six_ones, start=dt.date(2018, 8, 1), by=chair)
    reprieve(children=[child], until=dt.date(2018, 12, 31), why="还在上职高", by=chair)
    assert enrol(child=child, protocol=six_ones, start=TODAY, by=chair).end is None


def test_a_child_in_no_protocol_and_several_contacts_are_one_task(record: Record) -> None:
    record("2018-08-20")
    record("2018-08-21")
    assert list(SetAside.objects.values_list("why", flat=True)) == ["none", "none"]
    assert task().is_open


def test_what_counts_waits_for_nobody(enrolment: Enrolment, record: Record) -> None:
    record("2018-08-20")
    assert not SetAside.objects.exists()
    assert not Task.objects.filter(kind="contact_aside").exists()


def test_before_the_child_was_born_nothing_is_recorded(
    enrolment: Enrolment, record: Record, child: Child
) -> None:
    Child.objects.filter(pk=child.pk).update(birth_date=dt.date(2018, 6, 1))
    child.refresh_from_db()
    with pytest.raises(Refusal, match="还没有出生"):
        record("2018-05-31")
    assert not Contact.objects.exists()


def test_with_its_right_day_it_counts_and_the_task_is_done(
    enrolment: Enrolment, record: Record, chair: Reader
) -> None:
    record("2017-08-20")
    found = SetAside.objects.get()
    with pytest.raises(Refusal, match="也不能计入：早于参加方案的日期"):
        redate(aside=found, on=dt.date(2017, 8, 21), by=chair)
    contact = redate(aside=found, on=dt.date(2018, 8, 20), by=chair)

    assert contact.fulfilments.filter(duty="week", period_key="2018-W34").exists()
    assert SetAside.objects.get().resolution == "redated"
    assert task().done_on == TODAY
    with pytest.raises(Refusal, match="已由他人处理"):
        keep(aside=found, words="留", by=chair)


@pytest.mark.parametrize("role", [Role.TOWNSHIP_CHAIR, Role.DISTRICT_OFFICER])
def test_whoever_checks_them_may_redate_and_withdraw(
    role: Role, enrolment: Enrolment, record: Record, reader: Callable[[Role], Reader]
) -> None:
    record("2017-08-20")
    record("2017-08-21")
    first, second = SetAside.objects.order_by("pk")
    assert redate(aside=first, on=dt.date(2018, 8, 20), by=reader(role)).fulfilments.exists()
    withdraw(aside=second, words="记错了孩子", by=reader(role))
    assert not SetAside.objects.open().exists()


def test_whoever_may_not_is_not_shown_them(client_of: Callable[[Role], Client]) -> None:
    for role in (Role.CITY_OFFICER, Role.VILLAGE_CHAIR):
        client = client_of(role)
        assert client.get(reverse("duties:set_aside")).status_code == 403
        assert reverse("duties:set_aside") not in client.get("/", follow=True).content.decode()


def test_it_is_withdrawn_or_kept_with_a_reason(
    enrolment: Enrolment, record: Record, chair: Reader
) -> None:
    record("2017-08-20")
    record("2017-08-21")
    first, second = SetAside.objects.order_by("pk")
    with pytest.raises(Refusal, match="写明"):
        keep(aside=first, words=" ", by=chair)
    keep(aside=first, words="结对以前的走访", by=chair)
    assert task().is_open
    withdraw(aside=second, words="记错了孩子", by=chair)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.resolution, first.words) == ("kept", "结对以前的走访")
    assert second.resolution == "corrected"
    assert Contact.objects.in_effect().filter(acts__len__gt=0).count() == 1
    assert not task().is_open


def test_whoever_recorded_it_may_withdraw_it_herself(
    enrolment: Enrolment, record: Record, carer_reader: Reader
) -> None:
    contact = record("2017-08-20")
    withdraw_contact(key=contact.key.__class__(int=7), contact=contact, by=carer_reader, why="错")
    assert SetAside.objects.get().resolution == "corrected"
    assert not task().is_open


def test_only_whoever_acts_for_the_child_decides(
    enrolment: Enrolment, record: Record, carer_reader: Reader
) -> None:
    record("2017-08-20")
    with pytest.raises(Refusal, match="工作范围"):
        keep(aside=SetAside.objects.get(), words="留", by=carer_reader)


def test_the_database_lets_nobody_decide_twice(enrolment: Enrolment, record: Record) -> None:
    record("2017-08-20")
    rows = SetAside.objects.all()
    for values in ({"why": "future"}, {"resolution": "kept"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)
    rows.update(resolved_at=rows.get().at, resolution="kept")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rows.update(resolution="withdrawn")


def test_the_page_lists_them_and_takes_a_decision(
    enrolment: Enrolment, record: Record, client_of: Callable[[Role], Client]
) -> None:
    record("2017-08-20")
    client, pk = client_of(Role.TOWNSHIP_CHAIR), SetAside.objects.get().pk
    assert "早于参加方案的日期" in client.get(reverse("duties:set_aside")).content.decode()
    url = reverse("duties:resolve", args=[pk])
    assert "请填正确的日期" in client.post(url, {"how": "redate"}).content.decode()
    assert client.post(url, {"how": "redate", "on": "2018-08-20"}).status_code == 302
    assert "没有要核对的记录" in client.get(reverse("duties:set_aside")).content.decode()
    assert client.get(url).status_code == 404
