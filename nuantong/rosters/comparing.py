"""What a row says beyond what the register knows of the same person.

A blank never erases. A valid ID number, a place and a name are never replaced: a list is not
reason enough, so they are noted for a person to look at.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, cast

from django.db.models import Field, Model, QuerySet

from nuantong.access.reader import Reader
from nuantong.people.identity import ID_STATUS, SEX_CODE, search_key
from nuantong.people.models import Carer, Child, Guardian, Label, Need, ParentSituation
from nuantong.regions.tree import Tree
from nuantong.rosters.entries import CarerEntry, ChildEntry, Entry, ParentSaid, Problem
from nuantong.rosters.resemblance import LOST, same_name

COPIED: Final = (
    "ethnicity", "stage", "school", "grade", "boarding", "teacher", "teacher_phone", "health",
    "health_note", "address",
)  # fmt: skip
CARER_COPIED: Final = ("post", "background_checked_on", "capacity", "hours")
CARER_LISTS: Final = ("skills", "languages", "availability")
DERIVED: Final = ("pinyin", "id_index", "id_status", "phone_index")
NUMBER: Final = ("id_number", "id_index", "id_status")


class Row(Protocol):
    """planning.Planned."""

    entry: Entry
    outcome: str
    reason: str
    known: int | None
    change: "Change | None"


@dataclass
class Change:
    """Columns of the person, and rows to add beside; `old` are the columns' present values."""

    columns: dict[str, Any] = field(default_factory=dict)
    old: dict[str, Any] = field(default_factory=dict)
    guardian: tuple[str, str, str] | None = None
    parents: list[tuple[str, ParentSaid]] = field(default_factory=list)
    labels: list[Any] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)

    def said(self, model: type[Model]) -> str:
        """What changes, in the words of the forms."""
        shown = [name for name in self.columns if name not in DERIVED]
        words = [_word(model, name.removesuffix("_id")) for name in shown]
        words += ["监护人"] if self.guardian else []
        words += [
            {"father": "父亲情况", "mother": "母亲情况"}[parent] for parent, _ in self.parents
        ]
        words += ["类别"] if self.labels else []
        words += ["需求"] if self.needs else []
        return "、".join(words)

    def __bool__(self) -> bool:
        return bool(self.columns or self.guardian or self.parents or self.labels or self.needs)


@dataclass
class Present:
    """What the register knows of one child now."""

    child: dict[str, Any]
    guardian: dict[str, Any] = field(default_factory=dict)
    parents: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    labels: set[str] = field(default_factory=set)
    needs: set[str] = field(default_factory=set)


def compare_children(rows: Sequence[Row], headings: Mapping[str, str], by: Reader) -> None:
    """Sets `change` and the outcome 'changed' on rows of known children."""
    open_rows = [row for row in rows if row.known and row.change is None]
    present = _present([row.known for row in open_rows if row.known])
    for row in open_rows:
        now = present.get(row.known or 0)
        if now is None:
            continue
        entry = cast(ChildEntry, row.entry)
        if now.child["status"] == Child.Status.LEFT:
            row.reason = "该儿童已退出台账，未改动；如需恢复请在儿童档案中办理"
            continue
        row.change = _child_change(entry, now, headings, by.tree)
        _judge(row, row.change, Child)


def compare_carers(rows: Sequence[Row], headings: Mapping[str, str]) -> None:
    open_rows = [row for row in rows if row.known and row.change is None]
    present = _by_id(Carer.objects.filter(id__any_of=[row.known for row in open_rows]))
    for row in open_rows:
        now = present.get(row.known or 0)
        if now is not None:
            _note_name(row.entry, now["name"], headings)
            row.change = _carer_change(cast(CarerEntry, row.entry), now)
            _judge(row, row.change, Carer)


def _word(model: type[Model], name: str) -> str:
    return str(cast("Field[Any, Any]", model._meta.get_field(name)).verbose_name)


def _judge(row: Row, change: Change, model: type[Model]) -> None:
    row.outcome = "changed" if change else "unchanged"
    row.reason = f"更新：{change.said(model)}" if change else ""


def _present(children: Sequence[int]) -> dict[int, Present]:
    rows = _by_id(Child.objects.filter(id__any_of=children))
    found = {key: Present(row) for key, row in rows.items()}
    guardians = _by_id(Guardian.objects.filter(child__id__any_of=children, until=None))
    for row in guardians.values():
        found[row["child_id"]].guardian = row
    situations = ParentSituation.objects.filter(child__id__any_of=children, until=None)
    for child, parent, status in situations.values_list("child", "parent", "status"):
        found[child].parents[parent].add(status)
    _collect(
        found, Label.objects.filter(child__id__any_of=children, until=None), "category", "labels"
    )
    _collect(found, Need.objects.filter(child__id__any_of=children, met_on=None), "kind", "needs")
    return found


def _by_id(rows: QuerySet[Any]) -> dict[int, dict[str, Any]]:
    return {row["id"]: row for row in rows.values()}


def _collect(found: dict[int, Present], rows: Any, value: str, into: str) -> None:
    for child, kept in rows.values_list("child", value):
        getattr(found[child], into).add(kept)


def _child_change(
    entry: ChildEntry, now: Present, headings: Mapping[str, str], tree: Tree
) -> Change:
    columns = _columns(entry, now.child, COPIED)
    columns |= _identity(entry, now.child) | _place(entry, now.child, tree)
    _note_differences(entry, now.child, headings, tree)
    columns = {name: value for name, value in columns.items() if now.child[name] != value}
    return Change(
        columns,
        {name: now.child[name] for name in columns},
        _guardian(entry, now.guardian),
        _parents(entry, now.parents),
        [label for label in entry.labels if label.category not in now.labels],
        [need for need in entry.needs if need not in now.needs],
    )


def _columns(entry: Entry, now: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    said = {name: getattr(entry, name) for name in names}
    columns = {name: value for name, value in said.items() if value not in ("", None)}
    if entry.remark and not now["remark"]:
        columns["remark"] = entry.remark
    return columns


def _identity(entry: ChildEntry, now: dict[str, Any]) -> dict[str, Any]:
    """What is missing is filled in; what is known stays."""
    columns: dict[str, Any] = {}
    if entry.valid_id and now["id_status"] != "valid":
        columns |= dict(zip(NUMBER, (entry.id_number.text, entry.id_index, "valid"), strict=True))
    elif now["id_status"] == "missing" and entry.id_index and not entry.id_number.is_valid:
        status = ID_STATUS[entry.id_number.status].value
        columns |= dict(zip(NUMBER, (entry.id_number.text, entry.id_index, status), strict=True))
    if LOST in now["name"] and LOST not in entry.name and same_name(now["name"], entry.name):
        columns |= {"name": entry.name, "pinyin": search_key(entry.name)}
    if entry.birth_date and (now["birth_date"] is None or "id_number" in columns):
        columns["birth_date"] = entry.birth_date
    if entry.birth_written and now["birth_written"] is None:
        columns["birth_written"] = entry.birth_written
    if entry.sex and (now["sex"] not in SEX_CODE.values() or "id_number" in columns):
        columns["sex"] = SEX_CODE[entry.sex].value
    return columns


def _place(entry: ChildEntry, now: dict[str, Any], tree: Tree) -> dict[str, Any]:
    """A nearer place in the same one is taken; another one is a move, which no list makes."""
    columns: dict[str, Any] = {}
    there, said = now["place_id"], entry.place
    if said and said != there and (there is None or there in tree.ancestors(said)):
        columns["place_id"] = said
    if entry.registered_place and not now["registered_place_id"]:
        columns["registered_place_id"] = entry.registered_place
    return columns


def _note_differences(
    entry: ChildEntry, now: dict[str, Any], headings: Mapping[str, str], tree: Tree
) -> None:
    """What a list says otherwise and is not reason enough to change."""
    _note_name(entry, now["name"], headings)
    there, said = now["place_id"], entry.place
    if there and said and not {there, said} & {*tree.ancestors(said)} & {*tree.ancestors(there)}:
        problem = f"台账上的现居住地是{tree.full_name(there)}，未改动；确已迁居的请办理迁居"
        field = next((f for f in ("village", "address", "whole") if f in headings), "")
        entry.problems.append(Problem(headings.get(field, ""), problem))


def _note_name(entry: Entry, known: str, headings: Mapping[str, str]) -> None:
    if not same_name(known, entry.name):
        problem = f"台账上的姓名是{known}，未改动，请核对"
        entry.problems.append(Problem(headings.get("name", ""), problem))


def _guardian(entry: ChildEntry, now: dict[str, Any]) -> tuple[str, str, str] | None:
    said = (entry.guardian_name, entry.guardian_relation, entry.phone)
    if not any(said):
        return None
    kept = tuple(now.get(name) or "" for name in ("name", "relation", "phone"))
    same = not said[0] or not kept[0] or said[0] == kept[0]
    merged = tuple(new or old for new, old in zip(said, kept, strict=True)) if same else said
    return None if merged == kept else cast(tuple[str, str, str], merged)


def _parents(entry: ChildEntry, now: dict[str, set[str]]) -> list[tuple[str, ParentSaid]]:
    """Situations the register does not have yet."""
    return [
        (parent, said)
        for parent, said in (("father", entry.father), ("mother", entry.mother))
        if said.status and said.status != "unknown" and said.status not in now.get(parent, set())
    ]


def _carer_change(entry: CarerEntry, now: dict[str, Any]) -> Change:
    columns = _columns(entry, now, CARER_COPIED)
    if (now["background_checked_on"] or dt.date.min) > (entry.background_checked_on or dt.date.min):
        columns.pop("background_checked_on", None)
    if entry.phone:
        columns |= {"phone": entry.phone, "phone_index": entry.phone_index}
    if entry.valid_id and not now["id_index"]:
        columns |= {"id_number": entry.id_number.text, "id_index": entry.id_index}
    if entry.place and not now["place_id"]:
        columns["place_id"] = entry.place
    if entry.sex and not now["sex"]:
        columns["sex"] = entry.sex
    for name in CARER_LISTS:
        said = getattr(entry, name)
        if said and set(said) != set(now[name]):
            columns[name] = list(said)
    columns = {n: v for n, v in columns.items() if _plain(now[n]) != v}
    return Change(columns, {name: now[name] for name in columns})


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
