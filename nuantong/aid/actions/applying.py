"""Applying for a child, and what whoever applied may do afterwards."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission as P
from nuantong.aid import money
from nuantong.aid.actions.common import (
    REFUSALS,
    entered,
    known_step,
    locked,
    log,
    said,
    write_step,
)
from nuantong.aid.clocks import APPEAL_WITHIN
from nuantong.aid.facts import check_application, check_scheme
from nuantong.aid.models import Application, Paper, Payee, Scheme, Step
from nuantong.aid.models.application import OVER, WAITING, State
from nuantong.aid.models.scheme import PaperKind
from nuantong.aid.rules import Tone
from nuantong.calendars.working import working_days_after
from nuantong.consents.actions import give, take_back
from nuantong.consents.models import Consent
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.core.money import yuan
from nuantong.core.text.narratives import narrative
from nuantong.people.actions.common import child_for_change
from nuantong.people.models import Child
from nuantong.services.papers import Paper as File

Kind = Step.Kind
MOST_PAPERS: Final = 12
TOUCHES: Final = (P.APPLY_FOR_AID, P.OPINE_ON_AID)
ABSOLUTE: Final = ("在册", "受理期", "金额")
"""What nobody can make an exception of; the rest is for the offices to weigh."""


@dataclass(frozen=True)
class Agreed:
    """Who agreed that the child's circumstances are told and checked (个人信息保护法 §§29, 31)."""

    giver: str
    given_by: str
    how: str
    given_on: dt.date


@dataclass(frozen=True)
class Account:
    """Whose the money is to be, and where it goes."""

    name: str
    bank: str = ""
    account: str = ""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked: for a scheme with a fixed amount the money may be left out."""

    need: str
    applied_for: str
    fen: int = 0
    papers: Sequence[tuple[str, File]] = ()
    payee: Account | None = None
    agreed: Agreed | None = None


@transaction.atomic
def apply(*, key: UUID, child: Child, scheme: Scheme, asked: Asked, by: Reader) -> Application:
    """Hands in an application; the same key again is the same application."""
    found = child_for_change(child, by, P.APPLY_FOR_AID)
    known = Application.objects.filter(key=key, child=found).first()
    if known is not None:
        return known
    need = said(asked.need, "请写明家里有什么困难。")
    if asked.applied_for not in Application.For.values:
        raise Refusal("请选择是谁提出的。")
    fen = (asked.fen or scheme.fen) if scheme.is_ceiling else scheme.fen
    _fits(scheme, found, fen, by)
    consent = _consent(found, asked.agreed, by)
    with refusing(REFUSALS):
        application = Application.objects.create(
            key=key, child=found, scheme=scheme, consent=consent, year=by.on.year,
            applied_on=by.on, applied_for=asked.applied_for, need=need, asked_fen=fen,
            **entered(by),
        )  # fmt: skip
    for number, (what, file) in enumerate(asked.papers):
        _keep(application, what, file, uuid5(key, str(number)), by)
    if asked.payee and asked.payee.name.strip():
        _pay_to(application, asked.payee, by)
    write_step(application, Kind.SUBMITTED, by, on=by.on)
    write_step(application, Kind.CHECKED, by, findings=check_application(application, by.on))
    return application


def _fits(scheme: Scheme, child: Child, fen: int, by: Reader) -> None:
    if fen > scheme.fen:
        raise Refusal(f"这个项目最多{yuan(scheme.fen)}，请改申请金额。")
    for finding in check_scheme(scheme, child, by.on):
        if finding.tone == Tone.BROKEN and finding.rule in ABSOLUTE:
            raise Refusal(f"{finding.words}，不能申请。")


def _consent(child: Child, agreed: Agreed | None, by: Reader) -> Consent:
    rows = Consent.objects.in_force().filter(child=child, purpose=Consent.Purpose.AID)
    standing: Consent | None = rows.first()
    if standing is not None:
        return standing
    if agreed is None:
        raise Refusal("先问过监护人（孩子满14周岁的，问孩子本人）是否同意，写下是谁同意的。")
    return give(
        child=child, purpose=Consent.Purpose.AID, giver=agreed.giver, given_by=agreed.given_by,
        how=agreed.how, given_on=agreed.given_on, by=by,
    )  # fmt: skip


@transaction.atomic
def add_paper(*, application: Application, what: str, file: File, key: UUID, by: Reader) -> Paper:
    """One more document, while somebody still has to judge it; the same key again is the same."""
    found = locked(application, by, *TOUCHES)
    known: Paper | None = Paper.objects.filter(key=key, application=found).first()
    if known is not None:
        return known
    if found.state not in WAITING:
        raise Refusal("这件申请已经有结果，不用再补材料。")
    paper = _keep(found, what, file, key, by)
    log("补充材料", found, by)
    return paper


def _keep(application: Application, what: str, file: File, key: UUID, by: Reader) -> Paper:
    if what not in PaperKind.values:
        raise Refusal("请选择是哪种材料。")
    if application.papers.count() >= MOST_PAPERS:
        raise Refusal(f"一件申请最多{MOST_PAPERS}份材料。")
    paper = Paper(
        application=application, key=key, what=what, file_name=narrative(file.name, 100),
        **entered(by),
    )  # fmt: skip
    paper.seal(file.data, file.kind)
    paper.save(force_insert=True)
    return paper


@transaction.atomic
def set_payee(*, application: Application, payee: Account, by: Reader) -> Payee:
    """Who gets the money; another one may be written until it is paid."""
    found = locked(application, by, *TOUCHES, P.REVIEW_AID, P.DECIDE_AID)
    if found.state not in (*WAITING, State.GRANTED):
        raise Refusal("这件申请已经办完，不能再改收款人。")
    row = _pay_to(found, payee, by)
    log("登记收款人", found, by)
    return row


def _pay_to(application: Application, payee: Account, by: Reader) -> Payee:
    name = narrative(payee.name, 40)
    digits = "".join(payee.account.split())
    if not name:
        raise Refusal("请写收款人的姓名。")
    if digits and not (digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 30):
        raise Refusal("银行卡号只能是数字，请对照银行卡再输一遍。")
    row: Payee = Payee.objects.create(
        application=application, name=name, bank=narrative(payee.bank, 60), account=digits,
        **entered(by),
    )  # fmt: skip
    return row


@transaction.atomic
def appeal(*, application: Application, words: str, key: UUID, by: Reader) -> None:
    """The family does not accept the refusal: somebody else looks at it again."""
    found = locked(application, by, *TOUCHES)
    if known_step(found, key):
        return
    refused = found.steps.filter(kind=Kind.REFUSED).first()
    if refused is not None and by.on > working_days_after(refused.on, APPEAL_WITHIN):
        raise Refusal(f"决定后{APPEAL_WITHIN}个工作日内可以申请复核，现在已经过了。可以重新申请。")
    write_step(found, Kind.APPEALED, by, key, words=said(words, "请写明为什么不同意这个决定。"))


@transaction.atomic
def withdraw(
    *, application: Application, words: str, key: UUID, by: Reader, consent_too: bool = False
) -> None:
    """The family wants it no longer. With the consent taken back, the papers are erased as well."""
    found = locked(application, by, *TOUCHES)
    if known_step(found, key):
        return
    reason = said(words, "请写明为什么撤回。")
    _withdraw(found, reason, by, key)
    if consent_too and found.consent.stands:
        take_back(consent=found.consent, by=by, why=reason)


def _withdraw(application: Application, words: str, by: Reader, key: UUID | None = None) -> None:
    promised = application.state == State.GRANTED
    step = write_step(application, Kind.WITHDRAWN, by, key, words=words)
    if promised:
        money.release(application, step, by)


def consent_said(consent: Consent, by: Reader) -> None:
    """A consent was taken back: what still runs on it ends, and its papers are erased, but those
    that vouch for money (会计档案: the law has them kept; 个人信息保护法 §47)."""
    if consent.purpose != Consent.Purpose.AID or consent.stands:
        return
    rows = Application.objects.filter(consent=consent).select_related("child", "scheme")
    for application in rows.select_for_update(of=("self",)):
        paid = application.steps.filter(kind=Kind.PAID).exists()
        if application.state not in OVER and not paid:
            _withdraw(application, "监护人撤回了同意。", by)
        if not paid:
            application.papers.filter(sealed__isnull=False).update(sealed=None, file_name="")
