"""A city's year in the Six Ones as columns: contacts, carers who change, exemptions, silence."""

import datetime as dt
from typing import NamedTuple

import numpy as np

from nuantong.calendars.civil import default_calendar
from nuantong.duties.engine.books import Sheets, Sort
from nuantong.duties.engine.tables import FAR, Book, Known
from nuantong.duties.facts import ALWAYS, Enrolment
from nuantong.duties.protocols import shipped_definition
from nuantong.duties.windows import Rulebook, Version

FIRST, LAST = dt.date(2018, 1, 1), dt.date(2018, 12, 31)
CONTACTS = 77
"""A child and year: twelve million for 162,000 children."""
SORTS = [
    Sort(frozenset(acts.split()), means)
    for acts, means in (
        ("meet", "face"), ("meet talk", "face"), ("meet guardian", "face"), ("talk", "phone"),
        ("guardian", "phone"), ("teacher", "phone"), ("meet activity", "face"),
        ("meet festival talk", "face"),
    )
]  # fmt: skip
SHARES = (0.5, 0.2, 0.1, 0.08, 0.05, 0.04, 0.02, 0.01)


class City(NamedTuple):
    sheets: Sheets
    book: Book
    known: Known


def make(children: int, seed: int = 7) -> City:
    rulebook = Rulebook([Version(FIRST, shipped_definition("six-ones"))], default_calendar())
    one = Enrolment("", FIRST)
    kinds = [rulebook.kind(one, LAST)._replace(no_signal=spans) for spans in ((), ALWAYS)]
    sheets = Sheets([rulebook.plan(kind) for kind in kinds])
    return City(sheets, sheets.book(SORTS), facts(children, np.random.default_rng(seed)))


def facts(children: int, random: np.random.Generator) -> Known:
    """A tenth without signal, a tenth with two carers, a fiftieth away for two months, a
    twentieth with a silent phone; some enrolled during the year, some gone."""
    first, days = FIRST.toordinal(), (LAST - FIRST).days + 1
    contacts = np.sort(random.integers(0, days, (children, CONTACTS)), axis=1) + first
    late = random.random(children) < 0.1
    gone = random.random(children) < 0.03
    handed = random.random(children) < 0.1
    change = random.integers(first + 30, first + days - 30, children)
    held = np.concatenate([[0], np.cumsum(1 + handed)])
    second = held[:-1][handed] + 1
    held_from, held_until = np.full(held[-1], first - 400), np.full(held[-1], FAR)
    held_from[second], held_until[second - 1] = change[handed], change[handed]
    away = random.random(children) < 0.02
    exempt_from = random.integers(first, first + days - 60, int(away.sum()))
    silent = random.random(held[-1]) < 0.05
    return Known(
        plan=(random.random(children) < 0.1).astype(np.int64),
        child=np.arange(children),
        start=np.where(late, change, first - 400),
        end=np.where(gone & ~late, change, FAR),
        birthday=random.integers(1, 13, children) * 100 + random.integers(1, 29, children),
        contacts=np.arange(0, children * CONTACTS + 1, CONTACTS),
        day=contacts.ravel(),
        kind=random.choice(len(SORTS), children * CONTACTS, p=SHARES),
        holdings=held,
        carer=np.arange(held[-1]),
        held_from=held_from,
        held_until=held_until,
        heard=np.where(silent, first + days - 40, FAR),
        exemptions=np.concatenate([[0], np.cumsum(away)]),
        exempt_from=exempt_from,
        exempt_until=exempt_from + 60,
    )
