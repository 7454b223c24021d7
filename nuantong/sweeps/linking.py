"""The one door to the linkage engine: rows of a source against the register → proposals."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple, cast

from nuantong.core.text import parse_id_number
from nuantong.people.models import Child, Guardian
from nuantong.rosters.entries import ChildEntry, ParentSaid
from nuantong.rosters.gazetteers import gazetteer_on
from nuantong.rosters.known import known_children
from nuantong.rosters.matching import match_children
from nuantong.rosters.planning import id_index

MODEL: Final = "evidence-1"
SEXES: Final = {"1": "男", "2": "女"}


class Row(NamedTuple):
    """What is compared of a record."""

    id: int
    name: str
    sex: str
    birth_date: dt.date | None
    region: int
    said: dict[str, Any]


class Proposal(NamedTuple):
    """A record and the child it may speak of, or (`other`) another record of the same source."""

    record: int
    child: int | None
    other: int | None
    weight: float | None
    levels: dict[str, Any]
    guard: str
    auto: bool
    model: str


def propose(rows: Iterable[Row], on: dt.date) -> Iterator[Proposal]:
    """What may be the same person; of a record the likeliest first."""
    entries = [_entry(row) for row in rows]
    known = known_children(entries)
    found = match_children(entries, known, {}, gazetteer_on(on).township, {}, id_index())
    by_id = {child.id: child for child in known}
    for entry in entries:
        match = found[entry.number]
        if match.earlier is not None and entry.name:
            yield Proposal(entry.number, None, match.earlier, None, {}, "", False, MODEL)
        elif match.known is not None:
            child = by_id[match.known]
            same_id = entry.valid_id is not None and entry.valid_id == child.valid_id
            alike = entry.name == child.name
            levels = {"id": "exact" if same_id else "else", "name": "exact" if alike else "else"}
            yield Proposal(entry.number, child.id, None, None, levels, "", same_id and alike, MODEL)


def _entry(row: Row) -> ChildEntry:
    said = row.said
    number = parse_id_number(said.get("id_number", ""))
    entry = ChildEntry(
        row.id, row.name, sex=SEXES.get(row.sex, ""), id_number=number, place=row.region,
        phone=said.get("phone", ""), birth_date=row.birth_date,
        guardian_name=said.get("guardian_name", ""),
        father=ParentSaid(said.get("father", "")), mother=ParentSaid(said.get("mother", "")),
    )  # fmt: skip
    entry.id_index = cast(Any, Child._meta.get_field("id_index")).of(number.text or None)
    entry.phone_index = cast(Any, Guardian._meta.get_field("phone_index")).of(entry.phone or None)
    return entry
