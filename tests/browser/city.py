"""The demo city behind the server and worker of ./dev run, in a database of its own."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from launcher import django
from launcher.database import Database
from launcher.locks import alone
from launcher.processes import quiet
from launcher.server import HOST, free_port, running
from nuantong.config.env import env

FIRST_PORT = 8200 + os.getpid() % 500
"""Each run looks from another port on: two servers that start at once may share one."""


@contextmanager
def served_city(*size: str) -> Iterator[str]:
    """The address of the city (--small: a tenth); server, worker and data are gone afterwards."""
    with alone("prepare"):
        django.collect_static()
    with own_database() as url:
        demo = {"NUANTONG_DEMO": "1", "NUANTONG_TODAY": django.DEMO_TODAY}
        settings = {**django.environment(Database(url)), **demo}
        for name, *options in (("migrate", "--noinput"), ("build_demo", *size)):
            quiet(f"browser-{name}", [*django.MANAGE, name, *options], env=settings)
        port = free_port(FIRST_PORT)
        with running(port, settings):
            yield f"http://{HOST}:{port}"


@contextmanager
def own_database() -> Iterator[str]:
    """An empty database beside the one that DATABASE_URL names; dropped afterwards."""
    given = conninfo_to_dict(env().database_url)
    name = sql.Identifier(f"city_{uuid.uuid4().hex[:12]}")
    base = make_conninfo(**given)
    with psycopg.connect(base, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            yield make_conninfo(**{**given, "dbname": name.as_string().strip('"')})
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
