"""Server and worker out of a process that has loaded the program already.

Loading it takes each of them two seconds, and every file of stories has both anew. What is forked
has opened no database yet: it is told which one is its own, and which day it is there.
"""

import datetime as dt
import os
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import forkserver, get_context
from multiprocessing.process import BaseProcess
from unittest.mock import patch

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg.conninfo import conninfo_to_dict

from launcher.paths import ROOT
from launcher.processes import die_with_launcher
from nuantong.config import hands
from tests.databases import environment

LOADED = ["nuantong.config.wsgi", "procrastinate.contrib.django.management"]
PATIENCE = 10


def fork(role: Callable[..., object], url: str, today: str, *given: object) -> BaseProcess:
    """A process in this role, on this database and day."""
    forkserver.set_forkserver_preload(LOADED)
    with patch.dict(os.environ, {**environment(url), "PYTHONPATH": str(ROOT)}):
        forkserver.ensure_running()
    child = get_context("forkserver").Process(target=_begin, args=(role, url, today, given))
    child.start()
    return child


def does(work: Callable[[], None], url: str, today: str) -> None:
    """Wait until it is done."""
    child = fork(work, url, today)
    child.join()
    assert child.exitcode == 0, f"{work.__name__} ended with {child.exitcode}"


def end(children: list[BaseProcess]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        child.join(PATIENCE)
        child.kill()


def serve(host: str, port: int) -> int:
    return hands.main(host, str(port))


def work() -> None:
    call_command("procrastinate", "worker")


def _begin(role: Callable[..., object], url: str, today: str, given: tuple[object, ...]) -> None:
    die_with_launcher()
    connection.settings_dict["NAME"] = conninfo_to_dict(url)["dbname"]
    settings.TODAY = dt.date.fromisoformat(today)
    with suppress(KeyboardInterrupt):
        role(*given)
