"""The demo city behind the server and worker of ./dev run, in a database of its own."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from launcher import django
from launcher.locks import alone
from launcher.server import HOST, free_port, wait_until_served
from tests.browser import warm

FIRST_PORT = 8200 + os.getpid() % 500
"""Each run looks from another port on: two servers that start at once may share one."""


@contextmanager
def served(
    url: str, today: str = django.DEMO_TODAY, given: Callable[[], None] | None = None
) -> Iterator[str]:
    """The address at which the program serves this database; server and worker end afterwards.

    `today` is another day than the city's own: the clock has moved on. `given` writes into the
    database before, in a process of its own."""
    with alone("prepare"):
        django.collect_static()
    if given:
        warm.does(given, url, today)
    port = free_port(FIRST_PORT)
    server = warm.fork(warm.serve, url, today, HOST, port)
    worker = warm.fork(warm.work, url, today)
    try:
        wait_until_served(port, server.pid)
        yield f"http://{HOST}:{port}"
    finally:
        warm.end([server, worker])
