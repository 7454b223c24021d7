"""Who is overdue: per child what was missed and nobody has acted upon yet."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db import connection

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.prepared import numbers, prepared
from nuantong.duties.facts import SHANGHAI
from nuantong.duties.models import Heard, Overdue, WindowOutcome
from nuantong.duties.titles import duty_titles
from nuantong.pairing.responsible import responsible
from nuantong.people.models import Carer, Child
from nuantong.people.visibility import InPlaceQuerySet

DAY: Final = dt.timedelta(days=1)
LONG_AGO: Final = dt.date(9999, 1, 1)
"""When a phone was heard that nobody waits for: no window ended after it."""
OF_CHILDREN: Final = """
SELECT enrolled.child_id, max(enrolled.last_contact), enrolled.protocol_id, missed.duty,
       count(missed.id), min(missed.ends), count(*) FILTER (WHERE missed.ends > given.heard)
  FROM unnest(%s::bigint[], %s::date[]) AS given (child, heard)
  JOIN duties_enrolment AS enrolled ON enrolled.child_id = given.child
  LEFT JOIN duties_windowoutcome AS missed ON missed.enrolment_id = enrolled.id
   AND missed.outcome = 'missed' AND missed.acted_id IS NULL
 GROUP BY enrolled.child_id, enrolled.protocol_id, missed.duty
 ORDER BY min(missed.ends)
"""


@dataclass(frozen=True)
class OverdueWindow:
    """One missed window. `handover`: its carers changed, nobody is blamed."""

    title: str
    start: dt.date
    last_day: dt.date
    handover: bool


@dataclass
class OverdueRow:
    """A child with everything overdue. `silent_days` counts since any contact; None: never one.

    `by_duty` are titles of the duties with how often each was missed, whatever protocol has them;
    `oldest` is the last day of the first. `heard_on` is the day her carer's phone was last heard, None when nothing is known of
    it; `unreported` windows ended later: they may have been met, and are judged anew when it says
    so (Outcome.UNREPORTED).
    """

    child: Child
    carer: Carer | None
    on: dt.date
    heard_on: dt.date | None
    last_contact: dt.date | None = None
    oldest: dt.date | None = None
    missed: int = 0
    unreported: int = 0
    missed_of: dict[str, int] = field(default_factory=dict)

    @property
    def by_duty(self) -> list[tuple[str, int]]:
        return list(self.missed_of.items())

    @property
    def silent_days(self) -> int | None:
        return (self.on - self.last_contact).days if self.last_contact else None


def overdue(reader: Reader) -> InPlaceQuerySet:
    """The children with overdue windows that the reader answers for, as kept for lists: how many
    windows, of which duties, since when, where. What a page shows of them add overdue_rows()."""
    return Overdue.objects.visible_to(reader, to=Permission.SEE_OVERDUE)


def overdue_rows(children: Iterable[Child], on: dt.date) -> list[OverdueRow]:
    """What the list shows of a page of children, in their order. Four queries."""
    page = list(children)
    carers = carers_of([child.pk for child in page], on)
    heard = heard_on(carer.pk for carer in carers.values())
    rows = {}
    for child in page:
        carer = carers.get(child.pk)
        rows[child.pk] = OverdueRow(child, carer, on, heard.get(carer.pk) if carer else None)
    _count(rows)
    return list(rows.values())


def _count(rows: Mapping[int, OverdueRow]) -> None:
    """What was missed of each duty, in the order in which it began, and the last contact."""
    titles = duty_titles()
    heard = [row.heard_on or LONG_AGO for row in rows.values()]
    with prepared(connection) as cursor:
        cursor.execute(OF_CHILDREN, [numbers(rows), heard])
        found = cursor.fetchall()
    for child, contact, protocol, duty, missed, first, unreported in found:
        row = rows[child]
        row.last_contact = max(filter(None, (row.last_contact, contact)), default=None)
        if missed:
            row.oldest = row.oldest or first - DAY
            row.missed += missed
            row.unreported += unreported
            title = titles.get((protocol, duty), duty)
            row.missed_of[title] = row.missed_of.get(title, 0) + missed


def overdue_windows(child: Child) -> list[OverdueWindow]:
    """Each window that is overdue for the child, the oldest first."""
    titles = duty_titles()
    rows = WindowOutcome.objects.overdue().filter(enrolment__child=child).order_by("ends")
    columns = rows.values_list("enrolment__protocol", "duty", "starts", "ends", "handover")
    return [
        OverdueWindow(titles.get((protocol, duty), duty), starts, ends - DAY, handover)
        for protocol, duty, starts, ends, handover in columns
    ]


def carers_of(children: list[int], on: dt.date) -> dict[int, Carer]:
    """Who answers for each child on the day: her carer, or whoever stands in. Name and account;
    what else she has is read when asked."""
    return {child: one.carer for child, one in responsible(children, on).items()}


def heard_on(carers: Iterable[int]) -> dict[int, dt.date]:
    """The day each carer's phone was last heard, as far as it is known."""
    rows = Heard.objects.filter(carer__id__any_of=list(carers))
    return {carer: at.astimezone(SHANGHAI).date() for carer, at in rows.values_list("carer", "at")}
