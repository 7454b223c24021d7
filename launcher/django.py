"""Django as the launcher starts it: its environment, its commands, its static files."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher import npm
from launcher.console import Stop, step
from launcher.database import Database
from launcher.keys import keys
from launcher.locks import alone
from launcher.paths import LOCAL, PYTHON, REQUIREMENTS, ROOT, local
from launcher.processes import Command, end, foreground, quiet, spawn
from launcher.stamps import digest, is_fresh, once, write

DEMO_TODAY = "2018-08-24"
MANAGE: Command = (PYTHON, ROOT / "manage.py")
WITHOUT_DATABASE = {
    *("check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "makemessages"),
    *("startapp", "startproject", "help", "version", "--help", "-h", "--version"),
}
WITHOUT_MIGRATION = {
    *("makemigrations", "migrate", "optimizemigration"),
    *("showmigrations", "sqlmigrate", "squashmigrations"),
}
WITH_NPM = {"collectstatic", "findstatic", "runserver"}
DECLARATION = re.compile(r"^ *needs_database = False$", re.MULTILINE)


def environment(database: Database | None) -> dict[str, str]:
    """What settings read. A database that is not ours is no demo: there, today is today.

    Python keeps what it compiled of the program: it is started many times, and compiles for a second.
    """
    compiled = {"NUMBA_CACHE_DIR": str(LOCAL / "numba")}
    result = {**keys(), **compiled, **os.environ, "NUANTONG_HOME": str(LOCAL)}
    if database:
        result["DATABASE_URL"] = database.url
    if database is None or database.is_ours:
        result = {"NUANTONG_TODAY": DEMO_TODAY, "NUANTONG_DEMO": "1", **result}
    result.pop("PYTHONDONTWRITEBYTECODE", None)
    return result


def needs_database(command: str) -> bool:
    """A command of ours says it needs none by the line `needs_database = False`."""
    if command in WITHOUT_DATABASE:
        return False
    files = ROOT.glob(f"nuantong/*/management/commands/{command}.py")
    return not any(DECLARATION.search(file.read_text()) for file in files)


def migrate(database: Database) -> None:
    """Applies the migrations when their files changed or the data are new.

    Who else drops and makes the tables of a database that is not ours, no stamp can know.
    """

    def make() -> None:
        with step("Migrations"):
            quiet("migrate", [*MANAGE, "migrate", "--noinput"], env=environment(database))

    migrations = sorted(ROOT.glob("nuantong/*/migrations/*.py"))
    with alone("migrate"):
        if database.cluster is None:
            make()
        else:
            stamp = database.cluster.home / "migrated.stamp"
            once(stamp, [*migrations, REQUIREMENTS / "base.txt"], make)


@contextmanager
def compiling() -> Iterator[None]:
    """Beside the block, on another core, what would else be compiled when it is first called. All of
    it when a source has changed: of a kernel that is called from another file the compiler notices
    no change."""
    stamp, key = local("numba/compiled.stamp"), digest(compiled_inputs())
    if is_fresh(stamp, key):
        yield
        return
    for index in stamp.parent.glob("*/*.nbi"):
        index.unlink(missing_ok=True)
    child = spawn([PYTHON, "-m", "nuantong.config.compiling"], env=environment(None))
    try:
        yield
        with step("Compiled kernels"):
            code = child.wait()
    finally:
        end(child)
    if code:
        raise Stop("The kernels of matching and judging do not compile; why stands above.")
    write(stamp, key)


def compiled_inputs() -> Iterator[Path]:
    yield REQUIREMENTS / "base.txt"
    for folder in ("pairing/matching", "duties/engine"):
        yield from sorted((ROOT / "nuantong" / folder).glob("*.py"))


def build_demo(database: Database, small: bool) -> int:
    """Builds the demo unless it is there, and prints its accounts."""
    size = ["--small"] if small else []
    command = [*MANAGE, "build_demo", "--if-missing", *size]
    return foreground(command, environment(database))


def collect_static() -> None:
    """Gathers, names by content and compresses what browsers load."""
    npm.ensure()
    once(local("static.stamp"), static_inputs(), collect)


def collect() -> None:
    with step("Static files"):
        command = [*MANAGE, "collectstatic", "--noinput", "--clear"]
        quiet("collectstatic", command, env=environment(None))


def static_inputs() -> Iterator[Path]:
    yield from npm.INPUTS
    yield REQUIREMENTS / "base.txt"
    found = [*ROOT.glob("nuantong/**/static/**/*"), *ROOT.glob("nuantong/**/*static*.py")]
    yield from sorted(path for path in found if path.is_file())
