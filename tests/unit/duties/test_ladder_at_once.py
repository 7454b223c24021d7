"""Two schedulers at the same moment, on two connections: one step, one notice."""

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from nuantong.access.models import Grant
from nuantong.access.reader import system_reader
from nuantong.access.roles import Role
from nuantong.accounts.models import User
from nuantong.duties.ladder import Climbed, escalate
from nuantong.duties.models import Enrolment, Escalation, EscalationStep, Protocol
from nuantong.notices.models import Notice
from nuantong.people.models import Child, Household
from tests.conftest import TODAY, VILLAGE

KEPT = ("audit_event", "duties_escalation", "duties_escalationstep")
CHILDREN = 40


@pytest.fixture
def committed(
    django_db_setup: None, django_db_blocker: Any, make: SimpleNamespace
) -> Iterator[SimpleNamespace]:
    """make.* whose rows are committed; they are taken away afterwards, what is kept for ever too."""
    with django_db_blocker.unblock():
        yield make
        with connection.cursor() as cursor:
            for table in KEPT:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            for table in ("duties_escalationstep", "duties_escalation", "audit_event"):
                cursor.execute(f"DELETE FROM {table}")
            for table in KEPT:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        for model in (Notice, Enrolment, Child, Household, Grant, User):
            model.objects.all().delete()
        connection.close()


def run_at_once(times: int) -> list[Climbed]:
    gate = Barrier(times)

    def run(_: int) -> Climbed:
        try:
            connection.ensure_connection()
            gate.wait()
            return escalate(system_reader())
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def silent_children(make: SimpleNamespace) -> None:
    protocol = Protocol.objects.get(code="six-ones")
    for number in range(CHILDREN):
        child = make.child(f"孩{number}", VILLAGE)
        Enrolment.objects.create(child=child, protocol=protocol, start=dt.date(2018, 1, 1))


@pytest.mark.parametrize("_", range(3))
def test_two_schedulers_raise_each_step_once_and_tell_each_person_once(committed, _) -> None:
    for role, code in ((Role.TOWNSHIP_CHAIR, 9), (Role.DISTRICT_OFFICER, 6)):
        committed.user(role.value, role.label, role, VILLAGE[:code])
    committed.user("city", "市妇联", Role.CITY_OFFICER, "500000")
    silent_children(committed)
    done = run_at_once(2)
    assert sum(one.raised for one in done) == Escalation.objects.count() == CHILDREN * 3
    assert EscalationStep.objects.filter(kind="raised").count() == CHILDREN * 3
    assert Notice.objects.count() == sum(one.told for one in done) == 3
    assert Notice.objects.values("user").distinct().count() == 3


def test_two_schedulers_climb_one_level(committed, settings) -> None:
    silent_children(committed)
    escalate(system_reader())
    settings.TODAY = TODAY + dt.timedelta(days=4)
    done = run_at_once(2)
    assert sum(one.climbed for one in done) == CHILDREN * 2
    assert set(Escalation.objects.filter(step=14).values_list("level", flat=True)) == {2}
