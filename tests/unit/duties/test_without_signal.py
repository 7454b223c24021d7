"""A village without signal has a week more, from its day on and till its day."""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.calendars.civil import default_calendar
from nuantong.core.clock import SHANGHAI
from nuantong.duties.closing import close_windows
from nuantong.duties.facts import ALWAYS, Enrolment, Spans
from nuantong.duties.models import (
    Contact,
    OutcomeCorrection,
    VillageWithoutSignal,
    WindowOutcome,
)
from nuantong.duties.protocols import shipped_definition
from nuantong.duties.vocabulary import Outcome
from nuantong.duties.windows import Rulebook, Version
from tests.conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pairing")]

JUNE, TENTH = dt.date(2018, 6, 1), dt.date(2018, 7, 10)
BOOK = Rulebook([Version(dt.date(2018, 1, 1), shipped_definition("six-ones"))], default_calendar())


def grace(spans: Spans, key: str) -> int:
    one = Enrolment("e", dt.date(2018, 1, 1), no_signal=spans)
    windows = (window for line in BOOK.plan(BOOK.kind(one, TODAY)) for window in line)
    [days] = [(window.grace_end - window.end).days for window in windows if window.key == key]
    return days


@pytest.mark.parametrize(
    ("spans", "key", "days"),
    [
        ((), "2018-05", 7),
        (ALWAYS, "2018-05", 14),
        (((dt.date(2018, 5, 31), None),), "2018-05", 14),
        (((dt.date(2018, 6, 1), None),), "2018-05", 7),
        (((JUNE, dt.date(2018, 6, 30)),), "2018-06", 7),
        (((JUNE, dt.date(2018, 7, 1)),), "2018-06", 14),
        (((JUNE, TENTH),), "2018-07", 7),
        (((JUNE, JUNE),), "2018-05", 7),
    ],
)
def test_a_window_has_longer_when_there_is_no_signal_on_its_last_day(spans, key, days) -> None:
    assert grace(spans, key) == days


@pytest.fixture
def chair(client_of: Callable[..., Client]) -> Client:
    return client_of(Role.TOWNSHIP_CHAIR)


ADDRESS = "duties:without_signal"


def mark(chair: Client, child: Any, since: dt.date) -> Any:
    values = {"place": child.place.code, "since": since.isoformat()}
    return chair.post(reverse(ADDRESS), values)


def outcomes() -> dict[str, str]:
    rows = WindowOutcome.objects.filter(duty="month").order_by("period_key")
    return dict(rows.values_list("period_key", "outcome"))


def test_a_chair_marks_a_village_and_only_what_ends_later_is_judged_anew(
    chair: Client, enrolment: Any, child: Any, record: Callable[..., Contact]
) -> None:
    """What June could spare came ten days after May: too late, until it is said that there was no
    signal when May ended. That there is signal since June changes nothing of May."""
    for day in ("2018-06-10", "2018-06-20"):
        record(day, "guardian")
    close_windows(TODAY)
    assert (outcomes()["2018-05"], outcomes()["2018-06"]) == (Outcome.MISSED, Outcome.MET)
    assert mark(chair, child, dt.date(2018, 5, 31)).status_code == 302
    close_windows(TODAY)
    assert outcomes()["2018-05"] == Outcome.MET_LATE
    [change] = OutcomeCorrection.objects.filter(window__period_key="2018-05")
    assert (change.before, change.after) == ("missed", "met_late")
    assert change.at.astimezone(SHANGHAI).date() == TODAY
    [event] = Event.objects.filter(action="登记无信号")
    assert event.changes["since"] == "2018-05-31"

    row = VillageWithoutSignal.objects.get()
    back = chair.post(reverse("duties:signal_back", args=[row.pk]), {"on": JUNE.isoformat()})
    assert back.status_code == 302
    close_windows(TODAY)
    assert outcomes()["2018-05"] == Outcome.MET_LATE
    assert "6月1日起有信号" in chair.get(reverse(ADDRESS)).content.decode()


def test_what_cannot_be_so_is_refused_in_words(
    chair: Client, child: Any, cast: SimpleNamespace
) -> None:
    tomorrow = TODAY + dt.timedelta(1)
    assert "到那一天再登记" in mark(chair, child, tomorrow).content.decode()
    assert "请选择" in chair.post(reverse(ADDRESS), {"place": "", "since": ""}).content.decode()
    elsewhere = mark(chair, cast.children.neighbour, JUNE)
    assert elsewhere.status_code == 422
    mark(chair, child, JUNE)
    assert "已经登记为没有信号" in mark(chair, child, TENTH).content.decode()
    [row] = VillageWithoutSignal.objects.all()
    early = chair.post(reverse("duties:signal_back", args=[row.pk]), {"on": "2018-05-01"})
    assert "登记的日期以后" in early.content.decode()


def test_the_database_keeps_one_state_of_a_village_at_a_time(child: Any) -> None:
    VillageWithoutSignal.objects.create(place=child.place, since=JUNE, until=TENTH)
    VillageWithoutSignal.objects.create(place=child.place, since=TENTH)
    for values in ({"since": TENTH}, {"since": JUNE, "until": dt.date(2018, 5, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            VillageWithoutSignal.objects.create(place=child.place, **values)
