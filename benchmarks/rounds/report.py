"""A round of 275,000 proposals: its lists and filters, accepting, publishing and taking back.

    ./dev bench rounds            in a copy of the demo city, kept for the next time; end ./dev run first
    ./dev bench rounds --fresh    makes the copy anew
    ./dev bench rounds --steps    accepting, publishing and taking back alone

A page is asked for in process, so that what is measured is the server's time. CPU seconds of the
program and of its database process are told apart: a busy machine changes them little. The steps
are taken in a copy of the copy.
"""

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.reading import p95
from benchmarks.rounds import steps
from benchmarks.rounds.copies import address, copy, is_there
from benchmarks.rounds.steps import CITY, database_seconds
from benchmarks.sessions import client_of
from benchmarks.tables import show
from launcher.django import MANAGE
from nuantong.pairing.models import PairingRound

PROPOSALS: Final = 275_000
NAME: Final = "nuantong_rounds"
INNER: Final = "--inside"
GOAL: Final = 200
WARM, EACH = 2, 25
DISTRICT, TOWNSHIP = "D500113", "T500113111"
HEADINGS: Final = ("page", "by", "rows", "queries", "CPU", "database", "median", "p95", "goal")
"""CPU is that of the program, database that of its server process; all in milliseconds."""


@dataclass(frozen=True)
class Page:
    title: str
    path: str
    staff_number: str = CITY
    cold: bool = False
    """After a decision in every round: what is counted of them is counted anew."""


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
    parser.add_argument("--fresh", action="store_true", help="makes the city anew")
    parser.add_argument("--proposals", type=int, default=PROPOSALS)
    parser.add_argument("--steps", action="store_true", help="the steps alone")
    parser.add_argument("--only", default="", help="pages whose title has this")
    parser.add_argument(INNER, action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--step", default="", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.step:
        return steps.one(chosen.step, chosen.proposals)
    if chosen.inside:
        return _inside(chosen.proposals, chosen.only, chosen.steps)
    if chosen.fresh or not is_there(NAME):
        copy(NAME, connection.settings_dict["NAME"])
    env = {**os.environ, "DATABASE_URL": address(NAME)}
    subprocess.run([*map(str, MANAGE), "migrate", "--noinput", "-v", "0"], env=env, check=True)
    inner = [sys.executable, "-m", "benchmarks", "rounds", INNER, *sys.argv[1:]]
    subprocess.run(inner, env=env, check=True)
    if not chosen.only:
        steps.table(NAME, chosen.proposals)
    return None


def _inside(proposals: int, only: str, steps_only: bool) -> None:
    from benchmarks.rounds import city
    from nuantong.config import wsgi

    assert wsgi.application, "as it is served: what was loaded is not looked through for rubbish"

    round = city.found(proposals) or city.make(proposals)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE pairing_proposal")
    if steps_only:
        return
    rows = [_measured(page) for page in pages(round.pk) if only in page.title]
    title = (
        f"A round of {proposals:,} proposals, {int(proposals * city.CARERS):,} carers, "
        f"{int(proposals * city.LEFT):,} left over: milliseconds, {EACH} times each"
    )
    show(title, HEADINGS, rows)


def _measured(page: Page) -> list[object]:
    client = client_of(page.staff_number)
    for _ in range(WARM):
        _once(client, page)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(page.path)
    queries = len(asked)
    rows = answer.content.decode().count("<tr>") + answer.content.decode().count("<tr id=")
    begun = time.process_time(), database_seconds()
    taken = sorted(_once(client, page) for _ in range(EACH))
    spent = time.process_time() - begun[0], database_seconds() - begun[1]
    return [
        page.title, page.staff_number, rows, queries, *(f"{1000 * one / EACH:.0f}" for one in spent),
        f"{1000 * taken[len(taken) // 2]:.0f}", f"{p95(taken):.0f}", f"<{GOAL}",
    ]  # fmt: skip


def _once(client: Client, page: Page) -> float:
    if page.cold:
        PairingRound.objects.update(version=F("version") + 1)
    begun = time.perf_counter()
    answer = client.get(page.path)
    assert answer.status_code == 200, page.path
    return time.perf_counter() - begun
