"""A carer goes on leave, she comes back; who stands in for her is told each time."""

import datetime as dt

from django.db import transaction
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
from nuantong.pairing.actions.stand_ins import (
    ALONE,
    give,
    let_go,
    relieve,
    see_to_cover,
)
from nuantong.pairing.ledger import lock
from nuantong.pairing.models import Leave
from nuantong.pairing.standing_in import wanting
from nuantong.people.models import Carer
from nuantong.tasks.actions import retract

ON_LEAVE = "leave"
"""Kind of notice."""
DAY = dt.timedelta(days=1)
LONGEST = dt.timedelta(days=366)
REFUSALS = {
    "leave_one_at_a_time": "这几天里已经登记过请假，请先看看已有的请假。",
    "leave_ends_after_start": "回来的日期要在请假开始之后。",
}


@transaction.atomic
def ask_leave(
    *, carer: Carer, start: dt.date, last_day: dt.date, kind: Leave.Kind, by: Reader,
    note: str = "", stand_in: Carer | None = None,
) -> Leave:  # fmt: skip
    """Leave from a day to a day, entered by the carer herself or by whoever keeps the carers there.

    `stand_in` looks after all her households; with children and nobody to stand in it is a task of
    the township. Leave is no exemption (duties.md, rule 7): what is owed to the children stays owed.
    """
    if not may_enter(carer, by):
        raise Http404
    _check_days(start, last_day, by)
    lock(Carer.objects.filter(pk__in=[carer.pk, *([stand_in.pk] if stand_in else [])]))
    if not Carer.objects.filter(pk=carer.pk, status=Carer.Status.ACTIVE).exists():
        raise Refusal(f"{carer.name}已离岗，不用再登记请假。")
    with refusing(REFUSALS):
        leave = Leave.objects.create(
            carer=carer, start=start, end=last_day + DAY, kind=kind, note=narrative(note, 500),
            asked_by=by.actor_name, asked_at=clock.now(),
        )  # fmt: skip
    _log("登记请假", leave, by)
    let_go(carer, start, leave.end, by)
    if stand_in is not None:
        give(leave, wanting(leave, by.on), Carer.objects.get(pk=stand_in.pk), by)
    see_to_cover(leave, by)
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


def _tell_her(leave: Leave, stand_in: Carer | None, by: Reader) -> None:
    who = f"由{stand_in.name}顶岗。" if stand_in else "顶岗的人由乡镇（街道）妇联安排。"
    notify(
        to=leave.carer, kind=ON_LEAVE, key=f"{ON_LEAVE}:{leave.pk}", by=by, text=who,
        subject=f"已登记您{month_day(leave.start)}至{month_day(leave.last_day)}请假",
        url_name="pairing:leaves", url_args={"carer_id": leave.carer_id},
    )  # fmt: skip


@transaction.atomic
def choose_stand_in(
    *, leave: Leave, carer: Carer, by: Reader, household: int | None = None
) -> Leave:
    """Somebody stands in from today, or from the leave's first day, for one household or for all;
    who did so before is relieved."""
    found = _for_change(leave, carer, by)
    given = [
        one
        for one in wanting(found, by.on)
        if household is None or one.child.household_id == household
    ]
    if not given:
        raise Refusal("这一户现在没有要照看的孩子，请刷新后再看。")
    give(found, given, Carer.objects.get(pk=carer.pk), by)
    see_to_cover(found, by)
    _log("更换顶岗", found, by)
    return found


@transaction.atomic
def come_back(*, leave: Leave, by: Reader) -> Leave:
    """She is back today, or does not go at all. Doing it twice is doing it once."""
    found = _for_change(leave, None, by)
    back = max(found.start, by.on)
    found.back_on = back
    found.save(update_fields=["back_on"])
    relieve(found.stand_ins.all(), back, by)
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


def _log(action: str, leave: Leave, by: Reader) -> None:
    record(action=action, by=by, object_type="leave", object_id=leave.pk,
           changes={"carer": leave.carer_id, "start": str(leave.start),
                    "end": str(leave.until)})  # fmt: skip
