"""Freezing a list over 275,000 children, and its preview: in a copy of the demo city, multiplied.

./dev bench rounds      makes the copy (its households, children and carers are the same ones)
./dev bench cohorts     end ./dev run first
"""

import datetime as dt
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Final
from uuid import uuid4

from django.db import connection, transaction

from benchmarks.rounds.copies import address, is_there
from benchmarks.rounds.report import NAME
from benchmarks.rounds.steps import database_seconds
from benchmarks.tables import show
from launcher.django import MANAGE

INNER: Final = "--inside"
HEADINGS: Final = ("step", "children", "seconds", "CPU", "database", "goal")
RULES: Final[dict[str, dict[str, Any]]] = {
    "everybody": {},
    "girls of 10 to 17": {"ages": [10, 17], "sex": "2"},
    "orphans and unattended, not helped this year": {
        "labels": ["orphan", "unattended"], "unhelped": {"since": "2018-01-01", "purpose": ""},
    },
}  # fmt: skip


def main() -> None:
    if INNER in sys.argv:
        return _inside()
    if not is_there(NAME):
        sys.exit("first ./dev bench rounds: it makes the city of 275,000 households")
    env = {**os.environ, "DATABASE_URL": address(NAME)}
    subprocess.run([*map(str, MANAGE), "migrate", "--noinput", "-v", "0"], env=env, check=True)
    subprocess.run([sys.executable, "-m", "benchmarks", "cohorts", INNER], env=env, check=True)
    return None


def _inside() -> None:
    from nuantong.access.reader import system_reader
    from nuantong.cohorts import actions, queries
    from nuantong.regions.models import Region

    by, rows = system_reader(), []
    city = Region.objects.get(pk=by.tree.root.id)
    with transaction.atomic():
        for title, rule in RULES.items():
            made = actions.make(
                key=uuid4(), title=title, purpose="winter_coat", region=city, rule=rule,
                as_of=dt.date(2018, 6, 1), by=by,
            )  # fmt: skip
            seen, frozen = (
                partial(queries.preview, made, by),
                partial(actions.freeze, cohort=made, by=by),
            )
            rows.append(_timed(f"preview: {title}", lambda seen=seen: seen().total, ""))
            rows.append(_timed(f"freeze: {title}", frozen, "<2 s"))
        whole = partial(queries.fairness, by, 2018)
        rows.append(_timed("who got how much in a year", lambda: whole().all.children, ""))
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_child WHERE status = 'on_register'")
        [children] = cursor.fetchone()
    show(f"{children:,} children on the register", HEADINGS, rows)


def _timed(title: str, step: Callable[[], int], goal: str) -> list[object]:
    begun = time.perf_counter(), time.process_time(), database_seconds()
    found = step()
    ended = time.perf_counter(), time.process_time(), database_seconds()
    spent = [f"{after - before:.2f}" for before, after in zip(begun, ended, strict=True)]
    return [title, f"{found:,}", *spent, goal]
