"""Evidence, acceptance, and the payment that follows from it."""

import datetime as dt
from uuid import UUID

from django.db import models, transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.core.text.narratives import narrative
from nuantong.services.actions.common import REFUSALS, entered, log, words
from nuantong.services.models import Acceptance, Area, Evidence, Milestone, PaymentDue
from nuantong.services.papers import Paper

ACCEPT, EDIT = Permission.ACCEPT_SERVICES, Permission.EDIT_SERVICES


@transaction.atomic
def add_evidence(
    *, milestone: Milestone, area: Area | None, said: str, key: UUID, by: Reader,
    paper: Paper | None = None,
) -> Evidence:  # fmt: skip
    """Words, a file, or both; once for a key."""
    known = Evidence.objects.filter(key=key, milestone=milestone).first()
    if known:
        return known
    _concerns(milestone, area, by)
    row = Evidence(
        milestone=milestone, area=area, key=key, words=narrative(said, 2000), **entered(by)
    )
    if paper is None and len(row.words) < 2:
        raise Refusal("请上传一份材料，或写明情况。")
    if paper:
        row.file_name = paper.name
        row.seal(paper.data, paper.kind)
    row.save(force_insert=True)
    log("添加验收佐证", milestone, by)
    return row


@transaction.atomic
def accept(*, milestone: Milestone, area: Area | None, said: str, by: Reader) -> Acceptance:
    """An area's word, or the buyer's. When it was the last one missing, the payment is due."""
    found = _locked(milestone)
    _concerns(found, area, by)
    with refusing(REFUSALS):
        row = Acceptance.objects.create(
            milestone=found, area=area, verdict=Acceptance.Verdict.ACCEPTED, on=by.on,
            words=narrative(said, 2000), **entered(by),
        )  # fmt: skip
    log("验收通过", found, by)
    if not missing(found):
        PaymentDue.objects.get_or_create(
            milestone=found, defaults={"fen": found.fen, "due_on": by.on, "raised_at": clock.now()}
        )
    return row


@transaction.atomic
def send_back(*, milestone: Milestone, area: Area | None, said: str, by: Reader) -> Acceptance:
    """It is not good enough yet, and why."""
    found = _locked(milestone)
    _concerns(found, area, by)
    why = narrative(said, 2000)
    if len(why) < 2:
        raise Refusal("请写明要整改什么。")
    if standing(found).filter(area=area).exists():
        raise Refusal("这一期已经验收通过；要退回，请先撤回验收。")
    with refusing(REFUSALS):
        row = Acceptance.objects.create(
            milestone=found, area=area, verdict=Acceptance.Verdict.RETURNED, on=by.on, words=why,
            **entered(by),
        )  # fmt: skip
    log("退回整改", found, by)
    return row


@transaction.atomic
def withdraw(*, acceptance: Acceptance, why: str, by: Reader) -> Acceptance:
    """Taking back an acceptance that was a mistake, until the payment is due."""
    _locked(acceptance.milestone)
    found = Acceptance.objects.select_for_update(of=("self",)).get(pk=acceptance.pk)
    _concerns(found.milestone, found.area, by)
    if found.withdrawn_at is not None:
        return found
    if found.verdict != Acceptance.Verdict.ACCEPTED:
        raise Refusal("退回整改的意见不用撤回：整改好了再验收一次。")
    found.withdrawn_at, found.withdrawn_by = clock.now(), by.actor_name
    found.withdrawn_why = words(why, 400, "请写明撤回的原因。")
    with refusing(REFUSALS):
        found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    log("撤回验收", found.milestone, by)
    return found


@transaction.atomic
def pay(*, payment: PaymentDue, on: dt.date, voucher: str, by: Reader) -> PaymentDue:
    """It was paid on a day, by a voucher. Once."""
    found = PaymentDue.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    if not by.covers(EDIT, found.milestone.contract.buyer_id):
        raise Refusal("款项由购买方支付和登记。")
    if found.paid_on is not None:
        raise Refusal(f"这一期已于{found.paid_on:%Y年%-m月%-d日}登记支付。")
    if not found.due_on <= on <= by.on:
        raise Refusal("支付日期应在应付日期之后、今天或以前。")
    found.paid_on, found.paid_by = on, by.actor_name
    found.voucher = words(voucher, 40, "请填写支付凭证号。")
    found.save(update_fields=["paid_on", "paid_by", "voucher"])
    log("登记支付", found.milestone, by, fen=found.fen)
    return found


def standing(milestone: Milestone) -> models.QuerySet[Acceptance]:
    return Acceptance.objects.filter(
        milestone=milestone, verdict=Acceptance.Verdict.ACCEPTED, withdrawn_at=None
    )


def missing(milestone: Milestone) -> int:
    """How many have still to accept it."""
    if milestone.acceptor == Milestone.Acceptor.BUYER:
        return int(not standing(milestone).exists())
    areas = Area.objects.filter(contract=milestone.contract_id)
    return areas.exclude(pk__in=standing(milestone).values("area")).count()


def _locked(milestone: Milestone) -> Milestone:
    """Two who accept the last two areas at once wait for each other: one of them is the last."""
    rows = Milestone.objects.select_related("contract").select_for_update(of=("self",))
    found: Milestone = rows.get(pk=milestone.pk)
    return found


def _concerns(milestone: Milestone, area: Area | None, by: Reader) -> None:
    if milestone.acceptor == Milestone.Acceptor.BUYER:
        if area is not None or not by.covers(ACCEPT, milestone.contract.buyer_id):
            raise Refusal("这一期由购买方验收。")
        return
    if area is None or area.contract_id != milestone.contract_id:
        raise Refusal("请选择是哪个区县的验收。")
    if not Area.objects.of(by, ACCEPT).filter(pk=area.pk).exists():
        raise Refusal("这个区县的验收不由您办理。")
