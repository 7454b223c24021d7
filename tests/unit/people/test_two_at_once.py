"""Officers at the same moment: one of them is first, the others read so, nothing is done twice."""

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
from nuantong.people import actions
from nuantong.people.models import Child, Exit, Household, Move, Registration, Residence
from tests.conftest import NEIGHBOUR, TODAY, VILLAGE, place

OFFICERS = 4


@pytest.fixture
def committed(
    django_db_setup: None, django_db_blocker: Any, make: SimpleNamespace
) -> Iterator[SimpleNamespace]:
    """make.* whose rows are committed; they are taken away afterwards, log and all."""
    with django_db_blocker.unblock():
        yield make
        for model in (Child, Household, Grant, User):
            model.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
            cursor.execute("DELETE FROM audit_event")
            cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER USER")
        connection.close()


def chairs(make: SimpleNamespace, township: str) -> list[Any]:
    users = [make.user(f"{township}-{n}", f"主席{n}", Role.TOWNSHIP_CHAIR, township)
             for n in range(OFFICERS)]  # fmt: skip
    return [reader_of(user, TODAY) for user in users]


def at_once(*work: Callable[[], Any]) -> list[str]:
    """What came of each: '' or the refusal's words."""
    gate = Barrier(len(work))

    def run(one: Callable[[], Any]) -> str:
        try:
            connection.ensure_connection()
            gate.wait()
            one()
        except Refusal as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(run, work))


def test_a_move_is_accepted_once(committed) -> None:
    child = committed.child("小乐", VILLAGE)
    sender = chairs(committed, VILLAGE[:9])[0]
    (move,) = actions.propose_move(
        child=child, place=place(NEIGHBOUR).pk, on=TODAY, reason="投亲", by=sender
    )
    said = at_once(*(
        lambda by=by: actions.accept_move(key=move.together, by=by)
        for by in chairs(committed, NEIGHBOUR[:9])
    ))  # fmt: skip
    assert said.count("") == 1
    assert all("已接收" in words for words in said if words)
    assert Residence.objects.count() == 1
    assert Registration.objects.known().count() == 2


def test_a_child_leaves_once_and_is_not_moved_by_whoever_comes_second(committed) -> None:
    child = committed.child("小乐", VILLAGE)
    sender = chairs(committed, VILLAGE[:9])[0]
    receiver = chairs(committed, NEIGHBOUR[:9])[0]
    (move,) = actions.propose_move(
        child=child, place=place(NEIGHBOUR).pk, on=TODAY, reason="投亲", by=sender
    )
    said = at_once(
        lambda: actions.end_registration(child=child, on=TODAY, reason="adopted", by=sender),
        lambda: actions.end_registration(child=child, on=TODAY, reason="adult", by=sender),
        lambda: actions.accept_move(key=move.together, by=receiver),
    )
    assert said.count("") == 1
    child.refresh_from_db()
    assert (child.status == "left") == Exit.objects.exists()
    assert (child.place == place(NEIGHBOUR)) == Move.objects.filter(state="accepted").exists()
