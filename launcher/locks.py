"""Locks between launchers of one checkout. The kernel frees them, however a launcher ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher.paths import local


class Lock:
    """An open lock file, held by one (exclusive) or by several (shared) launchers."""

    def __init__(self, path: Path) -> None:
        self.fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)

    def take(self) -> None:
        fcntl.flock(self.fd, fcntl.LOCK_EX)

    def share(self) -> None:
        fcntl.flock(self.fd, fcntl.LOCK_SH)

    def try_take(self) -> bool:
        try:
            fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        os.close(self.fd)

    def note(self, text: str) -> None:
        """Writes a line into the file that whoever finds the lock taken can read."""
        os.ftruncate(self.fd, 0)
        os.pwrite(self.fd, text.encode(), 0)

    def read(self) -> str:
        return os.pread(self.fd, 4096, 0).decode()


@contextmanager
def lock(name: str) -> Iterator[Lock]:
    """The lock file of that name, open but not taken."""
    opened = Lock(local(f"locks/{name}"))
    try:
        yield opened
    finally:
        opened.release()


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Waits until no other launcher does the same."""
    with lock(name) as held:
        held.take()
        yield
