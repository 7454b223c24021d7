"""What a list would do to the register: every row with exactly one outcome. Writes nothing."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.fields import BlindIndexField
from nuantong.people.models import Carer, Child, Guardian
from nuantong.regions.gazetteer import Gazetteer
from nuantong.rosters.comparing import Change, compare_carers, compare_children
from nuantong.rosters.entries import CarerEntry, CheckEntry, ChildEntry, Entry
from nuantong.rosters.gazetteers import gazetteer_on
from nuantong.rosters.headers import Header
from nuantong.rosters.history import said_before
from nuantong.rosters.interpreting import read_entries
from nuantong.rosters.known import known_carers, known_children
from nuantong.rosters.matching import Match, match_carers, match_children
from nuantong.rosters.models import OUTCOMES, RosterRow
from nuantong.rosters.planning_checks import judge_checks
from nuantong.rosters.resemblance import Index
from nuantong.rosters.sheets import Sheet

Progress = Callable[[int, str], None]
"""Told the percentage and what is being done."""
ELSEWHERE = "不在您的管辖范围"


@dataclass(slots=True)
class Planned:
    """One row: what would become of it, whom it speaks of, and why."""

    entry: Entry
    outcome: str
    reason: str = ""
    known: int | None = None
    earlier: int | None = None
    change: Change | None = None
    fingerprint: bytes | None = None


@dataclass
class Plan:
    kind: str
    rows: list[Planned]
    known: Sequence[Any] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.outcome for row in self.rows)
        return {outcome: found[outcome] for outcome in OUTCOMES}

    def having(self, outcome: str) -> list[Planned]:
        return [row for row in self.rows if row.outcome == outcome]


def silently(done: int, message: str) -> None:
    """For whoever does not wait."""


def make_plan(sheet: Sheet, header: Header, by: Reader, progress: Progress = silently) -> Plan:
    """Reads every row and compares it with the register as it stands."""
    gazetteer = gazetteer_on(by.on)
    entries = _entries(sheet, header, gazetteer, by, progress)
    progress(50, "正在与台账比对")
    if header.kind == "checks":
        return Plan(header.kind, _checks(cast(list[CheckEntry], entries), by))
    refuse_elsewhere(entries, by)
    seal(entries, header.kind)
    prints = fingerprints(entries)
    taken = [entry for entry in entries if not entry.refused]
    before = said_before(taken, prints, header.kind)
    headings = {column.field: column.heading for column in header.columns if column.field}
    township = gazetteer.township
    if header.kind == "children":
        children = cast(list[ChildEntry], taken)
        known = known_children(children)
        matches = match_children(children, known, before.person, township, headings, id_index())
        rows = _judged(entries, matches, before.lasting, prints)
        compare_children(rows, headings, by)
        return Plan(header.kind, rows, known)
    carers = cast(list[CarerEntry], taken)
    matches = match_carers(carers, known_carers(carers), before.person, township, headings)
    rows = _judged(entries, matches, before.lasting, prints)
    compare_carers(rows, headings)
    return Plan(header.kind, rows)


def _checks(entries: Sequence[CheckEntry], by: Reader) -> list[Planned]:
    seal(entries, "checks")
    verdicts = judge_checks(entries, by)
    return [
        Planned(
            entry, said.outcome, said.reason, known=said.carer, earlier=said.earlier
        )
        for entry, said in ((entry, verdicts[entry.number]) for entry in entries)
    ]  # fmt: skip


def id_index() -> Index:
    return cast(BlindIndexField, Child._meta.get_field("id_index")).indexer()


def _entries(
    sheet: Sheet, header: Header, gazetteer: Gazetteer, by: Reader, progress: Progress
) -> list[Entry]:
    """Read, telling how far every thousand rows."""
    entries = []
    for count, entry in enumerate(read_entries(sheet, header, gazetteer, by.on), 1):
        entries.append(entry)
        if count % 1000 == 0:
            progress(min(50 * count // len(sheet.rows), 50), f"已读取 {count:,} 行")
    return entries


def refuse_elsewhere(entries: Sequence[Entry], by: Reader) -> None:
    """Rows of places the importer does not answer for; nobody is refused to the whole city."""
    if by.tree.root.id in by.regions(Permission.IMPORT_ROSTERS):
        return
    covered: dict[int | None, bool] = {}
    for entry in entries:
        if entry.place not in covered:
            covered[entry.place] = by.covers(Permission.IMPORT_ROSTERS, entry.place)
        if not covered[entry.place] and not entry.refused:
            unknown = entry.place is None
            entry.refused = f"所在地没有认出，无法确定是否{ELSEWHERE[1:]}" if unknown else ELSEWHERE


def seal(entries: Sequence[Entry], kind: str) -> None:
    """Blind indexes of ID numbers and phones, by which people are found."""
    person, phone_holder = (Child, Guardian) if kind == "children" else (Carer, Carer)
    of_id = cast(BlindIndexField, person._meta.get_field("id_index")).indexer()
    of_phone = cast(BlindIndexField, phone_holder._meta.get_field("phone_index")).indexer()
    for entry in entries:
        if entry.id_number.text and entry.id_number.status != "missing":
            entry.id_index = of_id(entry.id_number.text)
        if entry.phone:
            entry.phone_index = of_phone(entry.phone)


def fingerprints(entries: Sequence[Entry]) -> dict[int, bytes]:
    """Row number → index of all it says; the second of two equal rows has another one."""
    index = cast(BlindIndexField, RosterRow._meta.get_field("fingerprint")).indexer()
    seen: Counter[str] = Counter()
    found: dict[int, bytes] = {}
    for entry in entries:
        seen[entry.fingerprint] += 1
        text = f"{seen[entry.fingerprint]}\t{entry.fingerprint}"
        found[entry.number] = index(text) or b""
    return found


def _judged(
    entries: Sequence[Entry],
    matches: dict[int, Match],
    lasting: set[int],
    prints: dict[int, bytes],
) -> list[Planned]:
    """Outcomes but for 'changed', which comparing finds among the known."""
    rows = []
    for entry in entries:
        row = Planned(entry, "refused", entry.refused, fingerprint=prints[entry.number])
        match = matches.get(entry.number)
        if match is not None:
            row.known, row.earlier = match.known, match.earlier
            row.outcome = "repeated" if match.earlier else "unchanged" if match.known else "new"
            row.reason = f"与第{match.earlier}行是同一人" if match.earlier else ""
        if row.known and entry.number in lasting:
            row.change = Change()
        rows.append(row)
    return rows
