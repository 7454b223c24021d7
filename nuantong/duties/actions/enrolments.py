"""Putting a child into a protocol, taking it out, and excusing it for a time."""

import datetime as dt

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.duties.models import Enrolment, Exemption, Protocol
from nuantong.duties.settling import settle
from nuantong.people.actions.common import child_for_change, log
from nuantong.people.ageing import birthday
from nuantong.people.models import Child
from nuantong.people.queries.ageing import due

ENROLMENT_REFUSALS = {
    "enrolment_once_at_a_time": "这名儿童在这段时间已经参加这个方案。",
    "enrolment_ends_after_start": "结束日期应在开始日期之后。",
}
EXEMPTION_REFUSALS = {
    "exemption_ends_after_start": "免除的结束日期应在开始日期之后。",
    "exemption_has_a_reason": "请写明免除的事由。",
}
PERMISSIONS = (Permission.EDIT_CHILDREN, Permission.RUN_ROUNDS)


@transaction.atomic
def enrol(*, child: Child, protocol: Protocol, start: dt.date, by: Reader) -> Enrolment:
    """From the day on the child is owed what the protocol promises.

    A child in the protocol already, without an end, stays as it is.
    """
    found = child_for_change(child, by, *PERMISSIONS)
    if is_grown(found, start):
        raise Refusal("这名儿童那时已满18周岁。确需继续关爱的，请先在“到龄”里登记暂不退出。")
    standing = Enrolment.objects.filter(child=found, protocol=protocol, end=None, start__lte=start)
    if (already := standing.first()) is not None:
        return already
    with refusing(ENROLMENT_REFUSALS):
        enrolment = Enrolment.objects.create(child=found, protocol=protocol, start=start)
    settle([found.pk], clock.today(), "补登参加方案")
    log("参加方案", found, by, protocol=protocol.code, start=start)
    return enrolment


def of_age(child: Child) -> dt.date | None:
    """Her eighteenth birthday, as far as it is known."""
    return None if child.birth_date is None else birthday(child.birth_date, 18)


def is_grown(child: Child, on: dt.date) -> bool:
    """Whether she is of age on the day, and nobody and no category lets her stay."""
    adult = of_age(child)
    if adult is None or on < adult:
        return False
    return bool(due(Child.objects.filter(pk=child.pk), on).exists())


@transaction.atomic
def leave(*, enrolment: Enrolment, end: dt.date, reason: str, by: Reader) -> Enrolment:
    """The child leaves the protocol: `end` is the first day on which nothing is owed."""
    found = child_for_change(enrolment.child, by, *PERMISSIONS)
    return end_enrolment(found, enrolment, end, reason, by)


def end_enrolment(
    child: Child, enrolment: Enrolment, end: dt.date, reason: str, by: Reader
) -> Enrolment:
    """Write the end; an enrolment that would end before it began is not there at all."""
    if end <= enrolment.start:
        raise Refusal(ENROLMENT_REFUSALS["enrolment_ends_after_start"])
    enrolment.end = end
    enrolment.save(update_fields=["end"])
    settle([child.pk], clock.today(), "退出方案")
    log("退出方案", child, by, reason, protocol=enrolment.protocol.code, end=end)
    return enrolment


def end_all(child: Child, on: dt.date, reason: str, by: Reader) -> None:
    """A child that left the register is owed nothing from the day on (people.hooks)."""
    running = Enrolment.objects.filter(child=child, end=None).select_related("protocol")
    for enrolment in running:
        end_enrolment(child, enrolment, max(on, enrolment.start + dt.timedelta(days=1)), reason, by)


def restart(child: Child, on: dt.date, by: Reader) -> None:
    """A child who is back on the register is owed again what ended when she left (people.hooks)."""
    if is_grown(child, on):
        return
    ended = Enrolment.objects.filter(child=child).exclude(end=None).select_related("protocol")
    last = max((one.end for one in ended if one.end), default=None)
    for protocol in {one.protocol for one in ended if one.end == last}:
        enrol(child=child, protocol=protocol, start=max(on, last or on), by=by)


@transaction.atomic
def exempt(
    *, child: Child, start: dt.date, end: dt.date | None, reason: str, by: Reader
) -> Exemption:
    """Excuse the days from `start` to before `end`: hospital, away from home, …

    It takes a window out of the figures when half of its days are covered; closed windows become
    exempt with a correction. A carer's leave is no exemption: it asks for a substitute.
    """
    found = child_for_change(child, by, Permission.ACT_ON_OVERDUE)
    with refusing(EXEMPTION_REFUSALS):
        exemption = Exemption.objects.create(
            child=found, start=start, end=end, reason=reason.strip()[:60],
            approved_by=by.user, approved_at=clock.now(),
        )  # fmt: skip
    settle([found.pk], clock.today(), "免除职责")
    log("免除职责", found, by, exemption.reason, start=start, end=end)
    return exemption


@transaction.atomic
def end_exemption(*, exemption: Exemption, on: dt.date, why: str, by: Reader) -> Exemption:
    """Owed again from the day on: the windows since then are judged again, those that had closed
    as exempt by a dated correction. Ended twice for the same day is once."""
    child = child_for_change(exemption.child, by, Permission.ACT_ON_OVERDUE)
    found = Exemption.objects.select_for_update(of=("self",)).get(pk=exemption.pk)
    if found.ended_at is not None and found.end == on:
        return found
    _check_end(found, on, why)
    found.agreed_end, found.end = found.end, on
    found.ended_at, found.ended_by, found.ended_why = clock.now(), by.user, why.strip()[:200]
    found.save(update_fields=["agreed_end", "end", "ended_at", "ended_by", "ended_why"])
    settle([child.pk], clock.today(), "提前结束免除")
    log("提前结束免除", child, by, found.ended_why, end=on, agreed=found.agreed_end)
    return found


def _check_end(found: Exemption, on: dt.date, why: str) -> None:
    if found.ended_at is not None:
        raise Refusal("这次免除已经提前结束，请刷新页面再看。")
    if on < found.start or (found.end is not None and on >= found.end):
        raise Refusal("恢复的日期要在免除的这些天里面，请核对。")
    if on > clock.today():
        raise Refusal("还没到这一天；到了那天再结束，或者从今天起恢复。")
    if not why.strip():
        raise Refusal("请写明为什么提前结束。")
