"""The growth file 成长记录档案: a child's page is put together from sections.

Every app registers what it knows of a child; a section the reader may not see is absent.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.people.models import Child


@dataclass(frozen=True)
class Section:
    """A part of the page: `load(child, reader)` gives the template's context, None hides it.

    `rows` names the reverse relations of the child that it reads (`child.tasks.all()`): they come
    along in the page's one query.
    """

    key: str
    title: str
    template: str
    load: Callable[[Child, Reader], dict[str, Any] | None]
    order: int = 50
    permission: Permission = Permission.SEE_CHILDREN
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One line of the timeline. `seen`: somebody met the family that day, though it was no contact."""

    on: dt.date
    icon: str
    title: str
    text: str = ""
    who: str = ""
    seen: bool = False


Timeline = Callable[[Child, Reader], Iterable[Entry]]
SECTIONS: dict[str, Section] = {}
COLUMNS: dict[str, Callable[[], Any]] = {}
TIMELINES: list[Timeline] = []


def register_section(section: Section) -> None:
    SECTIONS[section.key] = section


def register_timeline(entries: Timeline) -> None:
    """Another source of timeline entries."""
    if entries not in TIMELINES:
        TIMELINES.append(entries)


def register_column(name: str, expression: Callable[[], Any]) -> None:
    """What a section reads of the child beyond her own rows: an expression that comes along in the
    page's one query as `child.<name>`."""
    COLUMNS[name] = expression


def more_rows() -> list[str]:
    """Relations of the child that the sections of upper apps read."""
    return [name for section in SECTIONS.values() for name in section.rows]


def sections(child: Child, reader: Reader) -> list[dict[str, Any]]:
    """The sections the reader may see, in order, each with its template and context."""
    found = []
    for section in sorted(SECTIONS.values(), key=lambda s: s.order):
        context = section.load(child, reader) if reader.can(section.permission) else None
        if context is not None:
            found.append({"section": section, "template": section.template, **context})
    return found


def timeline(child: Child, reader: Reader, limit: int = 60) -> list[Entry]:
    """The newest entries of all sources, newest first."""
    entries = [entry for source in TIMELINES for entry in source(child, reader)]
    return sorted(entries, key=lambda entry: entry.on, reverse=True)[:limit]
