"""New people into the register, by COPY: no object per row."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, cast

from django.db import models

from nuantong.access.reader import Reader
from nuantong.core.copying import copy_rows, reserve_ids
from nuantong.core.fields import EncryptedTextField
from nuantong.people.identity import ID_STATUS, SEX_CODE, search_key
from nuantong.people.models import (
    Carer,
    Child,
    Guardian,
    Household,
    Label,
    Need,
    ParentSituation,
)
from nuantong.rosters.entries import CarerEntry, ChildEntry
from nuantong.rosters.households import households
from nuantong.rosters.known import Known

CHILD = (
    "id", "household", "status", "registered_on", "left_reason", "name", "pinyin", "sex",
    "birth_date", "birth_written", "ethnicity", "id_number", "id_index", "id_status", "place",
    "place_since",
    "registered_place", "address", "setting", "stage", "school", "grade", "boarding", "teacher",
    "teacher_phone", "health", "health_note", "remark",
)  # fmt: skip
GUARDIAN = ("child", "name", "relation", "phone", "phone_index")
PARENT = ("child", "parent", "name", "status", "wording", "basis")
LABEL = ("child", "category", "subtype", "basis", "recogniser")
NEED = ("child", "kind", "note", "raised_on", "raised_by")
CARER = (
    "id", "name", "pinyin", "sex", "id_number", "id_index", "phone", "phone_index", "place",
    "post", "skills", "languages", "availability", "hours", "capacity", "background_checked_on", "status", "remark",
)  # fmt: skip
Row = tuple[Any, ...]


def add_children(
    entries: Sequence[ChildEntry], known: Iterable[Known], source: str, by: Reader
) -> dict[int, int]:
    """Row number → the new child's id."""
    keys = reserve_ids(Child, len(entries))
    children = dict(zip((entry.number for entry in entries), keys, strict=True))
    homes = _homes(entries, known)
    pairs = list(zip(keys, entries, strict=True))
    copy_rows(Child, CHILD, _children(pairs, homes, by))
    copy_rows(Guardian, GUARDIAN, _guardians(pairs))
    copy_rows(ParentSituation, PARENT, _parents(pairs, source))
    copy_rows(Label, LABEL, _labels(pairs))
    copy_rows(Need, NEED, _needs(pairs, by))
    return children


def add_carers(entries: Sequence[CarerEntry]) -> dict[int, int]:
    """Row number → the new carer's id."""
    keys = reserve_ids(Carer, len(entries))
    copy_rows(Carer, CARER, _carers(zip(keys, entries, strict=True)))
    return dict(zip((entry.number for entry in entries), keys, strict=True))


def seal_of(model: type[models.Model], name: str) -> Callable[[str], bytes | None]:
    return cast(EncryptedTextField, model._meta.get_field(name)).sealer()


def seal_each(model: type[models.Model], name: str) -> Callable[[str], bytes | None]:
    """For what a list says over and over: equal texts of one import have the same sealed value."""
    return cache(seal_of(model, name))


def _homes(entries: Sequence[ChildEntry], known: Iterable[Known]) -> dict[int, int]:
    """Row number → household, new ones made."""
    first, there = households(entries, known)
    heads = [entry for entry in entries if first[entry.number] == entry.number]
    new = [entry for entry in heads if entry.number not in there]
    keys = reserve_ids(Household, len(new))
    copy_rows(
        Household, ("id", "place"), ((key, e.place) for key, e in zip(keys, new, strict=True))
    )
    made = {entry.number: key for key, entry in zip(keys, new, strict=True)} | there
    return {number: made[head] for number, head in first.items()}


def _children(
    pairs: Iterable[tuple[int, ChildEntry]], homes: dict[int, int], by: Reader
) -> Iterator[Row]:
    number, address, phone, note, remark = (
        seal_of(Child, name)
        for name in ("id_number", "address", "teacher_phone", "health_note", "remark")
    )
    on = by.on
    for key, e in pairs:
        status = _id_status(e)
        missing = status == "missing"
        yield (
            key, homes[e.number], "on_register", on, "", e.name, search_key(e.name), SEXES[e.sex],
            e.birth_date, e.birth_written, e.ethnicity, None if missing else number(e.id_number.text),
            None if missing else e.id_index, status, e.place, on if e.place else None,
            e.registered_place, address(e.address), e.setting or "scattered", e.stage, e.school,
            e.grade, e.boarding, e.teacher, phone(e.teacher_phone), e.health, note(e.health_note),
            remark(e.remark),
        )  # fmt: skip


SEXES = {"": Child.Sex.UNKNOWN.value, **{word: code.value for word, code in SEX_CODE.items()}}
ID_STATUSES = {status: code.value for status, code in ID_STATUS.items()}


def _id_status(entry: ChildEntry) -> str:
    shared = entry.id_shared and entry.id_number.is_valid
    return Child.IdStatus.SHARED.value if shared else ID_STATUSES[entry.id_number.status]


def _guardians(pairs: Iterable[tuple[int, ChildEntry]]) -> Iterator[Row]:
    phone = seal_of(Guardian, "phone")
    for key, e in pairs:
        if e.guardian_name or e.guardian_relation or e.phone:
            yield key, e.guardian_name, e.guardian_relation, phone(e.phone), e.phone_index


def _parents(pairs: Iterable[tuple[int, ChildEntry]], source: str) -> Iterator[Row]:
    wording, basis = (
        seal_each(ParentSituation, "wording"),
        seal_of(ParentSituation, "basis")(source),
    )
    for key, e in pairs:
        for parent, said in (("father", e.father), ("mother", e.mother)):
            if said.name or said.status:
                status = said.status or "unknown"
                yield key, parent, said.name, status, wording(said.wording), basis


def _labels(pairs: Iterable[tuple[int, ChildEntry]]) -> Iterator[Row]:
    subtype, basis = seal_each(Label, "subtype"), seal_each(Label, "basis")
    for key, e in pairs:
        for label in e.labels:
            yield key, label.category, subtype(label.subtype), basis(label.basis), ""


def _needs(pairs: Iterable[tuple[int, ChildEntry]], by: Reader) -> Iterator[Row]:
    note = seal_of(Need, "note")
    for key, e in pairs:
        for kind in e.needs:
            said = note(e.need_note) if kind == "other" else None
            yield key, kind, said, by.on, by.actor_name


def _carers(pairs: Iterable[tuple[int, CarerEntry]]) -> Iterator[Row]:
    number, phone, remark = (seal_of(Carer, name) for name in ("id_number", "phone", "remark"))
    for key, e in pairs:
        text = "" if e.id_number.status == "missing" else e.id_number.text
        yield (
            key, e.name, search_key(e.name), e.sex, number(text), e.valid_id, phone(e.phone),
            e.phone_index, e.place, e.post, list(e.skills),
            list(e.languages), list(e.availability), e.hours,
            1 if e.capacity is None else e.capacity, e.background_checked_on, "active",
            remark(e.remark),
        )  # fmt: skip
