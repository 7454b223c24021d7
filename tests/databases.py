"""Databases made once and copied for whoever changes them: migrated ones, and the demo city.

What they are named by is what they were made from: when the program changes, they are made anew.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from launcher import django
from launcher.database import Database
from launcher.paths import REQUIREMENTS, ROOT
from launcher.processes import quiet
from nuantong.config.env import env

DEMO = {"NUANTONG_DEMO": "1", "NUANTONG_TODAY": django.DEMO_TODAY}
ASIDE = {"static", "templates", "__pycache__"}
"""Folders whose files no row is made from."""

PROGRAM = ("**/*.*",)
SCHEMA = (
    *("*/migrations/*.py", "*/models.py", "*/models/*.py", "core/**/*.py", "people/walls.py"),
    *("regions/**/*.*", "calendars/**/*.*", "duties/protocols/*.*"),
)
"""What the migrations run: a change of anything else leaves a migrated database as it is."""


def migrated() -> str:
    """The name of a database with every migration applied."""
    return _made("migrated", SCHEMA, "template1", lambda url: manage(url, "migrate", "--noinput"))


def small_city() -> str:
    """The name of a database with a tenth of the demo city."""
    return _made("city", PROGRAM, migrated(), lambda url: manage(url, "build_demo", "--small"))


@contextmanager
def copy(name: str) -> Iterator[str]:
    """Where a copy of the database is; dropped afterwards."""
    own = f"{_base()}_{uuid.uuid4().hex[:12]}"
    with _server() as server:
        try:
            _create(server, own, name)
            yield _url(own)
        finally:
            _drop(server, own)


def manage(url: str, command: str, *options: str) -> None:
    name = f"test-{command}-{Path(str(conninfo_to_dict(url).get('host', ''))).name}"
    quiet(name, [*django.MANAGE, command, *options], env=environment(url))


def environment(url: str) -> dict[str, str]:
    """Of a program with its demo city in this database, on the city's own day."""
    return {**django.environment(Database(url)), **DEMO}


def _made(kind: str, files: tuple[str, ...], source: str, make: Callable[[str], None]) -> str:
    """The worker that comes first makes it, and it gets its name last; the others wait."""
    kept = f"{_base()}_{kind}_"
    name = kept + _fingerprint(files)
    with _server() as server:
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [kept])
        named = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        known = [row[0] for row in server.execute(named, [kept])]
        if name not in known:
            for old in known:
                _drop(server, old)
            _create(server, f"{kept}draft", source)
            make(_url(f"{kept}draft"))
            _execute(server, "ALTER DATABASE {} RENAME TO {}", f"{kept}draft", name)
    return name


@lru_cache
def _fingerprint(files: tuple[str, ...]) -> str:
    """Of a part of the program, its data and its keys: everything that rows are made from."""
    found = blake2b(f"{env().field_keys} {env().index_key}".encode(), digest_size=8)
    program = {path for one in files for path in (ROOT / "nuantong").glob(one)}
    for path in sorted([*program, REQUIREMENTS / "base.txt"]):
        named = path.relative_to(ROOT)
        if path.is_file() and not ASIDE & set(named.parts):
            found.update(f"{named}\0".encode() + path.read_bytes())
    return found.hexdigest()


def _base() -> str:
    return str(conninfo_to_dict(env().database_url).get("dbname", "nuantong"))


def _url(name: str) -> str:
    return make_conninfo(env().database_url, dbname=name)


def _server() -> psycopg.Connection:
    return psycopg.connect(env().database_url, autocommit=True)


def _create(server: psycopg.Connection, name: str, source: str) -> None:
    _execute(server, "CREATE DATABASE {} TEMPLATE {}", name, source)


def _drop(server: psycopg.Connection, name: str) -> None:
    """Whoever of us is still connected is sent away; the server's own autovacuum goes by itself, and
    may not be sent by us (so not WITH FORCE)."""
    server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = %s AND usename = current_user AND pid <> pg_backend_pid()",
        [name],
    )
    _execute(server, "DROP DATABASE IF EXISTS {}", name)


def _execute(server: psycopg.Connection, statement: str, *names: str) -> None:
    server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


if __name__ == "__main__":
    migrated()
