"""The care circle 关爱圈 of a child: who is around her. Upper apps add whom they know."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from nuantong.access.reader import Reader
from nuantong.people.models import Child


@dataclass(frozen=True)
class Member:
    """Somebody around a child. `last` is when somebody of the circle last spoke with or of her."""

    role: str
    name: str
    about: str = ""
    phone: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    last: dt.date | None = None


Source = Callable[[Child, Reader], Iterable[Member]]
Last = Callable[[Child], dict[str, dt.date]]
"""Gives the day of the last contact by whom it was with: carer, guardian, teacher."""
CARER: Final = "爱心妈妈"
SOURCES: list[Source] = []
LAST: list[Last] = []


def register_source(source: Source) -> None:
    """For AppConfig.ready(): pairing adds the carer."""
    if source not in SOURCES:
        SOURCES.append(source)


def register_last(last: Last) -> None:
    """For AppConfig.ready(): duties say when a contact was."""
    if last not in LAST:
        LAST.append(last)


def last_contacts(child: Child) -> dict[str, dt.date]:
    return {whom: day for source in LAST for whom, day in source(child).items()}
