"""What a piece of work costs: by the clock, and in processor time of this process and its backend.

On a machine that does other things too, only the second says something.
"""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection

TICK = os.sysconf("SC_CLK_TCK")


class Cost(NamedTuple):
    """Seconds."""

    wall: float
    cpu: float


def cost(work: Callable[[], Any]) -> tuple[Cost, Any]:
    """Of the work, and what it gave."""
    connection.ensure_connection()
    wall, cpu = time.perf_counter(), _cpu()
    result = work()
    return Cost(time.perf_counter() - wall, _cpu() - cpu), result


def least(costs: Iterable[Cost]) -> Cost:
    """The best of each: what disturbs a measurement only adds to it."""
    walls, cpus = zip(*costs, strict=True)
    return Cost(min(walls), min(cpus))


def _cpu() -> float:
    return time.process_time() + _of_backend()


def _of_backend() -> float:
    """0 where the database is on another machine."""
    try:
        state = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text()
    except OSError:
        return 0.0
    fields = state.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK
