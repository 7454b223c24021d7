"""Who may stand in for a carer on leave: near, checked, with a place for her households."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Value
from django.db.models.functions import Greatest

from nuantong.access.reader import Reader
from nuantong.pairing.inputs import checked, loads, where
from nuantong.pairing.matching import Where, tier_of
from nuantong.pairing.models import Leave, Pairing, StandIn
from nuantong.pairing.models.leave import StandInQuerySet
from nuantong.pairing.models.words import Tier
from nuantong.people.models import Carer, Child

SHOWN = 20
ORDER = {tier: rank for rank, tier in enumerate(Tier)}


@dataclass(frozen=True)
class Near:
    """A carer who can stand in, and how near she is to who needs her."""

    carer: Carer
    tier: Tier
    place: str
    free: int

    @property
    def said(self) -> str:
        """In a list to choose from: short enough for a phone."""
        village = self.place.split(" ")[-1]
        return f"{self.carer.name}，{village}，{self.tier.label}" if village else self.carer.name


class Wanting(NamedTuple):
    """A child of a carer on leave, and the days of it on which she is that carer's."""

    child: Child
    start: dt.date
    end: dt.date


def wanting(leave: Leave, on: dt.date) -> list[Wanting]:
    """Whom she has to be stood in for from a day on, the eldest first."""
    begin = max(leave.start, on)
    rows = Pairing.objects.filter(carer=leave.carer_id, start__lt=leave.until).standing(begin)
    return [
        Wanting(
            row.child, max(begin, row.start), min(leave.until, row.end) if row.end else leave.until
        )
        for row in rows.select_related("child").order_by("child__birth_date", "child")
    ]


def uncovered(leave: Leave, on: dt.date) -> list[Wanting]:
    """Those with a day on which nobody stands in."""
    spans: dict[int, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    rows = leave.stand_ins.filter(end__gt=on).order_by("start")
    for child, start, end in rows.values_list("child", "start", "end"):
        spans[child].append((start, end))
    return [one for one in wanting(leave, on) if _first_alone(one, spans[one.child.pk]) < one.end]


def _first_alone(one: Wanting, spans: Iterable[tuple[dt.date, dt.date]]) -> dt.date:
    day = one.start
    for start, end in spans:
        if start <= day:
            day = max(day, end)
    return day


def why_not_stand_in(carer: Carer, leave: Leave, given: Collection[Wanting]) -> str:
    """The limit that binds, '' when none does; whom she has already for this leave count too."""
    start = min((one.start for one in given), default=leave.start)
    if carer.pk == leave.carer_id:
        return "请选另一位爱心妈妈顶岗。"
    if carer.status != Carer.Status.ACTIVE:
        return f"{carer.name}已离岗，不能顶岗。"
    if not checked(carer.background_checked_on, start):
        return f"{carer.name}的背景查询不在有效期内，不能顶岗。"
    if carer.pk in away_between(start, leave.until, [carer.pk]):
        return f"{carer.name}这几天自己也请假，不能顶岗。"
    homes = {one.child.household_id for one in given}
    free = carer.capacity - len(homes_of(carer.pk, start, leave.until) - homes)
    if len(homes) > free:
        return f"{carer.name}还能照看{max(free, 0)}户，这里有{len(homes)}户，请另选一位。"
    return ""


def homes_of(carer: int, start: dt.date, end: dt.date) -> set[int]:
    """Households she has or stands in for on any of the days."""
    own = Pairing.objects.filter(carer=carer).standing(start)
    stood = _standing_between(start, end).filter(carer=carer)
    return {
        home for rows in (own, stood) for home in rows.values_list("child__household", flat=True)
    }


def _standing_between(start: dt.date, end: dt.date) -> StandInQuerySet:
    return StandIn.objects.filter(start__lt=end, end__gt=Greatest("start", Value(start)))


def away_between(start: dt.date, end: dt.date, carers: Iterable[int]) -> set[int]:
    """Carers on leave on any of the days."""
    rows = Leave.objects.not_over(start).filter(carer__in=list(carers), start__lt=end)
    return set(rows.values_list("carer", flat=True))


def busy(start: dt.date, end: dt.date, carers: Collection[int]) -> dict[int, int]:
    """Households each has or stands in for on any of the days."""
    load = dict(loads(start, carers))
    rows = _standing_between(start, end).filter(carer__in=carers)
    for carer, _ in set(rows.order_by().values_list("carer", "child__household")):
        load[carer] = load.get(carer, 0) + 1
    return load


def able_carers(
    carer: Carer, reader: Reader, start: dt.date, end: dt.date
) -> list[tuple[Carer, int]]:
    """Carers of her district who could look after a household on these days, and how many."""
    district = reader.tree.district_of(carer.place_id)
    if district is None:
        return []
    rows = Carer.objects.filter(
        status=Carer.Status.ACTIVE, place__id__any_of=reader.tree.below(district.id)
    ).exclude(pk=carer.pk)  # fmt: skip
    known = {
        one.pk: one
        for one in rows.only("name", "pinyin", "place", "capacity", "background_checked_on")
        if checked(one.background_checked_on, start)
    }
    load, gone = busy(start, end, list(known)), away_between(start, end, known)
    found = [(one, one.capacity - load.get(pk, 0)) for pk, one in known.items() if pk not in gone]
    return [(one, free) for one, free in found if free > 0]


def nearest(
    able: Iterable[tuple[Carer, int]], place: int | None, reader: Reader, homes: int = 1
) -> list[Near]:
    """Those of them with a place for so many households, the nearest to a place first."""
    here = where(reader.tree, place)
    found = [_near(one, here, free, reader) for one, free in able if free >= homes]
    found.sort(key=lambda one: (ORDER[one.tier], one.carer.pinyin, one.carer.pk))
    return found[:SHOWN]


def near_carers(
    carer: Carer, reader: Reader, start: dt.date, end: dt.date, homes: int
) -> list[Near]:
    """Carers of her township, then of her district, who have a place for her households."""
    able = able_carers(carer, reader, start, end)
    return nearest(able, carer.place_id, reader, max(homes, 1))


def _near(one: Carer, here: Where, free: int, reader: Reader) -> Near:
    there = where(reader.tree, one.place_id)
    tier = Tier(tier_of(here, there).value)
    return Near(one, tier, reader.tree.full_name(one.place_id, " "), free)
