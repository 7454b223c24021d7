"""The grid of a batch: its columns, and each row with what was typed and what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.people.models import Child
from nuantong.visits.models import PaperBatch, PaperRow
from nuantong.visits.survey import Field, Kind
from nuantong.visits.typed import FIELDS, LABEL, in_danger, is_blank, read_typed

GRID: Final = FIELDS
SHOWN: Final = 60


@dataclass(frozen=True)
class Cell:
    """One input of a row."""

    field: Field
    value: str
    error: str
    options: list[tuple[str, str, bool]]

    @property
    def shown(self) -> str:
        """What was typed, in words."""
        return next((word for _, word, on in self.options if on), self.value)

    @property
    def select(self) -> bool:
        return self.field.kind in (Kind.CHOICE, Kind.FLAG)

    @property
    def long(self) -> bool:
        return self.field.kind is Kind.TEXT and self.field.rows > 0


@dataclass(frozen=True)
class Line:
    """A row of the grid; `done` is closed and only shown."""

    row: PaperRow
    cells: list[Cell]
    name: str
    error: str
    again: str
    drafted: bool
    danger: bool = False

    @property
    def done(self) -> bool:
        return self.row.visit_id is not None

    @property
    def short(self) -> list[Cell]:
        return [cell for cell in self.cells if not cell.long]

    @property
    def words(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.long]


def batches(reader: Reader) -> QuerySet[Any]:
    """The newest batches of the reader's places, with how far each has come."""
    counts = {
        "forms": Count("rows", filter=Q(rows__visit__isnull=False)),
        "open_rows": Count("rows", filter=Q(rows__visit=None, rows__typed__isnull=False)),
    }
    rows = PaperBatch.objects.visible_to(reader).annotate(**counts)
    return rows.select_related("by", "place").order_by("-pk")[:SHOWN]


def rows_of(batch: PaperBatch, reader: Reader) -> list[Line]:
    """Every row, with the errors of what was typed."""
    rows = seen_rows(batch, reader).select_related("child", "visit").defer("visit__words")
    return [line_of(row, reader, errors=_errors(row, reader)) for row in rows]


def seen_rows(batch: PaperBatch, reader: Reader) -> QuerySet[Any]:
    """The rows of a batch; of children who left the scope nothing."""
    children = Child.objects.visible_to(reader, to=Permission.ENTER_SURVEYS).values("pk")
    return batch.rows.filter(Q(child=None) | Q(child__in=children))


def _errors(row: PaperRow, reader: Reader) -> dict[str, str]:
    if row.visit_id or is_blank(row.values):
        return {}
    return read_typed(row.values, reader.on, labelled=row.child_id is None).errors


def line_of(
    row: PaperRow, reader: Reader, *, errors: dict[str, str], typed: dict[str, str] | None = None
) -> Line:
    """A row as this reader sees it: the narratives of a recorded one lie open for whoever typed
    them; others open the visit, with a reason."""
    values = row.values if typed is None else typed
    named = [] if row.child_id else [LABEL]
    closed = row.visit is not None and row.visit.recorded_by_id != reader.actor_id
    cells = [
        _cell(one, _typed(one, values, closed), errors.get(one.key, "")) for one in (*named, *GRID)
    ]
    return Line(
        row=row, cells=cells, name=row.child.name if row.child else str(values.get("label") or "不在册的户"),
        error=errors.get("", ""), again=errors.get("again", ""), drafted=not is_blank(values), danger=in_danger(values),
    )  # fmt: skip


def _typed(one: Field, values: Mapping[str, str], closed: bool) -> str:
    text = str(values.get(one.key) or "")
    return "（已隐藏）" if closed and text and one.kind is Kind.TEXT and one is not LABEL else text


def _cell(one: Field, value: str, error: str) -> Cell:
    choices = one.choices if one.kind is Kind.CHOICE else (("是", "是"), ("否", "否"))
    options = []
    if one.kind in (Kind.CHOICE, Kind.FLAG):
        numbered = {str(n): key for n, (key, _) in enumerate(choices, 1)}
        words = {word: key for key, word in choices}
        chosen = numbered.get(value, words.get(value, value))
        options = [(key, word, key == chosen) for key, word in choices]
    return Cell(one, value, error, options)


def legend() -> list[tuple[str, str]]:
    """The numbers of the choices that are typed as numbers."""
    return [
        (one.heading, "　".join(f"{n} {word}" for n, (_, word) in enumerate(one.choices, 1)))
        for one in GRID
        if one.kind is Kind.CHOICES
    ]
