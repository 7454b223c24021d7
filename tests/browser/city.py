"""The demo city behind the server and worker of ./dev run, in a database of its own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from launcher import django
from launcher.locks import alone
from launcher.server import HOST, free_port, running
from tests.databases import environment

FIRST_PORT = 8200 + os.getpid() % 500
"""Each run looks from another port on: two servers that start at once may share one."""


@contextmanager
def served(url: str, today: str = "") -> Iterator[str]:
    """The address at which the program serves this database; server and worker end afterwards.

    `today` is another day than the city's own: the clock has moved on."""
    with alone("prepare"):
        django.collect_static()
    port = free_port(FIRST_PORT)
    moved = {"NUANTONG_TODAY": today} if today else {}
    with running(port, {**environment(url), **moved}):
        yield f"http://{HOST}:{port}"
