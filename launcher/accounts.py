"""Who runs the database server. PostgreSQL refuses root, so root lends it to another account."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from launcher.console import Stop

UNPRIVILEGED = ("postgres", "nobody")
"""The first of these that the machine has; initdb wants one with a passwd entry."""


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int

    def options(self) -> dict[str, Any]:
        """For subprocess: run as this account, in a folder and environment that suit it."""
        kept = {name: os.environ[name] for name in ("PATH", "TZ") if name in os.environ}
        common: dict[str, Any] = {"cwd": "/", "env": {**kept, "LC_ALL": "C.UTF-8"}}
        if self.uid == os.geteuid():
            return common
        return {**common, "user": self.uid, "group": self.gid, "extra_groups": []}

    def can(self, *command: str | Path) -> bool:
        """Whether the command succeeds for this account."""
        try:
            done = subprocess.run(
                [str(part) for part in command], capture_output=True, **self.options()
            )
        except OSError:
            return False
        return done.returncode == 0

    def can_enter(self, folder: Path) -> bool:
        return self.can("/bin/sh", "-c", 'cd "$1"', "sh", folder)

    def own(self, folder: Path) -> None:
        """Makes a private folder of this account, or takes over one that root just made."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.stat().st_uid != self.uid and os.geteuid() == 0:
            os.chown(folder, self.uid, self.gid)


def server_account(home: Path) -> Account:
    """The account whose database lies in `home`, or that may begin one there."""
    owner = home.stat().st_uid if home.exists() else 0
    if os.geteuid() == 0:
        return of(pwd.getpwuid(owner)) if owner else unprivileged()
    if home.exists() and owner != os.geteuid():
        raise Stop(f"{home} belongs to another user: run ./dev as that user, or delete it.")
    return Account(os.geteuid(), os.getegid())


def unprivileged() -> Account:
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in UNPRIVILEGED:
        if name in known:
            return of(known[name])
    raise Stop("PostgreSQL does not run as root, and there is no user postgres or nobody here.")


def of(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_uid, entry.pw_gid)
