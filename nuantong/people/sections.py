"""What the register itself puts on a child's page, and its lines of the timeline."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from nuantong.access.reader import Reader
from nuantong.people.file import Entry, Section, register_section, register_timeline
from nuantong.people.models import Child, Move, ParentSituation, Registration


def basic(child: Child, reader: Reader) -> dict[str, Any]:
    return {"registered_place": reader.tree.full_name(child.registered_place_id, " ")}


def family(child: Child, reader: Reader) -> dict[str, Any]:
    guardians = list(child.guardians.all())
    return {
        "guardian": next((g for g in guardians if g.until is None), None),
        "earlier": [g for g in guardians if g.until is not None],
        "parents": [_parent(child, parent, reader.on) for parent in ParentSituation.Parent],
    }


def _parent(child: Child, parent: ParentSituation.Parent, on: dt.date) -> dict[str, Any]:
    """What holds on the day, with the date it ends where that is known, and what held before."""
    rows = [row for row in child.parent_situations.all() if row.parent == parent]
    held = [row for row in rows if row.until is None or row.until > on]
    name = next((row.name for row in [*held, *rows] if row.name), "")
    return {"who": parent.label, "name": name, "held": held,
            "earlier": [row for row in rows if row not in held]}  # fmt: skip


def labels(child: Child, reader: Reader) -> dict[str, Any]:
    rows = list(child.labels.all())
    return {
        "held": [r for r in rows if r.until is None or r.until > reader.on],
        "earlier": [r for r in rows if r.until is not None and r.until <= reader.on],
    }


def needs(child: Child, reader: Reader) -> dict[str, Any]:
    rows = list(child.needs.all())
    return {
        "open": [r for r in rows if r.met_on is None],
        "met": [r for r in rows if r.met_on is not None],
    }


def school_and_health(child: Child, reader: Reader) -> dict[str, Any]:
    rows = list(child.past_conditions.all())
    return {"past": sorted(rows, key=lambda row: row.until, reverse=True)}


def residences(child: Child, reader: Reader) -> dict[str, Any] | None:
    past = [
        {"place": reader.tree.full_name(row.place_id, " "), "row": row}
        for row in child.residences.all()
    ]
    return {"past": past, "now": reader.tree.full_name(child.place_id, " ")} if past else None


def changes(child: Child, reader: Reader) -> dict[str, Any]:
    """Where the child is on the register: moves that wait, absences, exits."""
    moves = [
        {"move": move, "target": reader.tree.full_name(move.target_id)}
        for move in child.moves.all()
    ]
    absences = list(child.absences.all())
    return {
        "waiting": [one for one in moves if one["move"].state == Move.State.PROPOSED],
        "decided": [one for one in moves if one["move"].state != Move.State.PROPOSED],
        "away": [one for one in absences if one.until is None],
        "back": [one for one in absences if one.until is not None],
        "exits": list(child.exits.all()),
    }


def timeline(child: Child, reader: Reader) -> Iterator[Entry]:
    yield Entry(child.registered_on, "file", "登记入册")
    for row in child.registrations.all():
        if row.known_until is None and row.begun == Registration.Begun.RETURNED:
            yield Entry(row.since, "file", "恢复在册", row.note)
    for gone in child.exits.all():
        if gone.undone_on is None:
            yield Entry(gone.on, "leave", "退出台账", gone.wording, gone.by)
    yield from _moves(child, reader)
    for label in child.labels.all():
        name = f"{label.get_category_display()}{'·' + label.subtype if label.subtype else ''}"
        yield from _span(
            label.since, label.until, "flag", f"认定为{name}", f"不再是{name}", label.basis
        )
    for guardian in child.guardians.all():
        if guardian.since:
            text = " ".join(filter(None, [guardian.relation, guardian.name]))
            yield Entry(guardian.since, "shield", "监护人", text)
    for need in child.needs.all():
        kind = need.get_kind_display()
        yield Entry(need.raised_on, "help", f"提出需求：{kind}", "", need.raised_by)
        if need.met_on:
            yield Entry(need.met_on, "done", f"需求已解决：{kind}", need.met_how)


def _moves(child: Child, reader: Reader) -> Iterator[Entry]:
    stays = sorted(child.residences.all(), key=lambda row: row.until)
    places = [*(row.place_id for row in stays), child.place_id]
    for stay, place in zip(stays, places[1:], strict=True):
        yield Entry(
            stay.until, "place", f"迁居到{reader.tree.full_name(place)}", stay.reason, stay.by
        )


def _span(
    since: dt.date | None, until: dt.date | None, icon: str, begins: str, ends: str, text: str
) -> Iterator[Entry]:
    if since:
        yield Entry(since, icon, begins, text)
    if until:
        yield Entry(until, icon, ends)


def contribute() -> None:
    """Called once when the app is ready."""
    rows = [
        ("basic", "基本信息", basic, 10),
        ("family", "父母和监护人", family, 20),
        ("labels", "类别", labels, 60),
        ("needs", "需求", needs, 62),
        ("school", "就学与健康", school_and_health, 64),
        ("residences", "居住经历", residences, 66),
        ("changes", "在册变动", changes, 68),
    ]
    for key, title, load, order in rows:
        register_section(Section(key, title, f"people/sections/{key}.html", load, order))
    register_timeline(timeline)
