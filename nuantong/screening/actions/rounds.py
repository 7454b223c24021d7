"""Making a round, drawing its children from the register, closing it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.copying import insert_new
from nuantong.core.errors import Refusal
from nuantong.instruments.models import InstrumentVersion
from nuantong.people.models import Child, Label
from nuantong.people.queries.ages import age_on
from nuantong.screening.models import Participant, Round, RoundArea, RoundScale
from nuantong.screening.restaging import restage

LONGEST = 183
COLUMNS = ("round", "child", "place", "district", "age", "stage", "wanted", "done", "invalid",
           "colour", "red", "changed_at")  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A scale of a round with the ages it is given to."""

    version: InstrumentVersion
    from_age: int
    to_age: int


@dataclass(frozen=True)
class Plan:
    """What a round is to be."""

    title: str
    regions: list[int]
    starts_on: dt.date
    ends_on: dt.date
    parts: list[Part]
    category: str = ""


@transaction.atomic
def make_round(*, key: UUID, plan: Plan, by: Reader) -> Round:
    """A round with its children drawn. The same key twice is one round."""
    known = Round.objects.filter(key=key).first()
    if known is not None:
        if known.maker_id != by.actor_id:
            raise Refusal("没有存下来，请重新打开本页再建一次。")
        return known
    _check(plan, by)
    made = Round.objects.create(
        key=key, title=plan.title.strip(), category=plan.category, starts_on=plan.starts_on,
        ends_on=plan.ends_on, maker=by.user, made_by=by.actor_name, made_at=clock.now(),
    )  # fmt: skip
    RoundArea.objects.bulk_create(RoundArea(round=made, region_id=one) for one in plan.regions)
    RoundScale.objects.bulk_create(
        RoundScale(round=made, version=one.version, from_age=one.from_age, to_age=one.to_age, order=n)
        for n, one in enumerate(plan.parts)
    )  # fmt: skip
    _log("组织心理筛查", made, by, regions=plan.regions)
    draw(round_=made, by=by)
    return made


def _check(plan: Plan, by: Reader) -> None:
    if not plan.title.strip():
        raise Refusal("请写这一轮的名称。")
    if not plan.regions:
        raise Refusal("请选择在哪些地方筛查。")
    if not all(by.covers(Permission.RUN_SCREENING, one) for one in plan.regions):
        raise Refusal("有的地方不在您的工作范围内。")
    if plan.ends_on < max(plan.starts_on, by.on):
        raise Refusal("截止日期要在开始日期和今天之后。")
    if (plan.ends_on - plan.starts_on).days > LONGEST:
        raise Refusal("一轮筛查最长半年，请分两轮。")
    if not plan.parts:
        raise Refusal("请至少选一份量表。")


@transaction.atomic
def draw(*, round_: Round, by: Reader) -> int:
    """Children on the register who belong to the round and are not in it yet; how many joined."""
    found = _open(round_, by)
    at, on = clock.now(), clock.today()
    districts = by.tree.above(2)
    rows = (
        (found.pk, pk, place, districts.get(place), age_on(born, on), "asking", 0, 0, 0, "", False, at)
        for pk, place, born in eligible(found, by).values_list("pk", "place", "birth_date")
    )  # fmt: skip
    new = insert_new(Participant, COLUMNS, rows, ["child"])
    found.drawn_at = at
    found.save(update_fields=["drawn_at"])
    restage(found, [child for (child,) in new] if found.participants.count() > len(new) else None)
    _log("生成筛查名单", found, by, joined=len(new))
    return len(new)


def eligible(round_: Round, by: Reader) -> QuerySet[Child]:
    """Of its places and category, under eighteen or of unknown age, on the register."""
    on = clock.today()
    rows = Child.objects.on_register().filter(
        Q(birth_date=None) | Q(birth_date__gt=on.replace(year=on.year - 18, day=min(on.day, 28)))
    )
    areas = list(round_.areas.values_list("region", flat=True))
    if by.tree.root.id not in areas:
        rows = rows.filter(place__id__any_of=[p for one in areas for p in by.tree.below(one)])
    if round_.category:
        labels = Label.objects.filter(
            Q(until=None) | Q(until__gt=on), Q(since=None) | Q(since__lte=on),
            category=round_.category,
        )  # fmt: skip
        rows = rows.filter(pk__in=labels.values("child"))
    found: QuerySet[Child] = rows
    return found


@transaction.atomic
def close_round(*, round_: Round, by: Reader) -> Round:
    """No sheet is filled in any more; what came out stays. Twice is once."""
    found = _locked(round_, by)
    if found.closed_at is None:
        found.closed_at, found.closed_by = clock.now(), by.actor_name
        found.save(update_fields=["closed_at", "closed_by"])
        _log("结束心理筛查", found, by)
    return found


def may_run(round_: Round, by: Reader) -> bool:
    areas: Iterable[int] = round_.areas.values_list("region", flat=True)
    return by.can(Permission.RUN_SCREENING) and all(
        by.covers(Permission.RUN_SCREENING, one) for one in areas
    )


def _open(round_: Round, by: Reader) -> Round:
    found = _locked(round_, by)
    if found.closed_at is not None:
        raise Refusal("这一轮筛查已经结束。")
    return found


def _locked(round_: Round, by: Reader) -> Round:
    if not (by.system or may_run(round_, by)):
        raise Refusal("这一轮筛查不由您组织。")
    return Round.objects.select_for_update().get(pk=round_.pk)


def _log(action: str, round_: Round, by: Reader, **changes: object) -> None:
    record(
        action=action, by=by, object_type="round", object_id=round_.pk,
        changes={"title": round_.title, **changes},
    )  # fmt: skip
