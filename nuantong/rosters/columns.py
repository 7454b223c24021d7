"""Which column holds what: meanings of all headings, made unambiguous by where they stand."""

from dataclasses import dataclass
from typing import Final

from nuantong.core.text import compact
from nuantong.rosters.headings import KEPT, PERSON
from nuantong.rosters.meanings import Meaning, meaning

RELATION: Final = Meaning("child", "guardian_relation")
OF_PARENTS: Final = ("situation", "workplace")
"""Asked of parents, never of the child."""
ROLE_NAMES: Final = {"guardian": "监护人", "father": "父亲", "mother": "母亲", "teacher": "班主任"}


@dataclass(frozen=True)
class Column:
    """`field` is '' when nothing on the register takes the column."""

    index: int
    heading: str
    field: str


def map_columns(paths: dict[int, tuple[str, ...]], kind: str) -> list[Column]:
    """Headings by column index → columns, in the sheet's order."""
    meanings = {index: meaning(path, kind) for index, path in paths.items()}
    _settle(meanings, kind)
    fields = _fields(meanings, kind)
    seen: set[str] = set()
    columns = []
    for index, path in paths.items():
        columns.append(Column(index, _title(path, meanings[index], seen), fields[index]))
    return columns


def _settle(meanings: dict[int, Meaning | None], kind: str) -> None:
    """Gives every heading that may be anybody's to somebody."""
    for field in ("name", *sorted(set(PERSON.values()) - {"name"})):
        open_ones = [i for i, m in meanings.items() if m == Meaning(None, field)]
        for index, role in _owners(open_ones, field, meanings, kind).items():
            meanings[index] = Meaning(role, field)


def _owners(
    columns: list[int], field: str, meanings: dict[int, Meaning | None], kind: str
) -> dict[int, str]:
    """Of equal headings the first is the child's, one beside 与儿童关系 the guardian's."""
    if kind != "children":
        return {c: "child" if n == 0 else _left_of(c, meanings) for n, c in enumerate(columns)}
    if field in OF_PARENTS:
        return {c: _left_of(c, meanings) for c in columns}
    if field == "phone":
        return {c: _phone_owner(c, columns, meanings) for c in columns}
    taken = Meaning("child", field) in meanings.values()
    beside = [c for c in columns if RELATION in (meanings.get(c - 1), meanings.get(c + 1))]
    if field == "name" and not beside:
        beside = _nearest(columns[0 if taken else 1 :], meanings)
    if not taken and (len(columns) == len(beside) or not _guardians(columns[0], field, meanings)):
        beside = [c for c in beside if c != columns[0]]
    rest = [c for c in columns if c not in beside]
    owners = dict.fromkeys(beside, "guardian")
    for number, column in enumerate(rest):
        first = number == 0 and not taken
        owners[column] = "child" if first else _left_of(column, meanings)
    return owners


def _nearest(columns: list[int], meanings: dict[int, Meaning | None]) -> list[int]:
    """Of further 姓名 the one nearest to 与儿童关系: the guardian's number may stand between."""
    relation = next((index for index, found in meanings.items() if found == RELATION), None)
    if relation is None or Meaning("guardian", "name") in meanings.values():
        return []
    return sorted(columns, key=lambda column: abs(column - relation))[:1]


def _guardians(first: int, field: str, meanings: dict[int, Meaning | None]) -> bool:
    """Whether the first of equal headings, beside 与儿童关系, is the guardian's all the same."""
    return field == "name" or _left_of(first, meanings) == "guardian"


def _phone_owner(column: int, columns: list[int], meanings: dict[int, Meaning | None]) -> str:
    """A lone phone is the guardian's: children have none in these lists."""
    if len(columns) == 1 and Meaning("guardian", "phone") not in meanings.values():
        return "guardian"
    owner = _left_of(column, meanings)
    if owner == "child" and any(_left_of(c, meanings) == "guardian" for c in columns):
        return "child"
    return "guardian" if owner in ("child", "other") else owner


def _left_of(column: int, meanings: dict[int, Meaning | None]) -> str:
    """Whose the nearest column to the left is that says so."""
    for index in range(column - 1, -1, -1):
        found = meanings.get(index)
        if found == RELATION:
            return "guardian"
        if found and found.role:
            return found.role
    return "other"


def _fields(meanings: dict[int, Meaning | None], kind: str) -> dict[int, str]:
    """Each field once, to its first column; a school or certificate number stands in for an ID."""
    keys = {index: _key(found) for index, found in meanings.items()}
    if "id_number" not in keys.values():
        keys = {i: "id_number" if key == "other_number" else key for i, key in keys.items()}
    fields: dict[int, str] = {}
    for index, key in keys.items():
        kept = key in KEPT[kind] or key == "serial"
        fields[index] = key if kept and key not in fields.values() else ""
    return fields


def _key(found: Meaning | None) -> str:
    if found is None:
        return ""
    return found.field if found.role in (None, "child") else f"{found.role}_{found.field}"


def _title(path: tuple[str, ...], found: Meaning | None, seen: set[str]) -> str:
    """The heading as the sheet has it; a second equal one is told apart by whose it is."""
    heading = " ".join(path[-1].split())
    if compact(heading) in seen:
        group = path[-2] if len(path) > 1 else ROLE_NAMES.get((found and found.role) or "", "")
        heading = f"{' '.join(group.split())}·{heading}" if group else heading
    seen.add(compact(heading))
    return heading
