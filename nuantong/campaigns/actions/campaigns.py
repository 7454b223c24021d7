"""A campaign is planned, changed by its version, and closed when nothing is open."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.books.models import Balance
from nuantong.books.purposes import WORDS, Purpose
from nuantong.campaigns.actions.common import REFUSALS, RUN, check_run, log, recorded
from nuantong.campaigns.models import Campaign
from nuantong.cohorts.models import Cohort
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.core.text import clean


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is said of a campaign. Without a target it asks for what it costs."""

    title: str
    kind: str
    gives: str
    unit_fen: int
    children: int
    start: dt.date
    end: dt.date
    target_fen: int | None = None
    cohort: Cohort | None = None

    @property
    def columns(self) -> dict[str, Any]:
        target = self.target_fen or self.unit_fen * self.children
        said = {"title": clean(self.title)[:80], "gives": clean(self.gives)[:60]}
        return {**vars(self), **said, "target_fen": target}


@transaction.atomic
def make_campaign(*, plan: Plan, purpose: str, region_id: int, key: UUID, by: Reader) -> Campaign:
    """A campaign; the same key again is the same one."""
    known = Campaign.objects.filter(key=key).first()
    if known:
        return known
    if not by.covers(RUN, region_id):
        raise Refusal(f"{by.tree.full_name(region_id)}不在您的工作范围内。")
    _check(plan)
    _check_purpose(plan, purpose)
    with refusing(REFUSALS):
        made = Campaign.objects.create(
            key=key, purpose=purpose, region_id=region_id, **plan.columns, **recorded(by)
        )
    log("发起微爱行动", made, by, title=made.title, target_fen=made.target_fen)
    return made


@transaction.atomic
def change_campaign(*, campaign: Campaign, plan: Plan, version: int, by: Reader) -> Campaign:
    """The plan as it is now. The purpose stays: money was given for it."""
    check_run(campaign, by)
    found = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if found.version != version:
        raise StaleVersion("您打开表单以后，这次行动已被他人修改，请核对后再保存。")
    if found.closed_on:
        raise Refusal("这次行动已经结束，不能再改。")
    _check(plan)
    _check_purpose(plan, found.purpose)
    changed = sorted(name for name, value in plan.columns.items() if getattr(found, name) != value)
    for name, value in plan.columns.items():
        setattr(found, name, value)
    found.version += 1
    with refusing(REFUSALS):
        found.save()
    log("修改微爱行动", found, by, fields=changed)
    return found


@transaction.atomic
def close_campaign(*, campaign: Campaign, on: dt.date, by: Reader) -> Campaign:
    """Nothing more comes. Refused while money is promised: to it, or by it."""
    check_run(campaign, by)
    found = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if found.closed_on:
        return found
    open_ = Balance.objects.filter(Q(pledged__gt=0) | Q(committed__gt=0), project=found.project)
    if open_.exists():
        raise Refusal("还有认捐未到，或已承诺未支付的钱。请先办完，或核销认捐、取消承诺。")
    if on > by.on:
        raise Refusal("结束的日期应是今天或以前。")
    found.closed_on = on
    with refusing(REFUSALS):
        found.save(update_fields=["closed_on"])
    log("结束微爱行动", found, by, on=f"{on:%F}")
    return found


def _check(plan: Plan) -> None:
    if len(clean(plan.title)) < 2:
        raise Refusal("请填写行动名称。")
    if plan.cohort and not plan.cohort.is_frozen:
        raise Refusal("这份受助名单还没有冻结，请先在受助名单里冻结，或暂不选名单。")
    if plan.kind not in Campaign.Kind.values:
        raise Refusal("请选择方式。")


def _check_purpose(plan: Plan, purpose: str) -> None:
    if purpose not in Purpose.values:
        raise Refusal("请选择用途。")
    if plan.cohort and plan.cohort.purpose != purpose:
        raise Refusal(
            f"受助名单“{plan.cohort.title}”是为{WORDS[plan.cohort.purpose]}圈定的，"
            f"这次行动的用途是{WORDS[purpose]}，请换一份名单。"
        )
