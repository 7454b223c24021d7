"""The stages of a build and their times."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Say = Callable[[str], None]


class Stages:
    """Says of every stage how long it took."""

    def __init__(self, say: Say) -> None:
        self._say, self._began = say, time.perf_counter()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self._say(f"{name:　<10}{time.perf_counter() - began:6.1f} 秒")

    @property
    def seconds(self) -> float:
        return round(time.perf_counter() - self._began, 1)


@contextmanager
def without_collecting() -> Iterator[None]:
    """A million plain values live until the end: looking for garbage among them takes a third."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
