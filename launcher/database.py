"""The database of this checkout: the one DATABASE_URL names, or a server of our own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from launcher import environment, keys, places
from launcher.cluster import Cluster, stop_server
from launcher.locks import Lock, alone, lock
from launcher.paths import LOCAL


@dataclass(frozen=True)
class Database:
    url: str
    cluster: Cluster | None = None
    """None when DATABASE_URL named a server that is not ours."""

    @property
    def is_ours(self) -> bool:
        return self.cluster is not None


def own_cluster() -> Cluster:
    environment.ensure()
    folder, account = places.home()
    return Cluster(folder, account, places.binaries(folder, account))


@contextmanager
def database() -> Iterator[Database]:
    """A running database; the last launcher that used our own server stops it."""
    if url := os.environ.get("DATABASE_URL"):
        LOCAL.mkdir(exist_ok=True)
        yield Database(url)
        return
    with alone("prepare"):
        cluster = own_cluster()
    with lock("database-users") as users:
        try:
            join(cluster, users)
            yield Database(cluster.url, cluster)
        finally:
            stop_unless_used(cluster, users)


def join(cluster: Cluster, users: Lock) -> None:
    with alone("database"):
        users.share()
        keys.belong_to(cluster.home)
        cluster.start()


def stop_unless_used(cluster: Cluster, users: Lock) -> None:
    """Every user shares the lock, so whoever gets it alone is the last."""
    with alone("database"):
        if users.try_take():
            cluster.stop()


def start_over() -> bool:
    """Throws our own data away, unless somebody is using them."""
    with alone("prepare"):
        cluster = own_cluster()
    with lock("database-users") as users, alone("database"):
        if free := users.try_take():
            cluster.forget()
    return free


def stop_abandoned() -> None:
    """Stops a server whose launcher was killed."""
    with lock("database-users") as users, alone("database"):
        if users.try_take():
            folder, _ = places.home()
            for data in (*folder.glob("data-*"), *folder.glob("second/data-*")):
                stop_server(data)
