"""Several people at the same moment, each on a connection of her own."""

import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from nuantong.access.models import Grant
from nuantong.access.reader import reader_of
from nuantong.access.roles import Role
from nuantong.accounts.models import User
from nuantong.core.errors import Refusal
from nuantong.people.models import Child, Household, Need
from nuantong.tasks.models import Task, TaskStep
from nuantong.visits.actions import begin_batch, record_visit, save_row
from nuantong.visits.models import PaperBatch, PaperRow, Visit, VisitedChild
from tests.conftest import TODAY, VILLAGE
from tests.unit.visits.conftest import met
from tests.unit.visits.test_paper import WHOLE

PEOPLE = 4
TABLES = ("visits_visitedchild", "visits_visit", "audit_event", "tasks_taskstep")


def at_once(*work: Callable[[], Any]) -> list[Any]:
    gate = Barrier(len(work))

    def run(one: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            gate.wait()
            return one()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(run, work))


@pytest.fixture
def committed(
    django_db_setup: None, django_db_blocker: Any, make: SimpleNamespace
) -> Iterator[SimpleNamespace]:
    """Rows that other connections see; taken away afterwards, log and all."""
    with django_db_blocker.unblock():
        chairs = [
            make.user(f"q{n}", f"主席{n}", Role.VILLAGE_CHAIR, VILLAGE) for n in range(PEOPLE)
        ]
        readers = [reader_of(user, TODAY) for user in chairs]
        yield SimpleNamespace(child=make.child("小乐", VILLAGE), readers=readers)
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute("DELETE FROM audit_event")
        PaperRow.objects.update(visit=None)
        Visit.objects.update(supersedes=None)
        for model in (TaskStep, Task, VisitedChild, PaperRow, PaperBatch, Need, Visit):
            model.objects.all().delete()
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        for model in (Child, Household, Grant, User):
            model.objects.all().delete()
        connection.close()


def test_one_form_sent_by_several_connections_is_one_visit(committed) -> None:
    key, filled = uuid.uuid4(), met(committed.child, {"needs": ["study"]})
    by = committed.readers[0]
    kept = at_once(*[lambda: record_visit(key=key, filled=filled, by=by)] * PEOPLE)
    assert len({visit.pk for visit in kept}) == 1
    assert Visit.objects.count() == VisitedChild.objects.count() == 1
    assert Need.objects.count() == Task.objects.count() == 1


def test_of_several_who_visit_on_one_day_one_is_kept_and_the_others_asked(committed) -> None:
    filled = met(committed.child, {"needs": ["study"]})
    answers = at_once(
        *(
            lambda by=by: record_visit(key=uuid.uuid4(), filled=filled, by=by)
            for by in committed.readers
        )
    )
    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    assert len(refused) == PEOPLE - 1 and "不是同一次" in str(refused[0])
    assert Visit.objects.count() == Need.objects.count() == 1


def test_of_several_who_save_a_row_one_records_it(committed) -> None:
    batch = begin_batch(place=committed.child.place_id, visitor="张", by=committed.readers[0])
    row = batch.rows.get()
    at_once(
        *(
            lambda by=by: save_row(row=row, typed=WHOLE, version=1, by=by)
            for by in committed.readers
        )
    )
    assert Visit.objects.count() == 1 and PaperRow.objects.get().visit is not None


def test_of_two_corrections_one_stands(committed) -> None:
    by, child = committed.readers[0], committed.child
    first = record_visit(key=uuid.uuid4(), filled=met(child), by=by)
    answers = at_once(
        *(
            lambda grade=grade: record_visit(
                key=uuid.uuid4(), filled=met(child, grade=grade), by=by, supersedes=first
            )
            for grade in ("good", "poor")
        )
    )
    assert sum(isinstance(answer, Refusal) for answer in answers) == 1
    assert Visit.objects.in_effect().count() == 1
