"""The first screen of the phone: one line from every upper app that has something for today."""

from collections.abc import Callable
from dataclasses import dataclass

from nuantong.access.reader import Reader


@dataclass(frozen=True)
class Line:
    """A link in plain words, with how many wait behind it."""

    title: str
    url: str
    icon: str
    count: int


Source = Callable[[Reader], Line | None]
SOURCES: list[Source] = []


def register_line(source: Source) -> None:
    """For AppConfig.ready(): None shows nothing."""
    if source not in SOURCES:
        SOURCES.append(source)


def lines(reader: Reader) -> list[Line]:
    found = [source(reader) for source in SOURCES]
    return [line for line in found if line is not None]
