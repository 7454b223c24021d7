"""One PostgreSQL server of our own: private socket, no network, ended with the program."""

import os
import select
import shutil
import signal
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from shlex import quote
from urllib.parse import urlencode

from launcher.accounts import Account
from launcher.console import Stop
from launcher.places import SOCKET_NAME, socket_folder, version
from launcher.processes import quiet

STOP_SECONDS = 60
SUPERUSER = "postgres"
PLANNING = ("jit=off", "random_page_cost=1.1")
"""Queries of pages are short, and the data lie in memory or on a solid disk: an index is as near
as the table."""
NAME = "nuantong"
FIRST_STATEMENTS = f"CREATE ROLE {NAME} LOGIN CREATEDB\nCREATE DATABASE {NAME} OWNER {NAME}\n"
"""The program is no superuser, here as in production: row-level security binds it."""


@dataclass(frozen=True)
class Cluster:
    home: Path
    account: Account
    binaries: Path
    durable: bool = True
    """Whether what was saved must survive a power cut; a test's database need not."""

    @cached_property
    def major(self) -> str:
        return version(self.binaries).partition(".")[0]

    @cached_property
    def data(self) -> Path:
        return self.home / f"data-{self.major}"

    @cached_property
    def socket(self) -> Path:
        return socket_folder(self.home, self.account)

    @property
    def url(self) -> str:
        where = {"host": str(self.socket), "port": "5432", "user": NAME}
        return f"postgresql:///{NAME}?{urlencode(where, safe='/')}"

    def run(self, tool: str, *options: str | Path) -> None:
        quiet(tool, [self.binaries / tool, *options], **self.account.options())

    def is_ready(self) -> bool:
        """Whether it takes connections: neither starting nor stopping."""
        return "ready" in (self.data / "postmaster.pid").read_text().split()

    def start(self) -> None:
        """Makes the server run, whatever an earlier one left behind."""
        if not self.data.exists():
            self.create()
        if server_pid(self.data):
            if self.is_ready():
                return
            self.stop()
        for stale in (self.data / "postmaster.pid", self.socket / f"{SOCKET_NAME}.lock"):
            stale.unlink(missing_ok=True)
        log = self.home / "server.log"
        log.unlink(missing_ok=True)
        try:
            self.run("pg_ctl", "start", "-w", "-D", self.data, "-l", log, "-o", self.settings())
        except Stop as stop:
            said = log.read_text(errors="replace") if log.exists() else ""
            raise Stop(f"{stop}\n{said[-1000:]}") from None

    def settings(self) -> str:
        lasting = [] if self.durable else ["fsync=off", "full_page_writes=off"]
        values = ["port=5432", "listen_addresses=", f'unix_socket_directories="{self.socket}"']
        return " ".join(f"-c {quote(value)}" for value in [*values, *PLANNING, *lasting])

    def create(self) -> None:
        """A complete cluster with role and database, or none: it gets its name last."""
        draft = self.home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        self.run("initdb", *INITDB, "-D", draft)
        subprocess.run(
            [str(self.binaries / "postgres"), "--single", "-D", str(draft), "postgres"],
            input=FIRST_STATEMENTS.encode(),
            capture_output=True,
            check=True,
            **self.account.options(),
        )
        draft.rename(self.data)

    def stop(self) -> None:
        stop_server(self.data)

    def forget(self) -> None:
        """Throws the data away, with all that was noted about them."""
        self.stop()
        for note in self.home.glob("*.stamp"):
            note.unlink()
        shutil.rmtree(self.data, ignore_errors=True)

    def remove(self) -> None:
        """Leaves nothing behind."""
        self.forget()
        shutil.rmtree(self.socket, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)


def server_pid(data: Path) -> int | None:
    """The server of these data: the process that postmaster.pid names and that works in them."""
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n")[0])
        return pid if Path(f"/proc/{pid}/cwd").samefile(data) else None
    except (OSError, ValueError):
        return None


def stop_server(data: Path) -> None:
    """Ends it without waiting for its clients; needs no binaries."""
    if pid := server_pid(data):
        watch = select.poll()
        watch.register(os.pidfd_open(pid), select.POLLIN)
        os.kill(pid, signal.SIGINT)
        if not watch.poll(STOP_SECONDS * 1000):
            raise Stop(f"The database server (process {pid}) does not stop.")


INITDB = (
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    f"--username={SUPERUSER}",
    "--auth-local=trust",
    "--auth-host=reject",
    "--no-instructions",
)
