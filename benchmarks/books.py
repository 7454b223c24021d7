"""Entries posted through the books' door, beside a bare INSERT of the same rows; and a campaign's
money read while its fund has as many entries.

`./dev bench books [--entries N]`. Inside one transaction that is undone. The bare tables have the
same columns and primary keys, and nothing else: no trigger, no foreign key, no index.
"""

import argparse
import os
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import django

from benchmarks.tables import show

TIMES: Final = 3
READS: Final = 200


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuantong.config.settings")
    django.setup()
    from django.db import transaction

    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=9_800)
    parser.add_argument("--rounds", type=int, default=TIMES)
    said = parser.parse_args()
    with transaction.atomic():
        report(said.entries, said.rounds)
        transaction.set_rollback(True)


def report(many: int, rounds: int) -> None:
    from nuantong.campaigns.queries.money import money

    fund, campaign = given()
    ours = least(rounds, lambda: post(fund, campaign, many))
    with bare_tables(many) as tables:
        bare = least(rounds, lambda: copy(tables))
        inserted = least(rounds, lambda: insert(tables))
    reads = sorted(timed(lambda: money(campaign)) for _ in range(READS))
    p95 = reads[int(READS * 0.95)]
    rows = [["books.posting.post_all", *figures(many, ours), f"{ours[0] / inserted[0]:.1f}", f"{ours[0] / bare[0]:.1f}"],
            ["INSERT of each row", *figures(many, inserted), "1.0", f"{inserted[0] / bare[0]:.1f}"],
            ["COPY into bare tables", *figures(many, bare), f"{bare[0] / inserted[0]:.1f}", "1.0"]]  # fmt: skip
    head = ["", "seconds", "entries/s", "client CPU s", "× INSERT", "× COPY"]
    show(f"{many:,} entries of two lines, in one call; least of {rounds}", head, rows)
    held = f"a campaign's money, {many * rounds:,} entries"
    show("Read from the balances", ["", "p95 ms"], [[held, f"{p95[0] * 1000:.1f}"]])


def figures(many: int, spent: tuple[float, float]) -> list[str]:
    return [f"{spent[0]:.2f}", f"{many / spent[0]:,.0f}", f"{spent[1]:.2f}"]


def given() -> tuple[Any, Any]:
    """A fund and a campaign in it, with enough money."""
    import datetime as dt

    from nuantong.access.reader import system_reader
    from nuantong.books.actions import NewFund, open_fund
    from nuantong.campaigns.actions import Plan, make_campaign

    by, day = system_reader(), dt.date(2018, 1, 1)
    city = by.tree.root.id
    new = NewFund(name=f"量测{uuid.uuid4()}", source="lottery", region_id=city, opened_on=day)
    plan = Plan(title="量测", kind="goods", gives="1件", unit_fen=1, children=1, start=day, end=day)
    fund = open_fund(said=new, key=uuid.uuid4(), by=by)
    campaign = make_campaign(
        plan=plan, purpose="winter_coat", region_id=city, key=uuid.uuid4(), by=by
    )
    return fund, campaign


def post(fund: Any, campaign: Any, many: int) -> None:
    from nuantong.access.reader import system_reader
    from nuantong.books import moves
    from nuantong.books.posting import Document, Posting, Voucher, post_all

    by = system_reader()
    heads = [
        Voucher(fund=fund, purpose="winter_coat", project=campaign.project, on=by.on, words="量测",
                document=Document("bench", uuid.uuid4()), key=uuid.uuid4())
        for _ in range(many)
    ]  # fmt: skip
    post_all([Posting(head, "receive", moves.receive(100)) for head in heads], by=by)


@contextmanager
def bare_tables(many: int) -> Iterator[dict[str, Sequence[Any]]]:
    """Empty tables of this session with the columns and the key of ours, and the rows for them."""
    from django.db import connection

    from nuantong.books.models import Entry, Line

    rows: dict[str, Sequence[Any]] = {}
    with connection.cursor() as cursor:
        for model, share in ((Entry, 1), (Line, 2)):
            table, bare = model._meta.db_table, f"bare_{model._meta.model_name}"
            cursor.execute(f"CREATE TEMP TABLE {bare} (LIKE {table}, PRIMARY KEY (id))")
            cursor.execute(f"SELECT * FROM {table} ORDER BY id DESC LIMIT %s", [many * share])
            rows[bare] = cursor.fetchall()
        yield rows
        for bare in rows:
            cursor.execute(f"DROP TABLE {bare}")


def copy(tables: dict[str, Sequence[Any]]) -> None:
    """The rows by COPY, and the tables empty again."""
    from django.db import connection

    with connection.cursor() as cursor:
        for bare, rows in tables.items():
            with cursor.copy(f"COPY {bare} FROM STDIN") as written:
                for row in rows:
                    written.write_row(row)
            cursor.execute(f"TRUNCATE {bare}")


def insert(tables: dict[str, Sequence[Any]]) -> None:
    """The rows by one INSERT each, sent without waiting for the answers, and the tables empty."""
    from django.db import connection

    with connection.cursor() as cursor:
        for bare, rows in tables.items():
            places = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {bare} VALUES ({places})", rows)
            cursor.execute(f"TRUNCATE {bare}")


def least(rounds: int, work: Callable[[], Any]) -> tuple[float, float]:
    return min(timed(work) for _ in range(rounds))


def timed(work: Callable[[], Any]) -> tuple[float, float]:
    """By the clock, and of this process's processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


if __name__ == "__main__":
    main()
