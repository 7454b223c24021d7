"""Receiving, previewing, applying and undoing a roster."""

import gc
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

from django.db import connection, transaction
from procrastinate.contrib.django import app

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.copying import copy_rows
from nuantong.core.errors import Refusal
from nuantong.core.longwork import LongWork
from nuantong.core.retrying import retried
from nuantong.people.actions import book
from nuantong.people.models import Carer, Child
from nuantong.rosters import undoing
from nuantong.rosters.changing import Before, change_carers, change_children
from nuantong.rosters.choosing import choose_sheet, header_of
from nuantong.rosters.entries import CarerEntry, ChildEntry
from nuantong.rosters.headers import title_of
from nuantong.rosters.models import OUTCOMES, RosterFile, RosterImport, RosterRow
from nuantong.rosters.planning import Plan, Planned, Progress, make_plan, silently
from nuantong.rosters.reading import read_sheets
from nuantong.rosters.sheets import Sheet
from nuantong.rosters.writing import add_carers, add_children, seal_of
from nuantong.rosters.writing_checks import add_checks, take_checks_back

Status = RosterImport.Status
OUTCOME = ("rows", *OUTCOMES, "unmapped", "notes", "title", "status", "applied_at")
"""What a step settles; the columns that show its progress are the job's."""
NO_ROWS = "表头下面没有一行数据：没有读到姓名、身份证号或出生日期，请检查是否选错了文件或工作表"
STEPS = {
    "preview": (Status.UPLOADED, Status.PREVIEWED),
    "apply": (Status.PREVIEWED,),
    "undo": (Status.APPLIED,),
}
"""From which states a step may be taken."""
ROW = (
    "roster", "number", "outcome", "name", "reason", "child", "carer", "has_problems", "problems",
    "before", "version", "fingerprint",
)  # fmt: skip


@transaction.atomic
def receive(*, data: bytes, file_name: str, by: Reader, kind: str | None = None) -> RosterImport:
    """Keeps a file that can be read, with the columns as they were recognised."""
    return _receive(data, file_name, by, kind)[0]


@transaction.atomic
def import_at_once(
    *, data: bytes, file_name: str, by: Reader, kind: str, applying: bool
) -> RosterImport:
    """Receives and previews or applies in one go, reading the file once."""
    with collecting_later():
        roster, sheet = _receive(data, file_name, by, kind)
        step = apply if applying else preview
        return step(roster=roster, by=by, sheet=sheet)


def _receive(
    data: bytes, file_name: str, by: Reader, kind: str | None
) -> tuple[RosterImport, Sheet]:
    _may_import(by)
    sheets = read_sheets(data)
    sheet, header = choose_sheet(sheets, kind)
    roster = RosterImport.objects.create(
        kind=header.kind, file_name=file_name[-200:], sheet=sheet.name[:80], notes=sheet.notes,
        sheets=[one.name for one in sheets], title=title_of(sheet, header)[:200],
        mapping={str(column.index): column.field for column in header.columns},
        unmapped=header.unmapped, by=by.user, by_name=by.actor_name, at=clock.now(),
    )  # fmt: skip
    RosterFile.keep(roster, data)
    _log("上传花名册", roster, by)
    return roster, sheet


@transaction.atomic
def set_mapping(
    *, roster: RosterImport, mapping: dict[int, str], revision: int, by: Reader
) -> RosterImport:
    """A person's correction of the columns; a form opened before another's is refused."""
    found = _locked(roster, by, Status.UPLOADED, Status.PREVIEWED)
    if found.revision != revision or found.is_working:
        raise Refusal("您打开页面以后，列的对应已被改过，请核对后再保存。")
    taken = [field for field in mapping.values() if field and field != "serial"]
    if len(taken) != len(set(taken)):
        raise Refusal("有两列对应了同一项内容，请改正其中一列。")
    if "name" not in taken:
        raise Refusal("请指出哪一列是姓名。")
    found.mapping = {str(index): field for index, field in mapping.items()}
    found.revision += 1
    found.status = Status.UPLOADED
    found.save(update_fields=["mapping", "revision", "status"])
    return found


@transaction.atomic
def set_kind(*, roster: RosterImport, kind: str, by: Reader) -> RosterImport:
    """The list is of the other kind than was guessed: its columns are recognised anew."""
    found = _locked(roster, by, Status.UPLOADED, Status.PREVIEWED)
    sheet, header = choose_sheet(read_sheets(found.file.data), kind)
    found.kind, found.sheet, found.status = kind, sheet.name[:80], Status.UPLOADED
    found.mapping = {str(column.index): column.field for column in header.columns}
    found.unmapped, found.revision = header.unmapped, found.revision + 1
    found.save(update_fields=["kind", "sheet", "mapping", "unmapped", "revision", "status"])
    return found


@transaction.atomic
def queue(*, roster: RosterImport, step: str, revision: int, by: Reader) -> RosterImport:
    """Puts a step in the queue, once: its job is of the same transaction."""
    found = _locked(roster, by, *STEPS[step])
    if found.is_working:
        raise Refusal("这份花名册正在处理，请等它完成。")
    if found.revision != revision:
        raise Refusal("您打开页面以后，列的对应已被改过，请重新预览后再导入。")
    found.step, found.work_state, found.started_at = step, LongWork.State.QUEUED, None
    found.done, found.message = 0, ""
    found.save(update_fields=["step", "work_state", "started_at", "done", "message"])
    app.configure_task(f"rosters.{step}").defer(roster_id=found.pk, user_id=by.actor_id)
    return found


@transaction.atomic
def preview(
    *,
    roster: RosterImport,
    by: Reader,
    sheet: Sheet | None = None,
    progress: Progress = silently,
) -> RosterImport:
    """What the list would do, row by row; the register is left as it is."""
    found = _locked(roster, by, Status.UPLOADED, Status.PREVIEWED)
    with collecting_later():
        plan = _plan(found, by, sheet, progress)
        _keep_outcome(found, plan, {}, {})
        found.status = Status.PREVIEWED
        found.save(update_fields=OUTCOME)
    return found


@retried
def apply(
    *,
    roster: RosterImport,
    by: Reader,
    sheet: Sheet | None = None,
    progress: Progress = silently,
) -> RosterImport:
    """The list goes into the register as a whole or not at all. Applying twice is refused."""
    found = _locked(roster, by, Status.UPLOADED, Status.PREVIEWED)
    with collecting_later():
        plan = _plan(found, by, sheet, progress)
        progress(70, "正在写入台账")
        people, before = _write(plan, found, by)
        _keep_outcome(found, plan, people, before)
        found.status, found.applied_at = Status.APPLIED, clock.now()
        found.save(update_fields=OUTCOME)
    _log("导入花名册", found, by, **found.counts)
    return found


@retried
def undo(*, roster: RosterImport, by: Reader, progress: Progress = silently) -> RosterImport:
    """Takes an applied list back; whom it must leave alone is on `kept` with the reason."""
    found = _locked(roster, by, Status.APPLIED)
    rows = found.lines.filter(outcome__in=["new", "changed"])
    done = {outcome: _done(rows.filter(outcome=outcome)) for outcome in ("new", "changed")}
    progress(10, "正在撤销")
    if found.kind == "checks":
        kept = take_checks_back(done["changed"], found.file_name, by)
    else:
        kept = _undo_people(Child if found.kind == "children" else Carer, done, by)
    found.kept = [list(one) for one in sorted(kept)]
    found.status, found.undone_at = Status.UNDONE, clock.now()
    found.save(update_fields=["kept", "status", "undone_at"])
    _log("撤销花名册导入", found, by, kept=len(kept))
    return found


def _undo_people(
    model: type[Child] | type[Carer], done: dict[str, list[undoing.Done]], by: Reader
) -> list[undoing.Kept]:
    kept = undoing.undo_changes(model, done["changed"])
    if model is Child:
        book.follow([row.person for row in done["changed"]], by)
    return kept + undoing.undo_additions(model, done["new"])


@contextmanager
def collecting_later() -> Iterator[None]:
    """Hundreds of thousands of small objects, none in a cycle: the collector need not walk them."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _may_import(by: Reader) -> None:
    if not by.can(Permission.IMPORT_ROSTERS):
        raise Refusal("您没有导入花名册的权限。")


def _locked(roster: RosterImport, by: Reader, *states: RosterImport.Status) -> RosterImport:
    """The import as it stands, held until the transaction ends: one step at a time.

    Held by a lock of its own and not by its row, which shows the progress meanwhile.
    """
    _may_import(by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('rosterimport'), %s)", [roster.pk])
    found = RosterImport.objects.visible_to(by).filter(pk=roster.pk).first()
    if found is None:
        raise Refusal("这份花名册由他人上传，请由上传人办理。")
    if found.status not in states:
        raise Refusal(f"这份花名册{found.get_status_display()}，不能再做这一步。")
    return found


def _plan(roster: RosterImport, by: Reader, sheet: Sheet | None, progress: Progress) -> Plan:
    if sheet is None:
        sheets = read_sheets(roster.file.data)
        sheet = next(one for one in sheets if one.name[:80] == roster.sheet)
    header = header_of(sheet, roster.kind, roster.mapping)
    roster.unmapped = header.unmapped
    roster.title = title_of(sheet, header)[:200]
    return make_plan(sheet, header, by, progress)


def _write(
    plan: Plan, roster: RosterImport, by: Reader
) -> tuple[dict[int, int], dict[int, tuple[Before, int]]]:
    """New people and changes; row number → person, and → what undo needs."""
    source = f"花名册：{roster.title or roster.file_name}"[:120]
    new, changed = plan.having("new"), plan.having("changed")
    if plan.kind == "children":
        entries = cast(list[ChildEntry], [row.entry for row in new])
        people = add_children(entries, plan.known, source, by)
        return people, change_children(changed, source, by)
    if plan.kind == "checks":
        return {}, add_checks(changed, by)
    people = add_carers(cast(list[CarerEntry], [row.entry for row in new]))
    return people, change_carers(changed)


def _keep_outcome(
    roster: RosterImport,
    plan: Plan,
    people: dict[int, int],
    before: dict[int, tuple[Before, int]],
) -> None:
    """Counts, and a row for every data row of the sheet."""
    roster.rows = len(plan.rows)
    roster.notes = [note for note in roster.notes if note != NO_ROWS]
    if not plan.rows:
        roster.notes.append(NO_ROWS)
    for outcome, count in plan.counts.items():
        setattr(roster, outcome, count)
    rows = RosterRow.objects.filter(roster=roster)
    rows._raw_delete(rows.db)
    copy_rows(RosterRow, ROW, _outcome_rows(roster, plan.rows, people, before))


def _outcome_rows(
    roster: RosterImport,
    rows: Sequence[Planned],
    people: dict[int, int],
    before: dict[int, tuple[Before, int]],
) -> Iterator[tuple[Any, ...]]:
    problems_of, before_of = seal_of(RosterRow, "problems"), seal_of(RosterRow, "before")
    named = {row.entry.number: row.known or people.get(row.entry.number) for row in rows}
    of_children = roster.kind == "children"
    for row in rows:
        entry = row.entry
        person = named[row.earlier] if row.earlier else named[entry.number]
        old, version = before.get(entry.number, (None, 1 if row.outcome == "new" else None))
        yield (
            roster.pk, entry.number, row.outcome, entry.name, row.reason[:200],
            person if of_children else None, None if of_children else person,
            bool(entry.problems), problems_of(_json(entry.problems)), before_of(_json(old)),
            version, row.fingerprint,
        )  # fmt: skip


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if value else ""


def _done(rows: Any) -> list[undoing.Done]:
    return [
        undoing.Done(
            row.number, row.name, row.child_id or row.carer_id or 0, row.version,
            json.loads(row.before) if row.before else {},
        )
        for row in rows
    ]  # fmt: skip


def _log(action: str, roster: RosterImport, by: Reader, **changes: Any) -> None:
    record(
        action=action, by=by, object_type="roster", object_id=roster.pk,
        changes={"file": roster.file_name, "kind": roster.kind, **changes},
    )  # fmt: skip
