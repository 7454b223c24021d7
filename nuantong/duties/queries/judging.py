"""How judging goes: the runs of the nights, whom it could not judge, where sums were wrong."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.duties.models import ClosingError, ClosingRun, SetAside, TallyDifference
from nuantong.duties.titles import duty_titles
from nuantong.duties.vocabulary import OUTCOME_TITLES
from nuantong.people.models import Child
from nuantong.people.queries.names import place_namer, shown_name, shows_names

RUNS: Final = 10
MOST: Final = 100
TONES: Final = {"done": "good", "failed": "late", "running": "info"}
DESK: Final = Permission.ACT_ON_OVERDUE


@dataclass(frozen=True)
class RunLine:
    run: ClosingRun
    tone: str


@dataclass(frozen=True)
class AsideLine:
    """A child whose windows could not be judged, and since when."""

    number: str
    name: str
    place: str
    protocol: str
    since: dt.datetime
    message: str


@dataclass(frozen=True)
class DifferenceLine:
    """A sum that was not what the outcomes say."""

    place: str
    duty: str
    period_key: str
    outcome: str
    row: TallyDifference


def runs() -> list[RunLine]:
    """The newest first. They are about nobody: a run closes the windows of everybody."""
    rows = ClosingRun.objects.order_by("-pk")[:RUNS]
    return [RunLine(run, TONES.get(run.work_state, "plain")) for run in rows]


def is_late(found: list[RunLine], today: dt.date) -> bool:
    """Whether last night's run is missing or broken off."""
    done = (line.run.as_of for line in found if line.run.work_state == ClosingRun.State.DONE)
    return max(done, default=dt.date.min) < today


def asides(reader: Reader) -> tuple[list[AsideLine], int]:
    """The children who could not be judged where the reader works, the longest first, and how many."""
    children = Child.objects.visible_to(reader, to=DESK)
    rows = ClosingError.objects.filter(enrolment__child__in=children).order_by("at")
    shown = rows.select_related("enrolment__child", "enrolment__protocol")[:MOST]
    full, where = shows_names(reader, DESK), place_namer(reader, DESK)
    lines = [
        AsideLine(
            row.enrolment.child.number, shown_name(row.enrolment.child.name, full),
            where(row.enrolment.child.place_id), row.enrolment.protocol.title, row.at, row.message,
        )
        for row in shown
    ]  # fmt: skip
    return lines, rows.count()


def differences(reader: Reader) -> tuple[list[DifferenceLine], int]:
    """Of the reader's places, the newest first, and how many there are."""
    rows = _of_places(reader)
    titles, words = duty_titles(), {one.value: title for one, title in OUTCOME_TITLES.items()}
    lines = [
        DifferenceLine(
            reader.tree.full_name(row.place_id, " ") if row.place_id else "没有地区",
            titles.get((row.protocol_id, row.duty), row.duty), row.period_key,
            words.get(row.outcome, row.outcome), row,
        )
        for row in rows[:MOST]
    ]  # fmt: skip
    return lines, rows.count()


def _of_places(reader: Reader) -> QuerySet[Any]:
    rows: QuerySet[Any] = TallyDifference.objects.order_by("-found_at", "pk")
    places = reader.places(DESK)
    return rows if places is None else rows.filter(place__in=list(places))


def waiting(reader: Reader) -> int:
    """Contacts that wait for somebody's word."""
    return SetAside.objects.visible_to(reader, Permission.CHECK_CONTACTS).open().count()
