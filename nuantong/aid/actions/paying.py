"""The money, and what became of it."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission as P
from nuantong.aid import money
from nuantong.aid.actions.common import known_step, locked, said, write_step
from nuantong.aid.models import Application, Step
from nuantong.core.errors import Refusal

Kind = Step.Kind


@transaction.atomic
def pay(
    *, application: Application, fen: int, on: dt.date, voucher: str, key: UUID, by: Reader
) -> None:
    """The accountant has paid; the books say so in the same transaction. Parts are possible."""
    found = payable(application, by)
    if known_step(found, key):
        return
    if not voucher.strip():
        raise Refusal("请填支付凭证号。")
    if fen <= 0:
        raise Refusal("请填拨付的金额。")
    if on > by.on:
        raise Refusal("拨付日期不能晚于今天。")
    if not found.payees.exists():
        raise Refusal("还没有登记收款人，请乡镇（街道）先补上。")
    step = write_step(found, Kind.PAID, by, key, on=on, fen=fen, voucher=voucher.strip()[:40])
    money.spend(found, step, by)


def payable(application: Application, by: Reader) -> Application:
    """Whoever keeps the books of the place that owns the money; she need not see the child."""
    rows = Application.objects.filter(pk=application.pk).select_for_update(of=("self",))
    found = rows.select_related("child", "scheme").get()
    source = money.source_of(found)
    if source is None or not by.covers(P.KEEP_BOOKS, source.fund.region_id):
        raise Refusal("这笔钱不由您拨付。")
    return found


@transaction.atomic
def follow_up(*, application: Application, on: dt.date, words: str, key: UUID, by: Reader) -> None:
    """Somebody asked the family whether the money came and what it did."""
    found = locked(application, by, P.APPLY_FOR_AID, P.OPINE_ON_AID)
    if known_step(found, key):
        return
    if on > by.on:
        raise Refusal("回访日期不能晚于今天。")
    write_step(
        found, Kind.FOLLOWED, by, key, on=on, words=said(words, "请写明钱用在哪里、孩子现在怎样。")
    )
