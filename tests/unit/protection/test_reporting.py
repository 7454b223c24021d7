"""A danger is reported at once, by whoever is signed in, and kept exactly once."""

import datetime as dt
import uuid

import pytest
from django.db import connection

from nuantong.access.models import Grant
from nuantong.access.reader import reader_of, system_reader
from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.protection.models import DangerReport
from tests.conftest import TODAY, VILLAGE, place

pytestmark = pytest.mark.django_db


def test_the_situation_is_enough(report_by, carer) -> None:
    report = report_by(carer, situation=9)
    assert report.found_at.date() == TODAY
    assert report.called_at is None
    assert report.place == place(VILLAGE)


@pytest.mark.parametrize("role", list(Role))
def test_everybody_signed_in_may_report(report_by, reader, role: Role) -> None:
    assert report_by(reader(role)).pk


def test_grants_that_ended_do_not_stop_a_report(report_by, cast) -> None:
    user = cast.staff[Role.VILLAGE_CHAIR]
    Grant.objects.filter(user=user).update(valid_to=TODAY)
    report = report_by(reader_of(user, TODAY))
    assert report.place == place(VILLAGE)


def test_only_persons_report(report_by) -> None:
    with pytest.raises(Refusal):
        report_by(system_reader())


@pytest.mark.parametrize("situation", [0, 10, -1])
def test_there_are_nine_situations(report_by, carer, situation: int) -> None:
    with pytest.raises(Refusal, match="拿不准就选最后一项"):
        report_by(carer, situation=situation)


def test_the_same_key_twice_is_one_report(report_by, carer) -> None:
    key = uuid.uuid4()
    first = report_by(carer, key=key, seen="第一次")
    again = report_by(carer, key=key, seen="第二次")
    assert again.pk == first.pk
    assert DangerReport.objects.get().seen == "第一次"
    assert Event.objects.filter(action="提交强制报告").count() == 1


def test_a_key_of_somebody_else_shows_nothing(report_by, carer, rights) -> None:
    key = uuid.uuid4()
    report_by(carer, key=key)
    with pytest.raises(Refusal, match="没有存下来"):
        report_by(rights, key=key)


def test_a_clock_that_is_fast_does_not_stop_a_report(report_by, carer) -> None:
    tomorrow = clock.now() + dt.timedelta(days=1)
    report = report_by(carer, found_at=tomorrow, called_at=tomorrow)
    assert report.found_at <= report.reported_at
    assert report.called_at is not None and report.called_at <= report.reported_at


def test_the_child_is_kept_as_words_that_stay(report_by, carer, cast) -> None:
    report = report_by(carer, child=cast.children.own, who="在外婆家")
    assert report.child_number == cast.children.own.number
    assert "小乐" in report.who and "在外婆家" in report.who and "麻柳嘴镇" in report.who


def test_narratives_are_not_readable_in_the_database(report_by, carer) -> None:
    report_by(carer, who="小乐", seen="被打", taken_by="王警官")
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM protection_dangerreport t")
        row = cursor.fetchone()[0]
    for words in ("小乐", "被打", "王警官"):
        assert words not in row and words.encode().hex() not in row


def test_control_characters_and_long_texts_are_no_obstacle(report_by, carer) -> None:
    report = report_by(
        carer, who="小\x00乐", seen="第一行\r\n第二行\x07" + "长" * 30_000, receipt="A\x001"
    )
    assert (report.who, report.receipt) == ("小乐", "A1")
    assert report.seen.startswith("第一行\n第二行长") and len(report.seen) == 20_000


def test_the_log_names_the_report_and_never_the_child(report_by, carer, cast) -> None:
    report = report_by(carer, child=cast.children.own)
    event = Event.objects.get(action="提交强制报告")
    assert (event.object_id, event.child_number, event.changes) == (report.key.hex, "", None)
