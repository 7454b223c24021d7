"""Who may stand in for a carer on leave: near, checked, with a place for her households."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Value
from django.db.models.functions import Greatest

from nuantong.access.reader import Reader
from nuantong.pairing.inputs import checked, loads, where
from nuantong.pairing.matching import Where, tier_of
from nuantong.pairing.models import Leave, StandIn
from nuantong.pairing.models.words import Tier
from nuantong.people.models import Carer, Child

SHOWN = 20
ORDER = {tier: rank for rank, tier in enumerate(Tier)}


@dataclass(frozen=True)
class Near:
    """A carer who can stand in, and how near she is to the one on leave."""

    carer: Carer
    tier: Tier
    place: str
    free: int


def why_not_stand_in(
    carer: Carer, leave: Leave, children: Collection[Child], start: dt.date
) -> str:
    """The limit that binds, '' when none does."""
    if carer.pk == leave.carer_id:
        return "请选另一位爱心妈妈顶岗。"
    if carer.status != Carer.Status.ACTIVE:
        return f"{carer.name}已离岗，不能顶岗。"
    if not checked(carer.background_checked_on, start):
        return f"{carer.name}的背景查询不在有效期内，不能顶岗。"
    if carer.pk in away_between(start, leave.until, [carer.pk]):
        return f"{carer.name}这几天自己也请假，不能顶岗。"
    homes = len({child.household_id for child in children})
    free = carer.capacity - busy(start, leave.until, [carer.pk], without=leave).get(carer.pk, 0)
    if homes > free:
        return f"{carer.name}还能照看{max(free, 0)}户，这里有{homes}户，请另选一位。"
    return ""


def away_between(start: dt.date, end: dt.date, carers: Iterable[int]) -> set[int]:
    """Carers on leave on any of the days."""
    rows = Leave.objects.not_over(start).filter(carer__in=list(carers), start__lt=end)
    return set(rows.values_list("carer", flat=True))


def busy(
    start: dt.date, end: dt.date, carers: Collection[int], without: Leave | None = None
) -> dict[int, int]:
    """Households each has or stands in for on any of the days."""
    load = dict(loads(start, carers))
    rows = StandIn.objects.filter(
        carer__in=carers, start__lt=end, end__gt=Greatest("start", Value(start))
    )
    if without is not None:
        rows = rows.exclude(leave=without)
    for carer, _ in set(rows.values_list("carer", "child__household")):
        load[carer] = load.get(carer, 0) + 1
    return load


def near_carers(
    carer: Carer, reader: Reader, start: dt.date, end: dt.date, homes: int
) -> list[Near]:
    """Carers of her township, then of her district, who have a place for her households."""
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
    here = where(reader.tree, carer.place_id)
    found = [
        _near(one, here, load.get(pk, 0), reader)
        for pk, one in known.items()
        if pk not in gone and one.capacity - load.get(pk, 0) >= max(homes, 1)
    ]
    found.sort(key=lambda one: (ORDER[one.tier], one.carer.pinyin, one.carer.pk))
    return found[:SHOWN]


def _near(one: Carer, here: Where, load: int, reader: Reader) -> Near:
    there = where(reader.tree, one.place_id)
    tier = Tier(tier_of(here, there).value)
    return Near(one, tier, reader.tree.full_name(one.place_id, " "), one.capacity - load)
