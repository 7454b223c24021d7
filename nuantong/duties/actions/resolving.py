"""What a person decides about a contact that counts for nothing."""

import datetime as dt
from uuid import uuid5

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.duties.actions.aside import resolve, why_outside
from nuantong.duties.actions.contacts import record_contact, withdraw_contact
from nuantong.duties.actions.joining import join
from nuantong.duties.models import Contact, SetAside
from nuantong.duties.twins import twin_of_contact


@transaction.atomic
def redate(*, aside: SetAside, on: dt.date, by: Reader) -> Contact:
    """It happened on another day, on which it counts: a corrected contact takes its place."""
    found = _for_change(aside, by)
    contact = found.contact
    if on > clock.today():
        raise Refusal("还没到这一天，请核对日期。")
    why = why_outside(contact.child_id, on)
    if why is not None:
        raise Refusal(f"{on:%Y年%m月%d日}也不能计入：{why.label}。")
    resolve(found, SetAside.Resolution.REDATED, "", by)
    return record_contact(
        key=uuid5(contact.key, f"redate {on}"), child=contact.child, carer=contact.carer, by=by,
        happened_on=on, acts=contact.acts, means=contact.means, topics=contact.topics,
        note=contact.note or "", supersedes=contact,
    )  # fmt: skip


@transaction.atomic
def withdraw(*, aside: SetAside, words: str, by: Reader) -> Contact:
    """It did not happen."""
    found = _for_change(aside, by)
    key = uuid5(found.contact.key, "withdraw")
    written = withdraw_contact(key=key, contact=found.contact, by=by, why=words)
    found.refresh_from_db()
    if found.resolved_at is None:
        resolve(found, SetAside.Resolution.WITHDRAWN, words, by)
    return written


@transaction.atomic
def keep(*, aside: SetAside, words: str, by: Reader) -> None:
    """It happened as it says and counts for nothing, for a reason."""
    found = _for_change(aside, by)
    if not words.strip():
        raise Refusal("请写明为什么留存。")
    resolve(found, SetAside.Resolution.KEPT, words.strip()[:200], by)


@transaction.atomic
def same(*, aside: SetAside, by: Reader) -> Contact:
    """Two people told of one visit: the later report goes, what it adds stays with the earlier."""
    found = _for_change(aside, by)
    later = found.contact
    twin = twin_of_contact(later)
    if twin is None:
        raise Refusal("另一条已经更正或撤回，请选“不是同一次”。")
    resolve(found, SetAside.Resolution.SAME, "", by)
    withdraw_contact(key=uuid5(later.key, "withdraw"), contact=later, by=by, why="和另一条是同一次")
    return join(
        key=uuid5(later.key, "join"), twin=twin, carer=later.carer, by=by, acts=later.acts,
        topics=later.topics, note=later.note or "",
    )  # fmt: skip


@transaction.atomic
def apart(*, aside: SetAside, by: Reader) -> None:
    """Two visits on one day."""
    resolve(_for_change(aside, by), SetAside.Resolution.APART, "", by)


def _for_change(aside: SetAside, by: Reader) -> SetAside:
    rows = SetAside.objects.visible_to(by, Permission.CHECK_CONTACTS).filter(pk=aside.pk)
    found = rows.select_for_update(of=("self",)).select_related("contact__child").first()
    if found is None:
        raise Refusal("这条记录不在您的工作范围内。")
    if found.resolved_at is not None:
        raise Refusal("这条记录已由他人处理。")
    return found
