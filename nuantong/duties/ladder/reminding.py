"""Reminders before a window's end: one to each carer for a duty and period, of all her children."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from django.db import connection

from nuantong.access.reader import Reader
from nuantong.core.text import month_day
from nuantong.duties import facts
from nuantong.duties.ladder.editions import Edition
from nuantong.duties.ladder.statements import TO_REMIND
from nuantong.duties.models import Enrolment
from nuantong.duties.protocols.rungs import Rung, Trigger
from nuantong.duties.windows import Rulebook, Version, Window
from nuantong.notices.actions import Note, notify_all

REMIND: Final = "remind"
"""Kind of notice."""
DAY = dt.timedelta(days=1)


class Due(NamedTuple):
    """A window that ends soon, and whose it is: children of these stages, enrolled that day."""

    window: Window
    stages: list[str]
    start: dt.date | None


def remind(found: list[Edition], by: Reader) -> int:
    """Every carer with a window near its end that nothing was done for; how many were told."""
    own = [place for edition in found for place in edition.places]
    notes = [
        note
        for edition in found
        for due in _due(edition, by.on)
        for note in _notes(edition, due, [] if edition.district else own, by.on)
    ]
    return notify_all(by=by, notes=notes) if notes else 0


def _due(edition: Edition, on: dt.date) -> list[Due]:
    """Windows within the days of their rung; kinds of children with the same window are one."""
    book = Rulebook([Version(dt.date.min, edition.definition)], edition.calendar)
    rungs = [rung for rung in edition.definition.ladder if rung.when == Trigger.REMIND]
    found: dict[tuple[str, str, Any], Due] = {}
    for stage, start in _kinds(edition.protocol, book, on):
        kind = book.kind(facts.Enrolment(0, start or on, stage=stage), on)
        for window in _near(book.plan(kind), rungs, on):
            key = window.duty.code, window.key, start
            found.setdefault(key, Due(window, [], start)).stages.append(stage)
    return list(found.values())


def _kinds(protocol: int, book: Rulebook, on: dt.date) -> list[tuple[str, dt.date | None]]:
    """Stages of the children enrolled; with the day where a duty counts from it."""
    rows = Enrolment.objects.filter(protocol=protocol, start__lte=on).exclude(end__lte=on)
    stages = rows.order_by().values_list("child__stage", "start" if book.from_start else "protocol")
    return sorted({(stage, day if book.from_start else None) for stage, day in stages.distinct()})


def _near(plan: Iterable[Iterable[Window]], rungs: list[Rung], on: dt.date) -> Iterator[Window]:
    for line in plan:
        for window in line:
            if window.start <= on < window.end and any(
                rung.concerns(window.duty.code, window.duty.period)
                and (window.end - DAY - on).days <= rung.at
                for rung in rungs
            ):
                yield window


def _notes(edition: Edition, due: Due, others: list[int], on: dt.date) -> Iterator[Note]:
    window, last = due.window, due.window.end - DAY
    given: dict[str, Any] = {
        "on": on, "protocol": edition.protocol, "places": edition.places, "others": others,
        "stages": due.stages, "start": due.start,
        "duty": window.duty.code, "period": window.key, "times": window.duty.times,
    }  # fmt: skip
    children: dict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(TO_REMIND, given)
        for carer, ids in cursor.fetchall():
            children[carer].update(ids)
    for carer, ids in sorted(children.items()):
        yield Note(
            kind=REMIND, key=f"{REMIND}:{edition.protocol}:{window.duty.code}:{window.key}", carer=carer,
            subject=f"{window.duty.title}：{month_day(last)}截止，您还有{len(ids)}名孩子",
            text="做过的请记下来；这几天去不了的，请告诉乡镇（街道）妇联。",
            url_name="care:my_children",
        )  # fmt: skip
