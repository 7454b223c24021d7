"""One press for many children of an overdue list: each is done, or skipped with its reason."""

import datetime as dt
from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.care.models import BulkAct, BulkRow, Verb
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.retrying import retried
from nuantong.core.text import month_day
from nuantong.duties.actions import act_on_overdue, exempt
from nuantong.duties.hooks import want_visit
from nuantong.duties.models import OverdueAction, WindowOutcome
from nuantong.notices.actions import notify
from nuantong.pairing.actions.leaves import ask_leave, choose_stand_in
from nuantong.pairing.models import Leave, Pairing
from nuantong.pairing.responsible import Responsible, responsible
from nuantong.pairing.standing_in import Near, near_carers
from nuantong.people.models import Carer, Child

MOST = 300
NUDGE = "nudge"
"""Kind of notice."""
DAY = dt.timedelta(days=1)
Values = dict[str, Any]


@retried
def act_on_many(
    *, key: UUID, verb: str, numbers: Collection[str], values: Values, by: Reader
) -> BulkAct:
    """Do it for each of the children, each for itself; the same key is one press. All of it is
    begun again when the night's closing held the same children in another order.

    Whoever presses second at the same moment waits and gets what the first one did.
    """
    if by.user is None or verb not in Verb.values:
        raise Refusal("请选择做什么。")
    act, new = BulkAct.objects.get_or_create(
        key=key, defaults={"verb": verb, "by": by.user, "at": clock.now()}
    )
    if not new:
        return _same(act, verb, by)
    rows = [_row(act, child, VERBS[verb], values, by) for child in chosen(numbers, by)]
    BulkRow.objects.bulk_create(rows)
    record(action="批量处理逾期", by=by, object_type="bulkact", object_id=act.pk,
           changes={"verb": verb, "count": len(rows), "done": sum(row.done for row in rows)})  # fmt: skip
    return act


def chosen(numbers: Collection[str], by: Reader) -> list[Child]:
    """The children as far as the reader may act for them, in the order of their names."""
    if not numbers:
        raise Refusal("请先勾选儿童，或选“筛选出的全部”。")
    if len(numbers) > MOST:
        raise Refusal(f"一次最多{MOST}名，现在是{len(numbers)}名。请先按地区筛选，分几次办。")
    seen = Child.objects.visible_to(by, to=Permission.ACT_ON_OVERDUE)
    return list(seen.filter(number__in=list(numbers)).order_by("pinyin", "pk"))


def _same(act: BulkAct, verb: str, by: Reader) -> BulkAct:
    if act.by_id != by.actor_id or act.verb != verb:
        raise Refusal("这张表已经办过别的事，请回到名单重新选。")
    return act


def _row(act: BulkAct, child: Child, do: "Do", values: Values, by: Reader) -> BulkRow:
    """In a savepoint of its own: one that is refused leaves nothing behind."""
    try:
        with transaction.atomic():
            return BulkRow(act=act, child=child, done=True, why=do(child, values, by)[:200])
    except Refusal as refusal:
        return BulkRow(act=act, child=child, done=False, why=str(refusal)[:200])
    except Http404:
        return BulkRow(act=act, child=child, done=False, why="爱心妈妈不在您的工作范围内。")


def _holder(child: Child, by: Reader) -> Responsible:
    found = responsible([child.pk], by.on).get(child.pk)
    if found is None:
        raise Refusal("现在没有爱心妈妈，请先结对。")
    return found


def _remind(child: Child, values: Values, by: Reader) -> str:
    """Whoever has the child, or stands in, is told once a day. The list keeps the child: only
    what brings somebody else in, or an answer, takes her off it."""
    carer = _holder(child, by).carer
    overdue = WindowOutcome.objects.overdue().filter(enrolment__child=child).count()
    new = notify(
        to=carer, kind=NUDGE, key=f"{NUDGE}:{child.pk}:{by.on}", by=by, child=child,
        subject="请您联系孩子，做过的请记下来", url_name="care:my_children",
        text=f"{by.actor_name}提醒您：这个孩子有{overdue}次职责没有记录。有困难请告诉我们。",
    )  # fmt: skip
    if not new:
        raise Refusal(f"今天已经提醒过{carer.name}。")
    return f"已通知{carer.name}"


def _substitute(child: Child, values: Values, by: Reader) -> str:
    """The nearest carer with a place stands in for the whole household until the day."""
    held, until = _holder(child, by), values["until"]
    if held.stands_in_for is not None:
        raise Refusal(f"{held.carer.name}已经在替班。")
    near = _nearest(held.carer, until, by)
    leave = Leave.objects.current(by.on).filter(carer=held.carer).first()
    if leave is not None:
        choose_stand_in(leave=leave, carer=near.carer, by=by, household=child.household_id)
    else:
        ask_leave(
            carer=held.carer, start=by.on, last_day=until, kind=Leave.Kind.OTHER, by=by,
            note=f"{by.actor_name}安排替班", stand_in=near.carer,
        )  # fmt: skip
    said = f"{near.carer.name}替班到{month_day(until)}"
    _acted(child, OverdueAction.Kind.SUBSTITUTE, said, by)
    return said


def _nearest(carer: Carer, until: dt.date, by: Reader) -> Near:
    known = Carer.objects.get(pk=carer.pk)
    rows = Pairing.objects.filter(carer=known).standing(by.on).order_by()
    homes = rows.values("child__household").distinct().count()
    found = near_carers(known, by, by.on, until + DAY, homes)
    if not found:
        raise Refusal("附近没有能替班的爱心妈妈，请另行结对。")
    return found[0]


def _exempt(child: Child, values: Values, by: Reader) -> str:
    exempt(
        child=child, start=values["start"], end=values["last_day"] + DAY, reason=values["reason"],
        by=by,
    )  # fmt: skip
    return f"{month_day(values['start'])}至{month_day(values['last_day'])}免除"


def _visit(child: Child, values: Values, by: Reader) -> str:
    if not want_visit(child, values["reason"], by):
        raise Refusal("已经请人走访，还没有结果。")
    _acted(child, OverdueAction.Kind.VISIT, values["reason"], by)
    return "已列入村（社区）的走访"


def _acted(child: Child, kind: OverdueAction.Kind, note: str, by: Reader) -> None:
    """What was missed has been taken in hand, if something is overdue still."""
    if WindowOutcome.objects.overdue().filter(enrolment__child=child).exists():
        act_on_overdue(child=child, kind=kind, note=note, by=by)


Do = Callable[[Child, Values, Reader], str]
VERBS: dict[str, Do] = {
    Verb.REMIND: _remind, Verb.SUBSTITUTE: _substitute, Verb.EXEMPT: _exempt, Verb.VISIT: _visit,
}  # fmt: skip
