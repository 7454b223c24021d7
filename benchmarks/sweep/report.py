"""A list of an office from its file to the closing sheet, then next month's, by the program's jobs.

    ./dev bench sweep                        300,000 rows against a register of 27,500
    ./dev bench sweep --rows 3000000 --children 275000
    ./dev bench sweep --kill                 killed and stopped again and again; the same end
    ./dev bench sweep --once                 the first month alone
    ./dev bench sweep --keep                 leaves the database there

In a database of its own on the same server, dropped afterwards.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from django.db import connection

from benchmarks.tables import show
from launcher.django import MANAGE

SEED: Final = 20_261_126
NAME: Final = "nuantong_sweep"
INNER: Final = "--inside"


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench sweep")
    parser.add_argument("--rows", type=int, default=300_000)
    parser.add_argument("--children", type=int, default=27_500)
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--once", action="store_true", help="the first month alone")
    parser.add_argument("--keep", action="store_true", help="leaves the database there")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument(INNER, action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        return _inside(chosen)
    _again(f"CREATE DATABASE {NAME}")
    try:
        env = {**os.environ, "DATABASE_URL": _address()}
        subprocess.run([*map(str, MANAGE), "migrate", "--noinput", "-v", "0"], env=env, check=True)
        inner = [sys.executable, "-m", "benchmarks", "sweep", INNER, *sys.argv[1:]]
        subprocess.run(inner, env=env, check=True)
    finally:
        if not chosen.keep:
            _again()
    return None


def _again(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in (f"DROP DATABASE IF EXISTS {NAME}", *statements):
            cursor.execute(statement)


def _address() -> str:
    before, _, after = os.environ["DATABASE_URL"].partition("?")
    return f"{before.rpartition('/')[0]}/{NAME}?{after}"


def _inside(chosen: Any) -> None:
    from benchmarks.sweep.lists import write
    from nuantong.sweeps.models import Source

    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("九月.csv", "十月.csv")]
        write(chosen.children, chosen.rows, chosen.seed, *files)
        root = _root()
        source = Source.objects.create(
            name="学籍", office="education", purpose="population", region_id=root, created_by="x"
        )
        for file in files[: 1 if chosen.once else 2]:
            _bring(source, file, chosen.kill)


def _root() -> int:
    from nuantong.core import clock
    from nuantong.regions.tree import tree_on

    return tree_on(clock.today()).root.id


def _bring(source: Any, file: Path, killing: bool) -> None:
    from nuantong.access.reader import system_reader
    from nuantong.sweeps.actions import loads
    from nuantong.sweeps.queries.loads import summary

    begun = time.process_time()
    with file.open("rb") as opened:
        load = loads.receive(source=source, file=opened, file_name=file.name, by=system_reader())
    received = time.process_time() - begun
    found = _worked_off(load, killing)
    load.refresh_from_db()
    costs = [(one.worker, one.database, one.seconds) for one in found.stages]
    total = tuple(map(sum, zip(*costs, strict=True)))
    named = zip([*(one.name for one in found.stages), "all"], [*costs, total], strict=True)
    rows = [(name, *(f"{seconds:.1f}" for seconds in cost)) for name, cost in named]
    size = file.stat().st_size / 1e6
    show(f"{file.name}: {load.rows:,} rows, {size:.0f} MB, received in {received:.1f} CPU s",
         ("stage", "worker CPU s", "database CPU s", "s"), rows)  # fmt: skip
    print(
        f"worker {found.peak:.2f} GB, a database process {found.peak_database:.2f} GB at most;",
        f"the database has {_size():.1f} GB",
    )
    print(summary(load))
    print(_closing(source), "\nthe same rows:", _fingerprint(source))


def _worked_off(load: Any, killing: bool) -> Any:
    """Killed once in each stage, or stopped by the page's button, in turn; each time a second later
    than in the one before."""
    from benchmarks.sweep.watching import Watch
    from nuantong.access.reader import system_reader
    from nuantong.sweeps.actions import loads

    loads.start(load=load, by=system_reader())
    seen: set[str] = set()
    while True:
        watch, ended = Watch(load), ""
        for stage in watch.moments():
            if killing and not ended and stage not in seen and " " in stage.strip():
                seen.add(stage)
                time.sleep(len(seen))
                ended = "killed" if len(seen) % 2 else "stopped"
                watch.kill() if len(seen) % 2 else loads.stop(load=load, by=system_reader())
        load.refresh_from_db()
        if load.stage == "done":
            return watch.found
        while loads.is_running(load):
            time.sleep(0.2)
        print(f"{ended} in {stage}: {_account(load)}", flush=True)
        loads.start(load=load, by=system_reader())


def _account(load: Any) -> str:
    """Where the load stands between two goes, and that no row is lost meanwhile."""
    from nuantong.sweeps.models import LoadRow, Record

    rows = LoadRow.objects.filter(load=load).count()
    records = Record.objects.filter(source=load.source)
    waiting = records.filter(reason="linking").count()
    return (
        f"“{load.get_work_state_display()}，{load.message}”; {rows:,} rows stored, the load says "
        f"{load.rows:,}; {records.count():,} records, {waiting:,} of them not compared yet"
    )


def _size() -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return float(cursor.fetchone()[0]) / 2**30


def _closing(source: Any) -> str:
    """The sums of the city, how long they take, and where they do not close."""
    from nuantong.core import clock
    from nuantong.regions.tree import tree_on
    from nuantong.sweeps.queries.sums import book, breaks

    tree = tree_on(clock.today())
    begun = time.perf_counter()
    found = book(tree, tree.root.id, [source.pk], clock.today())
    summed = time.perf_counter() - begun
    said = breaks(tree, found, tree.root.id, [source])
    whole = time.perf_counter() - begun
    total = found.by_place[tree.root.id]
    return (
        f"closing sheet: {dict(total.standing)} of {total.total:,}, on the register {total.children:,}, "
        f"on the list {total.on_some:,}; summed in {summed * 1000:.0f} ms, compared in "
        f"{whole * 1000:.0f} ms; breaks: {said or 'none'}"
    )


def _fingerprint(source: Any) -> str:
    """Of who stands how: the same however often the work was killed."""
    said = hashlib.sha256()
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT l.number, r.standing, r.reason, r.rule, r.child_id, r.duplicate_of_id IS NULL
                 FROM sweeps_loadrow l JOIN sweeps_record r ON r.id = l.record_id
                WHERE l.load_id = (SELECT max(id) FROM sweeps_load WHERE source_id = %s)
                ORDER BY l.number""",
            [source.pk],
        )
        for row in cursor:
            said.update(repr(row).encode())
    return said.hexdigest()[:16]
