"""What a load costs while a worker of its own works it off: stage by stage, worker and database."""

import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.db import connection

from launcher.django import MANAGE
from nuantong.sweeps.models import Load

WORKER: Final = (*map(str, MANAGE), "procrastinate", "worker", "--one-shot")
TICK: Final = os.sysconf("SC_CLK_TCK")
EVERY: Final = 0.2


@dataclass
class Stage:
    """CPU seconds of the worker and of the database's server with all that it runs."""

    name: str
    worker: float
    database: float
    seconds: float


@dataclass
class Watched:
    stages: list[Stage] = field(default_factory=list)
    peak: float = 0.0
    """GB of the worker, Python and its libraries included."""
    peak_database: float = 0.0
    """GB of the largest process of the database beside the memory that all of them share."""


class Watch:
    """Looks at a worker of its own from its start to its end."""

    def __init__(self, load: Load) -> None:
        self.load, self.found, self._worker = load, Watched(), 0.0
        self.server = _server()
        self.worker = subprocess.Popen(WORKER)
        self.at = self._costs()

    def moments(self) -> Iterator[str]:
        """The stage in words, again and again until the worker has ended."""
        name = ""
        while self.worker.poll() is None:
            self.found.peak = max(self.found.peak, _memory(self.worker.pid, "VmHWM"))
            self.found.peak_database = max(
                self.found.peak_database,
                *(_memory(one, "RssAnon") for one in _children(self.server)), 0.0,
            )  # fmt: skip
            now = self._stage()
            if name and now != name:
                self._note(name)
            name = now
            yield name
            time.sleep(EVERY)
        self._note(name)

    def kill(self) -> None:
        self.worker.kill()
        self.worker.wait()

    def _note(self, name: str) -> None:
        before, self.at = self.at, self._costs()
        worker, database, seconds = (b - a for a, b in zip(before, self.at, strict=True))
        self.found.stages.append(Stage(name, worker, database, seconds))

    def _costs(self) -> tuple[float, float, float]:
        worker = _cpu(self.worker.pid) if self.worker.poll() is None else self._worker
        self._worker = worker
        database = _cpu(self.server, waited=True) + sum(map(_cpu, _children(self.server)))
        return worker, database, time.perf_counter()

    def _stage(self) -> str:
        """What the page of the load says, without its numbers."""
        stage, said = Load.objects.values_list("stage", "message").get(pk=self.load.pk)
        return f"{stage} {said.partition('：')[0].partition('，')[0]}"


def _server() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    return int(_stat(backend)[1])


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _cpu(pid: int, waited: bool = False) -> float:
    """`waited`: with the children that have ended."""
    try:
        return sum(map(int, _stat(pid)[11 : 15 if waited else 13])) / TICK
    except OSError:
        return 0.0


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _memory(pid: int, what: str) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return max([int(line.split()[1]) / 2**20 for line in lines if line.startswith(what)], default=0)
