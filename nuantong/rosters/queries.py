"""Read models of the pages of rosters."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from nuantong.access.reader import Reader
from nuantong.core.listing import Sort
from nuantong.core.masking import mask_id_number, mask_phone
from nuantong.core.text import clean
from nuantong.people.models import Child
from nuantong.rosters.choosing import header_of
from nuantong.rosters.error_sheet import shown
from nuantong.rosters.models import OUTCOMES, RosterImport, RosterRow
from nuantong.rosters.reading import read_sheets
from nuantong.rosters.rows import data_lines
from nuantong.rosters.sheets import column_letter

SORTS = {"number": Sort("行号", "number"), "outcome": Sort("结果", "outcome", "number")}
TONES = {"new": "good", "changed": "info", "refused": "late", "repeated": "due"}
MASKS = {"id_number": mask_id_number, "phone": mask_phone, "guardian_phone": mask_phone}
SAMPLES = 3


@dataclass(frozen=True)
class ColumnChoice:
    """A column of the sheet on the mapping page, with the first things it holds."""

    index: int
    letter: str
    heading: str
    field: str
    samples: list[str]


@dataclass(frozen=True)
class Count:
    outcome: str
    title: str
    value: int
    tone: str
    url: str


@dataclass(frozen=True)
class RowLine:
    """A row of an import as the list shows it."""

    row: RosterRow
    tone: str
    problems: list[tuple[str, str]]
    url: str


def imports_of(reader: Reader) -> QuerySet[RosterImport]:
    return RosterImport.objects.visible_to(reader).select_related("by")


def column_choices(roster: RosterImport) -> list[ColumnChoice]:
    sheet = next(one for one in read_sheets(roster.file.data) if one.name[:80] == roster.sheet)
    header = header_of(sheet, roster.kind, roster.mapping)
    lines = [line.cells for line, _ in zip(data_lines(sheet, header), range(50), strict=False)]
    return [
        ColumnChoice(
            column.index, column_letter(column.index), column.heading, column.field,
            _samples((row[column.index] for row in lines), column.field),
        )
        for column in header.columns
    ]  # fmt: skip


def _samples(values: Iterable[Any], field: str) -> list[str]:
    """The first few different values; numbers that identify are masked."""
    texts = dict.fromkeys(text for value in values if (text := clean(shown(value))))
    mask = MASKS.get(field)
    return [mask(text) if mask else text[:24] for text in list(texts)[:SAMPLES]]


def counts(roster: RosterImport) -> list[Count]:
    """The five counts, each opening to its rows."""
    names, page = dict(RosterRow.Outcome.choices), reverse("rosters:roster", args=[roster.pk])
    return [
        Count(
            outcome, names[outcome], value, TONES.get(outcome, "") if value else "",
            f"{page}?outcome={outcome}",
        )
        for outcome, value in ((o, roster.counts[o]) for o in OUTCOMES)
    ]  # fmt: skip


def rows_of(roster: RosterImport) -> QuerySet[RosterRow]:
    return RosterRow.objects.filter(roster=roster)


def row_lines(rows: Iterable[RosterRow]) -> list[RowLine]:
    """The rows of one page, each opening to whom it speaks of, once there is somebody."""
    shown_rows = list(rows)
    keys = [row.child_id for row in shown_rows if row.child_id]
    numbers = dict(Child.objects.filter(pk__in=keys).values_list("pk", "number"))
    return [
        RowLine(
            row, TONES.get(row.outcome, "plain"),
            json.loads(str(row.problems)) if row.problems else [], _address(row, numbers),
        )
        for row in shown_rows
    ]  # fmt: skip


def _address(row: RosterRow, numbers: dict[int, str]) -> str:
    if row.child_id in numbers:
        return reverse("people:child", args=[numbers[row.child_id]])
    return reverse("people:carer", args=[row.carer_id]) if row.carer_id else ""
