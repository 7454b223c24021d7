"""The rows of rosters as a list, and one of them with all it says."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from nuantong.access.reader import Reader
from nuantong.core import clock
from nuantong.core.listing import Sort
from nuantong.core.masking import mask_id_number, mask_phone
from nuantong.core.xlsx import Column
from nuantong.people.models import Child, Label, Need
from nuantong.people.queries.ages import age_on
from nuantong.people.queries.names import shown_name, shows_names
from nuantong.sweeps.content import WORDS
from nuantong.sweeps.hints import CARE, HINTS
from nuantong.sweeps.models import Flag, LoadRow, Reason, Record, Standing
from nuantong.sweeps.queries.whom import whom

SEXES = {"1": "男", "2": "女"}
SORTS = {
    "since": Sort("自", "since"),
    "name": Sort("姓名", "name"),
    "place": Sort("所在地", "region_id", "name"),
    "source": Sort("名册", "source__name", "name"),
}
TONES = {
    Standing.ON_REGISTER: "good", Standing.FOUND: "good", Standing.EXCLUDED: "plain",
    Standing.WAITING: "due", Standing.NOT_HOME: "late",
}  # fmt: skip
HIDDEN: dict[str, Any] = {
    "id_number": mask_id_number, "phone": mask_phone, "teacher_phone": mask_phone,
    "address": lambda _: "（已隐藏）", "health_note": lambda _: "（已隐藏）",
}  # fmt: skip
CODES: dict[str, dict[str, str]] = {
    "stage": dict(Child.Stage.choices), "health": dict(Child.Health.choices),
    "setting": dict(Child.Setting.choices), "labels": dict(Label.Category.choices),
    "needs": dict(Need.Kind.choices),
}  # fmt: skip
COLUMNS: list[Column | str] = [
    Column("名册", 22), Column("姓名", 10), "性别", "年龄", Column("所在地", 32), Column("去向", 12),
    Column("原因", 20), Column("符合情形", 14), Column("依据", 30), Column("等谁办", 26),
    Column("自", 12), Column("说明", 30),
]  # fmt: skip


@dataclass(frozen=True)
class Line:
    record: Record
    name: str
    age: int | None
    place: str
    tone: str
    hint: str
    whom: str
    days: int
    """Days it has stood so."""


@dataclass(frozen=True)
class Part:
    """A field of a row; `masked` where it is not shown at once."""

    key: str
    name: str
    value: str
    masked: str = ""


def records_of(reader: Reader) -> QuerySet[Record]:
    return Record.objects.visible_to(reader).select_related("source", "child").defer("content")


def next_waiting(reader: Reader, record: Record) -> Record | None:
    """After a row is settled: another that waits in the same place, else in the scope."""
    waits = Record.objects.visible_to(reader).waiting().filter(handed_to="")
    waits = waits.exclude(reason=Reason.LINKING).exclude(pk=record.pk).only("pk", "name")
    beside = waits.filter(region=record.region_id).order_by("since", "pk").first()
    return beside or waits.order_by("region", "reason", "since").first()


def unlisted(reader: Reader) -> QuerySet[Record]:
    """Who fits a category with a guarantee and is neither on the register nor on a care list.

    The list that started it all: rows of a population list whose own words fit the rule.
    """
    return records_of(reader).filter(
        Q(hint__in=CARE), Q(standing__in=[Standing.WAITING, Standing.NOT_HOME]),
        ~Q(reason__in=[Reason.LINKING, Reason.REVIEW, Reason.SECOND]),
    )  # fmt: skip


def lines(records: Iterable[Record], reader: Reader) -> list[Line]:
    shown = list(records)
    who, full = whom(shown, reader), shows_names(reader)
    return [_line(one, reader, who, full) for one in shown]


def _line(one: Record, reader: Reader, who: dict[int, str], full: bool) -> Line:
    return Line(
        one, shown_name(one.name, full) or "（没有姓名）",
        age_on(one.birth_date, reader.on), reader.tree.full_name(one.region_id, " "),
        TONES[Standing(one.standing)], HINTS.get(one.hint, ""), who.get(one.pk, ""),
        (reader.on - one.since.astimezone(clock.SHANGHAI).date()).days,
    )  # fmt: skip


def sheet_rows(records: Iterable[Record], reader: Reader) -> list[tuple[Any, ...]]:
    return [
        (
            line.record.source.name, line.name, SEXES.get(line.record.sex, ""), line.age,
            line.place, line.record.get_standing_display(), line.record.get_reason_display(),
            line.hint, line.record.hint_basis, line.whom, _day(line.record.since),
            line.record.note or line.record.rule,
        )
        for line in lines(records, reader)
    ]  # fmt: skip


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(clock.SHANGHAI).date()


def parts(record: Record) -> list[Part]:
    """Everything the row says, by the form's words; what identifies is masked."""
    said = record.said
    found = []
    for key, name in WORDS.items():
        value = in_words(key, said.get(key))
        if value:
            mask = HIDDEN.get(key)
            found.append(Part(key, name, value, mask(value) if mask else ""))
    return found


def in_words(key: str, value: Any) -> str:
    """A field's value as a person reads it: codes by their names."""
    if isinstance(value, bool):
        return "是" if value else "否"
    values = value if isinstance(value, list) else [value or ""]
    names = CODES.get(key, {})
    return "、".join(names.get(one, str(one)) for one in values)


def flags(record: Record) -> list[str]:
    return [str(Flag(flag).label) for flag in record.flags if flag != Flag.ODD_CELLS]


def seen_in(record: Record) -> list[LoadRow]:
    """In which loads and rows the record was found."""
    rows = LoadRow.objects.filter(record=record).select_related("load").order_by("-load__version")
    return list(rows[:12])
