"""A closing that is killed anywhere and run again leaves the rows of one that was not."""

import datetime as dt
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from textwrap import dedent
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as conf
from django.db import connection, transaction

from nuantong.core.errors import Refusal
from nuantong.duties import closing
from nuantong.duties.closing import LOCK, close_windows
from nuantong.duties.models import (
    ClosingRun,
    Contact,
    Enrolment,
    Fulfilment,
    OutcomeTally,
    Overdue,
    Protocol,
    WindowOutcome,
)
from nuantong.duties.tally import gather, recount
from nuantong.people.models import Child
from tests.conftest import TODAY, VILLAGE, make_child

CHILDREN, AT_ONCE, KILLS = 12, 3, 20
STARTS = dt.date(2018, 6, 4)
Rows = dict[str, list[Any]]


class Killed(BaseException):
    """Nobody catches it: as if the process had ended."""


class DiesAt:
    """Ends the program at its nth statement."""

    def __init__(self, nth: int) -> None:
        self.left = nth

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            raise Killed
        return execute(*args)


@pytest.fixture
def children(cast: SimpleNamespace, six_ones: Protocol, monkeypatch: Any) -> list[Child]:
    """So many that a closing takes several slices."""
    monkeypatch.setattr(closing, "SLICE", AT_ONCE)
    monkeypatch.setattr(closing, "WHOLE_SLICE", AT_ONCE)
    return enrolled(six_ones, cast.children.own.place.code)


def enrolled(protocol: Protocol, village: str) -> list[Child]:
    chance = Random(5)
    children = [make_child(f"孩子{n}", village) for n in range(CHILDREN)]
    for child in children:
        Enrolment.objects.create(child=child, protocol=protocol, start=STARTS)
        for n in range(8):
            Contact.objects.create(
                key=f"{child.pk:08d}-0000-4000-8000-{n:012d}", child=child, means="face",
                acts=["meet", "talk"], happened_on=STARTS + dt.timedelta(chance.randrange(80)),
                received_at=dt.datetime(2018, 8, 23, 9, tzinfo=dt.UTC),
            )  # fmt: skip
    return children


def rows() -> Rows:
    """All that a closing writes, but for when."""
    gather()
    window = ("enrolment", "duty", "period_key")
    verdict = (
        "starts",
        "ends",
        "outcome",
        "reason",
        "contact",
        "credit_carer",
        "place",
        "handover",
    )
    return {
        "outcomes": list(WindowOutcome.objects.order_by(*window).values_list(*window, *verdict)),
        "links": list(Fulfilment.objects.order_by(*window).values_list(*window, "contact", "kind")),
        "settled": list(Enrolment.objects.order_by("pk").values("settled_until", "last_contact")),
        "overdue": list(Overdue.objects.order_by("pk").values()),
        "sums": sorted(OutcomeTally.objects.values_list("duty", "period_key", "outcome", "count")),
    }


@contextmanager
def tried() -> Iterator[None]:
    """Whatever happens inside has not happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def end_of_its_connection() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")


def test_killed_anywhere_and_run_again_it_leaves_the_same_rows(children: list[Child]) -> None:
    with tried():
        close_windows(TODAY)
    with tried():
        counter = DiesAt(-1)
        with connection.execute_wrapper(counter):
            close_windows(TODAY)
        whole, statements = rows(), -counter.left
    assert len(whole["outcomes"]) > CHILDREN * 15

    for nth in Random(11).sample(range(2, statements), KILLS):
        with tried():
            with pytest.raises(Killed), connection.execute_wrapper(DiesAt(nth)):
                close_windows(TODAY)
            end_of_its_connection()
            close_windows(TODAY)
            assert rows() == whole
            assert recount() == 0


def test_the_next_run_does_only_what_is_left(children: list[Child]) -> None:
    done: list[tuple[int, int]] = []

    def stop(so_far: int, total: int) -> None:
        done.append((so_far, total))
        if len(done) == 2:
            raise Killed

    with pytest.raises(Killed):
        close_windows(TODAY, stop)
    close_windows(TODAY, lambda so_far, total: done.append((so_far, total)))

    assert done == [(3, 12), (6, 12), (3, 6), (6, 6)]
    first, second = ClosingRun.objects.order_by("pk")
    assert (first.work_state, second.work_state) == ("failed", "done")
    assert "中断" in first.message


DIES = """
import datetime, sys
import django
django.setup()
from django.conf import settings
from django.db import connection
from nuantong.duties import closing
connection.settings_dict["NAME"] = sys.argv[1]
settings.TODAY = datetime.date.fromisoformat(sys.argv[2])
closing.WHOLE_SLICE = 3
left = int(sys.argv[3])

def waits(execute, statement, *rest):
    global left
    left -= "duties_outcomecorrection" in statement
    if left == 0:
        print("here", flush=True)
        sys.stdin.read()
    return execute(statement, *rest)

with connection.execute_wrapper(waits):
    closing.close_windows(settings.TODAY)
"""


WRITTEN = (
    "duties_outcomecorrection", "duties_fulfilment", "duties_overdue", "duties_windowoutcome", "duties_outcometally",
    "duties_closingrun", "duties_enrolment", "duties_contact", "people_registration",
    "people_pastcondition", "people_child", "people_household", "sweeps_childtally",
)  # fmt: skip


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Child]]:
    """Children whom other connections see; taken away afterwards."""
    with django_db_blocker.unblock():
        yield enrolled(Protocol.objects.get(code="six-ones"), VILLAGE)
        with connection.cursor() as cursor:
            for table in WRITTEN:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                cursor.execute(f"DELETE FROM {table}")
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        connection.close()


def test_a_process_that_is_killed_leaves_whole_slices_and_no_lock(committed: list[Child]) -> None:
    name = str(connection.settings_dict["NAME"])
    call = [sys.executable, "-c", dedent(DIES), name, TODAY.isoformat(), "2"]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"here\n"
        with pytest.raises(Refusal, match="正在关闭"):
            close_windows(TODAY)
        process.kill()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s), pg_advisory_unlock(%s)", [LOCK, LOCK])
    settled = Enrolment.objects.filter(settled_until=conf.TODAY)
    assert settled.count() == AT_ONCE
    assert set(WindowOutcome.objects.values_list("enrolment", flat=True)) == set(
        settled.values_list("pk", flat=True)
    )
    close_windows(TODAY)

    assert Enrolment.objects.filter(settled_until=TODAY).count() == CHILDREN
    assert recount() == 0
