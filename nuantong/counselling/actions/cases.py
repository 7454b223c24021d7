"""A case from the first question to its end."""

import datetime as dt
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from nuantong.access.models import Grant
from nuantong.access.reader import Reader, system_reader
from nuantong.access.roles import Permission as P
from nuantong.access.roles import Role
from nuantong.audit.actions import record
from nuantong.consents.models import Consent
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.counselling.actions.common import entered, locked, log, running, words
from nuantong.counselling.models import Case, Charge, Pause, Supervisor
from nuantong.counselling.queries.choosing import lacking, left_in
from nuantong.counselling.queries.places import lives_in
from nuantong.people.actions.common import child_for_change
from nuantong.people.models import Child
from nuantong.people.queries.ages import age_on
from nuantong.services.models import Area, Contract, Practitioner

YOUNGEST, OLDEST = 6, 17
ASKED: Final = {
    Consent.Purpose.COUNSELLING: "监护人还没有同意（或已撤回），先登记监护人的同意。",
    Consent.Purpose.COUNSELLING_ASSENT: "还没有问过孩子愿不愿意（或孩子改变了主意），先登记孩子的话。",
}
REFUSALS: Final = {
    "case_one_open_of_a_child": "这名儿童已经在排队或正在辅导，不用再提。",
    "case_ends_after_it_started": "结束日期应在开始日期之后。",
    "case_closed_with_a_reason": "结束日期不能早于提出日期。",
    "charge_one_at_a_time": "这几天已经有咨询师，请核对日期。",
    "charge_ends_after_it_started": "更换日期应在原咨询师开始之后。",
    "pause_one_at_a_time": "这几天已经暂停。",
    "pause_ends_after_it_started": "恢复日期应在暂停日期之后。",
}


@transaction.atomic
def refer(
    *, key: UUID, child: Child, area: Area, origin: str, need: int, said: str, by: Reader
) -> Case:
    """Puts a child on the waiting list of her district's places; the same key again is the same."""
    found = child_for_change(child, by, P.REFER_CASES)
    known = Case.objects.filter(key=key, child=found).first()
    if known is not None:
        return known
    _fits(found, area, by)
    if origin not in Case.Origin or need not in Case.Need:
        raise Refusal("请选择来源和需要程度。")
    with refusing(REFUSALS):
        case = Case.objects.create(
            key=key, child=found, area=area, origin=origin, need=need, asked_on=by.on,
            words=words(said, "请写明孩子的情况。"), **entered(by),
        )  # fmt: skip
    log("提出个案辅导", case, by, origin=origin, need=need)
    return case


def _fits(child: Child, area: Area, by: Reader) -> None:
    age = age_on(child.birth_date, by.on)
    if child.status != Child.Status.ON_REGISTER:
        raise Refusal("这名儿童已退出台账。")
    if age is not None and not YOUNGEST <= age <= OLDEST:
        raise Refusal(f"个案辅导面向{YOUNGEST}至{OLDEST}岁的孩子，这名儿童{age}岁。")
    contract = area.contract
    if contract.kind != Contract.Kind.CASE or not contract.in_force(by.on):
        raise Refusal("这个项目不是个案辅导，或者不在合同期内。")
    if not lives_in(child, area, by.tree):
        raise Refusal("这名儿童不住在这个区县，请选她所在区县的名额。")


@transaction.atomic
def assign(
    *, case: Case, practitioner: Practitioner, on: dt.date, why: str = "", by: Reader
) -> Charge:
    """Begins the case with a counsellor, or hands it to another one without a day between."""
    found = locked(case, by, P.ASSIGN_CASES)
    if not found.is_open:
        raise Refusal("这个个案已经结束。")
    # Two officers may not both give away the last place, nor the last hour of a counsellor.
    Area.objects.select_for_update().get(pk=found.area_id)
    Practitioner.objects.select_for_update().get(pk=practitioner.pk)
    _may_begin(found, practitioner, on)
    now = found.charges.filter(end=None).first()
    if now is not None and now.practitioner_id == practitioner.pk:
        return now
    with refusing(REFUSALS):
        if now is not None:
            now.end, now.why = on, words(why, "请写明为什么更换咨询师。")[:60]
            now.save(update_fields=["end", "why"])
        charge = Charge.objects.create(
            case=found, practitioner=practitioner, start=on, **entered(by)
        )
        if found.started_on is None:
            found.started_on = on
            found.save(update_fields=["started_on"])
    log(
        "选定咨询师" if now is None else "更换咨询师",
        found,
        by,
        practitioner=practitioner.pk,
        on=on,
    )
    return charge


def _may_begin(case: Case, practitioner: Practitioner, on: dt.date) -> None:
    contract = case.area.contract
    if not contract.in_force(on):
        raise Refusal(
            f"合同期是{contract.start:%Y-%m-%d}至{contract.last_day:%Y-%m-%d}，{on:%Y-%m-%d}不在其中。"
        )
    if on < case.asked_on:
        raise Refusal("开始日期不能早于提出日期。")
    if case.started_on is None:
        _asked(case)
        if left_in(case.area) < 1:
            raise Refusal(f"这个区县的{case.area.places}个名额已经用完。")
    wrong = lacking(practitioner, contract, on)
    if wrong:
        raise Refusal(f"{practitioner.user.name}现在不能接：{'；'.join(wrong)}。")


def _asked(case: Case) -> None:
    """Both have said yes: the guardian, and the child herself."""
    rows = Consent.objects.in_force().filter(child=case.child_id, purpose__in=ASKED)
    stands = set(rows.values_list("purpose", flat=True))
    for purpose, said in ASKED.items():
        if purpose not in stands:
            raise Refusal(said)


@transaction.atomic
def pause(*, case: Case, start: dt.date, end: dt.date | None, why: str, by: Reader) -> Pause:
    """From the day on nothing of the plan is owed, till the day it goes on."""
    found = running(case, by, P.COUNSEL)
    if found.started_on and start < found.started_on:
        raise Refusal("暂停日期早于个案开始。")
    with refusing(REFUSALS):
        rest = Pause.objects.create(
            case=found, start=start, end=end, why=words(why, "请写明为什么暂停。"), **entered(by)
        )
    log("暂停个案", found, by, start=start, end=end)
    return rest


@transaction.atomic
def resume(*, case: Case, on: dt.date, by: Reader) -> None:
    """The plan goes on from the day."""
    found = running(case, by, P.COUNSEL)
    rest = found.pauses.filter(Q(end=None) | Q(end__gt=on), start__lt=on).first()
    if rest is None:
        raise Refusal("这个个案没有暂停，或者暂停从今天才开始。")
    rest.end = on
    rest.save(update_fields=["end"])
    log("恢复个案", found, by, on=on)


@transaction.atomic
def close(*, case: Case, on: dt.date, reason: str, said: str, by: Reader) -> Case:
    """Ends a case, with its reason; a child who waits is taken from the list by it."""
    permission = P.COUNSEL if case.has_begun and by.can(P.COUNSEL) else P.ASSIGN_CASES
    found = locked(case, by, permission)
    if not found.is_open:
        return found
    if reason not in Case.Reason or (reason in BEFORE) == found.has_begun and reason != "other":
        raise Refusal("请选择结束的原因。")
    if on > by.on:
        raise Refusal("结束日期不能晚于今天。")
    return _close(found, on, reason, words(said, "请写明结束时的情况。"), by)


BEFORE: Final = {"refused", "no_need"}


def _close(case: Case, on: dt.date, reason: str, said: str, by: Reader) -> Case:
    case.closed_on, case.reason, case.closing_words = on, reason, said
    case.closed_by = by.actor_name
    with refusing(REFUSALS):
        case.save(update_fields=["closed_on", "reason", "closing_words", "closed_by"])
    log("结束个案", case, by, reason=reason, on=on)
    return case


@transaction.atomic
def appoint_supervisor(*, contract: Contract, staff_number: str, by: Reader) -> Supervisor:
    """Whoever holds the role may be named by the buyer; naming twice is once."""
    found = Contract.objects.visible_to(by, to=P.ASSIGN_CASES).filter(pk=contract.pk).first()
    if found is None or not by.covers(P.ASSIGN_CASES, found.buyer_id):
        raise Refusal("督导由购买服务的妇联指定。")
    grants = Grant.objects.in_force(by.on).filter(
        role=Role.CASE_SUPERVISOR, user__staff_number=staff_number.strip(), user__is_active=True
    )
    grant = grants.select_related("user").first()
    if grant is None:
        raise Refusal(
            f"没有找到有个案督导授权的账号“{staff_number.strip()}”，请核对工号，或先请安全管理员授权。"
        )
    named, new = Supervisor.objects.get_or_create(
        contract=found, user=grant.user, defaults=entered(by)
    )
    if new:
        record(action="指定个案督导", by=by, object_type="contract", object_id=found.key.hex,
               changes={"user": grant.user_id})  # fmt: skip
    return named


def consent_said(consent: Consent, by: Reader) -> None:
    """Somebody took back her yes: the case ends the same moment, what is written stays closed."""
    if consent.purpose not in ASKED or consent.stands:
        return
    case = (
        Case.objects.filter(child=consent.child_id, closed_on=None).select_related("child").first()
    )
    if case is None:
        return
    begun = case.started_on is not None
    on = max(by.on, case.started_on + dt.timedelta(1)) if case.started_on else by.on
    reason = Case.Reason.CONSENT if begun else Case.Reason.REFUSED
    _close(case, on, reason, f"{consent.get_purpose_display()}：已撤回或不同意。", by)


def child_left(child: Child, *_: object) -> None:
    """A child who left the register waits no longer; whoever counsels her closes in her own words."""
    by = system_reader()
    waiting = Case.objects.waiting().filter(child=child).select_related("child")
    for case in waiting:
        _close(case, by.on, Case.Reason.MOVED, "孩子已退出台账。", by)
