"""Rows against the register and against each other: who is who. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from nuantong.rosters.entries import OF_THE_NUMBER, CarerEntry, ChildEntry, Entry, Problem
from nuantong.rosters.known import Known, KnownCarer
from nuantong.rosters.resemblance import (
    LOST,
    Index,
    same_by_mistyped_id,
    same_by_sound,
    same_carer_by_id,
    same_child_by_id,
    same_name,
    same_without_id,
)

IMPROVED: Final = (
    "birth_date",
    "birth_written",
    "phone",
    "phone_index",
    "guardian_name",
    "place",
    "address",
    "sex",
)


class Match(NamedTuple):
    """At most one is set: somebody on the register, or an earlier row of the file."""

    known: int | None = None
    earlier: int | None = None


class Children:
    """Children that can be found by ID, by name, and by place where a name is damaged."""

    def __init__(self, township: Mapping[int, int], index: Index) -> None:
        self.township, self.index = township, index
        self.by_content: dict[str, ChildEntry] = {}
        self.by_id: dict[bytes, list[ChildEntry | Known]] = defaultdict(list)
        self.by_name: dict[str, list[ChildEntry | Known]] = defaultdict(list)
        self.at: dict[int | None, list[ChildEntry | Known]] = defaultdict(list)
        self.damaged_at: set[int | None] = set()
        self.born_at: dict[tuple[object, int], list[ChildEntry | Known]] = defaultdict(list)

    def add(self, person: ChildEntry | Known) -> None:
        if person.valid_id:
            self.by_id[person.valid_id].append(person)
        self.by_name[person.name].append(person)
        self.at[person.place].append(person)
        if LOST in person.name:
            self.damaged_at.add(person.place)
        if person.birth_date and person.place:
            self.born_at[person.birth_date, person.place].append(person)
        if isinstance(person, ChildEntry):
            self.by_content.setdefault(person.fingerprint, person)

    def holders(self, entry: ChildEntry) -> list[ChildEntry | Known]:
        return self.by_id.get(entry.valid_id, []) if entry.valid_id else []

    def find(self, entry: ChildEntry) -> ChildEntry | Known | None:
        """The same child, or None."""
        holders = self.holders(entry)
        for person in holders:
            if same_child_by_id(entry, person):
                return person
        for person in self._alike(entry):
            if all(person is not holder for holder in holders) and (
                same_without_id(entry, person, self.township)
                or same_by_mistyped_id(entry, person, self.index)
            ):
                return person
        if _tells(entry, self) and (equal := self.by_content.get(entry.fingerprint)):
            return equal
        return self._misheard(entry, holders)

    def doubt(self, entry: ChildEntry) -> ChildEntry | Known | None:
        """Who has the same number, and may be the same child or a sibling."""
        for person in self.holders(entry):
            if same_child_by_id(entry, person) is None:
                return person
        return None

    def _misheard(
        self, entry: ChildEntry, holders: list[ChildEntry | Known]
    ) -> ChildEntry | Known | None:
        if not entry.birth_date or not entry.place:
            return None
        for person in self.born_at.get((entry.birth_date, entry.place), []):
            if all(person is not one for one in holders) and same_by_sound(entry, person):
                return person
        return None

    def _alike(self, entry: ChildEntry) -> list[ChildEntry | Known]:
        if not entry.birth_date and not entry.place:  # nothing that a name could be joined to
            return []
        found = self.by_name.get(entry.name, [])
        if LOST in entry.name or entry.place in self.damaged_at:
            return found + [p for p in self.at[entry.place] if same_name(p.name, entry.name)]
        return found


def match_children(
    entries: Sequence[ChildEntry],
    known: Sequence[Known],
    before: Mapping[int, int],
    township: Mapping[int, int],
    headings: Mapping[str, str],
    index: Index,
) -> dict[int, Match]:
    """Row number → match, for every row that can be taken; `refused` is set on the others.

    `before`: rows equal to a row applied earlier → the child it spoke of.
    """
    register, file = Children(township, index), Children(township, index)
    for child in known:
        register.add(child)
    found: dict[int, Match] = {}
    rows_of: dict[int, ChildEntry] = {}
    for entry in entries:
        earlier = file.find(entry)
        person = None if earlier else register.find(entry)
        same = before.get(entry.number, person.id if isinstance(person, Known) else None)
        earlier = earlier or rows_of.get(same or 0)
        if isinstance(earlier, ChildEntry):
            _note_other_phone(entry, earlier, headings.get("guardian_phone", ""))
            _complete(earlier, entry, file)
            found[entry.number] = Match(earlier=earlier.number)
            continue
        doubt = None if same else file.doubt(entry) or register.doubt(entry)
        if doubt is not None:
            leave_to_a_person(entry, doubt, headings.get("id_number", ""))
            continue
        holders = [*file.holders(entry), *(h for h in register.holders(entry) if h is not person)]
        if holders:
            mark_shared(entry, holders[0], headings.get("id_number", ""))
        file.add(entry)
        if same:
            rows_of[same] = entry
        found[entry.number] = Match(known=same)
    return found


def match_carers(
    entries: Sequence[CarerEntry],
    known: Sequence[KnownCarer],
    before: Mapping[int, int],
    township: Mapping[int, int],
    headings: Mapping[str, str],
) -> dict[int, Match]:
    """Same person: the same valid ID, else the same phone and name; equal rows of one village; and
    where one side has neither, the only one of this name, village and sex."""
    register, file = _Carers(township, register=True), _Carers(township)
    alone = _only_ones(entries)
    for carer in known:
        register.add(carer)
    found: dict[int, Match] = {}
    rows_of: dict[int, CarerEntry] = {}
    for entry in entries:
        earlier = file.find(entry)
        person = None if earlier else register.find(entry)
        if entry.number not in before and not earlier and not person:
            person = _by_village(entry, register, alone, headings.get("name", ""))
        same = before.get(entry.number, person.id if isinstance(person, KnownCarer) else None)
        earlier = earlier or rows_of.get(same or 0)
        if isinstance(earlier, CarerEntry):
            _note_other_phone(entry, earlier, headings.get("phone", ""))
            found[entry.number] = Match(earlier=earlier.number)
            continue
        doubt = None if same else file.doubt(entry) or register.doubt(entry)
        if doubt is not None:
            leave_to_a_person(entry, doubt, headings.get("id_number", ""))
            continue
        holder = file.holder(entry) or register.holder(entry)
        if holder is not None and holder is not person:
            mark_shared(entry, holder, headings.get("id_number", ""))
        file.add(entry)
        if same:
            rows_of[same] = entry
        found[entry.number] = Match(known=same)
    return found


class _Carers:
    def __init__(self, township: Mapping[int, int], register: bool = False) -> None:
        self.township, self.register = township, register
        self.by_id: dict[bytes, CarerEntry | KnownCarer] = {}
        self.by_phone: dict[tuple[bytes, str], CarerEntry | KnownCarer] = {}
        self.by_content: dict[str, CarerEntry] = {}
        self.in_village: dict[tuple[str, int | None], list[CarerEntry | KnownCarer]] = defaultdict(
            list
        )

    def add(self, person: CarerEntry | KnownCarer) -> None:
        self.in_village[person.name, person.place].append(person)
        if person.valid_id:
            self.by_id.setdefault(person.valid_id, person)
        if person.phone_index:
            self.by_phone.setdefault((person.phone_index, person.name), person)
        if isinstance(person, CarerEntry):
            self.by_content.setdefault(person.fingerprint, person)

    def holder(self, entry: CarerEntry) -> CarerEntry | KnownCarer | None:
        return self.by_id.get(entry.valid_id) if entry.valid_id else None

    def doubt(self, entry: CarerEntry) -> CarerEntry | KnownCarer | None:
        """Who has the same number, and may be the same carer or another one."""
        holder = self.holder(entry)
        told = holder is None or same_carer_by_id(entry, holder, self.register) is not None
        return None if told else holder

    def find(self, entry: CarerEntry) -> CarerEntry | KnownCarer | None:
        holder = self.holder(entry)
        if holder is not None and same_carer_by_id(entry, holder, self.register):
            return holder
        found = self.by_phone.get((entry.phone_index, entry.name)) if entry.phone_index else None
        if found and found.valid_id and entry.valid_id and found.valid_id != entry.valid_id:
            return None
        return found or (self.by_content.get(entry.fingerprint) if _tells(entry, self) else None)


def _only_ones(entries: Sequence[CarerEntry]) -> set[tuple[str, int | None]]:
    """Names of a village that the list has once, repetitions of one row aside."""
    said: dict[tuple[str, int | None], set[str]] = defaultdict(set)
    for entry in entries:
        said[entry.name, entry.place].add(entry.fingerprint or str(entry.number))
    return {who for who, rows in said.items() if len(rows) == 1}


def _by_village(
    entry: CarerEntry, register: _Carers, alone: set[tuple[str, int | None]], heading: str
) -> CarerEntry | KnownCarer | None:
    """Without ID and phone on one side: the one person of this name, village and sex. Where there
    may be two, none, and the row is marked."""
    if entry.place not in register.township:
        return None
    who = entry.name, entry.place
    namesakes = [
        one
        for one in register.in_village.get(who, [])
        if not (entry.sex and one.sex and entry.sex != one.sex)
    ]
    nameless = [one for one in namesakes if _nameless(entry) or _nameless(one)]
    if not nameless:
        return None
    if len(namesakes) == 1 and who in alone:
        return namesakes[0]
    problem = (
        "台账中本村有同名的爱心妈妈，没有身份证号和手机分不清是不是同一人，已按新人登记，请核对"
    )
    entry.problems.append(Problem(heading, problem))
    return None


def _nameless(person: CarerEntry | KnownCarer) -> bool:
    """Known by her name and village only."""
    return not person.id_index and not person.phone_index


def _tells(entry: Entry, people: "Children | _Carers") -> bool:
    """Whether a row equal to another is the same person: both in one village, all cells alike."""
    return bool(entry.fingerprint) and entry.place in people.township


def _note_other_phone(again: Entry, first: Entry, heading: str) -> None:
    if again.phone and first.phone and again.phone != first.phone:
        problem = f"与第{first.number}行是同一人而号码不同，登记的是第{first.number}行的，请核对"
        again.problems.append(Problem(heading, problem))


def leave_to_a_person(entry: Entry, holder: Entry | Known | KnownCarer, id_heading: str) -> None:
    """One number, two names: neither is the other one changed, nor is this one written twice."""
    listed = isinstance(holder, Entry)
    where = f"第{holder.number}行的" if isinstance(holder, Entry) else "台账上的"
    entry.refused = f"身份证号与{where}{holder.name}相同，{_either(entry, listed)}"
    if isinstance(holder, Entry):
        problem = f"第{entry.number}行的{entry.name}也用这个身份证号，请核对是谁的"
        holder.problems.append(Problem(id_heading, problem))


def _either(entry: Entry, listed: bool) -> str:
    remedy = "请核对原件，改正姓名或身份证号后再导入"
    if isinstance(entry, ChildEntry):
        return f"姓名差一个字：可能是写错了字，也可能是兄弟姐妹用错了号码。{remedy}"
    changed = "写错了名字" if listed else "写错了名字或改过名"
    return f"姓名不同：可能是{changed}，也可能用错了别人的号码。{remedy}"


def mark_shared(entry: Entry, holder: object, id_heading: str) -> None:
    """A valid number that is somebody else's: kept, and marked on both rows' behalf."""
    where = f"第{holder.number}行的{holder.name}" if isinstance(holder, Entry) else "台账中的另一人"
    entry.id_shared = True
    entry.problems.append(Problem(id_heading, f"身份证号与{where}相同，但不像同一人，请核对原件"))
    if isinstance(entry, ChildEntry) and entry.birth_written:
        entry.birth_date = entry.birth_written
        entry.problems = [one for one in entry.problems if OF_THE_NUMBER not in one.text]


def _complete(first: ChildEntry, again: ChildEntry, file: Children) -> None:
    """What the first row of a child lacks is taken from its repetition."""
    if again.valid_id and not first.valid_id and not first.id_shared:
        first.id_number, first.id_index = again.id_number, again.id_index
        file.by_id[first.valid_id or b""].append(first)
    if LOST in first.name and LOST not in again.name:
        first.name = again.name
        file.by_name[first.name].append(first)
    for field in IMPROVED:
        if not getattr(first, field):
            setattr(first, field, getattr(again, field))
