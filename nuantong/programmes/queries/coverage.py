"""How far a round has come, counted from who came to which session; no figure is kept."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from nuantong.access.reader import Reader
from nuantong.programmes.models import Participant, Plan, Round, Session
from nuantong.regions.tiles import tile_name
from nuantong.services.models import Contract

CAME = Q(participants__came=True)


@dataclass(frozen=True)
class Line:
    """A district or a zone: what was planned and what took place."""

    plan: Plan
    name: str
    tile: tuple[int, int] | None
    held: int
    arranged: int
    children: int
    carers: int
    last: dt.date | None

    @property
    def state(self) -> tuple[str, str]:
        """In words, and the tone that goes with it."""
        if self.held >= self.plan.sessions:
            return "已完成", "good"
        if self.held:
            return "进行中", "info"
        return ("已安排", "due") if self.arranged else ("未安排", "late")

    @property
    def level(self) -> int:
        """The shade of its tile: 0 nothing yet, 5 as planned."""
        return min(5, -(-5 * self.held // self.plan.sessions))

    @property
    def short(self) -> str:
        return tile_name(self.name)


@dataclass(frozen=True)
class Coverage:
    round: Round
    lines: list[Line]
    children: int
    carers: int
    budget_fen: int

    @cached_property
    def held(self) -> int:
        return sum(line.held for line in self.lines)

    @cached_property
    def covered(self) -> int:
        """Districts and zones where at least one session was held."""
        return sum(1 for line in self.lines if line.held)

    @property
    def planned_sessions(self) -> int:
        return sum(line.plan.sessions for line in self.lines)

    @property
    def planned_children(self) -> int:
        return sum(line.plan.children for line in self.lines)

    @property
    def per_child_fen(self) -> int:
        return _whole_yuan(self.budget_fen, self.children)

    @property
    def per_session_fen(self) -> int:
        return _whole_yuan(self.budget_fen, self.held)


def _whole_yuan(fen: int, among: int) -> int:
    """What one costs, in fen, to the nearest yuan; nothing among nobody."""
    return round(fen / among / 100) * 100 if among else 0


def coverage(found: Round, reader: Reader) -> Coverage:
    """Of the plans the reader answers for. Five queries, however many districts."""
    plans = list(
        Plan.objects.visible_to(reader)
        .filter(round=found)
        .select_related("area__contract", "area__zone")
        .order_by("area__region__code", "pk")
    )
    held = _held(plans)
    came = _came(plans)
    lines = [_line(plan, held.get(plan.pk, {}), came.get(plan.pk, {}), reader) for plan in plans]
    total = Participant.objects.filter(session__plan__in=plans, came=True).aggregate(
        children=Count("child", distinct=True), carers=Count("carer", distinct=True)
    )
    return Coverage(found, lines, total["children"], total["carers"], _budget(found, reader, plans))


def _held(plans: list[Plan]) -> dict[int, dict[str, Any]]:
    rows = (
        Session.objects.filter(plan__in=plans, cancelled_at=None)
        .order_by().values("plan")
        .annotate(
            held=Count("pk", CAME, distinct=True), arranged=Count("pk", distinct=True),
            last=Max("on", filter=CAME),
        )
    )  # fmt: skip
    return {row["plan"]: dict(row) for row in rows}


def _came(plans: list[Plan]) -> dict[int, dict[str, Any]]:
    rows = (
        Participant.objects.filter(session__plan__in=plans, came=True)
        .order_by().values("session__plan")
        .annotate(
            children=Count("child", distinct=True), carers=Count("carer", distinct=True)
        )
    )  # fmt: skip
    return {row["session__plan"]: dict(row) for row in rows}


def _line(plan: Plan, held: dict[str, Any], came: dict[str, Any], reader: Reader) -> Line:
    area = plan.area
    where = reader.tree.get(area.region_id)
    return Line(
        plan=plan, name=name_of(plan, reader), tile=where.tile if where else None,
        held=held.get("held", 0), arranged=held.get("arranged", 0), last=held.get("last"),
        children=came.get("children", 0), carers=came.get("carers", 0),
    )  # fmt: skip


def name_of(plan: Plan, reader: Reader) -> str:
    """The district's or the zone's."""
    zone = plan.area.zone
    return zone.short_name if zone else reader.tree.name(plan.area.region_id)


def _budget(found: Round, reader: Reader, plans: list[Plan]) -> int:
    """The contracts' money, where the reader sees all their areas; else no cost is worked out."""
    mine = {plan.area_id for plan in plans}
    contracts: QuerySet[Contract] = Contract.objects.filter(areas__plan__round=found).distinct()
    whole = contracts.prefetch_related("areas")
    if any(area.pk not in mine for contract in whole for area in contract.areas.all()):
        return 0
    return sum(contract.budget_fen for contract in whole)
