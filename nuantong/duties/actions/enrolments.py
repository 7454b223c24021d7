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
from nuantong.people.models import Child

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
    standing = Enrolment.objects.filter(child=found, protocol=protocol, end=None, start__lte=start)
    if (already := standing.first()) is not None:
        return already
    with refusing(ENROLMENT_REFUSALS):
        enrolment = Enrolment.objects.create(child=found, protocol=protocol, start=start)
    settle([found.pk], clock.today(), "补登参加方案")
    log("参加方案", found, by, protocol=protocol.code, start=start)
    return enrolment


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
