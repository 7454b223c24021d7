"""Rows of a list of checks against the carers of the register: whose each is, and what it adds."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.carers.models import BackgroundCheck
from nuantong.people.models import Carer
from nuantong.people.models.carer import check_expires
from nuantong.rosters.entries import CheckEntry
from nuantong.rosters.known import plain_bytes, values_of

FIELDS: Final = (
    "id", "name", "id_index", "phone_index", "place", "status", "user__staff_number",
    "background_checked_on",
)  # fmt: skip
LEFT: Final = "她已退出爱心妈妈，没有登记"
OPPOSITE: Final = "同一天有“无记录”又有“有记录”两种结果，都没有登记，请向查询机关核对"


class Verdict(NamedTuple):
    """What would become of a row: its outcome, the reason, whose it is, or the row it repeats."""

    outcome: str
    reason: str
    carer: int | None = None
    earlier: int | None = None


@dataclass(slots=True, eq=False)
class CheckedCarer:
    """A carer on the register, as far as a list of checks may speak of her."""

    id: int
    name: str
    id_index: bytes | None
    phone_index: bytes | None
    place: int | None
    left: bool
    staff_number: str
    checked_on: dt.date | None


def judge_checks(entries: Sequence[CheckEntry], by: Reader) -> dict[int, Verdict]:
    """Row number → verdict. Nobody is registered by such a list; only carers of the scope are found."""
    people = _People(_known(entries, by), by)
    whose: dict[int, CheckedCarer] = {}
    found: dict[int, Verdict] = {}
    for entry in entries:
        said = entry.refused or people.find(entry)
        if isinstance(said, str):
            found[entry.number] = Verdict("refused", said)
        else:
            whose[entry.number] = said
    opposite = _opposite(entries, whose)
    there, barred = _standing({one.id for one in whose.values()})
    first: dict[tuple[int, Any, str], int] = {}
    for entry in entries:
        carer = whose.get(entry.number)
        if carer is None:
            continue
        key = carer.id, entry.checked_on, entry.result
        if key[:2] in opposite:
            found[entry.number] = Verdict("refused", OPPOSITE, carer.id)
        elif key in first:
            found[entry.number] = Verdict("repeated", f"与第{first[key]}行相同", None, first[key])
        else:
            first[key] = entry.number
            found[entry.number] = _verdict(entry, carer, key in there, barred, by)
    return found


def _verdict(
    entry: CheckEntry, carer: CheckedCarer, known: bool, barred: set[int], by: Reader
) -> Verdict:
    if known:
        return Verdict("unchanged", "这次查询已登记过", carer.id)
    return Verdict("changed", _what_changes(entry, carer, barred, by.on), carer.id)


def _what_changes(entry: CheckEntry, carer: CheckedCarer, barred: set[int], on: dt.date) -> str:
    assert entry.checked_on is not None
    day = f"{entry.checked_on:%Y-%m-%d} {entry.organ}"
    if entry.result == "adverse":
        return f"{day}：有记录，她不能再结对新的家庭，区县会收到待办"
    if carer.id in barred:
        return f"{day}：无记录；但她另有一次有不良记录的查询，仍不能结对"
    if carer.checked_on and carer.checked_on > entry.checked_on:
        return f"{day}：补登；最近一次查询仍是{carer.checked_on:%Y-%m-%d}"
    if check_expires(entry.checked_on) <= on:
        return f"{day}：登记，但已满一年，她的背景查询仍是过期"
    before = f"{carer.checked_on:%Y-%m-%d}" if carer.checked_on else "未查询"
    return f"背景查询由{before}更新为{day}，有效到{check_expires(entry.checked_on):%Y-%m-%d}"


class _People:
    """The carers that can be found by number, by staff number and by name."""

    def __init__(self, carers: Iterable[CheckedCarer], by: Reader) -> None:
        self.by = by
        self.by_id: dict[bytes, CheckedCarer] = {}
        self.by_staff: dict[str, CheckedCarer] = {}
        self.by_name: defaultdict[str, list[CheckedCarer]] = defaultdict(list)
        for one in carers:
            self.by_name[one.name].append(one)
            if one.id_index:
                self.by_id[one.id_index] = one
            if one.staff_number:
                self.by_staff[one.staff_number] = one

    def find(self, entry: CheckEntry) -> CheckedCarer | str:
        """Whose the row is, or why it is nobody's for sure."""
        holder = self.by_id.get(entry.valid_id or b"") or self.by_staff.get(entry.staff_number)
        if holder is not None:
            return self._sure(entry, holder)
        if entry.staff_number:
            return f"没有工号是“{entry.staff_number}”的爱心妈妈"
        named = self.by_name.get(entry.name, [])
        fitting = [one for one in named if self._fits(entry, one)]
        if len(fitting) > 1:
            fitting = [one for one in fitting if not one.left] or fitting
        if len(fitting) == 1:
            return self._sure(entry, fitting[0])
        if fitting:
            return f"有{len(fitting)}位“{entry.name}”，请补上身份证号或工号"
        if named:
            return f"“{entry.name}”的身份证号、工号、手机或所在地与登记的不一致，请核对"
        return f"您管辖的爱心妈妈里没有“{entry.name}”"

    def _sure(self, entry: CheckEntry, one: CheckedCarer) -> CheckedCarer | str:
        if one.name != entry.name:
            return f"这个号码登记的是“{one.name}”，姓名不同，请核对"
        if not self._fits(entry, one):
            return f"“{entry.name}”的身份证号、工号、手机或所在地与登记的不一致，请核对"
        return LEFT if one.left else one

    def _fits(self, entry: CheckEntry, one: CheckedCarer) -> bool:
        """Nothing that the row says of her contradicts what is known; blank says nothing.

        The same ID number outweighs a telephone and a place, which change.
        """
        if entry.staff_number and one.staff_number and entry.staff_number != one.staff_number:
            return False
        if entry.valid_id and one.id_index:
            return entry.valid_id == one.id_index
        other_phone = entry.phone_index and one.phone_index and entry.phone_index != one.phone_index
        apart = entry.place and one.place and not self._within(one.place, entry.place)
        return not other_phone and not apart

    def _within(self, place: int, other: int) -> bool:
        tree = self.by.tree
        return place == other or other in tree.ancestors(place) or place in tree.ancestors(other)


def _known(entries: Sequence[CheckEntry], by: Reader) -> list[CheckedCarer]:
    wanted = (
        Q(id_index__any_of=values_of(e.id_index for e in entries))
        | Q(name__any_of=values_of(e.name for e in entries))
        | Q(user__staff_number__in=values_of(e.staff_number for e in entries))
    )
    seen = Carer.objects.visible_to(by, to=Permission.EDIT_CARERS).filter(wanted)
    return [
        CheckedCarer(
            key, name, plain_bytes(number), plain_bytes(phone), place,
            status == Carer.Status.LEFT, staff or "", day,
        )
        for key, name, number, phone, place, status, staff, day in seen.values_list(*FIELDS)
    ]  # fmt: skip


def _opposite(
    entries: Sequence[CheckEntry], whose: dict[int, CheckedCarer]
) -> set[tuple[int, dt.date | None]]:
    """(carer, day) of which the list says both."""
    said: defaultdict[tuple[int, dt.date | None], set[str]] = defaultdict(set)
    for entry in entries:
        if entry.number in whose:
            said[whose[entry.number].id, entry.checked_on].add(entry.result)
    return {key for key, results in said.items() if len(results) > 1}


def _standing(carers: set[int]) -> tuple[set[tuple[int, Any, str]], set[int]]:
    """The checks that stand, and who has an adverse one."""
    rows = BackgroundCheck.objects.filter(carer__id__any_of=list(carers), voided_at=None)
    there = set(rows.values_list("carer", "on", "result"))
    return there, {carer for carer, _, result in there if result == "adverse"}
