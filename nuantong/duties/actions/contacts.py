"""Recording what happened, and correcting it."""

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.duties.actions.aside import note_aside
from nuantong.duties.actions.escalations import contact_arrived
from nuantong.duties.actions.growing import end_if_grown
from nuantong.duties.actions.hearing import phone_heard
from nuantong.duties.models import Contact
from nuantong.duties.settling import settle
from nuantong.duties.vocabulary import Act, Means
from nuantong.pairing.responsible import held_by
from nuantong.people.actions.common import child_for_change, log_look
from nuantong.people.models import Carer, Child

CORRECT = (Permission.RECORD_CONTACT, Permission.CHECK_CONTACTS)


class ContactConflict(Refusal):
    """The key is taken by a contact with other content: the stored one stays as it is."""


def record_contact(
    *,
    key: UUID,
    child: Child,
    carer: Carer | None,
    by: Reader,
    happened_on: dt.date,
    acts: Collection[str],
    means: str,
    note: str = "",
    topics: Collection[str] = (),
    supersedes: Contact | None = None,
    apart: bool = False,
) -> Contact:
    """Store a contact and what it fulfils, in one transaction.

    `key` is made once by whoever fills the form: the same content again returns the stored
    contact, other content raises ContactConflict. `carer` gets the credit; `by` may be somebody
    entering it for her. `supersedes` is the contact this one corrects. What it fulfils is
    `contact.fulfilments`. A date in the future or outside the enrolment is kept and not counted.
    `apart`: it is another visit than one like it that somebody else has recorded.
    """
    _check(acts, means, supersedes, child)
    if child.birth_date is not None and happened_on < child.birth_date:
        raise Refusal("这一天孩子还没有出生，请核对日期。")
    values: dict[str, Any] = {
        "child_id": child.pk, "carer_id": carer.pk if carer else None, "happened_on": happened_on,
        "acts": sorted(set(acts)), "means": means, "topics": sorted(set(topics)), "note": note,
        "supersedes_id": supersedes.pk if supersedes else None,
    }  # fmt: skip
    return _store(key, child, by, values, apart=apart)


def withdraw_contact(*, key: UUID, contact: Contact, by: Reader, why: str) -> Contact:
    """It did not happen, or not with this child: a contact about nothing takes its place."""
    if not why.strip():
        raise Refusal("请写明撤回的原因。")
    values: dict[str, Any] = {
        "child_id": contact.child_id, "carer_id": contact.carer_id,
        "happened_on": contact.happened_on, "acts": [], "means": contact.means, "topics": [],
        "note": why, "supersedes_id": contact.pk,
    }  # fmt: skip
    return _store(key, contact.child, by, values)


def _check(acts: Collection[str], means: str, supersedes: Contact | None, child: Child) -> None:
    if not acts or not set(acts) <= set(Act) or means not in set(Means):
        raise Refusal("请选择做了什么、用什么方式。")
    if supersedes is not None and supersedes.child_id != child.pk:
        raise Refusal("更正的记录属于另一名儿童，请在那名儿童的页面上更正。")


@transaction.atomic
def _store(
    key: UUID, child: Child, by: Reader, values: dict[str, Any], *, apart: bool = False
) -> Contact:
    found = _child_to_record(child, by, values)
    end_if_grown(found, values["happened_on"])
    try:
        with transaction.atomic():
            contact = Contact.objects.create(
                key=key, recorded_by=by.user, received_at=clock.now(), **values
            )
    except IntegrityError as error:
        return _stored_before(key, values, error)
    settle([found.pk], clock.today(), "收到联系记录", changed=_first_day(values))
    note_aside(contact, by, apart=apart)
    if values["acts"]:
        contact_arrived(found.pk, values["happened_on"], by)
    phone_heard(by)
    log_look("记录关爱", found, by, happened_on=values["happened_on"], acts=values["acts"])
    return contact


def _first_day(values: dict[str, Any]) -> dt.date:
    """The day from which on the facts differ: its own, or that of the contact it corrects."""
    day: dt.date = values["happened_on"]
    if values["supersedes_id"] is None:
        return day
    return min(day, Contact.objects.get(pk=values["supersedes_id"]).happened_on)


def _child_to_record(child: Child, by: Reader, values: dict[str, Any]) -> Child:
    """Hers now, or hers on the day: a report may arrive after a hand-over, or after she stood in.
    What is recorded may be set right by whoever checks it, too."""
    happened_on = values["happened_on"]
    rights = CORRECT if values["supersedes_id"] else (Permission.RECORD_CONTACT,)
    try:
        return child_for_change(child, by, *rights)
    except Refusal:
        if not held_by(child.pk, by.actor_id, happened_on):
            raise
        return Child.objects.select_for_update(of=("self",)).get(pk=child.pk)


def _stored_before(key: UUID, values: dict[str, Any], error: IntegrityError) -> Contact:
    """The contact that has the key, if it says the same."""
    stored = Contact.objects.filter(key=key).first()
    if stored is None:
        raise Refusal("这条记录已被更正过，请更正最新的那一条。") from error
    if any(getattr(stored, name) != value for name, value in values.items()):
        raise ContactConflict("同一编号的记录已经保存，内容不同；原记录保持不变，请另行更正。")
    return stored
