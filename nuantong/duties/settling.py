"""Judging children anew from their facts and writing what differs.

Closing a day, a late contact, a correction and an exemption are all this one step; it may run
any number of times.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from nuantong.core import clock
from nuantong.core.copying import copy_rows
from nuantong.duties.differences import Closed, Correction, Differences, Link, Stored, Verdict
from nuantong.duties.facts import last_contact
from nuantong.duties.judging import judge
from nuantong.duties.loading import load_cases
from nuantong.duties.models import Enrolment, Fulfilment, OutcomeCorrection, WindowOutcome

WINDOW = ("enrolment", "duty", "period_key", "starts", "ends")


@dataclass
class Written:
    """How many rows a run wrote."""

    closed: int = 0
    corrected: int = 0
    fulfilments: int = 0

    def add(self, other: "Written") -> None:
        self.closed += other.closed
        self.corrected += other.corrected
        self.fulfilments += other.fulfilments


@transaction.atomic
def settle(children: Collection[int], as_of: dt.date, why: str) -> Written:
    """Bring fulfilments and closed outcomes of the children in line with the facts.

    `why` is written on each correction of a window that was closed with another outcome. As of a
    day gone by, windows are closed with what was known then and nothing is corrected.
    """
    enrolments = Enrolment.objects.filter(child__in=children)
    locked = {row.pk: row for row in enrolments.order_by("pk").select_for_update()}
    stored = _stored(locked)
    found, is_past = Differences(), as_of < clock.today()
    newest: dict[int, dt.date | None] = {}
    for case in load_cases(enrolments):
        enrolment = int(case.enrolment.id)
        judged = judge(case.enrolment, case.facts, case.rulebook, as_of)
        found.close(enrolment, stored[enrolment], judged, as_of)
        if not is_past:
            found.correct(enrolment, stored[enrolment], judged)
            newest[enrolment] = last_contact(case.facts.contacts, as_of)
    _keep_last_contacts(locked, newest)
    return _write(found, why)


def _stored(enrolments: Collection[int]) -> dict[int, Stored]:
    stored: dict[int, Stored] = defaultdict(Stored)
    links = Fulfilment.objects.filter(enrolment__in=enrolments)
    for pk, *link in links.values_list("pk", *Link._fields).iterator(10_000):
        stored[link[0]].links[Link(*link)] = pk
    outcomes = WindowOutcome.objects.filter(enrolment__in=enrolments)
    columns = ("enrolment", "duty", "period_key", "pk", *Verdict._fields)
    for enrolment, duty, period, pk, *verdict in outcomes.values_list(*columns).iterator(10_000):
        stored[enrolment].outcomes[duty, period] = (pk, Verdict(*verdict))
    return stored


def _keep_last_contacts(
    enrolments: dict[int, Enrolment], newest: dict[int, dt.date | None]
) -> None:
    changed = [enrolments[pk] for pk, day in newest.items() if enrolments[pk].last_contact != day]
    for enrolment in changed:
        enrolment.last_contact = newest[enrolment.pk]
    Enrolment.objects.bulk_update(changed, ["last_contact"], batch_size=1000)


def _write(found: Differences, why: str) -> Written:
    if found.unlinked:
        Fulfilment.objects.filter(pk__in=found.unlinked).delete()
    if found.links:
        copy_rows(Fulfilment, Link._fields, found.links)
    _close(found.closed)
    _correct(found.corrected, why)
    return Written(len(found.closed), len(found.corrected), len(found.links))


def _close(closed: list[Closed]) -> None:
    if closed:
        now = clock.now()
        rows = ((*row[:-1], *row.verdict, now) for row in closed)
        copy_rows(WindowOutcome, (*WINDOW, *Verdict._fields, "closed_at"), rows)


def _correct(corrected: list[Correction], why: str) -> None:
    """Rule 8: a closed figure changes only with a date and a reason."""
    for pk, _, after in corrected:
        WindowOutcome.objects.filter(pk=pk).update(**after._asdict())
    OutcomeCorrection.objects.bulk_create(
        OutcomeCorrection(
            window_id=pk, at=clock.now(), before=before.outcome, after=after.outcome, why=why
        )
        for pk, before, after in corrected
        if before.outcome != after.outcome
    )
