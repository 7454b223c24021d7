"""Monday's list: one notice to each supervisor with something in her places, once a week."""

import datetime as dt
from typing import Any

import pytest

from nuantong.access.reader import system_reader
from nuantong.access.roles import Role
from nuantong.duties.actions import close_windows, go_away
from nuantong.duties.ladder import escalate
from nuantong.duties.ladder.digest import send_digests
from nuantong.notices.models import Notice
from tests.conftest import TODAY

MONDAY = dt.date(2018, 8, 27)


@pytest.fixture
def monday(settings: Any) -> Any:
    settings.TODAY = MONDAY
    return system_reader


def said(user: Any) -> list[str]:
    rows = Notice.objects.filter(user=user, kind="digest")
    return list(rows.values_list("subject", flat=True))


def test_every_supervisor_is_told_once_a_week_what_waits_in_her_places(
    enrolment, cast, monday
) -> None:
    close_windows(MONDAY)
    escalate(monday())
    assert send_digests(monday()) == 3
    assert send_digests(monday()) == 0
    words = ["本周清单：1名很久没有联系，1名等待答复，1名有逾期职责"]
    for role in (Role.TOWNSHIP_CHAIR, Role.DISTRICT_OFFICER, Role.CITY_OFFICER):
        assert said(cast.staff[role]) == words
    assert said(cast.staff[Role.VILLAGE_CHAIR]) == said(cast.staff[Role.LEADER]) == []


def test_where_nothing_waits_nobody_is_told(cast, monday) -> None:
    assert send_digests(monday()) == 0


def test_whoever_stands_in_gets_the_list_instead(enrolment, cast, reader, monday, make) -> None:
    escalate(monday())
    other = make.user("t-two", "副主席", Role.TOWNSHIP_CHAIR, "500113111")
    go_away(start=TODAY, last_day=MONDAY, stand_in=other, by=reader(Role.TOWNSHIP_CHAIR))
    send_digests(monday())
    assert said(cast.staff[Role.TOWNSHIP_CHAIR]) == []
    assert len(said(other)) == 1
