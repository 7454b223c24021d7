"""Accepting, publishing and taking back all of a round, each in a process of its own."""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from django.db import connection

from benchmarks.rounds.copies import address, copy, drop
from benchmarks.tables import show

CITY: Final = "M500001"
TICK: Final = os.sysconf("SC_CLK_TCK")
HEADINGS: Final = ("step", "households", "seconds", "CPU", "database", "MB", "what became of it")
NAMES: Final = {
    "accept": "accept all: the press",
    "accept_job": "accept all: the job",
    "publish": "publish: the press",
    "publish_job": "publish: the job",
    "undo": "take back: the press",
    "undo_job": "take back: the job",
}


def table(city: str, proposals: int) -> None:
    """In a copy of the city, so that it can be measured again."""
    name = f"{city}_steps"
    copy(name, city)
    env = {**os.environ, "DATABASE_URL": address(name)}
    try:
        rows = [_apart(step, proposals, env) for step in NAMES]
    finally:
        drop(name)
    show(f"All of it ({proposals:,} proposals): seconds, the largest process", HEADINGS, rows)


def _apart(step: str, proposals: int, env: dict[str, str]) -> list[object]:
    asked = [sys.executable, "-m", "benchmarks", "rounds", "--step", step]
    asked += ["--proposals", str(proposals)]
    done = subprocess.run(asked, env=env, check=True, stdout=subprocess.PIPE, text=True)
    found: list[object] = json.loads(done.stdout.splitlines()[-1])
    print("  ", *found, file=sys.stderr)
    return found


def one(step: str, proposals: int) -> None:
    """Takes one step and prints its row."""
    from benchmarks.rounds import city

    round = city.found(proposals)
    begun = time.perf_counter(), time.process_time(), database_seconds()
    households, words = STEPS[step](round)
    ended = time.perf_counter(), time.process_time(), database_seconds()
    spent = [f"{after - before:.1f}" for before, after in zip(begun, ended, strict=True)]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps([NAMES[step], f"{households:,}", *spent, memory, words], ensure_ascii=False))


def database_seconds() -> float:
    """CPU of the server process that answers this connection."""
    connection.ensure_connection()
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text()
    return sum(map(int, stat.rpartition(")")[2].split()[11:13])) / TICK


def _by() -> Any:
    from nuantong.access.reader import reader_of
    from nuantong.accounts.models import User

    return reader_of(User.objects.get(staff_number=CITY))


def _accept(round: Any) -> tuple[int, str]:
    from nuantong.pairing.actions import accept_all

    return accept_all(round=round, by=_by()).households, ""


def _publish(round: Any) -> tuple[int, str]:
    from nuantong.pairing.actions import publish_round

    publish_round(round=round, by=_by())
    return 0, ""


def _undo(round: Any) -> tuple[int, str]:
    from nuantong.pairing.actions import undo_publication

    undo_publication(publication=round.publications.first(), by=_by(), reason="发布早了")
    return 0, ""


def _job(round: Any) -> tuple[int, str]:
    from nuantong.pairing.actions import carry_out

    asked = round.publications.filter(work_state__in=["queued", "running"]).first()
    if asked is None:
        return 0, "the press has done it"
    carry_out(publication_id=asked.pk)
    found = round.publications.get(pk=asked.pk)
    return (
        found.households,
        f"{found.get_step_display()} {found.get_work_state_display()} {found.message}",
    )


STEPS: Final[dict[str, Callable[[Any], tuple[int, str]]]] = {
    "accept": _accept, "accept_job": _job, "publish": _publish, "publish_job": _job, "undo": _undo,
    "undo_job": _job,
}  # fmt: skip
