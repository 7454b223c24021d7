"""What the nights could not judge is shown to whoever answers for it, with what to do."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from nuantong.access.roles import Role
from nuantong.core import clock
from nuantong.duties import tally
from nuantong.duties.actions import close_windows
from nuantong.duties.models import ClosingError, ClosingRun, Enrolment, OutcomeTally
from tests.conftest import TODAY

pytestmark = pytest.mark.usefixtures("pairing")
URL = "duties:judging"
Clients = Callable[[Role], Client]


def page(client: Client) -> str:
    answer = client.get(reverse(URL))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_before_any_run_it_says_that_the_night_is_missing(db: None, client_of: Clients) -> None:
    said = page(client_of(Role.CITY_OFFICER))
    assert "还没有判定过" in said and "没有完成" in said


def test_after_a_run_everything_is_in_order(enrolment: Enrolment, client_of: Clients) -> None:
    close_windows(TODAY)
    said = page(client_of(Role.DISTRICT_OFFICER))
    assert "已完成" in said and "每个孩子都判得了" in said and "都对得上" in said


def test_a_run_that_broke_off_is_late(enrolment: Enrolment, client_of: Clients) -> None:
    close_windows(TODAY)
    ClosingRun.objects.update(work_state="failed", message="中断")
    assert "昨夜的判定没有完成" in page(client_of(Role.DISTRICT_OFFICER))


def test_who_could_not_be_judged_is_shown_where_she_lives(
    enrolment: Enrolment, client_of: Clients
) -> None:
    ClosingError.objects.create(
        enrolment=enrolment, as_of=TODAY, at=clock.now(), message="ValueError：坏了"
    )
    said = page(client_of(Role.DISTRICT_OFFICER))
    assert "ValueError：坏了" in said and enrolment.child.number in said
    assert enrolment.child.name not in said


def test_a_sum_that_was_wrong_is_shown_with_both_numbers(
    enrolment: Enrolment, client_of: Clients
) -> None:
    close_windows(TODAY)
    OutcomeTally.objects.filter(duty="month", outcome="missed").update(count=77)
    tally.recount()
    said = page(client_of(Role.DISTRICT_OFFICER))
    assert "77" in said and "每月与监护人交流一次" in said


def test_only_whoever_answers_for_the_protocol_sees_it(client_of: Clients) -> None:
    for role in (Role.CARER, Role.VILLAGE_CHAIR, Role.TOWNSHIP_CHAIR, Role.LEADER):
        assert client_of(role).get(reverse(URL)).status_code == 403
