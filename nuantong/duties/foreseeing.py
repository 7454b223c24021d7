"""What a draft would have changed: both versions judged on the same facts of past months.

Nothing is written but the answer. Windows that ended in the last full quarter are counted; of
duties owed by the term, the half-year or the year those that ended in the year up to then.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from django.db.models import Q, QuerySet

from nuantong.calendars.civil import CivilCalendar
from nuantong.calendars.periods import Rule, period_of
from nuantong.duties.engine.books import Sheets
from nuantong.duties.engine.running import run_compiled
from nuantong.duties.engine.tables import EXEMPT, MET, MET_LATE, VOID
from nuantong.duties.listing import Listed
from nuantong.duties.loading import Case, load_some
from nuantong.duties.models import Enrolment
from nuantong.duties.protocols import Duty, ProtocolDefinition
from nuantong.duties.windows import Kind, Plan, Rulebook, Version
from nuantong.pairing.models import Pairing
from nuantong.people.models import Child

SLICE: Final = 1000
LONG: Final = frozenset({Rule.TERM, Rule.THREE_MONTHS, Rule.HALF_YEAR, Rule.YEAR})
MARGIN: Final = dt.timedelta(days=100)
"""A window that ended on the first day of the quarter began at most so long before."""
YEAR: Final = dt.timedelta(days=365)
WEEKS: Final = {False: 13, True: 52}
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Span:
    """The last full quarter before a day, and the year that ends with it."""

    quarter: tuple[dt.date, dt.date]
    year: tuple[dt.date, dt.date]

    def of(self, duty: Duty) -> tuple[dt.date, dt.date]:
        return self.year if duty.period in LONG else self.quarter


def last_quarter(today: dt.date) -> Span:
    now = period_of(Rule.QUARTER, today)
    assert now is not None
    past = period_of(Rule.QUARTER, now.start - dt.timedelta(days=1))
    assert past is not None
    return Span((past.start, past.end), (past.end - YEAR, past.end))


@dataclass
class Side:
    """One version's figures: by duty how many windows were owed and how many of them were met."""

    definition: ProtocolDefinition
    book: Rulebook
    owed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    met: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def weekly(self) -> float:
        """How often in a week something falls due, for all children together."""
        return sum(
            self.owed[duty.code] * duty.times / WEEKS[duty.period in LONG]
            for duty in self.definition.duties
        )


def foresee(
    *,
    before: ProtocolDefinition,
    after: ProtocolDefinition,
    enrolments: QuerySet[Enrolment],
    calendar: CivilCalendar,
    today: dt.date,
    progress: Progress = lambda done: None,
) -> dict[str, Any]:
    """The figures of both, as plain values for a page; `progress` counts children."""
    span = last_quarter(today)
    sides = [Side(one, Rulebook([Version(dt.date.min, one)], calendar)) for one in (before, after)]
    ids = _running_in(enrolments, span)
    affected = 0
    for first in range(0, len(ids), SLICE):
        chosen = Enrolment.objects.filter(pk__in=ids[first : first + SLICE])
        cases = load_some(chosen, _of_interest(sides, span))
        affected += _count(sides, cases, span, today)
        progress(min(first + SLICE, len(ids)))
    carers = _carers(enrolments)
    return _told(sides, span, len(ids), affected, carers)


def _running_in(enrolments: QuerySet[Enrolment], span: Span) -> list[int]:
    running = Q(end=None) | Q(end__gt=span.quarter[0])
    found = enrolments.filter(running, start__lt=span.quarter[1]).order_by("child", "pk")
    return list(found.values_list("pk", flat=True))


def _of_interest(sides: Iterable[Side], span: Span) -> Q:
    """Contacts that may count: recent ones, and older ones of what long duties ask for."""
    ways = (w for s in sides for d in s.definition.duties if d.period in LONG for w in d.accepts)
    acts = sorted({act for way in ways for act in way.acts})
    recent = Q(happened_on__gte=span.quarter[0] - MARGIN)
    return recent | Q(happened_on__gte=span.year[0] - YEAR, acts__overlap=acts)


def _count(sides: list[Side], cases: list[Case], span: Span, today: dt.date) -> int:
    """Adds the figures of some children to both sides; of how many children they differ."""
    marks = [list(_marks(side, cases, span, today)) for side in sides]
    return sum(one != other for one, other in zip(*marks, strict=True))


def _marks(
    side: Side, cases: list[Case], span: Span, today: dt.date
) -> Iterator[frozenset[tuple[str, str, bool]]]:
    """Of each enrolment its windows that were owed, and whether they were met."""
    plans, listed = _listed(side.book, cases, span, today)
    sheets = Sheets(list(plans))
    found = run_compiled(sheets.book(listed.sorts), listed.columns, today.toordinal())
    wanted = np.array([_ended_in(one.duty, one.end, span) for one in sheets.windows], bool)
    owed = ~np.isin(found.outcome, (EXEMPT, VOID))
    chosen = np.flatnonzero(wanted[found.window] & owed)
    marks: dict[int, set[tuple[str, str, bool]]] = defaultdict(set)
    for n in chosen:
        window, met = sheets.windows[found.window[n]], found.outcome[n] in (MET, MET_LATE)
        side.owed[window.duty.code] += 1
        side.met[window.duty.code] += met
        marks[int(found.enrolment[n])].add((window.duty.code, window.key, met))
    return (frozenset(marks[number]) for number in range(len(cases)))


def _ended_in(duty: Duty, end: dt.date, span: Span) -> bool:
    since, until = span.of(duty)
    return since < end <= until


def _listed(
    book: Rulebook, cases: list[Case], span: Span, today: dt.date
) -> tuple[list[Plan], Listed]:
    kinds: dict[Kind, int] = {}
    listed, first = Listed(today), (span.year[0] - YEAR).year
    for case in cases:
        kind = book.kind(case.enrolment, today)._replace(years=(first, today.year))
        listed.add(case.enrolment, case.facts, kinds.setdefault(kind, len(kinds)))
    return [book.plan(kind) for kind in kinds], listed


def _carers(enrolments: QuerySet[Enrolment]) -> int:
    """How many carers hold one of the children now."""
    children = Child.objects.filter(pk__in=enrolments.filter(end=None).values("child"))
    held = Pairing.objects.filter(end=None, child__in=children)
    return held.values("carer").distinct().count()


def _told(
    sides: list[Side], span: Span, children: int, affected: int, carers: int
) -> dict[str, Any]:
    codes = dict.fromkeys(code for side in sides for code in side.definition.by_code)
    return {
        "quarter": [day.isoformat() for day in span.quarter],
        "children": children, "affected": affected, "carers": carers,
        "weekly": [round(side.weekly() / carers, 1) if carers else None for side in sides],
        "duties": [_line(code, sides) for code in codes],
    }  # fmt: skip


def _line(code: str, sides: list[Side]) -> dict[str, Any]:
    """A duty with its figures on either side; None where it is not owed at all."""
    known = [side.definition.by_code.get(code) for side in sides]
    figures = [
        [side.owed[code], side.met[code]] if duty else None
        for side, duty in zip(sides, known, strict=True)
    ]
    shown = known[1] or known[0]
    assert shown is not None
    return {
        "title": shown.title, "long": shown.period in LONG,
        "before": figures[0], "after": figures[1],
    }  # fmt: skip
