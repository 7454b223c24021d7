"""Two writers in each other's way: whom the database gives up begins again and gets through."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import DataError, OperationalError, connection, transaction

from nuantong.core.retrying import TIMES, retried
from nuantong.regions.models import Organisation

DEADLOCK = "DO $$ BEGIN RAISE 'lost' USING ERRCODE = '40P01'; END $$"


@pytest.fixture
def committing(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Connections outside a test's transaction; these tests lock rows and write none."""
    with django_db_blocker.unblock():
        yield
        connection.close()


def test_of_two_who_lock_crosswise_both_get_through(committing: None) -> None:
    one, other = list(Organisation.objects.order_by("pk").values_list("pk", flat=True)[:2])
    gate, tries = Barrier(2), []

    @retried
    def lock(first: int, second: int) -> None:
        Organisation.objects.select_for_update(no_key=True).get(pk=first)
        tries.append(first)
        if len(tries) <= 2:
            gate.wait()
        Organisation.objects.select_for_update(no_key=True).get(pk=second)

    def on_its_own(pair: tuple[int, int]) -> None:
        try:
            lock(*pair)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(on_its_own, [(one, other), (other, one)]))
    assert len(tries) > 2  # One was given up at least once: both hold what the other wants.


def failing(statement: str) -> tuple[Any, list[int]]:
    tries: list[int] = []

    @retried
    def work() -> None:
        tries.append(1)
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return work, tries


def test_the_tries_have_an_end(committing: None) -> None:
    work, tries = failing(DEADLOCK)
    with pytest.raises(OperationalError):
        work()
    assert len(tries) == TIMES


def test_another_error_is_told_at_once(committing: None) -> None:
    work, tries = failing("SELECT 1 / 0")
    with pytest.raises(DataError):
        work()
    assert len(tries) == 1


@pytest.mark.django_db
def test_a_part_of_a_transaction_is_not_begun_again_alone() -> None:
    work, tries = failing(DEADLOCK)
    with transaction.atomic(), pytest.raises(OperationalError):
        work()
    assert len(tries) == 1
