"""A press for many children while the night's closing holds the same ones in another order."""

import datetime as dt
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction

from nuantong.access.models import Grant
from nuantong.access.reader import Reader, reader_of
from nuantong.access.roles import Role
from nuantong.accounts.models import User
from nuantong.audit.models import Event
from nuantong.care.bulk import act_on_many
from nuantong.care.models import BulkAct, BulkRow, Verb
from nuantong.duties.actions import close_windows
from nuantong.duties.models import (
    ClosingRun,
    Enrolment,
    Exemption,
    OutcomeCorrection,
    OutcomeTally,
    Overdue,
    Protocol,
    WindowOutcome,
)
from nuantong.people.models import Child, Household
from tests.conftest import TODAY, VILLAGE

APPEND_ONLY = (
    "audit_event", "duties_windowoutcome", "duties_outcometally", "duties_outcomecorrection",
)  # fmt: skip
WRITTEN = (
    BulkRow, BulkAct, OutcomeCorrection, WindowOutcome, OutcomeTally, Overdue, Exemption,
    ClosingRun, Event, Enrolment, Child, Household, Grant, User,
)  # fmt: skip


@pytest.fixture
def town(
    django_db_setup: None, django_db_blocker: Any, make: SimpleNamespace
) -> Iterator[SimpleNamespace]:
    """Two children with overdue windows and their chair, committed."""
    with django_db_blocker.unblock():
        protocol = Protocol.objects.get(code="six-ones")
        children = [make.child(name, VILLAGE) for name in ("小安", "小北")]
        enrolments = [
            Enrolment.objects.create(child=one, protocol=protocol, start=dt.date(2018, 7, 1))
            for one in children
        ]
        close_windows(TODAY)
        chair = make.user("chair", "主席", Role.TOWNSHIP_CHAIR, VILLAGE[:9])
        yield SimpleNamespace(
            numbers=[one.number for one in children], enrolments=enrolments,
            chair=reader_of(chair, TODAY),
        )  # fmt: skip
        with connection.cursor() as cursor:
            for table in APPEND_ONLY:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            for model in WRITTEN:
                model.objects.all().delete()
            for table in APPEND_ONLY:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        connection.close()


def pressed(numbers: list[str], by: Reader, held: Signal) -> BulkAct:
    try:
        assert held.wait(10)
        days = {"start": dt.date(2018, 7, 2), "last_day": TODAY, "reason": "暑期在外地"}
        return act_on_many(key=uuid.uuid4(), verb=Verb.EXEMPT, numbers=numbers, values=days, by=by)
    finally:
        connection.close()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


def test_the_press_is_done_all_the_same(town: SimpleNamespace) -> None:
    """It has waited for longer, so it finds the deadlock, and its work is given up."""
    first, second = town.enrolments
    held = Signal()
    with ThreadPoolExecutor(1) as pool:
        press = pool.submit(pressed, town.numbers, town.chair, held)
        with transaction.atomic():
            assert Enrolment.objects.select_for_update().get(pk=second.pk)
            held.set()
            while not somebody_waits():
                assert not press.done()
            assert Enrolment.objects.select_for_update().get(pk=first.pk)
        act = press.result(20)
    assert [row.done for row in act.rows.all()] == [True, True]
    assert Exemption.objects.count() == 2
    assert BulkAct.objects.count() == 1
