"""Funds are opened with their purposes, may serve more of them, and close when they are empty."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.books.models import Balance, Fund, FundPurpose
from nuantong.books.purposes import ANY, WORDS, Purpose
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.core.text import clean

KEEP = Permission.KEEP_BOOKS
REFUSALS: Final = {
    "fund_name_once": "已有同名的资金，请核对名称。",
    "fund_of_gifts_names_its_foundation": "社会捐赠和企业捐赠由基金会接收，请填写基金会；财政和彩票公益金不填。",
    "fund_closes_after_it_opened": "结束日期应在设立日期之后。",
}


@dataclass(frozen=True, kw_only=True)
class NewFund:
    """What is said of a fund when it is opened; without purposes it may serve every one."""

    name: str
    source: str
    region_id: int
    opened_on: dt.date
    purposes: Sequence[str] = ()
    foundation: str = ""


@transaction.atomic
def open_fund(*, said: NewFund, key: UUID, by: Reader) -> Fund:
    """A fund with the purposes its money may serve; the same key again is the same fund."""
    known = Fund.objects.filter(key=key).first()
    if known:
        return known
    _may(said.region_id, by)
    unknown = [one for one in said.purposes if one not in Purpose.values]
    if unknown or said.source not in Fund.Source.values:
        raise Refusal("请选择资金来源和用途。")
    name = clean(said.name)[:60]
    if len(name) < 2:
        raise Refusal("请填写资金名称。")
    with refusing(REFUSALS):
        fund = Fund.objects.create(
            key=key, name=name, source=said.source, region_id=said.region_id,
            foundation=clean(said.foundation)[:60], opened_on=said.opened_on,
        )  # fmt: skip
    purposes = [one for one in Purpose.values if not said.purposes or one in said.purposes]
    FundPurpose.objects.bulk_create(FundPurpose(fund=fund, purpose=p) for p in [*purposes, ANY])
    _log("设立资金", fund, by, name=name, source=said.source, purposes=purposes)
    return fund


@transaction.atomic
def allow_purpose(*, fund: Fund, purpose: str, reason: str, by: Reader) -> None:
    """The fund may serve one purpose more, on a paper that says so (慈善法 §56: a change of purpose
    needs the donor's consent). Twice is once."""
    _may(fund.region_id, by)
    if purpose not in Purpose.values or len(clean(reason)) < 2:
        raise Refusal("请选择用途，并写明依据，例如：捐赠人2018年9月1日来函。")
    if FundPurpose.objects.get_or_create(fund=fund, purpose=purpose)[1]:
        _log("增加资金用途", fund, by, reason, purpose=WORDS[purpose])


@transaction.atomic
def close_fund(*, fund: Fund, on: dt.date, by: Reader) -> Fund:
    """`on` is its last day. Refused while there is money in it."""
    _may(fund.region_id, by)
    found = Fund.objects.select_for_update().get(pk=fund.pk)
    if found.closed_on:
        return found
    rows = Balance.objects.filter(fund=found)
    if rows.filter(Q(bank__gt=0) | Q(stock__gt=0) | Q(pledged__gt=0)).exists():
        raise Refusal("这笔资金还有余额或认捐未到，不能结束。请先用完、退回，或核销认捐。")
    if found.entries.filter(on__gt=on).exists():
        raise Refusal("结束日期之后还有凭证，请核对日期。")
    found.closed_on = on
    with refusing(REFUSALS):
        found.save(update_fields=["closed_on"])
    _log("结束资金", found, by, on=f"{on:%F}")
    return found


def _may(region: int, by: Reader) -> None:
    if not by.covers(KEEP, region):
        raise Refusal("这笔资金由别的单位管理，不由您办理。")


def _log(action: str, fund: Fund, by: Reader, reason: str = "", **changes: Any) -> None:
    record(
        action=action, by=by, object_type="fund", object_id=fund.pk, reason=reason, changes=changes
    )
