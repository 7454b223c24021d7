"""A city's Sunday, in a database of its own that is kept for the next run.

./dev bench closing                      10,000 children
./dev bench closing --children 162000    the whole city (some minutes to make, 6 GB)
./dev bench closing --fresh              makes the database anew
./dev bench closing --growth             how cost grows from 10,000 children on (some minutes)
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final
from uuid import uuid4

from django.db import connection

from benchmarks.closing import growth
from benchmarks.reading import Reader, p95
from benchmarks.sessions import session_of
from benchmarks.tables import show
from launcher.django import MANAGE
from launcher.server import free_port, running

NAME: Final = "nuantong_closing"
INNER: Final = "--inside"
FIGURES: Final = "--figures"
SAVED, WARMED, READERS, EACH, WARM = 200, 100, 8, 12, 4
GOAL_CLOSING, GOAL_SAVED = 180, 20
LISTS: Final = (("overdue, a township", "T500113111", 100), ("overdue, the city", "M500001", 300))
TABLES: Final = (
    "duties_contact", "duties_windowoutcome", "duties_fulfilment", "duties_outcometally",
    "duties_outcomecorrection", "duties_enrolment",
)  # fmt: skip
HEADS: Final = ("step", "rows", "seconds", "CPU program", "CPU database", "p95 ms", "goal")
Row = list[object]


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench closing")
    parser.add_argument("--children", type=int, default=10_000)
    parser.add_argument("--fresh", action="store_true", help="makes the database anew")
    parser.add_argument("--make", action="store_true", help="makes the database and ends")
    parser.add_argument("--growth", action="store_true", help="one table of several sizes")
    parser.add_argument(INNER, action="store_true", help=argparse.SUPPRESS)
    parser.add_argument(FIGURES, type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        return _inside(chosen)
    return _growth() if chosen.growth else _apart(chosen.children, chosen.fresh, *sys.argv[1:])


def _apart(children: int, fresh: bool, *options: str) -> None:
    """In a database of its own."""
    name = f"{NAME}_{children}"
    env = {**os.environ, "DATABASE_URL": _address(name), "NUANTONG_TODAY": "2018-12-27"}
    _prepare(name, fresh)
    subprocess.run([*map(str, MANAGE), "migrate", "--noinput", "-v", "0"], env=env, check=True)
    inner = [sys.executable, "-m", "benchmarks", "closing", INNER, *options]
    subprocess.run(inner, env=env, check=True)


def _growth() -> None:
    """Each database is made anew: a week is closed once."""
    measured = {}
    for children in growth.STORED:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "figures"
            _apart(children, True, "--children", f"{children}", FIGURES, f"{path}")
            measured[children] = growth.stored(path)
    growth.table(measured)


def _prepare(name: str, fresh: bool) -> None:
    with connection.cursor() as cursor:
        if fresh:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone()[0] == 0:
            cursor.execute(f"CREATE DATABASE {name}")


def _address(name: str) -> str:
    before, _, after = os.environ["DATABASE_URL"].partition("?")
    return f"{before.rpartition('/')[0]}/{name}?{after}"


def _inside(chosen: Any) -> None:
    from benchmarks.closing import city
    from nuantong.people.models import Child

    if not Child.objects.exists():
        begun = time.perf_counter()
        city.make(chosen.children)
        print(f"{chosen.children:,} children made in {time.perf_counter() - begun:.0f} s")
        if chosen.children <= city.REAL:
            _step_shown("the first closing, of the whole year", lambda: _close(city.EVE))
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
    if chosen.make:
        return
    rows = _sunday(city.TODAY)
    rows += [_saved(late=False), _saved(late=True)]
    if chosen.figures:
        chosen.figures.write_text(json.dumps(_figures(rows)))
    else:
        rows += _lists()
    title = f"{chosen.children:,} children, {_count('duties_contact'):,} contacts"
    show(title, HEADS, rows)
    _sizes(chosen.children)


def _step_shown(name: str, step: Callable[[], int]) -> None:
    show("Before", HEADS[:5], [_timed(name, step)[:5]])


def _timed(name: str, step: Callable[[], int], goal: object = "") -> Row:
    begun, here, there = time.perf_counter(), time.process_time(), _of_database()
    rows = step()
    spent, here = time.perf_counter() - begun, time.process_time() - here
    return [
        name,
        f"{rows:,}",
        f"{spent:.1f}",
        f"{here:.1f}",
        f"{_of_database() - there:.1f}",
        "",
        goal,
    ]


def _of_database() -> float:
    """CPU seconds of the server's process that serves this connection, which is on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [process] = cursor.fetchone()
    words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def _close(day: Any) -> int:
    from django.conf import settings

    from nuantong.duties.closing import close_windows

    settings.TODAY = day
    return close_windows(day).closed


def _sunday(day: Any) -> list[Row]:
    """The week that ended on Sunday closes, is gathered, recounted, and escalated."""
    from nuantong.access.reader import system_reader
    from nuantong.duties import tally
    from nuantong.duties.ladder import escalate

    def escalated() -> int:
        escalate(system_reader())
        return _count("duties_escalation")

    def gathered() -> int:
        tally.gather()
        return _count("duties_outcometally")

    rows = [_timed("a week's windows closed, with their sums", lambda: _close(day), "<180 s")]
    rows.append(_timed("sums gathered", gathered))
    rows.append(_timed("sums counted anew: differences", tally.recount))
    rows.append(_timed("who is overdue counted anew: differences", tally.recount_overdue))
    rows.append(_timed("escalation", escalated))
    return rows


def _saved(late: bool) -> Row:
    """Contacts saved one after the other, each in its own transaction, with all that follows. Those
    that only warm the program and the database's pages are not among the figures."""
    import datetime as dt

    from nuantong.access.reader import system_reader
    from nuantong.core import clock
    from nuantong.duties.actions import record_contact
    from nuantong.duties.models import Enrolment
    from nuantong.duties.settling import settle

    chance, taken, here, there = Random(3 + late), [], 0.0, 0.0
    by, days = system_reader(), (12, 40) if late else (0, 3)
    rows = Enrolment.objects.order_by("pk").select_related("child")
    for n, enrolment in enumerate(chance.sample(list(rows.only("child")[:20_000]), WARMED + SAVED)):
        settle([enrolment.child_id], clock.today(), "")
        carer = enrolment.child.pairings.get().carer
        day = clock.today() - dt.timedelta(chance.randint(*days))
        begun, before, server = time.perf_counter(), time.process_time(), _of_database()
        record_contact(key=uuid4(), child=enrolment.child, carer=carer, by=by, happened_on=day,
                       acts=["meet", "talk"], means="face")  # fmt: skip
        if n < WARMED:
            continue
        taken.append(time.perf_counter() - begun)
        here += time.process_time() - before
        there += _of_database() - server
    name = "a contact saved for a week that had closed" if late else "a contact saved"
    return [name, SAVED, f"{sum(taken):.1f}", f"{here:.1f}", f"{there:.1f}", f"{p95(taken):.0f}",
            f"<{GOAL_SAVED} ms"]  # fmt: skip


def _figures(rows: list[Row]) -> dict[str, Any]:
    """CPU seconds of a week's closing and of a contact, and what a row takes with its indexes."""
    week, saved = rows[0], rows[5]
    return {
        "week": _cpu(week),
        "closed": int(str(week[1]).replace(",", "")),
        "saved": _cpu(saved) / SAVED,
        "bytes a row": {
            name: _number("SELECT pg_total_relation_size(%s)", name) / _count(name)
            for name in growth.ROWS_OF_A_YEAR
        },
    }


def _cpu(row: Row) -> float:
    """Of the program and of the database."""
    return float(str(row[3])) + float(str(row[4]))


def _sizes(children: int) -> None:
    rows: list[Row] = []
    for table in TABLES:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_relation_size(%s), pg_indexes_size(%s), pg_total_relation_size(%s)",
                [table] * 3,
            )
            heap, indexes, whole = cursor.fetchone()
        count = _count(table)
        rows.append([table, f"{count:,}", f"{count / children:.1f}", f"{heap / children / 1024:.1f}",
                     f"{indexes / children / 1024:.1f}", f"{whole / 2**20:,.0f}"])  # fmt: skip
    heads = ("table", "rows", "a child", "KB a child", "indexes KB", "MB in all")
    show("What a child's year takes", heads, rows)
    print(f"memory of the program: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def _lists() -> list[Row]:
    """To the last byte, by readers each with a connection of her own: those without a pause are all
    the machine can do, those who look at a page for a second are eight people at work. No worker
    runs beside: on the day after a year was written it would have the year's jobs to do."""
    rows: list[Row] = []
    port = free_port(8300)
    with running(port, dict(os.environ), worker=False):
        for title, officer, goal in LISTS:
            reader = Reader(port, "/care/overdue/", session_of(officer))
            reader.together(READERS, WARM)
            alone = reader.seconds(30)
            begun = time.perf_counter()
            together = reader.together(READERS, EACH)
            spent = time.perf_counter() - begun
            rows.append(
                [f"{title}, alone", 30, f"{sum(alone):.1f}", "", "", f"{p95(alone):.0f}", ""]
            )
            rows.append([f"{title}, {READERS} readers without a pause", len(together),
                         f"{spent:.1f}", "", "", f"{p95(together):.0f}", f"<{goal} ms"])  # fmt: skip
            looking = reader.together(READERS, EACH, pause=1)
            rows.append([f"{title}, {READERS} readers, a second a page", len(looking), "", "", "",
                         f"{p95(looking):.0f}", f"<{goal} ms"])  # fmt: skip
    return rows


def _count(table: str) -> int:
    return _number(f"SELECT count(*) FROM {table}")


def _number(statement: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.fetchone()[0])
