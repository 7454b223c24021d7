"""Known people brought up to date, keeping what undo puts back."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from nuantong.access.reader import Reader
from nuantong.people.actions import book
from nuantong.people.actions.common import write
from nuantong.people.models import (
    Carer,
    Child,
    Guardian,
    Label,
    Need,
    ParentSituation,
)
from nuantong.rosters.comparing import Change
from nuantong.rosters.entries import ChildEntry
from nuantong.rosters.planning import Planned

ENDING = ("caring", "unknown", "other", "working_away")
Before = dict[str, Any]
"""columns: old values; added: model → ids; ended: model → ids; patched: guardian's old values."""


def change_children(
    rows: Sequence[Planned], source: str, by: Reader
) -> dict[int, tuple[Before, int]]:
    """Row number → what undo needs and the child's version afterwards."""
    found = {}
    children = Child.objects.select_for_update().in_bulk([row.known for row in rows if row.known])
    for row in rows:
        child = children[row.known or 0]
        before = _change_child(child, row, source, by)
        found[row.entry.number] = before, child.version
    book.follow(children, by)
    return found


def change_carers(rows: Sequence[Planned]) -> dict[int, tuple[Before, int]]:
    found = {}
    carers = Carer.objects.select_for_update().in_bulk([row.known for row in rows if row.known])
    for row in rows:
        carer, change = carers[row.known or 0], cast(Change, row.change)
        write(carer, change.columns)
        found[row.entry.number] = {"columns": plain(change.old)}, carer.version
    return found


def _change_child(child: Child, row: Planned, source: str, by: Reader) -> Before:
    change, entry = cast(Change, row.change), cast(ChildEntry, row.entry)
    before: Before = {"columns": plain(change.old), "added": {}, "ended": {}}
    if change.guardian:
        _change_guardian(child, change.guardian, entry.phone_index, before, by)
    for parent, said in change.parents:
        _change_parent(child, parent, said, source, before, by)
    _remember(before, "label", [
        Label.objects.create(
            child=child, category=one.category, subtype=one.subtype, basis=one.basis
        ).pk
        for one in change.labels
    ])  # fmt: skip
    _remember(before, "need", [
        Need.objects.create(
            child=child, kind=kind, note=entry.need_note if kind == "other" else "",
            raised_on=by.on, raised_by=by.actor_name,
        ).pk
        for kind in change.needs
    ])  # fmt: skip
    write(child, change.columns)
    return before


def _change_guardian(
    child: Child, said: tuple[str, str, str], phone_index: bytes | None, before: Before, by: Reader
) -> None:
    """Another name is another guardian; the same one gets phone and relation."""
    name, relation, phone = said
    now = Guardian.objects.filter(child=child, until=None).first()
    if now is not None and (now.name == name or not now.name):
        before["patched"] = {"id": now.pk, "values": [now.name, now.relation, now.phone]}
        now.name, now.relation, now.phone = name, relation, phone
        now.phone_index = phone_index or now.phone_index
        now.save()
        return
    if now is not None:
        _end(now, "guardian", before, by.on)
    new = Guardian.objects.create(
        child=child, name=name, relation=relation, phone=phone, phone_index=phone_index,
        since=by.on if now else None,
    )  # fmt: skip
    _remember(before, "guardian", [new.pk])


def _change_parent(
    child: Child, parent: str, said: Any, source: str, before: Before, by: Reader
) -> None:
    """A grave situation stands beside another; 正常 and the like end with it."""
    now = ParentSituation.objects.filter(child=child, parent=parent, until=None)
    for row in now.filter(status__in=ENDING):
        _end(row, "parentsituation", before, by.on)
    new = ParentSituation.objects.create(
        child=child, parent=parent, name=said.name, status=said.status or "unknown",
        wording=said.wording, since=None, basis=source,
    )  # fmt: skip
    _remember(before, "parentsituation", [new.pk])


def _end(row: Any, model: str, before: Before, on: dt.date) -> None:
    """A row begun today ends by being removed from the present: its span must not be empty."""
    row.until = on if row.since is None or row.since < on else row.since + dt.timedelta(1)
    row.save(update_fields=["until"])
    before["ended"].setdefault(model, []).append(row.pk)


def _remember(before: Before, model: str, keys: list[int]) -> None:
    if keys:
        before["added"].setdefault(model, []).extend(keys)


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """Values as JSON has them; blind indexes as hexadecimal."""
    kept = {}
    for name, value in values.items():
        if isinstance(value, dt.date):
            value = value.isoformat()
        kept[name] = bytes(value).hex() if isinstance(value, bytes | memoryview) else value
    return kept
