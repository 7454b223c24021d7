"""Who answers for a child on a day: her carer, or whoever stands in while the carer is on leave."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from nuantong.access.reader import Reader
from nuantong.core.kept import Kept, slot
from nuantong.pairing.models import Leave, Pairing, StandIn
from nuantong.people.models import Carer


@dataclass(frozen=True)
class Responsible:
    """`stands_in_for` is the carer on leave, `until` her first day back."""

    carer: Carer
    stands_in_for: Carer | None = None
    until: dt.date | None = None


def responsible(children: Collection[int], on: dt.date) -> dict[int, Responsible]:
    """By child: one query. Of a carer come name and account; what else she has is read when asked."""
    rows = _current(children=list(children), on=on)
    return {row.child_id: stands_in(row) or Responsible(row.carer) for row in rows}


@Kept
def _current() -> QuerySet[Pairing]:
    rows = Pairing.objects.current(slot("on")).filter(child__id__any_of=slot("children"))
    known = ("child", "carer", "carer__name", "carer__user")
    return rows.select_related("carer").only(*known).annotate(stands=stand_in_json(slot("on")))


def stand_in_json(on: dt.date) -> Subquery:
    """For annotate(stands=…) of pairings: who stands in on the day."""
    standing = StandIn.objects.current(on).filter(child=OuterRef("child"))
    shown = JSONObject(pk="carer", name="carer__name", user="carer__user", until="end")
    return Subquery(standing.values(json=shown)[:1])


def stands_in(pairing: Any) -> Responsible | None:
    """Whoever stands in, of a pairing annotated so; None when its own carer is there."""
    found = pairing.stands
    if found is None:
        return None
    other = Carer(pk=found["pk"], name=found["name"], user_id=found["user"])
    return Responsible(other, pairing.carer, dt.date.fromisoformat(found["until"]))


def children_stood_in_for(reader: Reader) -> Q:
    """Whoever stands in answers for these children on these days, and no longer."""
    own = StandIn.objects.current(reader.on).filter(carer__user=reader.user)
    return Q(pk__in=own.order_by().values("child"))


def held_by(child: int, user: int | None, on: dt.date) -> bool:
    """Whether the child was this person's on the day, as a carer or standing in."""
    if user is None:
        return False
    own = Pairing.objects.filter(child=child, carer__user=user).current(on)
    stood = StandIn.objects.filter(child=child, carer__user=user).current(on)
    return own.exists() or stood.exists()


def away(on: dt.date, carers: Collection[int] | None = None) -> dict[int, dt.date]:
    """Carers on leave on the day, with their first day back."""
    rows = Leave.objects.current(on)
    if carers is not None:
        rows = rows.filter(carer__id__any_of=list(carers))
    return {leave.carer_id: leave.until for leave in rows}
