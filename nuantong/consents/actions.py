"""Agreeing and taking it back."""

import datetime as dt
from collections.abc import Callable
from typing import Final

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.consents.models import Consent
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.people.actions.common import child_for_change, log_look
from nuantong.people.models import Child
from nuantong.people.queries.ages import age_on

OWN_AGE: Final = 14
"""From this age the child's own agreement counts (个人信息保护法 §31)."""
TakenBack = Callable[[Consent], None]
TAKEN_BACK: list[TakenBack] = []


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
    found = child_for_change(child, by, Permission.KEEP_PHOTOS)
    _check(found, giver, given_by, given_on, by.on)
    with refusing({"consent_once_at_a_time": "已经有同意的记录，不用再登记。"}):
        consent = Consent.objects.create(
            child=found, purpose=purpose, giver=giver, given_by=given_by.strip(), how=how,
            given_on=given_on, recorded_at=clock.now(), recorder=by.user,
            recorded_by=by.actor_name,
        )  # fmt: skip
    log_look("登记同意", found, by, purpose=purpose, giver=giver, given_on=given_on)
    return consent


def _check(child: Child, giver: str, given_by: str, given_on: dt.date, today: dt.date) -> None:
    if not given_by.strip():
        raise Refusal("请写明是谁同意的。")
    if given_on > today:
        raise Refusal("同意日期不能晚于今天。")
    if child.birth_date and given_on < child.birth_date:
        raise Refusal("同意日期早于孩子的出生日期，请核对。")
    age = age_on(child.birth_date, given_on)
    if giver == Consent.Giver.CHILD and (age is None or age < OWN_AGE):
        raise Refusal(f"孩子未满{OWN_AGE}周岁，要由监护人同意。")


@transaction.atomic
def take_back(*, consent: Consent, by: Reader, why: str = "") -> Consent:
    """From now on it does not stand, and what rested on it is gone. Twice is once."""
    child = child_for_change(consent.child, by, Permission.KEEP_PHOTOS)
    found = Consent.objects.select_for_update().get(pk=consent.pk, child=child)
    if not found.stands:
        return found
    found.withdrawn_on, found.withdrawn_by, found.withdrawn_why = by.on, by.actor_name, why.strip()
    found.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawn_why"])
    log_look("撤回同意", child, by, purpose=found.purpose)
    for hook in TAKEN_BACK:
        hook(found)
    return found
