"""A year's plan: a protocol of the duty engine, judged from the case's own facts. No Django, no clock.

The engine knows nothing of counselling: a call is a talk by phone, a meeting a meeting face to face,
a finished sheet a talk about 测评. What is not there (nobody came) is no fact of it.
"""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from nuantong.calendars.civil import CivilCalendar
from nuantong.calendars.periods import add_months
from nuantong.duties.facts import SHANGHAI, Contact, Enrolment, Exemption, Facts
from nuantong.duties.judging import Judged, judge
from nuantong.duties.protocols.definition import ProtocolDefinition
from nuantong.duties.protocols.parsing import parse_definition
from nuantong.duties.vocabulary import Act, Means
from nuantong.duties.windows import Rulebook, Version

YEAR: Final = dt.timedelta(days=365)
HALF: Final = dt.timedelta(45)
"""A follow-up belongs to the third or the sixth month after the end, from halfway before it to halfway
after: its windows begin so long after the end."""
FOLLOW_UPS: Final = (3, 6)
"""Months after the end."""
MEASURED: Final = "测评"
FOLLOWED: Final = "回访"


@dataclass(frozen=True)
class Done:
    """A session that took place, or a sheet that was finished: what, when, known since when."""

    id: int
    kind: str
    on: dt.date
    told: dt.datetime
    by: int = 0


@dataclass(frozen=True)
class Year:
    """A case as the plan sees it; ends are the first day after."""

    start: dt.date
    end: dt.date | None
    pauses: tuple[tuple[dt.date, dt.date | None], ...] = ()


@lru_cache
def definition(name: str) -> ProtocolDefinition:
    source = files("nuantong.counselling.protocols").joinpath(f"{name}.json")
    return parse_definition(json.loads(source.read_text(encoding="utf-8")))


@lru_cache(maxsize=8)
def _rulebook(name: str, calendar: CivilCalendar) -> Rulebook:
    return Rulebook([Version(dt.date.min, definition(name))], calendar)


FACT: Final = {
    "call": (frozenset({Act.TALK.value}), Means.PHONE.value, frozenset[str]()),
    "meeting": (frozenset({Act.MEET.value, Act.TALK.value}), Means.FACE.value, frozenset[str]()),
    "sheet": (frozenset({Act.TALK.value}), Means.FACE.value, frozenset({MEASURED})),
    "follow_up": (frozenset({Act.TALK.value}), Means.PHONE.value, frozenset({FOLLOWED})),
}
"""A meeting is a talk as well: the week's call need not be made when they met."""


def judged(
    year: Year, done: Iterable[Done], calendar: CivilCalendar, as_of: dt.date
) -> list[Judged]:
    """Every window of the plan begun by the day, with its one outcome."""
    last = min(filter(None, (year.end, year.start + YEAR)))
    rests = tuple(Exemption(start, end, "暂停") for start, end in year.pauses)
    facts = Facts(_facts(done), (), rests)
    book = _rulebook("counselling_year", calendar)
    return judge(Enrolment(1, year.start, last), facts, book, as_of)


def followed_up(
    closed_on: dt.date, done: Iterable[Done], calendar: CivilCalendar, as_of: dt.date
) -> list[Judged]:
    """The windows of the two follow-ups that have begun."""
    start = closed_on + HALF
    enrolment = Enrolment(1, start, add_months(start, FOLLOW_UPS[-1]))
    book = _rulebook("counselling_follow_up", calendar)
    return judge(enrolment, Facts(_facts(done), (), ()), book, as_of)


def _facts(done: Iterable[Done]) -> tuple[Contact, ...]:
    return tuple(_fact(one) for one in done if one.kind in FACT)


def _fact(one: Done) -> Contact:
    acts, means, topics = FACT[one.kind]
    told = one.told.astimezone(SHANGHAI)
    key = f"{one.kind}{one.id}"
    return Contact(key, one.by, one.on, told, acts, means, topics)


def follow_ups(closed_on: dt.date) -> list[dt.date]:
    """The days they are due about."""
    return [add_months(closed_on, months) for months in FOLLOW_UPS]
