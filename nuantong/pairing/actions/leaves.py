"""A carer goes on leave, somebody stands in, she comes back: both are told each time."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.http import Http404

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.core.text import month_day
from nuantong.core.text.narratives import narrative
from nuantong.notices.actions import notify
from nuantong.pairing.ledger import lock
from nuantong.pairing.models import Leave, Pairing, StandIn
from nuantong.pairing.models.leave import StandInQuerySet
from nuantong.pairing.standing_in import why_not_stand_in
from nuantong.people.models import Carer, Child
from nuantong.tasks.actions import Wanted, raise_task, retract, settle

ALONE, ON_LEAVE, STANDS_IN = "leave_alone", "leave", "stand_in"
"""Kinds of task and of notices."""
DAY = dt.timedelta(days=1)
LONGEST = dt.timedelta(days=366)
REFUSALS = {
    "leave_one_at_a_time": "这几天里已经登记过请假，请先看看已有的请假。",
    "leave_ends_after_start": "回来的日期要在请假开始之后。",
    "stand_in_one_at_a_time": "这几天里孩子已经有人顶岗，请刷新后再看。",
}


@transaction.atomic
def ask_leave(
    *, carer: Carer, start: dt.date, last_day: dt.date, kind: Leave.Kind, by: Reader,
    note: str = "", stand_in: Carer | None = None,
) -> Leave:  # fmt: skip
    """Leave from a day to a day, entered by the carer herself or by whoever keeps the carers there.

    With children and nobody to stand in it is a task of the township. Leave is no exemption
    (duties.md, rule 7): what is owed to the children stays owed.
    """
    if not may_enter(carer, by):
        raise Http404
    _check_days(start, last_day, by)
    lock(Carer.objects.filter(pk__in=[carer.pk, *([stand_in.pk] if stand_in else [])]))
    with refusing(REFUSALS):
        leave = Leave.objects.create(
            carer=carer, start=start, end=last_day + DAY, kind=kind, note=narrative(note, 500),
            asked_by=by.actor_name, asked_at=clock.now(),
        )  # fmt: skip
    _log("登记请假", leave, by)
    children = children_of(leave)
    if stand_in is not None:
        _stand_in(leave, children, stand_in, start, by)
    elif children:
        _ask_the_township(leave, by)
    _tell_her(leave, stand_in, by)
    return leave


def may_enter(carer: Carer, by: Reader) -> bool:
    """The carer herself, or whoever keeps the carers where she lives."""
    if by.user is not None and carer.user_id == by.user.pk:
        return True
    seen = Carer.objects.visible_to(by, Permission.EDIT_CARERS)
    return by.can(Permission.EDIT_CARERS) and seen.filter(pk=carer.pk).exists()


def _check_days(start: dt.date, last_day: dt.date, by: Reader) -> None:
    if start < by.on:
        raise Refusal("请假从今天或以后开始；以前的日子不能补登，做过的关爱可以补记。")
    if last_day < start:
        raise Refusal("最后一天要在开始那天或以后。")
    if last_day - start >= LONGEST:
        raise Refusal("请假超过一年，请改为解除结对、另作安排。")


def children_of(leave: Leave) -> list[Child]:
    """Whom she will have to be stood in for."""
    rows = Pairing.objects.filter(carer=leave.carer_id, start__lt=leave.until)
    standing = rows.standing(leave.start).values("child")
    return list(Child.objects.filter(pk__in=standing).order_by("birth_date", "pk"))


def _stand_in(
    leave: Leave, children: Collection[Child], carer: Carer, start: dt.date, by: Reader
) -> None:
    refused = why_not_stand_in(carer, leave, children, start)
    if refused:
        raise Refusal(refused)
    with refusing(REFUSALS):
        StandIn.objects.bulk_create(
            StandIn(leave=leave, child=child, carer=carer, start=start, end=leave.until)
            for child in children
        )
    for child in children:
        record(action="安排顶岗", by=by, child_number=child.number, object_type="standin",
               object_id=leave.pk, changes={"carer": carer.pk})  # fmt: skip
    if children:
        notify(
            to=carer, kind=STANDS_IN, key=f"{STANDS_IN}:{leave.pk}:{start}", by=by,
            subject=f"{month_day(start)}至{month_day(leave.last_day)}请您代为关爱{len(children)}名孩子",
            text=f"{leave.carer.name}请假。这几天孩子在您的“我的孩子”里，您做的关爱算您的。",
            url_name="care:my_children",
        )  # fmt: skip


def _ask_the_township(leave: Leave, by: Reader) -> None:
    raise_task(by=by, wanted=Wanted(
        key=f"{ALONE}:{leave.pk}", kind=ALONE, region=leave.carer.place_id,
        permission=Permission.EDIT_CARERS, due_on=max(leave.start, by.on),
        title=f"{leave.carer.name}{month_day(leave.start)}起请假，还没有人顶岗",
        url_name="pairing:leaves", url_args={"carer_id": leave.carer_id},
    ))  # fmt: skip


def _tell_her(leave: Leave, stand_in: Carer | None, by: Reader) -> None:
    who = f"由{stand_in.name}顶岗。" if stand_in else "顶岗的人由乡镇（街道）妇联安排。"
    notify(
        to=leave.carer, kind=ON_LEAVE, key=f"{ON_LEAVE}:{leave.pk}", by=by, text=who,
        subject=f"已登记您{month_day(leave.start)}至{month_day(leave.last_day)}请假",
        url_name="pairing:leaves", url_args={"carer_id": leave.carer_id},
    )  # fmt: skip


@transaction.atomic
def choose_stand_in(*, leave: Leave, carer: Carer, by: Reader) -> Leave:
    """Somebody stands in from today, or from the leave's first day; who did so before is relieved."""
    found = _for_change(leave, carer, by)
    start = max(found.start, by.on)
    _relieve(found, start, by)
    _stand_in(found, children_of(found), carer, start, by)
    settle(key=f"{ALONE}:{found.pk}", how=f"由{carer.name}顶岗", by=by)
    _log("更换顶岗", found, by)
    return found


@transaction.atomic
def come_back(*, leave: Leave, by: Reader) -> Leave:
    """She is back today, or does not go at all. Doing it twice is doing it once."""
    found = _for_change(leave, None, by)
    back = max(found.start, by.on)
    found.back_on = back
    found.save(update_fields=["back_on"])
    _relieve(found, back, by)
    retract(key=f"{ALONE}:{found.pk}", reason="请假已结束", by=by)
    _log("结束请假", found, by)
    return found


def _for_change(leave: Leave, carer: Carer | None, by: Reader) -> Leave:
    lock(Carer.objects.filter(pk__in=[leave.carer_id, *([carer.pk] if carer else [])]))
    found = Leave.objects.select_related("carer").select_for_update(of=("self",)).get(pk=leave.pk)
    if not may_enter(found.carer, by):
        raise Http404
    if found.until <= by.on or found.taken_back:
        raise Refusal("这次请假已经结束。")
    return found


def _relieve(leave: Leave, on: dt.date, by: Reader) -> None:
    """Whoever stands in does so no longer from the day on, and is told."""
    standing = StandIn.objects.filter(leave=leave, end__gt=on).select_related("carer")
    for carer in {one.carer for one in standing}:
        notify(
            to=carer, kind=STANDS_IN, key=f"{STANDS_IN}:{leave.pk}:end:{on}", by=by,
            subject=f"{month_day(on)}起不用再代为关爱",
            text=f"{leave.carer.name}的孩子由别人接着照看。谢谢您。",
        )  # fmt: skip
    end_stand_ins(standing, on)


def end_stand_ins(standing: StandInQuerySet, on: dt.date) -> None:
    """They are over on the day; those that had not begun never will."""
    standing.update(end=Greatest("start", Value(on)))


def _log(action: str, leave: Leave, by: Reader) -> None:
    record(action=action, by=by, object_type="leave", object_id=leave.pk,
           changes={"carer": leave.carer_id, "start": str(leave.start),
                    "end": str(leave.until)})  # fmt: skip
