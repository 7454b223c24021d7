"""What a new carer has to know of her children: read from the records on the day she opens it."""

import datetime as dt
from dataclasses import dataclass, field

from nuantong.access.reader import Reader
from nuantong.care.queries import last_contacts
from nuantong.duties.models import Contact, WindowOutcome
from nuantong.duties.queries import Owed, owed_by_children
from nuantong.duties.titles import duty_titles
from nuantong.duties.vocabulary import Outcome
from nuantong.pairing.models import Handover
from nuantong.people.models import Child, Guardian, Need
from nuantong.people.queries.ages import age_on

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Missed:
    """A window nobody answered for: it lies, wholly or in part, where the child had no carer."""

    title: str
    start: dt.date
    last_day: dt.date


@dataclass
class Given:
    """One child of a hand-over."""

    child: Child
    age: int | None
    place: str
    guardian: Guardian | None
    needs: list[Need]
    contacts: list[Contact]
    owed: list[Owed]
    missed: list[Missed] = field(default_factory=list)

    @property
    def due(self) -> list[Owed]:
        return [one for one in self.owed if one.is_due]


def given(handover: Handover, reader: Reader) -> list[Given]:
    """The children as far as the reader sees them, the eldest first."""
    children = Child.objects.visible_to(reader).filter(handovers=handover)
    rows = list(children.prefetch_related("guardians", "needs").order_by("birth_date", "pk"))
    owed = owed_by_children([child.pk for child in rows], reader.on)
    return [_given(child, owed[child.pk], handover, reader) for child in rows]


def _given(child: Child, owed: list[Owed], handover: Handover, reader: Reader) -> Given:
    return Given(
        child,
        age_on(child.birth_date, reader.on),
        reader.tree.full_name(child.place_id, " "),
        next((one for one in child.guardians.all() if one.until is None), None),
        [need for need in child.needs.all() if need.met_on is None],
        last_contacts(child),
        owed,
        _missed(child, handover),
    )


def in_gap(owed: Owed, handover: Handover) -> bool:
    """Whether some of the window's days had nobody."""
    ended = handover.ended_on
    return (
        ended is not None
        and owed.start < handover.on
        and ended <= owed.last_day
        and (ended < handover.on)
    )


def _missed(child: Child, handover: Handover) -> list[Missed]:
    """Closed without being met, with days in the gap between the two carers."""
    if not handover.gap:
        return []
    titles = duty_titles()
    rows = WindowOutcome.objects.filter(
        enrolment__child=child, outcome=Outcome.MISSED, starts__lt=handover.on,
        ends__gt=handover.ended_on,
    )  # fmt: skip
    columns = rows.order_by("starts").values_list("enrolment__protocol", "duty", "starts", "ends")
    return [
        Missed(titles.get((protocol, duty), duty), starts, ends - DAY)
        for protocol, duty, starts, ends in columns
    ]


def waiting_for(reader: Reader) -> list[Handover]:
    """Those the reader has still to take, on her first screen: one query, two when there are any."""
    own = reader.actor_id or 0
    rows = Handover.objects.waiting().filter(carer__user=own, on__lte=reader.on)
    asked = list(rows.values_list("pk", flat=True))
    if not asked:
        return []
    held = Handover.objects.filter(
        pk__in=asked, children__pairings__carer__user=own, children__pairings__end=None
    )
    return list(held.select_related("former").distinct())
