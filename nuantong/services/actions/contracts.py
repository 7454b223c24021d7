"""Contracts: made whole, and ended early with a reason."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.core.money import yuan
from nuantong.core.text.narratives import narrative
from nuantong.services.actions.common import REFUSALS, log, words
from nuantong.services.models import Area, Contract, Handed, Milestone, Provider

EDIT = Permission.EDIT_SERVICES


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What the paper says."""

    number: str
    title: str
    kind: str
    provider: Provider
    buyer_id: int
    fund: str
    budget_fen: int
    places: int
    start: dt.date
    end: dt.date
    handed: Sequence[str] = ()


@dataclass(frozen=True)
class Share:
    """A district or a zone, one of both, with its places."""

    places: int
    region: int | None = None
    zone: int | None = None


@dataclass(frozen=True)
class Stage:
    """A milestone: what, by when, for how much, and whether the buyer alone accepts it."""

    title: str
    due: dt.date
    fen: int
    by_buyer: bool = False


@dataclass(frozen=True)
class Draft:
    """A contract before it is one."""

    terms: Terms
    shares: Sequence[Share]
    stages: Sequence[Stage] = field(default_factory=list)


@transaction.atomic
def make_contract(*, draft: Draft, key: UUID, by: Reader) -> Contract:
    """A contract with its areas and milestones, all or nothing; the same key again is the same."""
    known = Contract.objects.visible_to(by).filter(key=key).first()
    if known:
        return known
    _check(draft, by)
    terms = vars(draft.terms) | {
        "number": words(draft.terms.number, 40, "请填写合同编号。"),
        "title": words(draft.terms.title, 80, "请填写项目名称。"),
        "handed": [one for one in Handed.values if one in draft.terms.handed],
    }
    with refusing(REFUSALS):
        contract = Contract.objects.create(
            key=key, recorded_at=clock.now(), recorder=by.user, recorded_by=by.actor_name, **terms
        )
        Area.objects.bulk_create(
            Area(contract=contract, region_id=s.region, zone_id=s.zone, places=s.places)
            for s in draft.shares
        )
        Milestone.objects.bulk_create(
            _milestone(contract, order, stage) for order, stage in enumerate(draft.stages, 1)
        )
    log("登记合同", contract, by, number=contract.number, budget_fen=contract.budget_fen)
    return contract


def _milestone(contract: Contract, order: int, stage: Stage) -> Milestone:
    who = Milestone.Acceptor.BUYER if stage.by_buyer else Milestone.Acceptor.AREAS
    return Milestone(
        contract=contract, order=order, title=words(stage.title, 80, "请写明阶段成果。"),
        due=stage.due, fen=stage.fen, acceptor=who,
    )  # fmt: skip


def _check(draft: Draft, by: Reader) -> None:
    terms = draft.terms
    if not by.covers(EDIT, terms.buyer_id):
        raise Refusal(f"{by.tree.full_name(terms.buyer_id)}不在您的工作范围内。")
    if not draft.shares:
        raise Refusal("请至少写一个区县。")
    outside = [s for s in draft.shares if s.region and not by.covers(EDIT, s.region)]
    if outside:
        raise Refusal(f"{by.tree.full_name(outside[0].region)}不在您的工作范围内。")
    _adds_up("各区县名额", sum(s.places for s in draft.shares), "合同名额", terms.places, "名")
    money = sum(stage.fen for stage in draft.stages)
    if money != terms.budget_fen or not draft.stages:
        raise Refusal(f"各期金额合计{yuan(money)}，合同金额是{yuan(terms.budget_fen)}，应当相等。")
    if any(stage.fen <= 0 for stage in draft.stages):
        raise Refusal("每一期的金额应大于0。")
    late = [stage for stage in draft.stages if not terms.start <= stage.due]
    if late:
        raise Refusal(f"“{late[0].title}”的应完成日期早于合同开始日期。")


def _adds_up(what: str, total: int, whole: str, expected: int, unit: str) -> None:
    if total != expected:
        raise Refusal(f"{what}合计{total}{unit}，{whole}是{expected}{unit}，应当相等。")


@transaction.atomic
def end_contract(*, contract: Contract, on: dt.date, reason: str, by: Reader) -> Contract:
    """`on` is its last day: from the next one its people see nobody any more."""
    found = Contract.objects.select_for_update().get(pk=contract.pk)
    if not by.covers(EDIT, found.buyer_id):
        raise Refusal("合同由购买方登记，不由您修改。")
    if found.ended_on is not None:
        raise Refusal("合同已经提前终止。")
    if not found.start <= on < found.end:
        raise Refusal("提前终止的日期应在合同期内。")
    said = narrative(reason, 1000)
    if len(said) < 2:
        raise Refusal("请写明终止的原因。")
    found.ended_on, found.ended_why, found.version = on, said, found.version + 1
    found.save(update_fields=["ended_on", "ended_why", "version"])
    log("提前终止合同", found, by, on=f"{on:%F}")
    return found
