"""Children without a carer do not wait in silence: a task at once, until they are paired."""

import datetime as dt
from collections.abc import Collection, Iterable

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.notices.actions import notify
from nuantong.pairing.models import Handover, Pairing
from nuantong.pairing.models.words import EndReason, Tier
from nuantong.people.models import Child
from nuantong.tasks.actions import Wanted, raise_tasks, retract, retract_all, settle_all
from nuantong.tasks.models import Task

REARRANGE, ENDED, FARTHER = "rearrange", "pairing_ended", "moved_farther"
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
    key, title = f"{REARRANGE}:{pairing.pk}", f"重新安排爱心妈妈：{reason.label}"
    return _look_at_options(REARRANGE, key, title, pairing.child, by)


def _look_at_options(kind: str, key: str, title: str, child: Child, by: Reader) -> Wanted:
    return Wanted(
        key=key, kind=kind, child=child, title=title, permission=Permission.RUN_ROUNDS,
        due_on=by.on + SOON, url_name="pairing:options", url_args={"number": child.number},
    )  # fmt: skip


def a_child_waits(child: Child, on: dt.date, by: Reader) -> None:
    """Newly registered, back again, home from an institution, parted from her siblings (people.hooks):
    somebody has to find her a carer. In an institution nobody has to."""
    if child.setting == Child.Setting.INSTITUTION:
        _nobody_to_look_for(child, by)
    elif not Pairing.objects.filter(child=child, end=None).exists() and not _waits(child):
        before = Task.objects.filter(kind=REARRANGE, child=child).count()
        key, title = (
            f"{REARRANGE}:child:{child.pk}:{before}",
            "安排爱心妈妈：新登记、分户或重新在册的孩子",
        )
        raise_tasks(by=by, wanted=[_look_at_options(REARRANGE, key, title, child, by)])


def _waits(child: Child) -> bool:
    """Whether her household has the task already."""
    open_ones = Task.objects.open().filter(kind__in=[REARRANGE, DECLINED])
    return open_ones.filter(child__household=child.household_id).exists()


def _nobody_to_look_for(child: Child, by: Reader) -> None:
    """The task was her household's: a brother or sister at home may wait still."""
    waiting = Task.objects.open().filter(kind=REARRANGE, child=child)
    for key in waiting.values_list("key", flat=True):
        retract(key=key, reason="转由机构养育，不参加结对", by=by)
    at_home = Child.objects.on_register().filter(household=child.household_id)
    for sibling in at_home.exclude(setting=Child.Setting.INSTITUTION):
        a_child_waits(sibling, by.on, by)


def siblings_wait_on(child: Child, by: Reader) -> None:
    """She has left the register and her task with her: it may have been her household's."""
    hers = Task.objects.filter(kind__in=[REARRANGE, DECLINED], child=child, done_on=None)
    at_home = Child.objects.on_register().filter(household=child.household_id)
    for sibling in at_home.exclude(pk=child.pk) if hers.exists() else ():
        a_child_waits(sibling, by.on, by)


def ask_whether_to_change(pairing: Pairing, target: int, now: Tier, by: Reader) -> None:
    """The child lives farther from her carer than before: whoever pairs there looks at it. Who wants
    to go on says so in the task."""
    title = f"孩子搬家后{pairing.carer.name}是{now.label}，看看要不要换人"
    key = f"{FARTHER}:{pairing.pk}:{target}"
    raise_tasks(by=by, wanted=[_look_at_options(FARTHER, key, title, pairing.child, by)])


def arranged(children: Collection[int], start: dt.date, by: Reader) -> None:
    """They have a carer again, whichever way: nobody has to look for one (pairing.hooks)."""
    homes = Child.objects.filter(id__any_of=list(children)).values("household")
    kinds = [REARRANGE, DECLINED]
    waiting = Task.objects.open().filter(kind__in=kinds, child__household__in=homes)
    settle_all(keys=waiting.values_list("key", flat=True), how="已结对", by=by)


def nothing_to_take(ended: Iterable[Pairing], by: Reader) -> None:
    """The pairing ended before the new carer had taken the children over: she need not any more.
    Nor need anybody look at how far she was."""
    rows = list(ended)
    here = [one.child_id for one in rows]
    far = Task.objects.open().filter(kind=FARTHER, child__id__any_of=here)
    settle_all(keys=far.values_list("key", flat=True), how="原来的结对已解除", by=by)
    theirs = {(one.carer_id, one.child_id) for one in rows}
    carers = list({carer for carer, _ in theirs})
    asked = Handover.objects.waiting().filter(carer__id__any_of=carers)
    found = {pk for pk, *pair in asked.values_list("pk", "carer", "children")
             if tuple(pair) in theirs}  # fmt: skip
    retract_all(keys=[f"{TO_TAKE}:{pk}" for pk in found], reason="结对已解除", by=by)


def tell_of_the_end(pairing: Pairing, by: Reader) -> None:
    """The carer learns that a pairing of hers was ended, and that it is not hers to worry about."""
    notify(
        to=pairing.carer, kind=ENDED, key=f"{ENDED}:{pairing.pk}", by=by, child=pairing.child,
        subject="您与一名孩子的结对已结束",
        text="孩子由妇联接着安排。这段时间的陪伴都记在孩子的成长档案里，谢谢您。",
    )  # fmt: skip
