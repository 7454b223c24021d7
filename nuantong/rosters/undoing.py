"""Taking an import back: what it changed is put back, whom it registered is removed.

Somebody for whom anything was recorded since is kept, with the reason.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from django.db import models

from nuantong.people.actions.common import write
from nuantong.people.models import (
    Carer,
    Child,
    Guardian,
    Household,
    Label,
    Need,
    ParentSituation,
    Registration,
)
from nuantong.rosters.changing import Before
from nuantong.rosters.models import RosterRow

OWN: Final = (Guardian, ParentSituation, Label, Need, Registration)
ADDED: Final[dict[str, Any]] = {
    "guardian": Guardian, "parentsituation": ParentSituation, "label": Label, "need": Need,
}  # fmt: skip
EDITED: Final = "导入后资料又有修改"


class Kept(NamedTuple):
    """Somebody undo leaves alone, and why."""

    row: int
    name: str
    reason: str


class Done(NamedTuple):
    """A row of the import as it was applied."""

    number: int
    name: str
    person: int
    version: int | None
    before: Before


def undo_changes(model: type[Child] | type[Carer], rows: Sequence[Done]) -> list[Kept]:
    """Puts back old values where nobody edited since; rows kept otherwise."""
    people: dict[int, Any] = {
        one.pk: one for one in model._base_manager.select_for_update().filter(
            id__any_of=[row.person for row in rows]
        )
    }  # fmt: skip
    kept = []
    for row in rows:
        person = people.get(row.person)
        if person is None:
            continue
        if person.version != row.version:
            kept.append(Kept(row.number, row.name, EDITED))
            continue
        _put_back(person, row.before)
    return kept


def undo_additions(model: type[Child] | type[Carer], rows: Sequence[Done]) -> list[Kept]:
    """Removes people the import registered, but whoever has anything recorded since."""
    reasons = _reasons(model, {row.person for row in rows})
    kept = [Kept(r.number, r.name, reasons[r.person]) for r in rows if r.person in reasons]
    gone = [row.person for row in rows if row.person not in reasons]
    field = "child" if model is Child else "carer"
    RosterRow.objects.filter(**{f"{field}__id__any_of": gone}).update(**{field: None})
    if model is Child:
        _remove_children(gone)
    else:
        Carer.objects.filter(id__any_of=gone).delete()
    return kept


def _remove_children(gone: list[int]) -> None:
    homes = list(
        Child.objects.filter(id__any_of=gone).values_list("household", flat=True).distinct()
    )
    for model in OWN:
        _raw_delete(model._base_manager.filter(child__id__any_of=gone))
    _raw_delete(Child._base_manager.filter(id__any_of=gone))
    empty = Household.objects.filter(id__any_of=homes, children=None)
    _raw_delete(Household._base_manager.filter(pk__in=list(empty.values_list("pk", flat=True))))


def _raw_delete(rows: Any) -> None:
    """Nothing else refers to these rows: that was looked for."""
    rows._raw_delete(rows.db)


def _put_back(person: Any, before: Before) -> None:
    columns = before.get("columns", {})
    write(person, {name: _value(person, name, old) for name, old in columns.items()})
    for label, keys in before.get("added", {}).items():
        ADDED[label].objects.filter(id__any_of=keys).delete()
    for label, keys in before.get("ended", {}).items():
        ADDED[label].objects.filter(id__any_of=keys).update(until=None)
    patched = before.get("patched")
    if patched:
        _put_guardian_back(patched)


def _value(person: Any, name: str, old: Any) -> Any:
    """What was kept as JSON, as the column has it."""
    field = person._meta.get_field(name)
    if isinstance(field, models.BinaryField) and name.endswith("_index"):
        return bytes.fromhex(old) if old else old
    return field.to_python(old) if old else old


def _put_guardian_back(patched: dict[str, Any]) -> None:
    guardian = Guardian.objects.filter(pk=patched["id"]).first()
    if guardian is not None:
        guardian.name, guardian.relation, guardian.phone = patched["values"]
        index: Callable[[str], bytes | None] = Guardian._meta.get_field("phone_index").of
        guardian.phone_index = index(guardian.phone)
        guardian.save()


def _reasons(model: type[Child] | type[Carer], people: set[int]) -> dict[int, str]:
    """Who must stay, and why: edited since, or other records point to them."""
    edited = model._base_manager.filter(id__any_of=people).exclude(version=1)
    found = dict.fromkeys(edited.values_list("pk", flat=True), EDITED)
    for relation in _relations(model):
        reason = f"导入后又有“{said(relation)}”记录"
        for person in _pointing(relation, people):
            found.setdefault(person, reason)
    if model is Child:
        found |= _of_households(people, found)
    return found


RECORDS: Final = {
    "pairing": "结对", "proposal": "结对建议", "enrolment": "六个一", "contact": "关爱联系",
    "grantedchild": "授权", "residence": "迁居", "user": "账号", "exit": "退出", "move": "搬迁",
    "absence": "暂时离开", "reprieve": "暂缓退出",
}  # fmt: skip


def said(relation: Any) -> str:
    """What kind of record it is, in the words of the screens."""
    model = relation.related_model._meta
    return RECORDS.get(model.model_name, str(model.verbose_name))


def _relations(model: type[models.Model]) -> Iterable[Any]:
    return [
        relation
        for relation in model._meta.related_objects
        if relation.related_model not in OWN and relation.related_model._meta.app_label != "rosters"
    ]


def _pointing(relation: Any, people: set[int]) -> list[int]:
    name = relation.field.name
    rows = relation.related_model._base_manager.filter(**{f"{name}__in": people})
    return list(rows.values_list(name, flat=True).distinct())


def _of_households(people: set[int], found: dict[int, str]) -> dict[int, str]:
    """A household that is paired or otherwise spoken of keeps its children."""
    homes: dict[int, list[int]] = {}
    for child, home in Child.objects.filter(id__any_of=people).values_list("pk", "household"):
        homes.setdefault(home, []).append(child)
    kept = {}
    for relation in _relations(Household):
        if relation.related_model is Child:
            continue
        reason = f"所在家庭导入后又有“{said(relation)}”记录"
        for home in _pointing(relation, set(homes)):
            kept.update({child: found.get(child, reason) for child in homes[home]})
    return kept
