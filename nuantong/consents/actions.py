"""Agreeing and taking it back."""

import datetime as dt
from collections.abc import Callable
from typing import Final

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.consents.models import ASSENTS, Consent
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.people.actions.common import child_for_change, log_look
from nuantong.people.models import Child
from nuantong.people.queries.ages import age_on

OWN_AGE: Final = 14
"""From this age the child's own agreement counts (个人信息保护法 §31)."""
Said = Callable[[Consent, Reader], None]
TakenBack = Callable[[Consent], None]
SAID: list[Said] = []
TAKEN_BACK: list[TakenBack] = []
MAY_KEEP: Final = {
    Consent.Purpose.PHOTOS: Permission.KEEP_PHOTOS,
    Consent.Purpose.AID: Permission.SEE_AID,
}
"""Who writes down an agreement; for what is asked of the mind, whoever gives scales."""


def may_keep(purpose: str) -> Permission:
    return MAY_KEEP.get(Consent.Purpose(purpose), Permission.GIVE_SCALES)


def when_said(hook: Said) -> None:
    """For AppConfig.ready(): somebody agreed, refused or took back, in the same transaction."""
    if hook not in SAID:
        SAID.append(hook)


def when_taken_back(hook: TakenBack) -> None:
    """For AppConfig.ready(): what rests on a consent ends with it, in the same transaction."""
    if hook not in TAKEN_BACK:
        TAKEN_BACK.append(hook)


@transaction.atomic
def give(
    *,
    child: Child,
    purpose: str,
    giver: str,
    given_by: str,
    how: str,
    given_on: dt.date,
    by: Reader,
) -> Consent:
    """Keep an agreement, from the day it was given. One stands at a time."""
    found = child_for_change(child, by, may_keep(purpose))
    _check(found, purpose, giver, given_by, given_on, by.on)
    with refusing({"consent_once_at_a_time": "已经有同意的记录，不用再登记。"}):
        consent = Consent.objects.create(
            child=found, purpose=purpose, giver=giver, given_by=given_by.strip(), how=how,
            given_on=given_on, recorded_at=clock.now(), recorder=by.user,
            recorded_by=by.actor_name,
        )  # fmt: skip
    return _told("登记同意", consent, by)


@transaction.atomic
def refuse(
    *,
    child: Child,
    purpose: str,
    giver: str,
    given_by: str,
    how: str,
    given_on: dt.date,
    by: Reader,
) -> Consent:
    """Keep that somebody said no. Twice on a day is once; nothing else about the child changes."""
    found = child_for_change(child, by, may_keep(purpose))
    _check(found, purpose, giver, given_by, given_on, by.on)
    rows = Consent.objects.filter(child=found, purpose=purpose)
    if rows.in_force().exists():
        raise Refusal("已经有同意的记录；改变了主意的，请撤回同意。")
    consent, new = rows.get_or_create(
        child=found, purpose=purpose, given_on=given_on, agreed=False,
        defaults={
            "giver": giver, "given_by": given_by.strip(), "how": how, "recorded_at": clock.now(),
            "recorder": by.user, "recorded_by": by.actor_name,
        },
    )  # fmt: skip
    return _told("登记不同意", consent, by) if new else consent


def _told(action: str, consent: Consent, by: Reader) -> Consent:
    log_look(action, consent.child, by, purpose=consent.purpose, giver=consent.giver,
             given_on=consent.given_on)  # fmt: skip
    for hook in SAID:
        hook(consent, by)
    return consent


def _check(
    child: Child, purpose: str, giver: str, given_by: str, given_on: dt.date, today: dt.date
) -> None:
    if not given_by.strip():
        raise Refusal("请写明是谁同意的。")
    if given_on > today:
        raise Refusal("同意日期不能晚于今天。")
    if child.birth_date and given_on < child.birth_date:
        raise Refusal("同意日期早于孩子的出生日期，请核对。")
    if purpose in ASSENTS:
        if giver != Consent.Giver.CHILD:
            raise Refusal("这一项要孩子自己说愿不愿意。")
        return
    age = age_on(child.birth_date, given_on)
    if giver == Consent.Giver.CHILD and (age is None or age < OWN_AGE):
        raise Refusal(f"孩子未满{OWN_AGE}周岁，要由监护人同意。")


@transaction.atomic
def take_back(*, consent: Consent, by: Reader, why: str = "") -> Consent:
    """From now on it does not stand, and what rested on it is gone. Twice is once."""
    child = child_for_change(consent.child, by, may_keep(consent.purpose))
    found = Consent.objects.select_for_update().get(pk=consent.pk, child=child)
    if not found.agreed:
        raise Refusal("没有同意过，不用撤回。")
    if not found.stands:
        return found
    found.withdrawn_on, found.withdrawn_by, found.withdrawn_why = by.on, by.actor_name, why.strip()
    found.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawn_why"])
    log_look("撤回同意", child, by, purpose=found.purpose)
    for hook in TAKEN_BACK:
        hook(found)
    for said in SAID:
        said(found, by)
    return found
