"""Children whose pairing has ended do not wait in silence: a task at once, until they are paired."""

import datetime as dt
from collections.abc import Collection, Iterable

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.notices.actions import notify
from nuantong.pairing.models import Handover, Pairing
from nuantong.pairing.models.words import EndReason
from nuantong.people.models import Child
from nuantong.tasks.actions import Wanted, raise_tasks, retract, settle
from nuantong.tasks.models import Task

REARRANGE, ENDED = "rearrange", "pairing_ended"
TO_TAKE, GIVEN, DECLINED = "handover", "handover_given", "handover_declined"
"""Kinds of tasks and of notices."""
SOON = dt.timedelta(days=7)


def wait_for_another(ended: Iterable[Pairing], reason: EndReason, by: Reader) -> None:
    """One task for each household, on its eldest child: whoever pairs there arranges it anew."""
    homes: dict[int, Pairing] = {}
    for pairing in sorted(ended, key=lambda one: (one.child.birth_date or dt.date.max, one.pk)):
        homes.setdefault(pairing.child.household_id, pairing)
    raise_tasks(by=by, wanted=[_wanted(pairing, reason, by) for pairing in homes.values()])


def _wanted(pairing: Pairing, reason: EndReason, by: Reader) -> Wanted:
    return Wanted(
        key=f"{REARRANGE}:{pairing.pk}", kind=REARRANGE, child=pairing.child,
        title=f"重新安排爱心妈妈：{reason.label}", permission=Permission.RUN_ROUNDS,
        due_on=by.on + SOON, url_name="pairing:options",
        url_args={"number": pairing.child.number},
    )  # fmt: skip


def arranged(children: Collection[int], start: dt.date, by: Reader) -> None:
    """They have a carer again, whichever way: nobody has to look for one (pairing.hooks)."""
    homes = Child.objects.filter(pk__in=children).values("household")
    kinds = [REARRANGE, DECLINED]
    waiting = Task.objects.open().filter(kind__in=kinds, child__household__in=homes)
    for key in waiting.values_list("key", flat=True):
        settle(key=key, how="已结对", by=by)


def nothing_to_take(ended: Iterable[Pairing], by: Reader) -> None:
    """The pairing ended before the new carer had taken the children over: she need not any more."""
    for pairing in ended:
        found = Handover.objects.waiting().filter(carer=pairing.carer_id, children=pairing.child_id)
        for pk in found.values_list("pk", flat=True):
            retract(key=f"{TO_TAKE}:{pk}", reason="结对已解除", by=by)


def tell_of_the_end(pairing: Pairing, by: Reader) -> None:
    """The carer learns that a pairing of hers was ended, and that it is not hers to worry about."""
    notify(
        to=pairing.carer, kind=ENDED, key=f"{ENDED}:{pairing.pk}", by=by, child=pairing.child,
        subject="您与一名孩子的结对已结束",
        text="孩子由妇联接着安排。这段时间的陪伴都记在孩子的成长档案里，谢谢您。",
    )  # fmt: skip
