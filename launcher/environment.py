"""The virtual environment: hash-pinned packages, byte-compiled."""

import importlib.util
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from launcher.console import Stop, step
from launcher.paths import PYTHON, REQUIREMENTS, VENV, local
from launcher.processes import Command, attempt, quiet, together
from launcher.stamps import digest, is_fresh, write

UNFINISHED = VENV / "unfinished"
"""Stands while packages are put in place; found at the start, it condemns the environment."""
PIP: Command = (
    PYTHON,
    "-m",
    "pip",
    "install",
    "--quiet",
    "--no-input",
    "--disable-pip-version-check",
)
PARTS = 2
ALONE: Command = ("--no-deps",)
HASHED: Command = ("--root-user-action=ignore", "--no-compile", "--require-hashes", "-r")


def ensure(level: str = "base") -> None:
    """Makes .venv hold requirements/<level>.txt; 'dev' contains 'base'."""
    keys = {name: key_of(name) for name in ("base", "dev")}
    if usable() and is_fresh(VENV / f"{level}.stamp", keys[level]):
        return
    with step(f"Python packages ({level})"):
        if not usable():
            create()
        install(level)
    for name in {"base", level}:
        write(VENV / f"{name}.stamp", keys[name])


def key_of(level: str) -> str:
    version = "{}.{}".format(*sys.version_info)
    return digest([REQUIREMENTS / f"{level}.txt", version])


def usable() -> bool:
    """Whether the environment is whole and of this Python."""
    library = VENV / "lib" / "python{}.{}".format(*sys.version_info)
    pip = library / "site-packages" / "pip" / "__main__.py"
    return PYTHON.exists() and pip.exists() and not UNFINISHED.exists()


def create() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        raise Stop("Python's venv module is missing: apt-get install python3-venv")
    shutil.rmtree(VENV, ignore_errors=True)
    VENV.mkdir()
    UNFINISHED.touch()
    quiet("venv", [Path(sys.executable).resolve(), "-m", "venv", VENV])


def install(level: str) -> None:
    """A refused installation may be repeated; a killed one leaves the mark."""
    UNFINISHED.touch()
    try:
        together("pip", [[*PIP, *ALONE, *HASHED, part] for part in parts(level)])
    except Stop:
        UNFINISHED.unlink()
        raise
    attempt("compileall", [PYTHON, "-m", "compileall", "-q", "-j", "0", VENV / "lib"])
    UNFINISHED.unlink()


def parts(level: str) -> Iterator[Path]:
    """The requirements dealt out to several pips: one unpacks with one core alone.

    The lists are complete, so none of them has to look for what its packages need."""
    listed = re.split(r"\n(?=\w)", (REQUIREMENTS / f"{level}.txt").read_text().strip())
    for number in range(PARTS):
        part = local(f"requirements/{level}-{number + 1}.txt")
        part.write_text("\n".join(listed[number::PARTS]) + "\n")
        yield part
