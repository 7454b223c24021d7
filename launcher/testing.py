"""`./dev test`: the suite on the database of this checkout, then what asks it on Debian's 15."""

from collections.abc import Iterator
from contextlib import contextmanager

from launcher import django, environment, npm
from launcher.browser import chromium
from launcher.cluster import Cluster
from launcher.console import Stop, say, step
from launcher.database import Database, database
from launcher.locks import alone, lock
from launcher.paths import PYTHON
from launcher.places import DEBIAN
from launcher.processes import end, foreground, spawn

SECOND = DEBIAN / "15" / "bin"
PYTEST = (PYTHON, "-m", "pytest")
WORKERS = ("-n", "2", "--dist", "loadfile")
"""Tests of a file share what is dear to make, a city above all: on one worker it is made once."""
AS_COLLECTED = (*WORKERS, "--no-loadscope-reorder")
"""Else the files of many tests come first, and the stories, few and long, last."""
NOT_DURABLE = "-c synchronous_commit=off"


def test(options: list[str]) -> int:
    """Options go to pytest, and then only the first database is used."""
    with lock("test") as held:
        if not held.try_take():
            raise Stop("Another ./dev test is running in this checkout.")
        with alone("prepare"):
            environment.ensure("dev")
            npm.ensure()
        browser = chromium()
        with database() as first:
            if options or not first.cluster or not is_another(first.cluster):
                return suite(first, browser, options or AS_COLLECTED)
            with second(first.cluster) as other:
                with django.compiling():
                    migrate(first, other)
                code = suite(first, browser, AS_COLLECTED)
                return code or suite(other, browser, [*WORKERS, "-m", "database and not once"])


def migrate(*bases: Database) -> None:
    """Makes what the tests copy in each, side by side: one after the other leaves a core idle."""
    with step("Databases to test on"):
        command = (PYTHON, "-m", "tests.databases")
        children = [spawn(command, env=environment_of(base)) for base in bases]
        try:
            codes = [child.wait() for child in children]
        finally:
            for child in children:
                end(child)
    if any(codes):
        raise Stop("The databases to test on could not be made; the message stands above.")


def suite(base: Database, browser: str, options: list[str] | tuple[str, ...]) -> int:
    if base.cluster:
        say(f"Tests on PostgreSQL {base.cluster.major}")
    return foreground([*PYTEST, *options], {**environment_of(base), "CHROMIUM": browser})


def environment_of(base: Database) -> dict[str, str]:
    return {**django.environment(base), "PGOPTIONS": NOT_DURABLE}


def is_another(first: Cluster) -> bool:
    return SECOND.is_dir() and first.major != SECOND.parent.name


@contextmanager
def second(first: Cluster) -> Iterator[Database]:
    """A throw-away server beside the first one's data."""
    home = first.home / "second"
    first.account.own(home)
    cluster = Cluster(home, first.account, SECOND, durable=False)
    try:
        cluster.forget()
        cluster.start()
        yield Database(cluster.url, cluster)
    finally:
        cluster.remove()
