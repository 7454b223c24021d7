"""Who is overdue: per child what was missed and nobody has acted upon yet."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import FilteredRelation, Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.duties.facts import SHANGHAI
from nuantong.duties.models import Enrolment, Heard, Overdue
from nuantong.duties.titles import duty_titles
from nuantong.duties.vocabulary import Outcome
from nuantong.pairing.responsible import responsible
from nuantong.people.models import Carer, Child
from nuantong.people.visibility import InPlaceQuerySet


@dataclass(frozen=True)
class OverdueWindow:
    """One missed window. `handover`: its carers changed, nobody is blamed."""

    pk: int
    duty: str
    title: str
    period_key: str
    start: dt.date
    last_day: dt.date
    handover: bool


@dataclass
class OverdueRow:
    """A child with everything overdue. `silent_days` counts since any contact; None: never one.
    `heard_on` is the day her carer's phone was last heard, None when nothing is known of it."""

    child: Child
    carer: Carer | None
    last_contact: dt.date | None
    silent_days: int | None
    windows: list[OverdueWindow] = field(default_factory=list)
    heard_on: dt.date | None = None

    @property
    def unreported(self) -> int:
        """How many of the windows ended when the phone said nothing more: they may have been met,
        and are judged anew when it does (Outcome.UNREPORTED)."""
        heard = self.heard_on
        return sum(heard is not None and heard <= window.last_day for window in self.windows)

    @property
    def oldest(self) -> dt.date | None:
        return min((window.last_day for window in self.windows), default=None)

    @property
    def by_duty(self) -> list[tuple[str, int]]:
        """Titles of the duties with how often each was missed."""
        counts: dict[str, int] = defaultdict(int)
        for window in self.windows:
            counts[window.title] += 1
        return list(counts.items())


def overdue(reader: Reader) -> InPlaceQuerySet:
    """The children with overdue windows that the reader answers for, as kept for lists: how many
    windows, of which duties, since when, where. What a page shows of them add overdue_rows()."""
    return Overdue.objects.visible_to(reader, to=Permission.SEE_OVERDUE)


def overdue_rows(children: Iterable[Child], on: dt.date) -> list[OverdueRow]:
    """What the list shows of a page of children, in their order. Four queries."""
    page = list(children)
    ids = [child.pk for child in page]
    (windows, contacts), carers = _windows(ids), carers_of(ids, on)
    heard = heard_on(carer.pk for carer in carers.values())
    return [
        OverdueRow(
            child=child,
            carer=carers.get(child.pk),
            last_contact=contacts.get(child.pk),
            silent_days=(on - contacts[child.pk]).days if child.pk in contacts else None,
            windows=windows[child.pk],
            heard_on=heard.get(carers[child.pk].pk) if child.pk in carers else None,
        )
        for child in page
    ]


def _windows(
    children: list[int],
) -> tuple[dict[int, list[OverdueWindow]], dict[int, dt.date]]:
    """By child: what was missed, and the day of the last contact."""
    found: dict[int, list[OverdueWindow]] = defaultdict(list)
    contacts: dict[int, dt.date] = {}
    titles = duty_titles()
    missed = Q(outcomes__outcome=Outcome.MISSED.value, outcomes__acted=None)
    rows = Enrolment.objects.annotate(missed=FilteredRelation("outcomes", condition=missed))
    columns = rows.filter(child__id__any_of=children).order_by("missed__ends").values_list(
        "child", "last_contact", "protocol",
        *(f"missed__{name}" for name in ("pk", "duty", "period_key", "starts", "ends", "handover")),
    )  # fmt: skip
    for child, contact, protocol, pk, duty, key, starts, ends, handover in columns:
        if contact is not None:
            contacts[child] = max(contact, contacts.get(child, contact))
        if pk is not None:
            title, last_day = titles.get((protocol, duty), duty), ends - dt.timedelta(days=1)
            found[child].append(OverdueWindow(pk, duty, title, key, starts, last_day, handover))
    return found, contacts


def carers_of(children: list[int], on: dt.date) -> dict[int, Carer]:
    """Who answers for each child on the day: her carer, or whoever stands in. Name and account;
    what else she has is read when asked."""
    return {child: one.carer for child, one in responsible(children, on).items()}


def heard_on(carers: Iterable[int]) -> dict[int, dt.date]:
    """The day each carer's phone was last heard, as far as it is known."""
    rows = Heard.objects.filter(carer__id__any_of=list(carers))
    return {carer: at.astimezone(SHANGHAI).date() for carer, at in rows.values_list("carer", "at")}
