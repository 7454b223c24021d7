"""Asking for a visit, and taking the question back."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import event, record
from nuantong.audit.models import Event
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.people.models import Child
from nuantong.visits.models import VisitRequest

WITHIN = dt.timedelta(days=14)
TWICE = {"visitrequest_open_once": "已经请人走访，还没有结果，不必重复提出。"}


class Wanted(NamedTuple):
    """Somebody to be looked for at home, by the asker's own name of her; see ask_for_visit."""

    subject_key: str
    label: str
    place: int
    reason: str
    address: str = ""
    phone: str = ""


@transaction.atomic
def ask_for_visits(*, wanted: Iterable[Wanted], by: Reader) -> int:
    """Many at once, in three statements: how many were not asked for before."""
    first = {one.subject_key: one for one in wanted}
    if any(not by.covers(Permission.PLAN_VISITS, one.place) for one in first.values()):
        raise Refusal("有的地方不在您的工作范围内，不能安排走访。")
    open_ones = VisitRequest.objects.open().filter(subject_key__any_of=list(first))
    for held in open_ones.values_list("subject_key", flat=True):
        first.pop(held)
    with refusing(TWICE):
        asked = VisitRequest.objects.bulk_create([_wanted(one, by) for one in first.values()])
    Event.objects.bulk_create([_event("请求入户走访", one, by) for one in asked])
    return len(asked)


def _wanted(one: Wanted, by: Reader) -> VisitRequest:
    return VisitRequest(
        subject_key=one.subject_key, label=one.label.strip()[:40], place_id=one.place,
        reason=one.reason.strip()[:120], address=one.address, phone=one.phone, asked_on=by.on,
        asked_by=by.actor_name, due_on=by.on + WITHIN,
    )  # fmt: skip


@transaction.atomic
def ask_for_visit(
    *,
    subject_key: str,
    label: str,
    place: int | None,
    reason: str,
    by: Reader,
    child: Child | None = None,
    address: str = "",
    phone: str = "",
    due_on: dt.date | None = None,
) -> VisitRequest:
    """Somebody is to be looked for at home; while it is open, asking again returns the same.

    `subject_key` is the asker's own name of the subject (64 characters at most). What the visit
    finds comes back through hooks.when_visited and queries.subjects.
    """
    if place is None or not by.covers(Permission.PLAN_VISITS, place):
        raise Refusal(
            f"{by.tree.full_name(place) or '没有写明地方'}，不在您的工作范围内，不能安排走访。"
        )
    if not label.strip() or not reason.strip():
        raise Refusal("请写明走访谁、为什么。")
    held = VisitRequest.objects.open().filter(subject_key=subject_key).first()
    if held is not None:
        return held
    with refusing(TWICE):
        asked = VisitRequest.objects.create(
            subject_key=subject_key, label=label.strip()[:40], place_id=place, child=child,
            reason=reason.strip()[:120], address=address, phone=phone, asked_on=by.on,
            asked_by=by.actor_name, due_on=max(due_on or by.on + WITHIN, by.on),
        )  # fmt: skip
    _log("请求入户走访", asked, by)
    return asked


def ask_for_child(child: Child, reason: str, by: Reader) -> bool:
    """Somebody is to see a child at home (duties.hooks); whether nobody had asked before."""
    key = f"child:{child.number}"
    if VisitRequest.objects.open().filter(subject_key=key).exists():
        return False
    ask_for_visit(
        subject_key=key, label=child.name, place=child.place_id, reason=reason, by=by, child=child
    )
    return True


@transaction.atomic
def withdraw_request(*, subject_key: str, by: Reader) -> VisitRequest | None:
    """The answer is known without a visit. None when nothing is open."""
    rows = VisitRequest.objects.open().filter(subject_key=subject_key)
    found = rows.select_for_update(of=("self",)).first()
    if found is None:
        return None
    if not by.covers(Permission.PLAN_VISITS, found.place_id):
        raise Refusal("这件走访请求不在您的工作范围内。")
    found.withdrawn_on = by.on
    found.save(update_fields=["withdrawn_on"])
    _log("撤回走访请求", found, by)
    return found


def withdraw_of_child(child: Child, on: dt.date, reason: str, by: Reader) -> None:
    """A child has left the register (people.hooks): nobody need look for her any more."""
    for asked in VisitRequest.objects.open().filter(child=child).select_for_update(of=("self",)):
        asked.withdrawn_on = by.on
        asked.save(update_fields=["withdrawn_on"])
        _log("撤回走访请求", asked, by)


def _log(action: str, asked: VisitRequest, by: Reader) -> None:
    record(action=action, by=by, **_about(asked))


def _event(action: str, asked: VisitRequest, by: Reader) -> Event:
    return event(action=action, by=by, **_about(asked))


def _about(asked: VisitRequest) -> dict[str, Any]:
    return {
        "object_type": "visitrequest", "object_id": asked.key.hex,
        "child_number": asked.child.number if asked.child else "",
        "changes": {"place": asked.place_id, "due_on": f"{asked.due_on:%F}"},
    }  # fmt: skip
