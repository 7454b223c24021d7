"""The commands of ./dev."""

import argparse
import fcntl
import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack
from types import FrameType

from launcher import django, environment, npm
from launcher.console import Stop, say
from launcher.database import database, start_over, stop_abandoned
from launcher.locks import alone, lock
from launcher.paths import LOCAL, PYTHON, REQUIREMENTS, ROOT
from launcher.processes import Command, foreground, ignore_signals, leave_on_signals, quiet
from launcher.server import free_port, only_run, serve
from launcher.testing import test

HELP = """\
./dev run [--small] [--port N] [--fresh]
                      the program with its demo city; prints its address
                      --small a tenth of the city, --fresh throws the data away first
./dev test [options]  all tests on both databases; options go to pytest (first database only)
./dev check           lint, format, types and the contracts between layers
./dev manage COMMAND  Django's commands, with what they need made first
./dev bench [options] what is measured, with its tables
./dev lock [--upgrade] writes the pinned requirements anew
./dev stop            ends ./dev run and whatever a killed one left behind

Everything they write is in .local, .venv, node_modules and __pycache__. DATABASE_URL names another database.
A second ./dev run says where the first one is and ends with 0."""

STOP_SECONDS = 60
WITHOUT_DEMO = ("linkage_cleaning", "pairing", "sweep", "closing", "handouts")
"""Benchmarks of these names make their own people up; the demo city would only be waited for."""


def run(options: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev run")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--port", type=int, default=8000)
    chosen = parser.parse_args(options)
    with only_run() as held:
        if held is None:
            return 0
        if chosen.fresh:
            refresh()
        with alone("prepare"):
            environment.ensure()
        with ExitStack() as running:
            with django.compiling():
                with alone("prepare"):
                    django.collect_static()
                base = running.enter_context(database())
                django.migrate(base)
            code = django.build_demo(base, chosen.small) if base.is_ours else 0
            return code or serve(free_port(chosen.port), django.environment(base), held)


def refresh() -> None:
    if "DATABASE_URL" in os.environ:
        raise Stop("--fresh throws away only a database of our own, not that of DATABASE_URL.")
    if not start_over():
        raise Stop("--fresh: another ./dev command is using the database.")


def manage(options: list[str]) -> int:
    command = options[0] if options else "help"
    with alone("prepare"):
        environment.ensure()
        if command in django.WITH_NPM:
            npm.ensure()
    if not django.needs_database(command):
        return foreground([*django.MANAGE, *options], django.environment(None))
    with database() as base:
        if command not in django.WITHOUT_MIGRATION:
            django.migrate(base)
        return foreground([*django.MANAGE, *options], django.environment(base))


def check(options: list[str]) -> int:
    """Runs every check, and fails when one did."""
    with alone("prepare"):
        environment.ensure("dev")
    contracts = "from importlinter.cli import lint_imports_command as main; main()"
    cache = LOCAL / "importlinter"
    checks: tuple[Command, ...] = (
        [PYTHON, "-m", "ruff", "check", "."],
        [PYTHON, "-m", "ruff", "format", "--check", "."],
        [PYTHON, "-m", "mypy"],
        [PYTHON, "-c", contracts, "--cache-dir", cache],
    )
    env = django.environment(None)
    return max(foreground(command, env) for command in checks)


def bench(options: list[str]) -> int:
    with alone("prepare"):
        environment.ensure("dev")
        django.collect_static()
    with database() as base:
        django.migrate(base)
        by_itself = bool(options) and options[0] in WITHOUT_DEMO
        code = django.build_demo(base, small=False) if base.is_ours and not by_itself else 0
        command: Command = [PYTHON, "-m", "benchmarks", *options]
        return code or foreground(command, django.environment(base))


def relock(options: list[str]) -> int:
    """Hashes come from the registry this machine uses; its address is never written down."""
    with alone("prepare"):
        environment.ensure("dev")
    quiet_output = ["--quiet", "--no-header", "--no-annotate"]
    no_address = ["--no-emit-index-url", "--no-emit-find-links"]
    compiled = ["--universal", "--python-version", "3.11", "--generate-hashes"]
    for name in ("base", "dev", "node"):
        files = [f"{name}.in", "-o", f"{name}.txt"]
        command: Command = [
            PYTHON,
            "-m",
            "uv",
            "pip",
            "compile",
            *compiled,
            *quiet_output,
            *no_address,
        ]
        quiet("lock", [*command, *options, *files], cwd=REQUIREMENTS)
    npm.run("install", "--package-lock-only", "--ignore-scripts", "--omit=dev")
    return 0


def stop(options: list[str]) -> int:
    if not LOCAL.exists():
        return 0
    with lock("run") as held:
        if not held.try_take():
            os.kill(json.loads(held.read())["pid"], signal.SIGTERM)
            wait_for(held.fd)
            say("Stopped.")
    stop_abandoned()
    return 0


def wait_for(descriptor: int) -> None:
    def give_up(number: int, frame: FrameType | None) -> None:
        raise Stop("./dev run does not end.")

    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(STOP_SECONDS)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    signal.alarm(0)


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "check": check,
    "manage": manage,
    "bench": bench,
    "lock": relock,
    "stop": stop,
}


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in COMMANDS:
        say(HELP)
        return 0 if arguments[:1] in ([], ["help"], ["-h"], ["--help"]) else 2
    leave_on_signals()
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except Stop as stop:
        print(f"dev: {stop}", file=sys.stderr)
    except PermissionError as error:
        print(f"dev: {ROOT} is not ours to write: {error}", file=sys.stderr)
    finally:
        ignore_signals()
    return 1
