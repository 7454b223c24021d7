"""After the report: the call, the receipt, words; and what the rights line sees of it."""

import datetime as dt
import uuid

import pytest

from nuantong.access.roles import Role
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.protection.actions import Supplement, add_to_report
from nuantong.protection.deadlines import call_is_overdue, waited
from nuantong.protection.models import DangerReportAddition
from nuantong.protection.queries import reports_for, row_of, waiting

pytestmark = pytest.mark.django_db
Kind = DangerReportAddition.Kind
NOON = dt.datetime(2018, 8, 24, 12, tzinfo=dt.UTC)


def add(by, report, kind=Kind.NOTE, key=None, **said):
    return add_to_report(
        by=by, report=report, key=key or uuid.uuid4(), said=Supplement(kind, **said)
    )


def test_the_reporter_and_the_rights_line_add(report_by, carer, rights) -> None:
    report = report_by(carer)
    assert not add(carer, report, text="我陪着孩子").by_rights_line
    assert add(rights, report, text="已联系派出所").by_rights_line


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CARER, Role.RIGHTS_OFFICER}))
def test_nobody_else_adds(report_by, carer, reader, role: Role) -> None:
    with pytest.raises(Refusal, match="没有找到"):
        add(reader(role), report_by(carer), text="我看看")


def test_the_same_key_twice_is_one_addition(report_by, carer) -> None:
    report, key = report_by(carer), uuid.uuid4()
    assert add(carer, report, key=key, text="一").pk == add(carer, report, key=key, text="二").pk


def test_a_key_of_another_report_is_refused(report_by, carer) -> None:
    key = uuid.uuid4()
    add(carer, report_by(carer), key=key, text="一")
    with pytest.raises(Refusal, match="没有存下来"):
        add(carer, report_by(carer), key=key, text="二")


@pytest.mark.parametrize(("kind", "text"), [(Kind.NOTE, " \x00"), (Kind.RECEIPT, "")])
def test_empty_words_are_refused(report_by, carer, kind, text: str) -> None:
    with pytest.raises(Refusal, match="请"):
        add(carer, report_by(carer), kind=kind, text=text)


def test_a_call_told_later_counts(report_by, carer, rights) -> None:
    report = report_by(carer, found_at=clock.now() - dt.timedelta(hours=5))
    assert row_of(reports_for(rights).get(), rights).overdue
    assert waiting(rights).overdue == 1
    add(carer, report, kind=Kind.CALLED)
    row = row_of(reports_for(rights).get(), rights)
    assert row.called is not None and not row.overdue
    assert waiting(rights).overdue == 0


def test_the_reporters_own_words_are_no_answer(report_by, carer, rights) -> None:
    first, _ = report_by(carer), report_by(carer)
    add(carer, first, text="补充")
    assert waiting(rights).unanswered == 2
    add(rights, first, text="已处理")
    assert waiting(rights).unanswered == 1


@pytest.mark.parametrize(
    ("minutes", "called", "overdue"),
    [(120, None, False), (121, None, True), (121, NOON, False)],
)
def test_a_call_is_overdue_after_two_hours(minutes: int, called, overdue: bool) -> None:
    assert call_is_overdue(NOON, called, NOON + dt.timedelta(minutes=minutes)) is overdue


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(-5, "0 分钟"), (59, "59 分钟"), (60, "1 小时"), (71 * 60, "71 小时"), (72 * 60, "3 天")],
)
def test_waiting_in_words(minutes: int, words: str) -> None:
    assert waited(NOON, NOON + dt.timedelta(minutes=minutes)) == words
