"""Who looks after the child, and what keeps the parents from it."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.core.errors import Refusal
from nuantong.core.text import parse_phone
from nuantong.people.actions.common import child_for_change, log, write
from nuantong.people.models import Child, Guardian, ParentSituation


@transaction.atomic
def change_guardian(
    *,
    child: Child,
    name: str,
    relation: str,
    phone: str,
    by: Reader,
    since: dt.date | None = None,
) -> Guardian:
    """A new guardian from a day; the one before ends that day and stays as history."""
    found = child_for_change(child, by)
    day = since or by.on
    Guardian.objects.filter(child=found, until=None).update(until=day)
    number = _phone(phone)
    guardian = Guardian.objects.create(
        child=found, name=name, relation=relation, phone=number,
        phone_index=guardian_phone_index(number), since=day,
    )  # fmt: skip
    write(found, {})
    log("变更监护人", found, by, relation=relation, since=day, phone=None)
    return guardian


def change_phone(child: Child, phone: str, by: Reader) -> None:
    """Another phone of the same guardian from today; the row before stays as history."""
    now = Guardian.objects.filter(child=child, until=None).first()
    if now is None or str(now.phone) != phone:
        name, relation = (now.name, now.relation) if now else ("", "")
        change_guardian(child=child, name=name, relation=relation, phone=phone, by=by)


def guardian_phone_index(phone: str) -> bytes | None:
    """The blind index of a guardian's normalised phone."""
    return Guardian._meta.get_field("phone_index").of(phone)


def _phone(text: str) -> str:
    phone = parse_phone(text)
    if phone.problem:
        raise Refusal(phone.problem)
    return phone.text


@transaction.atomic
def set_parent_situation(
    *,
    child: Child,
    parent: str,
    status: str,
    by: Reader,
    name: str = "",
    since: dt.date | None = None,
    basis: str = "",
    besides: bool = False,
) -> ParentSituation:
    """What holds of a parent from a day. `besides` adds to what holds, else it ends that.

    A parent may be in several situations at once (民发〔2019〕62号): ill and in prison.
    """
    found = child_for_change(child, by)
    if parent not in ParentSituation.Parent.values or status not in ParentSituation.Status.values:
        raise Refusal("请选择父亲或母亲，以及其情况。")
    if since and since > by.on:
        raise Refusal("起始日期在今天之后，请核对。")
    if not besides:
        _end(found, parent, since or by.on)
    situation = ParentSituation.objects.create(
        child=found, parent=parent, status=status, name=name, since=since, basis=basis
    )
    write(found, {})
    log("填写父母情况", found, by, parent=parent, status=status, since=since)
    return situation


def _end(child: Child, parent: str, day: dt.date) -> None:
    """End what holds of the parent; what would end before it began was an error and goes."""
    lasting = Q(until=None) | Q(until__gt=day)
    held = ParentSituation.objects.filter(lasting, child=child, parent=parent)
    held.filter(since__gte=day).delete()
    held.update(until=day)
