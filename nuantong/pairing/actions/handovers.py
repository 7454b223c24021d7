"""A household changes hands: what the new carer must know, told to both, taken over by a tap."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.http import Http404

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.text import month_day
from nuantong.core.text.narratives import narrative
from nuantong.notices.actions import mark_read_by_key, notify
from nuantong.pairing.actions.freed import DECLINED, GIVEN, TO_TAKE
from nuantong.pairing.models import Handover, Pairing
from nuantong.people.models import Carer, Child
from nuantong.tasks.actions import Wanted, raise_task, settle

TAKEN_WITHIN = dt.timedelta(days=3)


def hand_over(
    *, children: Collection[Child], carer: Carer, on: dt.date, by: Reader, words: str = ""
) -> Handover:
    """Begin one for children just paired with the carer; who had them last is found by itself.

    The new carer is asked to take them, the former one told; until it is taken it is a task.
    """
    last = _last_pairing(children, carer, on)
    eldest = min(children, key=lambda child: (child.birth_date or dt.date.max, child.pk))
    begun = Handover.objects.create(
        household_id=eldest.household_id, former=last.carer if last else None, carer=carer,
        ended_on=last.end if last else None, on=on, by=by.actor_name, words=narrative(words, 2000),
    )  # fmt: skip
    begun.children.set(children)
    for child in children:
        record(action="移交", by=by, child_number=child.number, object_type="handover",
               object_id=begun.pk, changes={"former": last.carer_id if last else None,
                                            "carer": carer.pk})  # fmt: skip
    _tell(begun, eldest, by)
    return begun


def _last_pairing(children: Collection[Child], carer: Carer, on: dt.date) -> Pairing | None:
    ended = Pairing.objects.filter(child__in=children, end__lte=on).exclude(carer=carer)
    return ended.select_related("carer").order_by("-end", "pk").first()


def _tell(begun: Handover, eldest: Child, by: Reader) -> None:
    here = {"pk": begun.pk}
    notify(
        to=begun.carer, kind=TO_TAKE, key=f"{TO_TAKE}:{begun.pk}", by=by, child=eldest,
        subject=f"请接手：{month_day(begun.on)}起有孩子由您关爱",
        text="打开看看以前的情况和要办的事，再点“我接手了”。",
        url_name="care:handover", url_args=here,
    )  # fmt: skip
    if begun.former:
        notify(
            to=begun.former, kind=GIVEN, key=f"{GIVEN}:{begun.pk}", by=by, child=eldest,
            subject=f"{month_day(begun.on)}起孩子由{begun.carer.name}接着关爱",
            text="在这一天以前做过的，仍可以补记；功劳还是您的。谢谢您的陪伴。",
        )  # fmt: skip
    raise_task(by=by, wanted=Wanted(
        key=f"{TO_TAKE}:{begun.pk}", kind=TO_TAKE, child=eldest, permission=Permission.RUN_ROUNDS,
        title=f"等{begun.carer.name}接手", due_on=begun.on + TAKEN_WITHIN, url_name="care:handover",
        url_args=here,
    ))  # fmt: skip


@transaction.atomic
def accept_handover(*, handover: Handover, by: Reader) -> Handover:
    """The new carer has taken it; whoever pairs there may say so for one without an account.

    Accepting twice is accepting once.
    """
    found = _for_answer(handover, by)
    if found.accepted_at:
        return found
    _still_open(found)
    found.accepted_at, found.accepted_by = clock.now(), by.user
    found.save(update_fields=["accepted_at", "accepted_by"])
    _answered(found, by, "接手移交", f"{by.actor_name}确认已接手")
    return found


@transaction.atomic
def decline_handover(*, handover: Handover, why: str, by: Reader) -> Handover:
    """She cannot take it. The children stay hers until somebody arranges it: that is a task."""
    found = _for_answer(handover, by)
    words = narrative(why, 1000)
    if len(words) < 2:
        raise Refusal("请写明为什么不能接手，好另作安排。")
    _still_open(found)
    found.declined_at, found.declined_why = clock.now(), words
    found.save(update_fields=["declined_at", "declined_why"])
    _answered(found, by, "不能接手移交", "她说明不能接手，另作安排")
    child = found.children.order_by("birth_date", "pk").first()
    assert child is not None
    raise_task(by=by, wanted=Wanted(
        key=f"{DECLINED}:{found.pk}", kind=DECLINED, child=child, due_on=by.on + TAKEN_WITHIN,
        permission=Permission.RUN_ROUNDS, title=f"{found.carer.name}不能接手，请另作安排",
        note=words, url_name="pairing:options", url_args={"number": child.number},
    ))  # fmt: skip
    return found


def _for_answer(handover: Handover, by: Reader) -> Handover:
    rows = Handover.objects.visible_to(by).filter(pk=handover.pk)
    locked = Handover.objects.filter(pk__in=rows.values("pk")).select_related("carer")
    found = locked.select_for_update(of=("self",)).first()
    if found is None or not may_answer(found, by):
        raise Http404
    return found


def may_answer(handover: Handover, by: Reader) -> bool:
    """The carer herself, or whoever pairs where the children live."""
    if by.user is not None and handover.carer.user_id == by.user.pk:
        return True
    seen = Handover.objects.visible_to(by, to=Permission.RUN_ROUNDS)
    return by.can(Permission.RUN_ROUNDS) and seen.filter(pk=handover.pk).exists()


def _still_open(found: Handover) -> None:
    if found.declined_at:
        raise Refusal("已说明不能接手，正在另作安排。")
    if found.accepted_at:
        raise Refusal("已经接手；不能继续时，请联系乡镇（街道）妇联。")
    ours = Pairing.objects.filter(carer=found.carer, child__in=found.children.values("pk"))
    if not ours.filter(end=None).exists():
        raise Refusal("孩子已另作安排，不需要再接手。")


def _answered(found: Handover, by: Reader, action: str, how: str) -> None:
    record(action=action, by=by, object_type="handover", object_id=found.pk)
    settle(key=f"{TO_TAKE}:{found.pk}", how=how, by=by)
    mark_read_by_key(key=f"{TO_TAKE}:{found.pk}", to=found.carer)
