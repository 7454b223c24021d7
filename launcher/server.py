"""The web server and the worker of `./dev run`."""

import http.client
import json
import os
import select
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import NoReturn

from launcher.console import Stop, say
from launcher.django import MANAGE
from launcher.locks import Lock, lock
from launcher.paths import PYTHON
from launcher.processes import Command, end, spawn

HOST = "127.0.0.1"
ATTEMPTS = 50
APPLICATION = "nuantong.config.wsgi:application"
SERVER = "nuantong.config.hands"
START_SECONDS = 60


def free_port(wanted: int) -> int:
    """The wanted port, or the next one nobody listens on."""
    for port in range(wanted, min(wanted + ATTEMPTS, 65536)):
        with closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
                probe.listen()
            except OSError:
                continue
            return port
    raise Stop(f"No free port from {wanted} on: choose one with --port.")


@contextmanager
def only_run() -> Iterator[Lock | None]:
    """The lock of the one `./dev run` of this checkout; None when another one holds it."""
    with lock("run") as held:
        if not held.try_take():
            found = json.loads(held.read() or "{}")
            say(f"Already running: {found.get('url', 'still starting')} (./dev stop ends it)")
            yield None
            return
        held.note(json.dumps({"pid": os.getpid()}))
        yield held


@contextmanager
def running(
    port: int, env: dict[str, str], application: str = APPLICATION, worker: bool = True
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The web server, answering, and the worker; both end with the block."""
    web: Command = [PYTHON, "-m", SERVER, HOST, str(port), application]
    children: list[subprocess.Popen[bytes]] = []
    try:
        children.append(spawn(web, env=env))
        if worker:
            children.append(spawn([*MANAGE, "procrastinate", "worker"], env=env))
        wait_until_served(port, children[0].pid)
        yield children
    finally:
        for child in children:
            child.terminate()
        for child in children:
            end(child)


def serve(port: int, env: dict[str, str], held: Lock) -> NoReturn:
    """Serves until one of the children ends or a signal arrives."""
    with running(port, env) as children:
        held.note(json.dumps({"pid": os.getpid(), "url": f"http://{HOST}:{port}/"}))
        say(f"\nhttp://{HOST}:{port}/   (Ctrl-C ends it)")
        wait_for_any(children)


def wait_until_served(port: int, web: int) -> None:
    """Waits for the first answer of the process `web`, whatever it says."""
    watch = select.poll()
    watch.register(os.pidfd_open(web), select.POLLIN)
    for _ in range(START_SECONDS * 10):
        try:
            with closing(http.client.HTTPConnection(HOST, port, timeout=START_SECONDS)) as client:
                client.request("GET", "/")
                client.getresponse()
                return
        except (OSError, http.client.HTTPException):
            if watch.poll(100):
                break
    raise Stop("The web server did not start; its message stands above.")


def wait_for_any(children: list[subprocess.Popen[bytes]]) -> NoReturn:
    watch = select.poll()
    for child in children:
        watch.register(os.pidfd_open(child.pid), select.POLLIN)
    watch.poll()
    raise Stop("The web server or the worker ended by itself; its message stands above.")
