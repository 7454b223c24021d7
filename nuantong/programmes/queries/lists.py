"""Sessions and who came, as lists."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

import django_filters
from django.db.models import Count, F, Q, QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.listing import Sort
from nuantong.core.text import clean
from nuantong.people.models import Carer, Child
from nuantong.programmes.games import Game, library
from nuantong.programmes.models import Participant, Plan, Round, Session
from nuantong.programmes.queries.coverage import name_of
from nuantong.services.handing import handed

CAME: Final = Q(participants__came=True)
SORTS: Final = {"on": Sort("日期", "on", "number")}
PEOPLE_SORTS: Final = {
    "name": Sort("姓名", "pinyin", "name"), "times": Sort("参加场次", "times")
}  # fmt: skip


class SessionFilter(django_filters.FilterSet):
    round = django_filters.ModelChoiceFilter(
        label="轮次", queryset=Round.objects.all(), field_name="plan__round", empty_label="全部"
    )
    state = django_filters.ChoiceFilter(
        label="状态", empty_label="全部", method="by_state",
        choices=[("held", "已举办"), ("arranged", "已安排"), ("cancelled", "已取消")],
    )  # fmt: skip
    plan = django_filters.NumberFilter(label="计划", method="by_plan")

    class Meta:
        model = Session
        fields: list[str] = []

    def by_state(self, rows: Any, name: str, value: str) -> QuerySet[Session]:
        if value == "cancelled":
            return rows.filter(cancelled_at__isnull=False)
        rows = rows.filter(cancelled_at=None)
        return rows.filter(came__gt=0) if value == "held" else rows.filter(came=0)

    def by_plan(self, rows: QuerySet[Session], name: str, value: Any) -> QuerySet[Session]:
        return rows.filter(plan=int(value)) if 0 < value < 2**31 else rows.none()


class PeopleFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="姓名", method="by_name")
    round = django_filters.ModelChoiceFilter(
        label="轮次", queryset=Round.objects.all(), empty_label="全部",
        field_name="group_sessions__session__plan__round",
    )  # fmt: skip
    plan = django_filters.NumberFilter(label="计划", method="by_plan")

    def by_name(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(name__contains=clean(value))

    def by_plan(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        if not 0 < value < 2**31:
            return rows.none()
        return rows.filter(group_sessions__session__plan=int(value))


def sessions_of(reader: Reader) -> QuerySet[Session]:
    """With how many came, and who leads."""
    return (
        Session.objects.visible_to(reader)
        .select_related("plan__area__zone", "plan__round", "facilitator__user")
        .annotate(
            came=Count("participants", CAME),
            children_came=Count("participants", CAME & Q(participants__child__isnull=False)),
            asked=Count("participants"),
        )
    )


def whom(reader: Reader, carers: bool) -> QuerySet[Any]:
    """Children, or carers, who came to a session; those the reader answers for now."""
    rows = (
        Carer.objects.visible_to(reader, Permission.SEE_CARERS)
        if carers
        else Child.objects.visible_to(reader)
    )
    return rows.filter(group_sessions__came=True).annotate(
        times=Count("group_sessions__session", distinct=True)
    )


def state_of(session: Any) -> tuple[str, str]:
    if session.cancelled_at:
        return "已取消", "plain"
    return ("已举办", "good") if session.came else ("已安排", "due")


def where(plan: Plan, reader: Reader) -> str:
    return name_of(plan, reader)


@dataclass(frozen=True)
class Called:
    """A line of the roll."""

    row: Participant
    name: str
    about: list[str]


def roll_of(session: Session, reader: Reader) -> list[Called]:
    """Whom the reader may see of a session, with what she may know of each.

    An officer sees number and place; whoever leads it what the contract hands over, until its end.
    """
    rows = (
        Participant.objects.visible_to(reader)
        .filter(session=session)
        .select_related("child", "carer")
        .prefetch_related("child__pairings__carer", "child__guardians")
        .order_by(F("child").asc(nulls_last=True), "pk")
    )
    officer = reader.can(Permission.SEE_SERVICES)
    return [_called(row, session, reader, officer) for row in rows]


def _called(row: Participant, session: Session, reader: Reader, officer: bool) -> Called:
    if row.child is None:
        assert row.carer is not None
        return Called(row, row.carer.name, ["爱心妈妈"])
    if officer:
        about = [row.child.number, reader.tree.full_name(row.child.place_id)]
        return Called(row, row.child.name, about)
    given = handed(row.child, session.plan.area.contract, reader.tree, reader.on)
    return Called(row, row.child.name, [word for _, word in given[1:] if word])


def games_of(session: Session) -> list[Game]:
    known = library()
    return [known[code] for code in session.games if code in known]


def ended_for(reader: Reader) -> list[dict[str, dt.date | str]]:
    """Contracts by which she led sessions that have ended: why their lists are not shown."""
    rows = (
        Session.objects.filter(facilitator__user=reader.actor_id)
        .exclude(pk__in=Session.objects.led_by(reader).values("pk"))
        .select_related("plan__area__contract")
    )
    contracts = {row.plan.area.contract for row in rows[:200]}
    past = [one for one in contracts if one.last_day < reader.on]
    return [{"title": one.title, "day": one.last_day} for one in past]
