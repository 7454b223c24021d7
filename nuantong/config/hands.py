"""Serves the program: `python -m nuantong.config.hands HOST PORT [APPLICATION]`.

One queue, several hands. Were every process to take connections by itself, the kernel would share
them out blindly: one process has six readers waiting while its neighbour has none, and the slowest
twentieth waits twice the mean (docs/adr/0015). So the processes that do the work, each with the
whole program and one thread, wait together at one Unix socket, and the next that is free takes the
request that has waited longest. Granian stands in front and speaks HTTP with browsers.

Everything is loaded once and then forked, so that the hands share their memory.
"""

import ctypes
import json
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Final

from nuantong.config.front import BLOCK, SOCKET

APPLICATION: Final = "nuantong.config.wsgi:application"
HANDS: Final = len(os.sched_getaffinity(0)) + 1
"""One more than the cores: a hand waits for the database. Many more would share the cores and all
be slow together: with six on two cores the slowest twentieth of eight readers waited a third longer
for a list than with three."""
WAITING: Final = 1024
GRANIAN: Final = (
    "-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "64", "--no-ws",
    "--log-level", "error",
)  # fmt: skip
PR_SET_PDEATHSIG: Final = 1
ENDING: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

Application = Callable[[dict[str, Any], Callable[..., object]], Iterable[bytes]]


def main(host: str, port: str, application: str = APPLICATION) -> int:
    """Serves until granian ends; a signal asks it to, and it finishes what it has begun."""
    module, _, name = application.partition(":")
    work: Application = getattr(import_module(module), name)
    with TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        path = str(Path(folder) / "hands")
        listener.bind(path)
        listener.listen(WAITING)
        hands = {fork(listener, work) for _ in range(HANDS)}
        command = [sys.executable, *GRANIAN, "--host", host, "--port", port]
        front = subprocess.Popen(
            [*command, "nuantong.config.front:application"],
            env={**os.environ, SOCKET: path},
            preexec_fn=end_with_parent,
        )
        for number in ENDING:
            signal.signal(number, lambda *_: front.terminate())
        code = replace_the_dead(hands, front.pid, lambda: fork(listener, work))
        for hand in hands:
            os.kill(hand, signal.SIGKILL)
    return code


def replace_the_dead(hands: set[int], front: int, begin: Callable[[], int]) -> int:
    """Begins a new hand for each that ends, until the front does; its exit code."""
    while True:
        ended, status = os.wait()
        if ended == front:
            return os.waitstatus_to_exitcode(status)
        hands.remove(ended)
        hands.add(begin())


def fork(listener: socket.socket, work: Application) -> int:
    """A new process that works until it is killed; its number."""
    if pid := os.fork():
        return pid
    end_with_parent()
    for number in ENDING:
        signal.signal(number, signal.SIG_DFL)
    try:
        while True:
            connection, _ = listener.accept()
            with connection:
                answer(connection, work)
    finally:
        os._exit(1)


def end_with_parent() -> None:
    """The kernel ends this process when its parent is gone, however that happened."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def answer(connection: socket.socket, work: Application) -> None:
    """Does one request. A reader who has gone away is nobody's mistake."""
    with connection.makefile("rb") as asked, connection.makefile("wb") as out:
        try:
            respond(asked, out, work)
        except (BrokenPipeError, ConnectionResetError):
            return
        except Exception:
            logging.getLogger(__name__).exception("A request was not answered in full.")


def respond(asked: BinaryIO, out: BinaryIO, work: Application) -> None:
    """One line of JSON each way, then the body: the reply's until the connection closes."""
    environ = {
        **json.loads(asked.readline()), "wsgi.input": asked, "wsgi.errors": sys.stderr,
        "wsgi.version": (1, 0), "wsgi.multithread": False, "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }  # fmt: skip
    head: list[Any] = []
    body = work(environ, lambda status, headers, _=None: head.extend((status, headers)))
    try:
        while asked.read(BLOCK):
            """What the program left unread: the front sends all of it before it listens."""
        if getattr(body, "streaming", False):
            parts, size = body, None
        else:
            parts = [b"".join(body)]
            size = len(parts[0])
        out.write(json.dumps([*head, size]).encode() + b"\n")
        out.writelines(parts)
        out.flush()
    finally:
        getattr(body, "close", lambda: None)()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
