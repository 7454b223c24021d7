"""The children and carers of the register that a list may speak of, in a handful of queries."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from nuantong.people.models import Carer, Child, ParentSituation
from nuantong.rosters.entries import CarerEntry, ChildEntry

SEXES = {"1": "男", "2": "女"}


@dataclass(slots=True, eq=False)
class Known:
    """A child on the register, as far as it is compared."""

    id: int
    name: str
    sex: str
    birth_date: dt.date | None
    place: int | None
    household: int
    left: bool
    id_index: bytes | None
    id_valid: bool
    guardian_name: str = ""
    phone_index: bytes | None = None
    parents: tuple[str, str] = ("", "")
    wrong_id: str = ""
    birth_written: dt.date | None = None

    @property
    def valid_id(self) -> bytes | None:
        return self.id_index if self.id_valid else None


@dataclass(slots=True, eq=False)
class KnownCarer:
    """A carer on the register, as far as she is compared."""

    id: int
    name: str
    sex: str
    id_index: bytes | None
    phone_index: bytes | None
    place: int | None

    @property
    def valid_id(self) -> bytes | None:
        return self.id_index


def known_children(entries: Sequence[ChildEntry]) -> list[Known]:
    """By ID, by name, and by guardian's phone (whose household a new child may join)."""
    if not Child.objects.exists():
        return []
    wanted = (
        Q(id_index__any_of=values_of(e.id_index for e in entries))
        | Q(name__any_of=values_of(e.name for e in entries))
        | Q(pk__in=_by_phone(entries))
    )
    fields = (
        "id", "name", "sex", "birth_date", "place", "household", "status", "id_index", "id_status",
        "birth_written",
    )  # fmt: skip
    found = {
        row[0]: Known(
            row[0], row[1], SEXES.get(row[2], ""), row[3], row[4], row[5], row[6] == "left",
            bytes(row[7]) if row[7] else None, row[8] == "valid", birth_written=row[9],
        )
        for row in Child.objects.filter(wanted).values_list(*fields)
    }  # fmt: skip
    _add_families(found)
    _add_wrong_numbers(found)
    return list(found.values())


def known_carers(entries: Sequence[CarerEntry]) -> list[KnownCarer]:
    """By ID, by phone, and by name where either side has neither."""
    nameless = Q(id_index=None, phone_index=None, name__any_of=values_of(e.name for e in entries))
    without = values_of(e.name for e in entries if not e.id_index and not e.phone_index)
    wanted = (
        Q(id_index__any_of=values_of(e.id_index for e in entries))
        | Q(phone_index__any_of=values_of(e.phone_index for e in entries))
        | nameless
        | Q(name__any_of=without)
    )
    rows = Carer.objects.filter(wanted).values_list(
        "id", "name", "sex", "id_index", "phone_index", "place"
    )
    return [
        KnownCarer(r[0], r[1], SEXES.get(r[2], r[2]), plain_bytes(r[3]), plain_bytes(r[4]), r[5])
        for r in rows
    ]


def _by_phone(entries: Sequence[ChildEntry]) -> Any:
    phones = values_of(e.phone_index for e in entries)
    related = Child._meta.get_field("guardians").related_model
    return related._base_manager.filter(phone_index__any_of=phones, until=None).values("child")


def _add_families(found: dict[int, Known]) -> None:
    guardians = Child._meta.get_field("guardians").related_model._base_manager
    rows = guardians.filter(child__id__any_of=found, until=None)
    for child, name, phone in rows.values_list("child", "name", "phone_index"):
        found[child].guardian_name = name
        found[child].phone_index = plain_bytes(phone)
    parents = ParentSituation.objects.filter(child__id__any_of=found).exclude(name="")
    for child, parent, name in parents.order_by(F("until").asc(nulls_last=True)).values_list(
        "child", "parent", "name"
    ):
        father, mother = found[child].parents
        found[child].parents = (name, mother) if parent == "father" else (father, name)


def _add_wrong_numbers(found: dict[int, Known]) -> None:
    """Numbers that are wrong, to be compared with right ones."""
    wrong = Child.objects.filter(id__any_of=found, id_status=Child.IdStatus.WRONG)
    for child, number in wrong.values_list("id", "id_number"):
        found[child].wrong_id = str(number)


def values_of(values: Iterable[Any]) -> list[Any]:
    return list({value for value in values if value})


def plain_bytes(value: Any) -> bytes | None:
    return bytes(value) if value else None
