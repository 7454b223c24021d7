"""The same visit told by two people: asked about, and one contact in the end."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.core.errors import Refusal
from nuantong.duties.actions import join, withdraw_contact
from nuantong.duties.actions.resolving import apart, same
from nuantong.duties.models import Contact, Enrolment, SetAside
from nuantong.duties.twins import twin_of_contact
from nuantong.tasks.models import Task

pytestmark = pytest.mark.usefixtures("pairing", "enrolment")
Record = Callable[..., Contact]
DAY = "2018-08-20"


@pytest.fixture
def chair(reader: Callable[[Role], Reader]) -> Reader:
    return reader(Role.TOWNSHIP_CHAIR)


def counted() -> list[Contact]:
    return list(Contact.objects.in_effect().filter(acts__len__gt=0).order_by("pk"))


def test_what_two_people_tell_of_one_day_waits_for_a_person(record: Record, chair: Reader) -> None:
    record(DAY, "meet", "talk")
    record(DAY, "meet", by=chair)
    assert SetAside.objects.get().why == "twin"
    assert Task.objects.get(kind="contact_aside").is_open


@pytest.mark.parametrize(
    "other",
    [
        {"day": "2018-08-21"},
        {"means": "phone"},
        {"carer": None, "acts": ["guardian"]},
        {"apart": True},
        {"by": "herself"},
    ],
)
def test_another_day_another_means_or_her_own_word_asks_nobody(
    record: Record, chair: Reader, other: dict[str, Any]
) -> None:
    record(DAY, "meet")
    values = {"by": chair, **other}
    if values["by"] == "herself":
        del values["by"]
    record(values.pop("day", DAY), *values.pop("acts", ["meet"]), **values)
    assert not SetAside.objects.exists()
    assert len(counted()) == 2


def test_the_same_becomes_one_contact_with_what_either_told(
    record: Record, chair: Reader, enrolment: Enrolment
) -> None:
    first = record(DAY, "meet", note="写作业")
    later = record(DAY, "meet", "guardian", by=chair, note="奶奶在家")
    one = same(aside=SetAside.objects.get(), by=chair)

    assert counted() == [one]
    assert (one.acts, one.note, one.carer) == (
        ["guardian", "meet"],
        "写作业\n奶奶在家",
        first.carer,
    )
    assert one.supersedes == first
    assert SetAside.objects.get().resolution == "same"
    assert not Task.objects.get(kind="contact_aside").is_open
    assert {link.contact for link in enrolment.fulfilments.all()} == {one}
    assert not later.fulfilments.exists()


def test_what_adds_nothing_leaves_the_first_as_it_is(record: Record, chair: Reader) -> None:
    first = record(DAY, "meet", "talk")
    record(DAY, "meet", by=chair)
    assert same(aside=SetAside.objects.get(), by=chair) == first
    assert counted() == [first]


def test_two_visits_stay_two(record: Record, chair: Reader) -> None:
    record(DAY, "meet")
    record(DAY, "meet", by=chair)
    apart(aside=SetAside.objects.get(), by=chair)
    assert len(counted()) == 2
    assert SetAside.objects.get().resolution == "apart"
    with pytest.raises(Refusal, match="已由他人处理"):
        same(aside=SetAside.objects.get(), by=chair)


def test_when_the_other_is_gone_there_is_nothing_to_join(
    record: Record, chair: Reader, carer_reader: Reader
) -> None:
    first = record(DAY, "meet")
    record(DAY, "meet", by=chair)
    withdraw_contact(key=uuid.uuid4(), contact=first, by=carer_reader, why="记错了孩子")
    with pytest.raises(Refusal, match="已经更正或撤回"):
        same(aside=SetAside.objects.get(), by=chair)
    assert len(counted()) == 1


def test_joining_twice_is_once(record: Record, chair: Reader) -> None:
    first, key = record(DAY, "meet"), uuid.uuid4()
    told: dict[str, Any] = {"twin": first, "carer": first.carer, "by": chair, "acts": ["talk"]}
    assert join(key=key, **told) == join(key=key, **told)
    assert len(counted()) == 1


def test_the_page_shows_both_and_takes_the_answer(
    record: Record, chair: Reader, client_of: Callable[[Role], Client]
) -> None:
    record(DAY, "meet", "talk")
    later = record(DAY, "meet", by=chair)
    client, url = (
        client_of(Role.TOWNSHIP_CHAIR),
        reverse("duties:resolve", args=[SetAside.objects.get().pk]),
    )
    page = client.get(url).content.decode()
    assert "另一条" in page and "见面、谈心" in page
    assert twin_of_contact(later) is not None
    assert client.post(url, {"how": ""}).status_code == 422
    assert client.post(url, {"how": "same"}).status_code == 302
    assert len(counted()) == 1
