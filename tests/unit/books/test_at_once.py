"""Two posters at the same moment: the last yuan is spent once, and numbers have no gap."""

import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from nuantong.access.reader import system_reader
from nuantong.books import posting
from nuantong.books.models import Entry, Fund, Line, Period
from nuantong.core.errors import Refusal
from tests.unit.books.book import balance, make_fund, move, voucher

TABLES = ("line", "entry", "balance", "period", "fundpurpose", "fund", "project")


@pytest.fixture
def fund(django_db_setup: None, django_db_blocker: Any) -> Iterator[Fund]:
    """A committed fund with 100 yuan, taken away afterwards, log and all."""
    with django_db_blocker.unblock():
        made = make_fund(f"同时{uuid.uuid4().hex[:6]}")
        move(posting.receive, made, 100_00)
        yield made
        with connection.cursor() as cursor:
            for table in [*(f"books_{one}" for one in TABLES), "audit_event"]:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                cursor.execute(f"DELETE FROM {table}")
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        connection.close()


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


def test_the_last_yuan_is_spent_once(fund: Fund) -> None:
    move(posting.spend, fund, 99_00)
    said = at_once(*[lambda: move(posting.spend, fund, 1_00)] * 4)
    assert said.count("") == 1
    assert all("不够：现在还有0元" in words for words in said if words)
    assert (balance(fund).bank, balance(fund).spent) == (0, 100_00)


def test_posters_at_once_leave_no_gap_and_each_key_once(fund: Fund) -> None:
    heads = [voucher(fund) for _ in range(3)]
    many = [lambda h=h: posting.receive(about=h, fen=5, by=system_reader()) for h in heads * 2]
    assert at_once(*many) == [""] * 6
    assert balance(fund).bank == 100_15
    assert sorted(Entry.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert Period.objects.get().last == 4
    assert Line.objects.count() == 8
