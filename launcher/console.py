"""What the launcher says."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stop(Exception):
    """Ends the program with one line that says what is wrong and what to do."""


def say(text: str) -> None:
    print(text, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Names a piece of work that takes a while, and how long it took."""
    begun = time.monotonic()
    print(f"· {title} … ", end="", flush=True)
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f"{time.monotonic() - begun:.1f} s", flush=True)
