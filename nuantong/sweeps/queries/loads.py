"""Sources and their loads as the pages show them."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet, Sum

from nuantong.access.reader import Reader
from nuantong.core.listing import Sort
from nuantong.core.masking import mask_name
from nuantong.core.text import clean
from nuantong.people.queries.names import shown_name, shows_names
from nuantong.rosters.headings import KEPT
from nuantong.sweeps.content import WORDS
from nuantong.sweeps.files import tables_of
from nuantong.sweeps.keeping import kept
from nuantong.sweeps.models import Load, LoadRow, Reason, Record, Source, Standing, Tally
from nuantong.sweeps.queries.records import HIDDEN, in_words

SORTS = {"number": Sort("行号", "sheet", "number"), "name": Sort("姓名", "name")}
OPEN = frozenset({
    "serial", "sex", "birth_date", "ethnicity", "stage", "grade", "boarding", "health", "setting",
    "labels", "needs",
})  # fmt: skip
"""Fields that name nobody: shown as they are."""
DIGITS = re.compile(r"[0-9A-Za-z]{5,}")
LONG = 4
SAMPLES = 3
MOST_GONE = 500
FIELDS = [("", "不使用"), ("serial", "序号"), *KEPT["children"].items()]


@dataclass(frozen=True)
class ColumnChoice:
    """A column of the page; `number` names its choice in the form."""

    number: int
    heading: str
    field: str
    samples: list[str]


@dataclass(frozen=True)
class Change:
    """What a changed row says now and said before, in one field."""

    field: str
    before: str
    now: str


def sources_of(reader: Reader) -> list[dict[str, Any]]:
    """Each source with its newest load and how its records stand."""
    found = list(Source.objects.visible_to(reader).select_related("region"))
    newest = {
        load.source_id: load
        for load in Load.objects.filter(source__in=found).exclude(
            stage=Load.Stage.DISCARDED).order_by("version")
    }  # fmt: skip
    tallies = Tally.objects.filter(source__in=found, standing=Standing.WAITING)
    standings = dict(tallies.values_list("source").annotate(waiting=Sum("count")))
    return [
        {"source": one, "load": newest.get(one.pk), "waiting": standings.get(one.pk, 0),
         "where": reader.tree.full_name(one.region_id)}
        for one in found
    ]  # fmt: skip


def loads_of(source: Source) -> QuerySet[Load]:
    return Load.objects.filter(source=source)


def headings_of(load: Load) -> list[str]:
    """The headings in the order of the form's choices: the database keeps no order of its own."""
    return sorted(load.mapping)


def column_choices(load: Load) -> list[ColumnChoice]:
    """The columns of the sheets, once per heading, with the first things they hold."""
    found: dict[str, ColumnChoice] = {}
    numbers = {heading: number for number, heading in enumerate(headings_of(load))}
    for table in tables_of(kept(load)):
        header = table.header
        if header is None:
            continue
        rows = table.head.rows[header.leaf + 1 : header.leaf + 60]
        for column in header.columns:
            field = load.mapping.get(column.heading, "")
            values = (row[column.index] for row in rows if column.index < len(row))
            choice = ColumnChoice(
                numbers[column.heading], column.heading, field, _samples(values, field)
            )
            found.setdefault(column.heading, choice)
    return list(found.values())


def _samples(values: Iterable[Any], field: str) -> list[str]:
    texts = dict.fromkeys(text for value in values if (text := clean(value)))
    show = (lambda text: text[:24]) if field in OPEN else veiled
    return [show(text) for text in list(texts)[:SAMPLES]]


def veiled(text: str) -> str:
    """Enough to tell what a column holds, whatever it is, and not whom it speaks of: numbers by
    their first digits, short words as names are masked, longer ones by their beginning."""
    hidden = DIGITS.sub(lambda found: found[0][:3] + "*" * (len(found[0]) - 3), text)
    if hidden != text:
        return hidden[:24]
    return mask_name(text) if len(text) <= LONG else f"{text[:LONG]}…"


def outcomes(load: Load) -> list[dict[str, Any]]:
    """The load beside the one before: each number opens to its rows."""
    return [
        {"title": title, "value": getattr(load, key), "url": f"?outcome={key}", "tone": tone}
        for key, title, tone in (
            ("new", "新出现", "info"), ("changed", "有变化", "due"), ("same", "无变化", ""),
        )
    ] + [{"title": "不再出现", "value": load.gone, "url": "?outcome=gone", "tone": ""}]  # fmt: skip


def rows_of(load: Load) -> QuerySet[LoadRow]:
    return LoadRow.objects.filter(load=load).select_related("record")


def gone_lines(load: Load, reader: Reader) -> list[dict[str, Any]]:
    """The first of them, with their names as the reader's lists show names."""
    full = shows_names(reader)
    return [
        {"record": one, "name": shown_name(one.name, full)} for one in gone_of(load)[:MOST_GONE]
    ]


def gone_of(load: Load) -> QuerySet[Record]:
    """Records of the source that were in a load before and are not in this one."""
    here = LoadRow.objects.filter(load=load, record=OuterRef("pk"))
    return Record.objects.filter(~Exists(here), source=load.source, gone_at__isnull=False)


def row_lines(rows: Iterable[LoadRow], reader: Reader) -> list[dict[str, Any]]:
    """The rows of one page: problems beside their cells, changes beside what was before. Names as
    far as the reader's lists show them: in full at a row's own page, whose opening is on the log."""
    full = shows_names(reader)
    return [
        {
            "row": row, "name": shown_name(row.name, full), "problems": json.loads(str(row.problems)) if row.problems else [],
            "changes": changes_of(row, full) if row.outcome == "changed" else [],
            "flags": list(_flags(row)),
        }
        for row in rows
    ]  # fmt: skip


def _flags(row: LoadRow) -> list[str]:
    from nuantong.sweeps.models import Flag

    hidden = {Flag.ODD_CELLS}
    return [str(Flag(flag).label) for flag in row.flags if Flag(flag) not in hidden]


def changes_of(row: LoadRow, full: bool = True) -> list[Change]:
    """Open words for what may be read; identifying parts by name alone, in a masked list all."""
    if row.before is None or row.record is None:
        return []
    content: Any = Record._meta.get_field("content")
    before = json.loads(content.from_db_value(row.before) or "{}")
    now = row.record.said
    return [
        Change(WORDS[key], _open_words(key, before, full), _open_words(key, now, full))
        for key in WORDS
        if before.get(key) != now.get(key)
    ]


def _open_words(key: str, said: dict[str, Any], full: bool) -> str:
    return (
        "（已隐藏）" if key in HIDDEN or not (full or key in OPEN) else in_words(key, said.get(key))
    )


def whereto(source: Source) -> list[dict[str, Any]]:
    """How the records of a source stand, and what those that wait wait for."""
    sums = Tally.objects.filter(source=source).values_list("standing", "reason")
    found = {(standing, reason): n for standing, reason, n in sums.annotate(n=Sum("count")) if n}
    return [
        {"standing": standing, "name": name, "value": sum(parts.values()), "parts": parts}
        for standing, name in Standing.choices
        if (parts := {Reason(r).label if r else "": n for (s, r), n in found.items() if s == standing})
    ]  # fmt: skip


def newest_rows(sources: Iterable[int]) -> dict[int, int]:
    """Rows of each source's newest finished file."""
    done = Load.objects.filter(source__in=sources, stage__in=["linking", "done"])
    last = dict(done.order_by().values_list("source").annotate(last=Max("version")))
    return {load.source_id: load.rows for load in done if load.version == last[load.source_id]}


def summary(load: Load) -> str:
    """For the command line."""
    tallies = Tally.objects.filter(source=load.source).values_list("standing", "reason")
    standings = [one for one in tallies.annotate(n=Sum("count")) if one[2]]
    lines = [
        f"{load.source.name} 第{load.version}期 {load.file_name}: {load.rows} rows = "
        f"{load.new} new + {load.changed} changed + {load.same} same; {load.gone} gone",
        *(f"  {standing} {reason}: {n}" for standing, reason, n in sorted(standings)),
        *(f"  note: {note}" for note in load.notes),
    ]
    return "\n".join(lines)
