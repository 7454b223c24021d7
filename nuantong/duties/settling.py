"""Judging children anew from their facts and writing what differs.

Closing a day, a late contact, a correction and an exemption are all this one step; it may run
any number of times. `settle` is for the few children of a page's action, `closing` for a city.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from nuantong.core import clock
from nuantong.core.kept import Kept, slot
from nuantong.duties.facts import Contact, last_contact
from nuantong.duties.judging import Judged, judge
from nuantong.duties.loading import Case, load_cases
from nuantong.duties.models import Enrolment
from nuantong.duties.vocabulary import EXCUSED, IN_TIME, LATE, PARTIAL
from nuantong.duties.writing import (
    Judgement,
    Links,
    Newest,
    Verdicts,
    Written,
    bring_in_line,
    close,
)


@Kept
def _locked() -> Any:
    """Whoever judges them meanwhile waits."""
    rows = Enrolment.objects.filter(child__id__any_of=slot("children")).order_by("pk")
    return rows.select_for_update(no_key=True).values_list("pk", "settled_until")


@transaction.atomic(savepoint=False)
def settle(
    children: Collection[int], as_of: dt.date, why: str, *, changed: dt.date | None = None
) -> Written:
    """Bring fulfilments and closed outcomes of the children in line with the facts.

    `why` is written on each correction of a window that was closed with another outcome. `changed`
    says that nothing differs since they were last settled but contacts of that day and later: then
    only the windows that these can touch are looked at. As of a day gone by, windows are closed
    with what was known then and nothing is corrected.
    """
    settled = dict(_locked(children=list(children)))
    cases = load_cases(children)
    whole = changed is None or None in settled.values()
    judged = [
        (case, found if whole else touched(found, changed, settled[int(case.enrolment.id)]))
        for case in cases
        for found in [judge(case.enrolment, case.facts, case.rulebook, as_of)]
    ]
    judgement = Judgement(
        list(settled), verdicts(judged, as_of, {} if whole else settled), links(judged),
        _newest(cases, as_of), whole,
    )  # fmt: skip
    return close(judgement) if as_of < clock.today() else bring_in_line(judgement, as_of, why)


def touched(judged: list[Judged], changed: dt.date | None, settled: dt.date | None) -> list[Judged]:
    """The windows whose verdict or links a contact of the day or a later one can alter, and those
    that have not been closed.

    One before the day's own may take what that can spare now (rule 3), so long as its grace has
    not ended when the day's own begins; later ones may keep what they gave.
    """
    assert changed is not None and settled is not None
    begins: dict[str, dt.date] = {}
    for one in judged:
        window = one.window
        if window.start <= changed < window.end:
            earlier = begins.get(window.duty.code, changed)
            begins[window.duty.code] = min(earlier, window.start)
    return [
        one
        for one in judged
        if one.window.grace_end > min(begins.get(one.window.duty.code, changed), settled)
    ]


Cases = Iterable[tuple[Case, list[Judged]]]


def verdicts(
    judged: Cases, as_of: dt.date, settled: Mapping[int, dt.date | None] | None = None
) -> Verdicts:
    """As columns. What closed by the day until which its enrolment is settled is stored already."""
    since = {enrolment: day or dt.date.min for enrolment, day in (settled or {}).items()}
    rows = [
        _verdict(case, one, since.get(int(case.enrolment.id), dt.date.min), as_of)
        for case, found in judged
        for one in found
    ]
    return Verdicts(*columns(rows, len(Verdicts._fields)))


def links(judged: Cases) -> Links:
    rows = [
        (case.enrolment.id, one.window.duty.code, one.window.key, contact.id, _kind(one, contact))
        for case, found in judged
        for one in found
        for contact in one.contacts
    ]
    return Links(*columns(rows, len(Links._fields)))


def columns(rows: Sequence[tuple[object, ...]], width: int) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


def _verdict(case: Case, one: Judged, since: dt.date, as_of: dt.date) -> tuple[object, ...]:
    window, contact = one.window, one.contact
    return (
        case.enrolment.id, window.duty.code, window.key, window.start, window.end,
        one.outcome.value, one.reason if one.reason in ("", PARTIAL) else EXCUSED,
        contact.id if contact else None, one.handover, since < window.grace_end <= as_of,
    )  # fmt: skip


def _kind(one: Judged, contact: Contact) -> str:
    return LATE if contact.happened_on >= one.window.end else IN_TIME


def _newest(cases: Iterable[Case], as_of: dt.date) -> Newest:
    rows: list[tuple[object, ...]] = [
        (case.enrolment.id, last_contact(case.facts.contacts, as_of)) for case in cases
    ]
    return Newest(*columns(rows, len(Newest._fields)))
