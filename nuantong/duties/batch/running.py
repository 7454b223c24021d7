"""Judges a folder: reads it, runs the engine slice by slice, writes what came out."""

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from nuantong.duties.batch.contacts import Contacts, note_outside, note_strangers, read_contacts
from nuantong.duties.batch.people import read_enrolments, read_exemptions, read_holdings
from nuantong.duties.batch.protocols import calendar_of, rulebooks
from nuantong.duties.batch.reading import Names, Problems
from nuantong.duties.engine.books import Sheets
from nuantong.duties.engine.running import run_compiled
from nuantong.duties.engine.tables import NO_REASON, NOBODY, Found, Known
from nuantong.duties.engine.tables import PARTIAL as PARTIALLY
from nuantong.duties.facts import ALWAYS, Enrolment
from nuantong.duties.judging import OUTCOMES
from nuantong.duties.vocabulary import FULFILLED, PARTIAL
from nuantong.duties.windows import Kind, Rulebook

SLICE: Final = 50_000
"""Enrolments judged at a time."""
PLAN: Final = ("protocol", "stage", "boarding", "no_signal", "since")
COLUMNS: Final = (
    "enrolment", "duty", "period", "outcome", "reason", "contact", "credit_carer", "handover",
)  # fmt: skip
FULFILLING: Final = [n for n, one in enumerate(OUTCOMES) if one in FULFILLED]


class Judged(NamedTuple):
    """How much was read, judged and found wrong."""

    enrolments: int
    contacts: int
    windows: int
    problems: pl.DataFrame


class Folder(NamedTuple):
    """What a folder says, as tables; `plan` of an enrolment is its place in the sheets."""

    enrolments: pl.DataFrame
    children: int
    sheets: Sheets
    carers: Names
    holdings: pl.DataFrame
    exemptions: pl.DataFrame
    contacts: Contacts


def judge_folder(source: Path, target: Path, as_of: dt.date) -> Judged:
    """Writes outcomes.csv and problems.csv. Refusal when enrolments or contacts cannot be read at
    all; then nothing is written."""
    problems = Problems()
    folder = read_folder(source, as_of, problems)
    target.mkdir(parents=True, exist_ok=True)
    windows = _write(target / "outcomes.csv", _outcomes(folder, as_of.toordinal()))
    table = problems.table()
    table.write_csv(target / "problems.csv")
    return Judged(len(folder.enrolments), len(folder.contacts.rows), windows, table)


def read_folder(source: Path, as_of: dt.date, problems: Problems) -> Folder:
    enrolments, sheets = _enrolled(source, as_of, problems)
    children, carers = Names(), Names()
    enrolments = enrolments.with_columns(number=children.numbers(enrolments["child"]))
    holdings = read_holdings(source, children, carers, problems)
    exemptions = read_exemptions(source, children, problems)
    contacts = read_contacts(source, children, carers, as_of.toordinal(), problems)
    note_outside(contacts.rows, enrolments, problems)
    if len(holdings):
        note_strangers(contacts.rows, holdings, carers, problems)
    return Folder(enrolments, len(children), sheets, carers, holdings, exemptions, contacts)


def _enrolled(source: Path, as_of: dt.date, problems: Problems) -> tuple[pl.DataFrame, Sheets]:
    """The enrolments with the number of their plan, without those of unusable protocols."""
    rows = read_enrolments(source, problems)
    earliest = dt.date.fromordinal(min([as_of.toordinal(), *rows["start"]]))
    calendar = calendar_of(source, earliest.year, as_of.year, problems)
    codes = rows["protocol"].unique().to_list()
    books = rulebooks(source, codes, calendar, earliest, problems)
    unusable = ~pl.col("protocol").is_in(list(books))
    text = pl.format("protocol '{}' cannot be used: left out", "protocol")
    problems.add_frame("enrolments.csv", rows.filter(unusable), text)
    return _planned(rows.filter(~unusable), books, earliest, as_of)


def _planned(
    rows: pl.DataFrame, books: dict[str, Rulebook], earliest: dt.date, as_of: dt.date
) -> tuple[pl.DataFrame, Sheets]:
    counted = [code for code, book in books.items() if book.from_start]
    since = pl.when(pl.col("protocol").is_in(counted)).then("start").otherwise(earliest.toordinal())
    keyed = rows.with_columns(since=since)
    distinct = keyed.select(PLAN).unique(maintain_order=True)
    numbers: dict[tuple[str, Kind], int] = {}
    plan = []
    for code, stage, boarding, no_signal, start in distinct.iter_rows():
        one = Enrolment(
            "", dt.date.fromordinal(start), None, stage, boarding, ALWAYS if no_signal else ()
        )
        kind = books[code].kind(one, as_of)._replace(years=(earliest.year, as_of.year))
        plan.append(numbers.setdefault((code, kind), len(numbers)))
    distinct = distinct.with_columns(plan=pl.Series(plan, dtype=pl.Int64))
    planned = keyed.join(distinct, on=PLAN, how="left", maintain_order="left")
    return planned, Sheets([books[code].plan(kind) for code, kind in numbers])


def known_of(folder: Folder) -> Known:
    """The facts as the columns that the rules read."""
    rows, facts = folder.enrolments, folder.contacts.rows
    held, exempt, children = folder.holdings, folder.exemptions, folder.children
    return Known(
        **{name: _column(rows, name) for name in ("plan", "start", "end", "birthday")},
        child=_column(rows, "number"),
        contacts=_slices(facts, children),
        day=_column(facts, "day"),
        kind=_column(facts, "kind"),
        holdings=_slices(held, children),
        carer=_column(held, "carer"),
        held_from=_column(held, "start"),
        held_until=_column(held, "end"),
        heard=_column(held, "heard"),
        exemptions=_slices(exempt, children),
        exempt_from=_column(exempt, "start"),
        exempt_until=_column(exempt, "end"),
    )


def _column(rows: pl.DataFrame, name: str) -> np.ndarray:
    return rows[name].cast(pl.Int64).to_numpy(writable=True)


def _slices(rows: pl.DataFrame, children: int) -> np.ndarray:
    """Where the rows of each child begin, in rows ordered by child."""
    return np.searchsorted(_column(rows, "child"), np.arange(children + 1))


def _outcomes(folder: Folder, as_of: int) -> Iterator[pl.DataFrame]:
    """outcomes.csv, some enrolments at a time."""
    book = folder.sheets.book(folder.contacts.sorts)
    known = known_of(folder)
    texts = _Texts(folder)
    for first in range(0, len(folder.enrolments), SLICE):
        part = known._replace(
            **{name: getattr(known, name)[first : first + SLICE] for name in Known._fields[:5]}
        )
        yield texts.table(run_compiled(book, part, as_of), first)


class _Texts:
    """What the numbers of an answer stand for."""

    def __init__(self, folder: Folder) -> None:
        windows, rows = folder.sheets.windows, folder.contacts.rows
        self._enrolments = folder.enrolments["enrolment"]
        self._duties = pl.Series([window.duty.code for window in windows], dtype=pl.String)
        self._periods = pl.Series([window.key for window in windows], dtype=pl.String)
        self._times = np.array([window.duty.times for window in windows], np.int64)
        self._outcomes = pl.Series([one.value for one in OUTCOMES])
        self._reasons = pl.concat([folder.exemptions["reason"], pl.Series([PARTIAL, None])])
        self._contacts, self._carers = rows["contact"], rows["carer"]
        self._names = folder.carers.texts

    def table(self, found: Found, first: int) -> pl.DataFrame:
        last = found.links[found.slot + self._times[found.window] - 1]
        contact = pl.Series(np.where(np.isin(found.outcome, FULFILLING), last, NOBODY))
        contact = contact.set(contact == NOBODY, None)
        return pl.DataFrame(
            {
                "enrolment": self._enrolments.gather(found.enrolment.astype(np.int64) + first),
                "duty": self._duties.gather(found.window),
                "period": self._periods.gather(found.window),
                "outcome": self._outcomes.gather(found.outcome),
                "reason": self._reasons.gather(self._reason(found)),
                "contact": self._contacts.gather(contact),
                "credit_carer": self._names.gather(self._carers.gather(contact)),
                "handover": found.handover,
            }
        )

    def _reason(self, found: Found) -> np.ndarray:
        """Partial and none stand behind the exemptions."""
        reason: np.ndarray = found.reason.astype(np.int64)
        size = len(self._reasons)
        reason[found.reason == PARTIALLY] = size - 2
        reason[found.reason == NO_REASON] = size - 1
        return reason


def _write(path: Path, tables: Iterator[pl.DataFrame]) -> int:
    """All of it or nothing; how many rows."""
    part, rows = path.with_suffix(".part"), 0
    with part.open("wb") as file:
        file.write((",".join(COLUMNS) + "\n").encode())
        for table in tables:
            table.write_csv(file, include_header=False)
            rows += len(table)
    os.replace(part, path)
    return rows
