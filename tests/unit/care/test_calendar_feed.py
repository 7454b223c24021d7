"""The private calendar address: what a phone gets, and what it never tells."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from icalendar import Calendar

from nuantong.access.models import Grant
from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.care.feeds import AN_HOUR, make_feed, stop_feed
from nuantong.care.models import CalendarFeed
from nuantong.core import clock
from nuantong.duties.actions import record_contact
from nuantong.pairing.actions import pair
from tests.conftest import TODAY, VILLAGE

pytestmark = pytest.mark.django_db
EARLIER = TODAY - dt.timedelta(days=60)


@pytest.fixture
def mine(cast, reader, make) -> Any:
    """李春梅 has the cast's child and her sister, who come together."""
    chair = reader(Role.TOWNSHIP_CHAIR).as_of(EARLIER)
    sister = make.child("小宁", VILLAGE, household=cast.children.own.household)
    assert len(pair(child=sister, carer=cast.carer, by=chair)) == 2
    return reader(Role.CARER)


def address(token: str) -> str:
    return f"/care/calendar/{token}.ics"


def fetched(token: str) -> Calendar:
    answer = Client().get(address(token))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


def kinds(calendar: Calendar, name: str) -> dict[str, Any]:
    return {str(one["summary"]): one for one in calendar.walk(name)}


def test_each_window_is_a_to_do_and_an_event_on_its_last_day(mine) -> None:
    calendar = fetched(make_feed(by=mine))
    todos, events = kinds(calendar, "VTODO"), kinds(calendar, "VEVENT")
    assert todos.keys() == events.keys()
    [week] = [one for one in todos.values() if one["due"].dt == dt.date(2018, 8, 26)]
    assert week["status"] == "NEEDS-ACTION"
    assert week["dtstart"].dt == dt.date(2018, 8, 20)
    assert "还有 2 个孩子" in week["summary"]
    event = events[str(week["summary"])]
    assert (event["dtstart"].dt, event["dtend"].dt) == (dt.date(2018, 8, 26), dt.date(2018, 8, 27))
    assert len({str(one["uid"]) for one in calendar.walk() if "uid" in one}) == 2 * len(todos)


def test_what_is_done_for_one_is_counted_and_done_for_all_is_no_event(mine, cast) -> None:
    token = make_feed(by=mine)
    for left, child in ((1, cast.children.own), (0, cast.children.own.household.children.last())):
        record_contact(
            key=uuid.uuid4(), child=child, carer=cast.carer, by=mine, happened_on=TODAY,
            acts=["meet"], means="face",
        )  # fmt: skip
        calendar = fetched(token)
        [week] = [t for t in calendar.walk("VTODO") if t["due"].dt == dt.date(2018, 8, 26)]
        assert (f"还有 {left} 个孩子" if left else "都做了") in week["summary"]
        assert week["status"] == ("NEEDS-ACTION" if left else "COMPLETED")
        assert int(week["percent-complete"]) == (50 if left else 100)
        days = [e["dtstart"].dt for e in calendar.walk("VEVENT")]
        assert (dt.date(2018, 8, 26) in days) == bool(left)


def test_nothing_in_it_tells_of_a_child(mine, cast) -> None:
    text = Client().get(address(make_feed(by=mine))).content.decode()
    child = cast.children.own
    for word in (
        child.name,
        child.number,
        "小宁",
        cast.carer.name,
        "麻柳嘴",
        "巴南",
        str(child.pk),
    ):
        assert word not in re.sub(r"[.\d]+@nuantong|\d{8}", "", text)


def test_an_address_is_its_holders_alone_and_kept_as_a_digest_only(mine) -> None:
    token = make_feed(by=mine)
    with connection.cursor() as cursor:
        cursor.execute("SELECT care_calendarfeed::text FROM care_calendarfeed")
        assert token not in cursor.fetchone()[0]
    assert token not in str(list(Event.objects.values_list("object_id", "changes")))
    for wrong in (token[:-1], token + "x", token.swapcase(), "x", "é" * 300):
        assert Client().get(address(wrong)).status_code == 404


def test_a_new_address_ends_the_old_one_and_stopping_ends_both(mine) -> None:
    first = make_feed(by=mine)
    second = make_feed(by=mine)
    assert Client().get(address(first)).status_code == 404
    assert Client().get(address(second)).status_code == 200
    for _ in range(2):
        stop_feed(by=mine)
    assert Client().get(address(second)).status_code == 404
    said = Event.objects.filter(object_type="calendar_feed").order_by("pk")
    assert [one.action for one in said] == ["建立日历地址", "建立日历地址", "停用日历地址"]


def test_whoever_loses_her_role_or_account_loses_the_calendar(mine) -> None:
    token = make_feed(by=mine)
    grants = Grant.objects.filter(user=mine.user)
    ended = {"valid_from": dt.date(2017, 1, 1), "valid_to": dt.date(2018, 1, 1)}
    before = grants.values_list("valid_from", "valid_to").get()
    grants.update(**ended)
    assert Client().get(address(token)).status_code == 404
    grants.update(valid_from=before[0], valid_to=before[1])
    assert Client().get(address(token)).status_code == 200
    mine.user.is_active = False
    mine.user.save(update_fields=["is_active"])
    assert Client().get(address(token)).status_code == 404


def test_a_phone_asks_by_head_and_is_told_when_nothing_changed(mine, cast) -> None:
    token, client = make_feed(by=mine), Client()
    whole, head = client.get(address(token)), client.head(address(token))
    assert head.status_code == 200
    assert not head.content
    assert head["ETag"] == whole["ETag"]
    again = client.get(address(token), headers={"If-None-Match": whole["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    record_contact(
        key=uuid.uuid4(), child=cast.children.own, carer=cast.carer, by=mine, happened_on=TODAY,
        acts=["meet"], means="face",
    )  # fmt: skip
    changed = client.get(address(token), headers={"If-None-Match": whole["ETag"]})
    assert changed.status_code == 200
    assert not client.cookies
    assert client.post(address(token)).status_code == 405


def test_whoever_asks_too_often_waits_for_the_next_hour(mine, monkeypatch) -> None:
    token = make_feed(by=mine)
    CalendarFeed.objects.update(
        hour=clock.now().replace(minute=0, second=0, microsecond=0), asked=AN_HOUR - 1
    )
    answers = [Client().get(address(token)) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 429, 429]
    assert answers[1]["Retry-After"] == "3600"
    CalendarFeed.objects.update(hour=clock.now() - dt.timedelta(hours=2))
    assert Client().get(address(token)).status_code == 200


def test_her_page_shows_the_address_once_with_a_code_to_scan(mine, client_of) -> None:
    client = client_of(Role.CARER)
    assert "建立日历地址" in client.get("/care/feed/").content.decode()
    shown = client.post("/care/feed/", {"do": "make"})
    page = shown.content.decode()
    [token] = set(re.findall(r"/care/calendar/([\w-]{43})\.ics", page))
    assert "<svg" in page
    assert "webcal://" in page
    assert shown["Cache-Control"] == "private, no-store"
    assert Client().get(address(token)).status_code == 200
    again = client.get("/care/feed/").content.decode()
    assert token not in again
    assert "换一个新地址" in again
    client.post("/care/feed/", {"do": "stop"})
    assert Client().get(address(token)).status_code == 404


def test_a_village_chairs_calendar_has_her_own_children_alone(mine, client_of, reader) -> None:
    calendar = fetched(make_feed(by=reader(Role.VILLAGE_CHAIR)))
    assert not calendar.walk("VTODO")


def test_a_fetch_costs_few_queries(mine, django_assert_max_num_queries) -> None:
    token = make_feed(by=mine)
    fetched(token)
    with django_assert_max_num_queries(8):
        Client().get(address(token))


def test_the_database_keeps_one_address_a_person(mine) -> None:
    make_feed(by=mine)
    row = CalendarFeed.objects.get()
    now = clock.now()
    for values, name in (
        ({"token": b"x" * 32}, "calendarfeed_one_in_force"),
        ({"token": row.token, "revoked_at": now}, "calendarfeed_one_address"),
        ({"token": None, "revoked_at": now}, "calendarfeed_has_an_address"),
        ({"token": b"y" * 32, "revoked_at": EARLIER_MOMENT}, "calendarfeed_revoked_after_made"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            CalendarFeed.objects.create(user=mine.user, **{"made_at": now, **values})


EARLIER_MOMENT = dt.datetime(2018, 1, 1, tzinfo=dt.UTC)
