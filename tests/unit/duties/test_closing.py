"""Closing gives every window past its grace one outcome; what changes later leaves a trace."""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from nuantong.access.reader import Reader, system_reader
from nuantong.access.roles import Role
from nuantong.core.clock import SHANGHAI
from nuantong.core.errors import Refusal
from nuantong.duties import tally, tasks
from nuantong.duties.actions import act_on_overdue, close_windows, enrol, exempt, leave
from nuantong.duties.models import (
    ClosingError,
    Contact,
    Enrolment,
    Fulfilment,
    OutcomeCorrection,
    OutcomeTally,
    Overdue,
    OverdueAction,
    Protocol,
    TallyDifference,
    VillageWithoutSignal,
    WindowOutcome,
)
from nuantong.duties.vocabulary import Outcome
from nuantong.people.actions import end_registration, return_to_register
from nuantong.people.models import Child
from nuantong.reports import queries as figures
from nuantong.reports.scopes import chosen
from nuantong.tasks.models import Task
from tests.conftest import TODAY, place

Record = Callable[..., Contact]


def outcome(duty: str, period: str) -> WindowOutcome:
    return WindowOutcome.objects.get(duty=duty, period_key=period)


def test_a_window_closes_when_its_grace_has_ended(enrolment: Enrolment, settings: Any) -> None:
    settings.TODAY = dt.date(2018, 8, 22)
    close_windows(dt.date(2018, 8, 22))
    assert not WindowOutcome.objects.filter(period_key="2018-W33").exists()

    settings.TODAY = dt.date(2018, 8, 23)
    close_windows(dt.date(2018, 8, 23))
    assert outcome("week", "2018-W33").outcome == Outcome.MISSED


def test_closing_again_changes_nothing(enrolment: Enrolment, record: Record) -> None:
    record("2018-08-14", "meet", "talk")
    close_windows(TODAY)
    before = list(WindowOutcome.objects.order_by("pk").values())
    call_command("close_windows", verbosity=0)

    assert list(WindowOutcome.objects.order_by("pk").values()) == before
    assert len(before) == len({(row["duty"], row["period_key"]) for row in before})


def test_tomorrow_cannot_be_closed(db: None) -> None:
    with pytest.raises(Refusal, match="不能提前"):
        close_windows(TODAY + dt.timedelta(days=1))


def test_a_late_report_corrects_a_closed_window_with_a_trace(
    enrolment: Enrolment, record: Record
) -> None:
    close_windows(TODAY)
    contact = record("2018-08-15")

    row = outcome("week", "2018-W33")
    assert (row.outcome, row.contact, row.credit_carer_id) == ("met", contact, contact.carer_id)
    correction = OutcomeCorrection.objects.get(window=row)
    assert (correction.before, correction.after) == ("missed", "met")
    assert correction.at.astimezone(SHANGHAI).date() == TODAY
    assert correction.why == "收到联系记录"


def test_closing_a_day_gone_by_corrects_nothing(enrolment: Enrolment, record: Record) -> None:
    contact = record("2018-08-15")
    close_windows(dt.date(2018, 8, 14))

    assert outcome("week", "2018-W33").outcome == Outcome.MET
    assert contact.fulfilments.count() == 1


def test_a_surplus_contact_is_linked_as_late(enrolment: Enrolment, record: Record) -> None:
    early = record("2018-08-03", "guardian")
    record("2018-08-20", "guardian")
    close_windows(TODAY)

    assert outcome("month", "2018-07").outcome == Outcome.MET_LATE
    assert early.fulfilments.get().kind == Fulfilment.Kind.LATE


def test_an_exemption_takes_closed_windows_out(
    enrolment: Enrolment, child: Child, reader: Callable[[Role], Reader]
) -> None:
    close_windows(TODAY)
    span = {"start": dt.date(2018, 8, 6), "end": dt.date(2018, 8, 13)}
    exempt(child=child, reason="住院", by=reader(Role.TOWNSHIP_CHAIR), **span)

    assert (outcome("week", "2018-W32").outcome, outcome("week", "2018-W32").reason) == (
        "exempt",
        "excused",
    )
    assert outcome("week", "2018-W31").outcome == Outcome.MISSED


def test_only_a_supervisor_exempts(
    enrolment: Enrolment, child: Child, reader: Callable[[Role], Reader]
) -> None:
    with pytest.raises(Refusal, match="工作范围"):
        exempt(child=child, start=TODAY, end=None, reason="外出", by=reader(Role.VILLAGE_CHAIR))


def test_what_was_acted_upon_is_overdue_no_longer(
    enrolment: Enrolment, child: Child, reader: Callable[[Role], Reader]
) -> None:
    close_windows(TODAY)
    by = reader(Role.TOWNSHIP_CHAIR)
    action = act_on_overdue(child=child, kind=OverdueAction.Kind.CALLED, note="已通话", by=by)

    assert not WindowOutcome.objects.overdue().exists()
    assert action.windows.count() == WindowOutcome.objects.filter(outcome="missed").count() > 0
    with pytest.raises(Refusal, match="没有待处理"):
        act_on_overdue(child=child, kind=OverdueAction.Kind.CALLED, by=by)


def test_a_child_is_enrolled_once_at_a_time(
    enrolment: Enrolment, child: Child, six_ones: Protocol
) -> None:
    again = enrol(child=child, protocol=six_ones, start=TODAY, by=system_reader())
    assert again == enrolment
    with pytest.raises(Refusal, match="已经参加"):
        enrol(child=child, protocol=six_ones, start=dt.date(2017, 9, 1), by=system_reader())


def test_an_enrolment_cannot_end_before_it_starts(enrolment: Enrolment) -> None:
    with pytest.raises(Refusal, match="开始日期之后"):
        leave(enrolment=enrolment, end=enrolment.start, reason="误登", by=system_reader())


def test_windows_owed_no_longer_are_void(enrolment: Enrolment) -> None:
    close_windows(TODAY)
    leave(enrolment=enrolment, end=dt.date(2018, 8, 1), reason="被收养", by=system_reader())

    assert outcome("week", "2018-W32").outcome == Outcome.VOID
    assert outcome("week", "2018-W31").outcome == Outcome.VOID
    assert outcome("week", "2018-W30").outcome == Outcome.MISSED


def test_leaving_the_register_ends_the_enrolment(enrolment: Enrolment, child: Child) -> None:
    end_registration(child=child, on=TODAY, reason="left_city", by=system_reader())

    enrolment.refresh_from_db()
    assert enrolment.end == TODAY


def test_a_child_who_comes_back_is_owed_again_from_that_day(
    enrolment: Enrolment, child: Child
) -> None:
    by = system_reader()
    end_registration(child=child, on=dt.date(2018, 8, 1), reason="left_city", by=by)
    return_to_register(child=child, reason="搬回", on=dt.date(2018, 8, 20), by=by)
    spans = Enrolment.objects.filter(child=child).order_by("start").values_list("start", "end")
    assert list(spans) == [
        (enrolment.start, dt.date(2018, 8, 1)), (dt.date(2018, 8, 20), None)
    ]  # fmt: skip


def test_one_broken_child_does_not_stop_the_others(
    enrolment: Enrolment, cast: SimpleNamespace, six_ones: Protocol
) -> None:
    neighbour = cast.children.neighbour
    broken = Protocol.objects.create(code="broken", title="坏方案")
    broken.versions.create(valid_from=dt.date(2018, 1, 1), definition={"duties": "?"})
    Enrolment.objects.create(child=neighbour, protocol=broken, start=dt.date(2018, 1, 1))
    close_windows(TODAY)

    assert WindowOutcome.objects.filter(enrolment=enrolment).exists()
    error = ClosingError.objects.get()
    assert (error.enrolment.child, error.as_of) == (neighbour, TODAY)


def break_rules(child: Child) -> Enrolment:
    broken = Protocol.objects.create(code="broken", title="坏方案")
    broken.versions.create(valid_from=dt.date(2018, 1, 1), definition={"duties": "?"})
    return Enrolment.objects.create(child=child, protocol=broken, start=dt.date(2018, 1, 1))


def test_a_child_that_cannot_be_judged_is_a_task_until_it_can(cast: SimpleNamespace) -> None:
    enrolment = break_rules(cast.children.neighbour)
    call_command("close_windows", verbosity=0)
    call_command("close_windows", verbosity=0)
    task = Task.objects.get(kind="closing_aside")
    assert (task.child, task.is_open) == (cast.children.neighbour, True)

    enrolment.delete()
    call_command("close_windows", verbosity=0)
    task.refresh_from_db()
    assert not task.is_open


def test_a_sum_that_was_wrong_is_set_right_noted_and_a_task_of_the_city(
    enrolment: Enrolment, reader: Callable[[Role], Reader]
) -> None:
    close_windows(TODAY)
    OutcomeTally.objects.filter(duty="month").update(count=7)
    tasks.recount(0)

    assert {one.duty for one in TallyDifference.objects.all()} == {"month"}
    assert tally.recount() == 0
    assert Task.objects.visible_to(reader(Role.CITY_OFFICER)).filter(kind="closing_sums").exists()
    assert not Task.objects.visible_to(reader(Role.TOWNSHIP_CHAIR)).exists()


def test_an_overdue_child_that_was_kept_wrongly_is_set_right_and_a_task_of_the_city(
    enrolment: Enrolment, child: Child
) -> None:
    close_windows(TODAY)
    before = Overdue.objects.values().get()
    for wrong in ({"missed": 3}, {"since": TODAY}, {"place": None}, {"duties": ["week"]}):
        Overdue.objects.update(**wrong)
        assert tally.recount_overdue() == 1
        assert Overdue.objects.values().get() == before
    Overdue.objects.all().delete()
    tasks.recount(0)
    assert Overdue.objects.values().get() == before
    assert Task.objects.filter(kind="closing_sums").exists()


def windows_read() -> int:
    """How many rows of outcomes this transaction has read so far."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables"
            " WHERE relname = 'duties_windowoutcome'"
        )
        return int(cursor.fetchone()[0])


def test_in_a_city_without_statistics_one_childs_windows_are_read_and_no_others(
    enrolment: Enrolment, child: Child, six_ones: Protocol, make: SimpleNamespace
) -> None:
    for number in range(40):
        other = make.child(f"小{number}", child.place.code)
        enrol(child=other, protocol=six_ones, start=enrolment.start, by=system_reader())
    close_windows(TODAY)
    missed, before = Overdue.objects.get(child=child).missed, windows_read()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM duties_overdue_of(%s)", [[child.pk]])
    assert 0 < windows_read() - before <= missed


def test_nobody_is_kept_as_overdue_without_a_missed_window(enrolment: Enrolment) -> None:
    close_windows(TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Overdue.objects.update(missed=0)
    WindowOutcome.objects.all().delete()
    assert not Overdue.objects.exists()


def test_a_child_that_moved_is_overdue_where_she_lives_now(
    enrolment: Enrolment, child: Child, record: Record
) -> None:
    close_windows(TODAY)
    Child.objects.filter(pk=child.pk).update(place=place("500118116200"))
    record("2018-08-20", "meet")
    kept = Overdue.objects.get()
    assert (kept.place.code, kept.since) == ("500118116200", dt.date(2018, 8, 20))
    assert tally.recount_overdue() == 0


def test_sums_are_of_the_place_where_the_child_lived(enrolment: Enrolment, child: Child) -> None:
    close_windows(TODAY)
    here = OutcomeTally.objects.filter(place=child.place, duty="week", outcome="missed")
    before = here.aggregate(n=Sum("count"))
    Child.objects.filter(pk=child.pk).update(place=place("500118116200"))
    close_windows(TODAY)

    assert here.aggregate(n=Sum("count")) == before
    assert tally.recount() == 0


def test_the_share_of_a_place_stays_when_a_child_moves_on(
    enrolment: Enrolment, child: Child, reader: Callable[[Role], Reader]
) -> None:
    close_windows(TODAY)
    chair = reader(Role.TOWNSHIP_CHAIR)
    scope = chosen(chair, "")
    assert scope is not None
    before, span = figures.everything(chair, scope), figures.period(TODAY)
    owed = WindowOutcome.objects.ended_in(span.since, span.until).count()
    Child.objects.filter(pk=child.pk).update(place=place("500118116200"))
    cache.clear()
    after = figures.everything(chair, scope)

    assert (before.total("owed"), before.total("met")) == (owed, 0)
    assert after.total("owed") == owed
    assert (before.total("overdue"), after.total("overdue")) == (1, 0)


def test_a_grace_that_ends_earlier_after_all_loses_no_window(
    enrolment: Enrolment, child: Child, settings: Any
) -> None:
    VillageWithoutSignal.objects.create(place_id=child.place_id, since=dt.date(2018, 1, 1))
    settings.TODAY = dt.date(2018, 8, 25)
    close_windows(settings.TODAY)
    assert not WindowOutcome.objects.filter(period_key="2018-W33").exists()

    VillageWithoutSignal.objects.all().delete()
    settings.TODAY = dt.date(2018, 8, 26)
    close_windows(settings.TODAY)
    assert outcome("week", "2018-W33").outcome == Outcome.MISSED
