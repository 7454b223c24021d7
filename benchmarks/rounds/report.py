"""A round of 275,000 proposals: its lists and filters, accepting, publishing and taking back.

    ./dev bench rounds            in a copy of the demo city, dropped afterwards; end ./dev run first
    ./dev bench rounds --keep     leaves the copy with its round there for the next time

A page is asked for in process, so that what is measured is the server's time. CPU seconds of the
program and of its database process are told apart: a busy machine changes them little.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.reading import p95
from benchmarks.sessions import client_of
from benchmarks.tables import show

PROPOSALS: Final = 275_000
NAME: Final = "nuantong_rounds"
INNER: Final = "--inside"
PUBLISHED: Final = 5_000
GOAL: Final = 200
WARM, EACH = 2, 25
CITY, DISTRICT, TOWNSHIP = "M500001", "D500113", "T500113111"
HEADINGS: Final = ("page", "by", "rows", "queries", "CPU", "database", "median", "p95", "goal")
"""CPU is that of the program, database that of its server process; all in milliseconds."""
TICK: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Page:
    title: str
    path: str
    staff_number: str = CITY
    cold: bool = False
    """With nothing counted yet, as after a decision."""


def pages(round: int) -> list[Page]:
    here = f"/pairing/rounds/{round}/"
    return [
        Page("proposals", here),
        Page("the same after a decision", here, cold=True),
        Page("the farthest first", f"{here}?sort=-distance"),
        Page("by number of children", f"{here}?sort=-children"),
        Page("by carer", f"{here}?sort=carer"),
        Page("page 2,000 of them", f"{here}?page=2000"),
        Page("the last page", f"{here}?page=9999"),
        Page("same village", f"{here}?tier=village"),
        Page("undecided", f"{here}?state=proposed"),
        Page("accepted, 15 to 20 km", f"{here}?state=accepted&km=15"),
        Page("needs not met", f"{here}?more=lacks"),
        Page("pinned", f"{here}?more=pinned"),
        Page("of one district", f"{here}?place=500113"),
        Page("a name", f"{here}?q=周小"),
        Page("a name by its sound", f"{here}?q=zhouxi"),
        Page("left over", f"{here}left/"),
        Page("left over, one reason", f"{here}left/?reason=all_full"),
        Page("before and after", f"{here}compare/"),
        Page("what has changed since", f"{here}since/"),
        Page("the same, the first time", f"{here}since/", cold=True),
        Page("proposals", here, DISTRICT),
        Page("undecided, farthest", f"{here}?state=proposed&sort=-distance", DISTRICT),
        Page("proposals", here, TOWNSHIP),
        Page("the list of rounds", "/pairing/"),
        Page("the same after a decision", "/pairing/", cold=True),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench rounds")
    parser.add_argument("--keep", action="store_true", help="leaves the database there")
    parser.add_argument("--proposals", type=int, default=PROPOSALS)
    parser.add_argument("--steps", action="store_true", help="the steps alone")
    parser.add_argument("--only", default="", help="pages whose title has this")
    parser.add_argument(INNER, action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        return _inside(chosen.proposals, chosen.only, chosen.steps)
    if not (chosen.keep and _is_there()):
        _again(f"CREATE DATABASE {NAME} TEMPLATE {connection.settings_dict['NAME']}")
    try:
        inner = [sys.executable, "-m", "benchmarks", "rounds", INNER, *sys.argv[1:]]
        subprocess.run(inner, env={**os.environ, "DATABASE_URL": _address()}, check=True)
    finally:
        if not chosen.keep:
            _again()
    return None


def _again(*statements: str) -> None:
    """Asked from beside: a database somebody is connected to cannot be copied."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        for statement in (f"DROP DATABASE IF EXISTS {NAME}", *statements):
            cursor.execute(statement)


def _is_there() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        return cursor.fetchone() is not None


def _address() -> str:
    before, _, after = os.environ["DATABASE_URL"].partition("?")
    return f"{before.rpartition('/')[0]}/{NAME}?{after}"


def _inside(proposals: int, only: str, steps: bool) -> None:
    from benchmarks.rounds import city

    round = city.found(proposals) or city.make(proposals)
    rows = [_measured(page) for page in pages(round.pk) if only in page.title and not steps]
    title = (
        f"A round of {proposals:,} proposals, {int(proposals * city.CARERS):,} carers, "
        f"{int(proposals * city.LEFT):,} left over: milliseconds, {EACH} times each"
    )
    show(title, HEADINGS, rows)
    if not only:
        show(
            f"{PUBLISHED:,} households of it",
            ("step", "households", "seconds", "CPU", "database", "queries", "lapsed"),
            _steps(round),
        )


def _database_seconds() -> float:
    """CPU of the server process that answers this connection."""
    connection.ensure_connection()
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text()
    return sum(map(int, stat.rpartition(")")[2].split()[11:13])) / TICK


def _measured(page: Page) -> list[object]:
    client = client_of(page.staff_number)
    for _ in range(WARM):
        _once(client, page)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(page.path)
    queries = len(asked)
    rows = answer.content.decode().count("<tr>") + answer.content.decode().count("<tr id=")
    begun = time.process_time(), _database_seconds()
    taken = sorted(_once(client, page) for _ in range(EACH))
    spent = time.process_time() - begun[0], _database_seconds() - begun[1]
    return [
        page.title, page.staff_number, rows, queries, *(f"{1000 * one / EACH:.0f}" for one in spent),
        f"{1000 * taken[len(taken) // 2]:.0f}", f"{p95(taken):.0f}", f"<{GOAL}",
    ]  # fmt: skip


def _once(client: Client, page: Page) -> float:
    if page.cold:
        cache.clear()
    begun = time.perf_counter()
    answer = client.get(page.path)
    assert answer.status_code == 200, page.path
    return time.perf_counter() - begun


def _steps(round: Any) -> list[list[object]]:
    """Accepting, publishing and taking back, and all of it undone; what is accepted already waits for
    another day."""
    from nuantong.access.reader import reader_of
    from nuantong.accounts.models import User
    from nuantong.pairing.actions import accept_proposals, publish_round, undo_publication
    from nuantong.pairing.models import Proposal

    by = reader_of(User.objects.get(staff_number=CITY))
    made: list[Any] = []
    steps: dict[str, Callable[[], Any]] = {
        "accept": lambda: accept_proposals(round=round, by=by, ids=some),
        "publish": lambda: publish_round(round=round, by=by),
        "take back": lambda: undo_publication(
            publication=made[-1].publication, by=by, reason="发布早了"
        ),
    }
    with transaction.atomic():
        open_ones = Proposal.objects.filter(round=round, state=Proposal.State.PROPOSED)
        some = list(open_ones.order_by("pk").values_list("pk", flat=True)[:PUBLISHED])
        Proposal.objects.filter(round=round, state=Proposal.State.ACCEPTED).update(
            state=Proposal.State.PROPOSED, decided_at=None
        )
        rows = [_step(name, step, made) for name, step in steps.items()]
        transaction.set_rollback(True)
    return rows


def _step(name: str, step: Callable[[], Any], made: list[Any]) -> list[object]:
    begun = time.perf_counter(), time.process_time(), _database_seconds()
    with CaptureQueriesContext(connection) as asked:
        made.append(step())
    ended = time.perf_counter(), time.process_time(), _database_seconds()
    spent = [f"{after - before:.1f}" for before, after in zip(begun, ended, strict=True)]
    lapsed = {one.reason for one in getattr(made[-1], "lapsed", [])}
    return [name, made[-1].households, *spent, len(asked), "；".join(sorted(lapsed)[:3])]
