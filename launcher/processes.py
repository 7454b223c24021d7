"""Child processes: none of them outlives its launcher, not even one that is killed."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from launcher.console import Stop
from launcher.paths import ROOT, local

Command = Sequence[str | Path]
LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1
ENDING = (signal.SIGTERM, signal.SIGHUP)
TAIL = 15


def die_with_launcher(number: int = signal.SIGTERM) -> None:
    """Runs in the child: the kernel sends it the signal when the launcher is gone."""
    LIBC.prctl(PR_SET_PDEATHSIG, number)


def spawn(command: Command, death: int = signal.SIGTERM, **options: Any) -> subprocess.Popen[bytes]:
    """A child in a session of its own, so that Ctrl-C reaches only the launcher."""
    options.setdefault("cwd", ROOT)
    return subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=partial(die_with_launcher, death),
        **options,
    )


def end(child: subprocess.Popen[bytes], patience: float = 10) -> None:
    """Asks the child to end, then ends whatever is left of its session."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            child.kill()
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def attempt(name: str, command: Command, **options: Any) -> tuple[int, str]:
    """Runs a command quietly; its exit code and the end of its output (all in .local/log).

    It dies at once with the launcher: the next one begins its work anew.
    """
    log = local(f"log/{name}.log")
    with log.open("wb") as file:
        child = spawn(command, signal.SIGKILL, stdout=file, stderr=subprocess.STDOUT, **options)
        try:
            code = child.wait()
        finally:
            end(child)
    lines = log.read_text(errors="replace").splitlines()
    return code, "\n".join(lines[-TAIL:])


def quiet(name: str, command: Command, **options: Any) -> None:
    """Runs a command whose output matters only when it fails."""
    code, tail = attempt(name, command, **options)
    if code:
        raise Stop(f"{name} failed:\n{tail}\n(whole output: .local/log/{name}.log)")


def together(name: str, commands: Sequence[Command], **options: Any) -> None:
    """As `quiet`, all of them at once; one that fails lets the others finish."""
    logs = [local(f"log/{name}-{number}.log") for number, _ in enumerate(commands, 1)]
    children: list[subprocess.Popen[bytes]] = []
    try:
        for command, log in zip(commands, logs, strict=True):
            with log.open("wb") as file:
                said = {"stdout": file, "stderr": subprocess.STDOUT}
                children.append(spawn(command, signal.SIGKILL, **said, **options))
        codes = [child.wait() for child in children]
    finally:
        for child in children:
            end(child)
    for code, log in zip(codes, logs, strict=True):
        if code:
            tail = "\n".join(log.read_text(errors="replace").splitlines()[-TAIL:])
            raise Stop(f"{name} failed:\n{tail}\n(whole output: .local/log/{log.name})")


def foreground(command: Command, env: Mapping[str, str]) -> int:
    """Runs a command that owns the terminal, and hands our signals on to it."""
    child = subprocess.Popen(
        [str(part) for part in command], cwd=ROOT, env=env, preexec_fn=die_with_launcher
    )

    def hand_on(number: int, frame: FrameType | None) -> None:
        from_terminal = number == signal.SIGINT and sys.stdin.isatty()
        if not from_terminal:
            child.send_signal(number)

    before = {number: signal.signal(number, hand_on) for number in (signal.SIGINT, *ENDING)}
    try:
        code = child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code


def leave_on_signals() -> None:
    """SIGTERM and a closed terminal leave through the `finally` blocks, as Ctrl-C does."""

    def leave(number: int, frame: FrameType | None) -> None:
        ignore_signals()
        sys.exit(128 + number)

    for number in (signal.SIGINT, *ENDING):
        signal.signal(number, leave)


def ignore_signals() -> None:
    """From here on the program is ending already; nothing may interrupt its tidying."""
    for number in (signal.SIGINT, *ENDING):
        signal.signal(number, signal.SIG_IGN)
