"""A real server in a folder of its own."""

import os
import select
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from launcher.accounts import Account
from launcher.cluster import Cluster, server_pid
from launcher.places import binaries


@pytest.fixture
def cluster(local: Path, home: Path, account: Account) -> Iterator[Cluster]:
    made = Cluster(home, account, binaries(home, account), durable=False)
    yield made
    made.stop()


def ask(cluster: Cluster, question: str) -> object:
    with psycopg.connect(cluster.url) as connection:
        row = connection.execute(question).fetchone()
        return row and row[0]


def test_a_server_of_our_own(cluster: Cluster) -> None:
    (cluster.home / "data.new").mkdir()
    cluster.start()
    assert ask(cluster, "SHOW server_encoding") == "UTF8"
    assert ask(cluster, "SHOW listen_addresses") == ""
    assert ask(cluster, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False

    first = server_pid(cluster.data)
    cluster.start()
    assert server_pid(cluster.data) == first

    cluster.stop()
    assert server_pid(cluster.data) is None
    cluster.stop()

    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n")
    cluster.start()
    assert ask(cluster, "SELECT 1") == 1

    cluster.forget()
    assert not cluster.data.exists()


def test_a_killed_server_recovers(cluster: Cluster) -> None:
    cluster.start()
    flushed = "-c synchronous_commit=on"
    with psycopg.connect(cluster.url, autocommit=True, options=flushed) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS value")
        kill(server_pid(cluster.data))
    cluster.start()
    assert ask(cluster, "SELECT value FROM kept") == 7


def kill(pid: int | None) -> None:
    """Ends the server as a power cut would, with all processes it began."""
    assert pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    watched = [os.pidfd_open(int(number)) for number in (pid, *children)]
    for descriptor in watched:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(descriptor, signal.SIGKILL)
    for descriptor in watched:
        select.select([descriptor], [], [], 10)
