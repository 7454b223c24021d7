"""Who stands in for a carer on leave: for each household somebody, or it is the township's task."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Q, Value
from django.db.models.functions import Greatest

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.core.text import month_day
from nuantong.notices.actions import notify
from nuantong.pairing.models import Leave, Pairing, StandIn
from nuantong.pairing.models.leave import StandInQuerySet
from nuantong.pairing.standing_in import Wanting, uncovered, wanting, why_not_stand_in
from nuantong.people.models import Carer
from nuantong.tasks.actions import Wanted, raise_task, retract, settle

ALONE, STANDS_IN = "leave_alone", "stand_in"
"""Kind of task and of notices."""
TAKEN = {"stand_in_one_at_a_time": "这几天里孩子已经有人顶岗，请刷新后再看。"}


def give(leave: Leave, given: Collection[Wanting], carer: Carer, by: Reader) -> None:
    """These children are the other's to look after on these days; whoever had them is relieved."""
    refused = why_not_stand_in(carer, leave, given)
    if refused:
        raise Refusal(refused)
    here = leave.stand_ins.filter(child__in=[one.child for one in given])
    relieve(here.exclude(carer=carer), max(leave.start, by.on), by)
    end_stand_ins(here, max(leave.start, by.on))
    with refusing(TAKEN):
        StandIn.objects.bulk_create(
            StandIn(leave=leave, child=one.child, carer=carer, start=one.start, end=one.end)
            for one in given
        )
    for one in given:
        record(action="安排顶岗", by=by, child_number=one.child.number, object_type="standin",
               object_id=leave.pk, changes={"carer": carer.pk})  # fmt: skip
    if given:
        _tell(leave, given, carer, by)


def _tell(leave: Leave, given: Collection[Wanting], carer: Carer, by: Reader) -> None:
    start, eldest = min(one.start for one in given), next(iter(given)).child
    notify(
        to=carer, kind=STANDS_IN, key=f"{STANDS_IN}:{leave.pk}:{start}:{eldest.pk}", by=by,
        subject=f"{month_day(start)}至{month_day(leave.last_day)}请您代为关爱{len(given)}名孩子",
        text=f"{leave.carer.name}请假。这几天孩子在您的“我的孩子”里，您做的关爱算您的。",
        url_name="care:my_children",
    )  # fmt: skip


def see_to_cover(leave: Leave, by: Reader) -> None:
    """The township has a task as long as a child would have nobody on a day of the leave."""
    alone, key = uncovered(leave, by.on), f"{ALONE}:{leave.pk}"
    if alone:
        homes = len({one.child.household_id for one in alone})
        raise_task(by=by, again=True, wanted=Wanted(
            key=key, kind=ALONE, region=leave.carer.place_id, due_on=alone[0].start,
            title=f"{leave.carer.name}{month_day(leave.start)}起请假，{homes}户还没有人顶岗",
            permission=Permission.EDIT_CARERS, url_name="pairing:leaves",
            url_args={"carer_id": leave.carer_id},
        ))  # fmt: skip
    elif wanting(leave, by.on):
        settle(key=key, how="每户都有人顶岗", by=by)
    else:
        retract(key=key, reason="没有要照看的孩子", by=by)


def see_to_covers(carers: Collection[int], by: Reader) -> None:
    """Of every leave of these carers that is not over."""
    leaves = Leave.objects.not_over(by.on).filter(carer__id__any_of=list(carers))
    for leave in leaves.select_related("carer"):
        see_to_cover(leave, by)


def cover_newcomers(children: Collection[int], start: dt.date, by: Reader) -> None:
    """A child given to a carer with a leave is looked after by whoever has the siblings then;
    otherwise it is a task (pairing.hooks)."""
    pairings = Pairing.objects.standing(by.on).filter(child__id__any_of=list(children))
    carers = list(set(pairings.values_list("carer", flat=True)))
    leaves = Leave.objects.not_over(by.on).filter(carer__id__any_of=carers)
    for leave in leaves.select_related("carer"):
        rows = leave.stand_ins.filter(end__gt=Greatest("start", Value(by.on)))
        other = {row.child.household_id: row.carer for row in rows.select_related("child", "carer")}
        for one in uncovered(leave, by.on):
            if one.child.household_id in other and one.child.pk in children:
                give(leave, [one], other[one.child.household_id], by)
        see_to_cover(leave, by)


def let_go(carer: Carer, start: dt.date, end: dt.date | None, by: Reader) -> None:
    """Whoever is away herself stands in for nobody from then on: others look for somebody."""
    until = Q(start__lt=end) if end else Q()
    rows = StandIn.objects.filter(until, carer=carer, end__gt=Greatest("start", Value(start)))
    leaves = Leave.objects.filter(pk__in=rows.values_list("leave", flat=True))
    touched = list(leaves.select_related("carer"))
    end_stand_ins(rows, start)
    for leave in touched:
        see_to_cover(leave, by)


def let_go_when_carer_left(carer: Carer, on: dt.date, by: Reader) -> None:
    """For people.hooks."""
    let_go(carer, on, None, by)


def relieve(standing: StandInQuerySet, on: dt.date, by: Reader) -> None:
    """Whoever stands in does so no longer from the day on, and is told."""
    rows = standing.filter(end__gt=Greatest("start", Value(on)))
    told = {(one.carer, one.leave) for one in rows.select_related("carer", "leave__carer")}
    for carer, leave in told:
        notify(
            to=carer, kind=STANDS_IN, key=f"{STANDS_IN}:{leave.pk}:end:{on}", by=by,
            subject=f"{month_day(on)}起不用再代为关爱",
            text=f"{leave.carer.name}的孩子由别人接着照看。谢谢您。",
        )  # fmt: skip
    end_stand_ins(rows, on)


def end_stand_ins(standing: StandInQuerySet, on: dt.date) -> None:
    """They are over on the day; those that had not begun never will."""
    standing.filter(end__gt=on).update(end=Greatest("start", Value(on)))
