"""A round's plans and its sessions."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.core.text import clean
from nuantong.core.text.narratives import narrative
from nuantong.programmes.actions.common import REFUSALS, check_edit, log
from nuantong.programmes.games import library
from nuantong.programmes.models import Plan, Round, Session
from nuantong.services.models import Contract, Practitioner

NUMERALS = "零一二三四五六七八九十"


@transaction.atomic
def plan_contract(*, contract: Contract, ordinal: int, sessions: int, by: Reader) -> Round:
    """A plan for every area of the contract, as many children and carers as it has places.

    The round is made when nobody made it before. Twice is once.
    """
    if not by.covers(Permission.EDIT_SERVICES, contract.buyer_id):
        raise Refusal("轮次由购买方登记。")
    if contract.kind != Contract.Kind.GROUP:
        raise Refusal("这份合同不是团体辅导，不能编入团辅轮次。")
    if not 1 <= ordinal <= 99:
        raise Refusal("轮次应是1到99。")
    word = NUMERALS[ordinal] if ordinal <= 10 else str(ordinal)
    found, _ = Round.objects.get_or_create(
        ordinal=ordinal,
        defaults={
            "title": f"第{word}轮团体辅导", "begun_at": clock.now(), "begun_by": by.actor_name
        },
    )  # fmt: skip
    new = contract.areas.filter(plan=None)
    with refusing(REFUSALS):
        Plan.objects.bulk_create(
            Plan(round=found, area=a, sessions=sessions, children=a.places, carers=a.places)
            for a in new
        )
    log("登记团辅轮次", found, by, contract=contract.pk)
    return found


@transaction.atomic
def change_plan(
    *, plan: Plan, sessions: int, children: int, carers: int, version: int, by: Reader
) -> Plan:
    found = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    check_edit(found, by)
    if found.version != version:
        raise StaleVersion("您打开以后，计划已被他人修改，请核对后再保存。")
    before = [found.sessions, found.children, found.carers]
    found.sessions, found.children, found.carers = sessions, children, carers
    found.version += 1
    with refusing(REFUSALS):
        found.save(update_fields=["sessions", "children", "carers", "version"])
    log("修改团辅计划", found, by, before=before, after=[sessions, children, carers])
    return found


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """When, where, by whom and with what."""

    on: dt.date
    venue: str
    facilitator: Practitioner
    games: Sequence[str] = field(default=())


@transaction.atomic
def add_session(*, plan: Plan, meeting: Meeting, key: UUID, by: Reader) -> Session:
    """The next session of a plan; the same key again is the same one."""
    found = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    check_edit(found, by)
    known = Session.objects.filter(key=key, plan=found).first()
    if known:
        return known
    _check(found.area.contract, meeting)
    last = found.held.aggregate(last=Max("number"))["last"] or 0
    with refusing(REFUSALS):
        session = Session.objects.create(
            key=key, plan=found, number=last + 1, on=meeting.on, venue=clean(meeting.venue)[:80],
            facilitator=meeting.facilitator, games=[g for g in library() if g in meeting.games],
        )  # fmt: skip
    log("安排团辅活动", session, by, on=f"{meeting.on:%F}")
    return session


def _check(contract: Contract, meeting: Meeting) -> None:
    if not contract.in_force(meeting.on):
        raise Refusal(
            f"{meeting.on:%Y年%-m月%-d日}不在合同期内：合同从{contract.start:%Y年%-m月%-d日}"
            f"到{contract.last_day:%Y年%-m月%-d日}。"
        )
    who = meeting.facilitator
    if who.provider_id != contract.provider_id:
        raise Refusal(f"{who}不是{contract.provider}的人员，不能带这份合同的活动。")
    lacks = who.lacks(meeting.on)
    if lacks:
        raise Refusal(f"{who}{meeting.on:%-m月%-d日}不能带活动：{'；'.join(lacks)}。")


@transaction.atomic
def cancel_session(*, session: Session, why: str, by: Reader) -> Session:
    """It does not take place; nobody has come. Twice is once."""
    found = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    check_edit(found.plan, by)
    if found.cancelled_at is not None:
        return found
    said = narrative(why, 400)
    if len(said) < 2:
        raise Refusal("请写明取消的原因。")
    found.cancelled_at, found.cancelled_by, found.cancelled_why = clock.now(), by.actor_name, said
    with refusing(REFUSALS):
        found.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_why"])
    log("取消团辅活动", found, by)
    return found
