"""How often somebody was looked for in vain."""

import datetime as dt
from dataclasses import dataclass
from itertools import takewhile

from nuantong.visits.models import Visit, VisitedChild
from nuantong.visits.planning import MET, NOBODY

MOST = 40


@dataclass(frozen=True)
class Tries:
    """Visits without anybody at home since the subject was last met."""

    subject: str
    count: int
    last_met: dt.date | None


def tries_of(row: VisitedChild) -> Tries:
    """For the child, else the subject's key; a home with neither has this one try."""
    if row.child_id is None and not row.subject_key:
        return Tries(f"visit-{row.visit_id}", 1, None)
    same = {"child": row.child_id} if row.child_id else {"subject_key": row.subject_key}
    rows = VisitedChild.objects.filter(**same).values("visit")
    visits = list(
        Visit.objects.in_effect().filter(pk__in=rows).order_by("-happened_on", "-pk")
        .values_list("happened_on", "outcome")[:MOST]
    )  # fmt: skip
    since = list(takewhile(lambda visit: visit[1] != MET, visits))
    met = next((on for on, outcome in visits if outcome == MET), None)
    count = sum(outcome == NOBODY for _, outcome in since)
    return Tries(str(row.child_id or row.subject_key), count, met)
