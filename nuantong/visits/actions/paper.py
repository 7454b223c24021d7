"""Typing in paper forms: row by row, unfinished ones kept, each recorded once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.core.text import clean
from nuantong.people.models import Child
from nuantong.visits import survey
from nuantong.visits.actions.recording import VisitedAlready, record_visit
from nuantong.visits.filled import About, Filled, Subject
from nuantong.visits.models import PaperBatch, PaperRow, Visit
from nuantong.visits.sheets import SheetRow, read_sheet
from nuantong.visits.typed import FIELDS, LABEL, Typed, in_danger, is_blank, read_typed

MOST_ROWS = 500
KEYS = (LABEL.key, *(one.key for one in FIELDS), "again")


@dataclass
class Loaded:
    """What became of a sheet: rows recorded, rows that wait for a correction, rows of others."""

    recorded: int = 0
    waiting: int = 0
    known: int = 0
    problems: list[str] = field(default_factory=list)
    dangers: list[int] = field(default_factory=list)
    """Rows of the sheet with a danger sign."""


@transaction.atomic
def begin_batch(*, place: int, visitor: str, by: Reader) -> PaperBatch:
    """A row for every child who lives at home in the village, by name."""
    if not by.covers(Permission.ENTER_SURVEYS, place):
        raise Refusal("这个村（社区）不在您的录入范围内。")
    if not visitor.strip():
        raise Refusal("请填写走访人。")
    batch = PaperBatch.objects.create(
        place_id=place, visitor=visitor.strip()[:40], by=by.user, at=clock.now()
    )
    children = Child.objects.visible_to(by, to=Permission.ENTER_SURVEYS).on_register()
    at_home = children.filter(place=place, setting=Child.Setting.SCATTERED)
    PaperRow.objects.bulk_create(
        PaperRow(batch=batch, number=number, child=child)
        for number, child in enumerate(at_home.order_by("pinyin", "pk")[:MOST_ROWS], 1)
    )
    _log("录入纸质走访表", batch, by)
    return batch


@transaction.atomic
def add_row(*, batch: PaperBatch, by: Reader) -> PaperRow:
    """One more, for a home that is not on the register."""
    locked = PaperBatch.objects.visible_to(by).select_for_update(of=("self",)).get(pk=batch.pk)
    last = locked.rows.aggregate(last=Max("number"))["last"] or 0
    if last >= MOST_ROWS:
        raise Refusal(f"一批最多{MOST_ROWS}份，请另开一批。")
    return PaperRow.objects.create(batch=locked, number=last + 1)


@transaction.atomic
def save_row(
    *, row: PaperRow, typed: Mapping[str, str], version: int, by: Reader, draft: bool = False
) -> tuple[PaperRow, dict[str, str]]:
    """Keep what was typed; record the visit when all of it stands. Gives errors by field.

    A recorded row is closed: the same again changes nothing. `draft` only keeps.
    """
    found = _locked(row, by)
    if found.visit_id:
        return found, {}
    if found.version != version:
        raise StaleVersion("这一行刚被他人改过，请刷新页面再填。")
    kept = {key: str(typed.get(key) or "")[:1000] for key in KEYS if typed.get(key)}
    found.typed = "" if is_blank(kept) else json.dumps(kept, ensure_ascii=False)
    found.version += 1
    found.save(update_fields=["typed", "version"])
    if draft or not found.typed:
        return found, {}
    return found, _record(found, kept, by)


def _locked(row: PaperRow, by: Reader) -> PaperRow:
    batches = PaperBatch.objects.visible_to(by).values("pk")
    rows = PaperRow.objects.filter(pk=row.pk, batch__in=batches).select_related("batch", "child")
    found = rows.select_for_update(of=("self",)).first()
    if found is None:
        raise Refusal("这一批不在您的录入范围内。")
    return found


def _record(row: PaperRow, kept: dict[str, str], by: Reader) -> dict[str, str]:
    """The errors, or none and the visit."""
    read = read_typed(kept, by.on, labelled=row.child_id is None)
    if read.errors:
        return read.errors
    try:
        with transaction.atomic():
            row.visit = record_visit(
                key=row.key, filled=_filled(row, read), by=by, again=bool(kept.get("again"))
            )
    except VisitedAlready as refusal:
        return {"again": str(refusal)}
    except Refusal as refusal:
        return {"": str(refusal)}
    row.save(update_fields=["visit"])
    return {}


def _filled(row: PaperRow, read: Typed) -> Filled:
    said = read.values
    subject = Subject(row.child, "", "" if row.child else str(said["label"]))
    child = {key: said[key] for key in survey.EVERY if key in said}
    place = (row.child.place_id if row.child else None) or row.batch.place_id
    return Filled(
        said["happened_on"], said["outcome"], place, row.batch.visitor,
        (About(subject, child),), said, Visit.Source.PAPER,
    )  # fmt: skip


@transaction.atomic
def load_sheet(*, batch: PaperBatch, data: bytes, by: Reader) -> Loaded:
    """The rows of a filled sheet into the batch; those that stand are recorded at once.

    The same sheet again finds its rows recorded and changes nothing.
    """
    result, rows = Loaded(), read_sheet(data)
    numbers = {row.child.number: row for row in batch.rows.select_related("child") if row.child}
    for line in rows:
        _load(batch, line, numbers, result, by)
    _log("导入走访表", batch, by, rows=len(rows), recorded=result.recorded)
    return result


def _load(
    batch: PaperBatch, line: SheetRow, numbers: dict[str, PaperRow], result: Loaded, by: Reader
) -> None:
    if in_danger(line.values):
        result.dangers.append(line.at)
    row = numbers.get(line.number) if line.number else _row_of_label(batch, line, by)
    if row is None:
        result.problems.append(f"第{line.at}行：编号{line.number[:12]}不在这个村的名单里。")
        return
    fresh = PaperRow.objects.get(pk=row.pk)
    if fresh.visit_id:
        result.known += 1
        return
    saved, errors = save_row(row=fresh, typed=line.values, version=fresh.version, by=by)
    if saved.visit_id:
        result.recorded += 1
    elif errors:
        result.waiting += 1
        result.problems.append(f"第{line.at}行：{'；'.join(_said(errors))}。")


def _said(errors: dict[str, str]) -> list[str]:
    headings = {one.key: one.heading for one in (LABEL, *FIELDS)}
    return [
        f"{headings[key]}{words}" if key in headings else words for key, words in errors.items()
    ]


def _row_of_label(batch: PaperBatch, line: SheetRow, by: Reader) -> PaperRow:
    """The row of a home not on the register, by its name."""
    name = clean(line.values.get(LABEL.key))
    for row in batch.rows.filter(child=None):
        if clean(row.values.get(LABEL.key)) == name:
            return row
    return add_row(batch=batch, by=by)


def _log(action: str, batch: PaperBatch, by: Reader, **changes: Any) -> None:
    record(
        action=action, by=by, object_type="paperbatch", object_id=batch.key.hex,
        changes={"place": batch.place_id, **changes},
    )  # fmt: skip
