"""People at the same moment: two get two cards, one of two answers counts, a village closes once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from nuantong.access.models import Grant
from nuantong.access.reader import Reader, reader_of, system_reader
from nuantong.access.roles import Role
from nuantong.accounts.models import User
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.retrying import retried
from nuantong.people.models import Child, Household
from nuantong.sweeps import handing, leaving
from nuantong.sweeps.actions import closing, reviewing
from nuantong.sweeps.models import (
    Card,
    ChildTally,
    Closing,
    FormerStanding,
    Link,
    Listed,
    Load,
    Reading,
    Record,
    Source,
)
from nuantong.tasks.models import Task
from tests.conftest import TODAY, VILLAGE, place

PEOPLE = 4
CHILD, CHAIR = "同时的小", "at-once-"
OURS = (Reading, Link, Card, FormerStanding, Record, Load, Source, Closing, Task)


@pytest.fixture
def committed(
    django_db_setup: None, django_db_blocker: Any, make: SimpleNamespace
) -> Iterator[SimpleNamespace]:
    """make.* whose rows are committed; they are taken away afterwards, log and all."""
    with django_db_blocker.unblock():
        before = {model: list(model.objects.values_list("pk", flat=True)) for model in OURS}
        yield make
        for model in OURS:
            model.objects.exclude(pk__in=before[model]).delete()
        children = Child.objects.filter(name__startswith=CHILD)
        homes = list(children.values_list("household", flat=True))
        children.delete()
        Household.objects.filter(pk__in=homes).delete()
        Grant.objects.filter(user__staff_number__startswith=CHAIR).delete()
        User.objects.filter(staff_number__startswith=CHAIR).delete()
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
            cursor.execute("DELETE FROM audit_event")
            cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER USER")
        connection.close()


def chairs(make: SimpleNamespace) -> list[Reader]:
    users = [
        make.user(f"{CHAIR}{n}", f"主席{n}", Role.TOWNSHIP_CHAIR, VILLAGE[:9])
        for n in range(PEOPLE)
    ]
    return [reader_of(user, TODAY) for user in users]


def cards(make: SimpleNamespace, count: int) -> list[Card]:
    source = Source.objects.create(
        name="学籍",
        office="education",
        purpose="population",
        region=place(VILLAGE[:6]),
        created_by="甲",
    )
    load = Load.objects.create(
        source=source,
        version=1,
        stage="done",
        file_name="a",
        digest="x",
        by_name="甲",
        at=clock.now(),
    )
    return [
        Card.objects.create(
            child=make.child(f"{CHILD}{n}", VILLAGE), model="m",
            record=Record.objects.create(
                source=source, region=place(VILLAGE), name=f"小{n}", first_load=load, last_load=load,
                since=clock.now(), standing="waiting", reason="review",
            ),
        )
        for n in range(count)
    ]  # fmt: skip


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


def test_no_card_is_given_to_two(committed: SimpleNamespace) -> None:
    cards(committed, PEOPLE - 1)
    taken = at_once(*(lambda by=by: reviewing.take(by=by, places=None) for by in chairs(committed)))
    given = [card.pk for card in taken if card is not None]
    assert len(given) == len(set(given)) == PEOPLE - 1


def test_of_several_answers_at_once_one_counts(committed: SimpleNamespace) -> None:
    [card] = cards(committed, 1)
    said = at_once(*(
        lambda by=by: reviewing.answer(card=card, answer="same", by=by) for by in chairs(committed)
    ))  # fmt: skip
    assert sum(isinstance(one, Refusal) for one in said) == PEOPLE - 1
    assert (Link.objects.count(), Reading.objects.count()) == (1, 1)


def test_a_village_is_closed_once(committed: SimpleNamespace) -> None:
    by = chairs(committed)
    home = place(VILLAGE).pk
    said = at_once(*(
        lambda one=one: closing.close_village(region=home, counts={}, by=one) for one in by
    ))  # fmt: skip
    assert sum(isinstance(one, Refusal) for one in said) == PEOPLE - 1
    assert Closing.objects.in_force().count() == 1


def linked_twice(make: SimpleNamespace) -> list[Record]:
    """Two lists speak of a child who has left without the hooks."""
    first, second = (card.record for card in cards(make, 2))
    child = first.cards.get().child
    for record in (first, second):
        Link.objects.create(record=record, child=child, at=clock.now(), decider="person",
                            by_name="甲", model="", levels={}, guard="")  # fmt: skip
        record.write({"standing": "on_register", "reason": "", "child": child})
    Child.objects.filter(pk=child.pk).update(
        status="left", left_on=TODAY, left_reason="迁出", version=2
    )
    return [first, second]


def excluded(records: list[Record]) -> list[tuple[str, int]]:
    """Standing, and how often it changed."""
    for record in records:
        record.refresh_from_db()
    return [(one.standing, one.former.filter(standing="on_register").count()) for one in records]


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def test_a_night_that_meets_another_job_crosswise_begins_again(committed: SimpleNamespace) -> None:
    records = linked_twice(committed)
    holds, tries = Event(), []

    @retried
    def other() -> None:
        """Takes the second row, and the first when the night waits for the second."""
        tries.append(1)
        Record.objects.select_for_update(of=("self",)).get(pk=records[1].pk)
        holds.set()
        while len(tries) == 1 and not somebody_waits_for_a_lock():
            continue
        Record.objects.select_for_update(of=("self",)).get(pk=records[0].pk)

    def night() -> int:
        holds.wait()
        return leaving.catch_up(system_reader())

    found = at_once(other, night)
    assert found == [None, 1]
    assert excluded(records) == [("excluded", 1), ("excluded", 1)]


def test_two_nights_at_once_do_everything_once(committed: SimpleNamespace) -> None:
    records = linked_twice(committed)
    task = Task.objects.create(
        key="sweeps.handed:0", kind="sweeps.handed", title="转来", permission="review_sweeps",
        region=place(VILLAGE), raised_on=TODAY, raised_by="甲",
    )  # fmt: skip
    at_once(*[lambda: (leaving.catch_up(system_reader()), handing.tidy())] * 3)
    assert excluded(records) == [("excluded", 1), ("excluded", 1)]
    task.refresh_from_db()
    assert not task.is_open


def test_two_lists_that_name_one_child_at_once_are_both_counted(
    committed: SimpleNamespace,
) -> None:
    """The second waits for the first, and what is noted starts from what the first left."""
    [card] = cards(committed, 1)
    child, first = card.child, card.record
    load = first.first_load
    other = Source.objects.create(
        name="残联", office="disabled", purpose="care", region=place(VILLAGE[:6]), created_by="甲"
    )
    second = Record.objects.create(
        source=other, region=place(VILLAGE), name="小", first_load=load, last_load=load,
        since=clock.now(), standing="waiting", reason="review",
    )  # fmt: skip
    held = Event()

    @transaction.atomic
    def earlier() -> None:
        first.write({"standing": "on_register", "reason": "", "child": child})
        held.set()
        while not somebody_waits_for_a_lock():
            continue

    def later() -> None:
        held.wait()
        second.write({"standing": "on_register", "reason": "", "child": child})

    at_once(earlier, later)
    both = sorted([first.source_id, other.pk])
    assert Listed.objects.get(child=child).sources == both
    counted = ChildTally.objects.filter(place=child.place_id).values_list("sources")
    noted = {tuple(sources): n for sources, n in counted.annotate(n=Sum("count")) if n}
    assert noted[tuple(both)] == 1
    assert not {(first.source_id,), (other.pk,)} & noted.keys()
    Record.objects.filter(pk__in=[first.pk, second.pk]).update(
        child=None, standing="waiting", reason="facts"
    )
