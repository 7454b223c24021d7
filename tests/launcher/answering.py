"""A program for the hands to serve: it answers as its path asks."""

import os
import signal
from collections.abc import Callable, Iterator
from typing import Any


class Stream:
    """As Django's: a body that comes bit by bit, and fails in the middle when it is to."""

    streaming = True

    def __init__(self, fails: bool) -> None:
        self.fails = fails

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 50_000
        if self.fails:
            raise ValueError("half of it")


def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Any:
    path = environ["PATH_INFO"]
    if path == "/dies":
        os.kill(os.getpid(), signal.SIGKILL)
    start_response("201 Created", [("X-Query", environ["QUERY_STRING"]), ("X-Two", "a")])
    if path.startswith("/stream"):
        return Stream(path.endswith("fails"))
    if path == "/count":
        return [str(len(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))).encode()]
    if path == "/parts":
        return ["暖".encode(), "童".encode()]
    if path == "/environment":
        return [" ".join(sorted(environ)).encode()]
    return [b"y" * 3_000_000]
