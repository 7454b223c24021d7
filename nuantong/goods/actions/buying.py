"""Buying: what is wanted, quotes, the order that the books promise, what came and was paid."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.books import posting
from nuantong.books.models import Fund, Project
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.core.text.narratives import narrative
from nuantong.goods import stock
from nuantong.goods.actions.common import (
    BUY,
    PURCHASE,
    Some,
    counted,
    entered,
    keeps,
    log,
    reason,
    words,
)
from nuantong.goods.arithmetic import ordered_fen, outstanding, prices_of
from nuantong.goods.models import (
    Delivery,
    DeliveryLine,
    Item,
    Purchase,
    PurchaseLine,
    Quote,
    QuotePrice,
    Store,
)
from nuantong.goods.walls import REFUSALS


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a purchase is for, and from which money."""

    title: str
    store: Store
    fund: Fund
    purpose: str
    project: Project | None = None


@dataclass(frozen=True, kw_only=True)
class Came:
    """Of a thing: how many came, how many of them were sent back."""

    some: Some
    rejected: int = 0


@transaction.atomic
def begin_purchase(*, wish: Wish, lines: Sequence[Some], key: UUID, by: Reader) -> Purchase:
    """A purchase that asks for quotes. The fund's own office buys."""
    known = Purchase.objects.filter(key=key).first()
    if known:
        return known
    if not by.covers(BUY, wish.fund.region_id) or not by.covers(BUY, wish.store.region_id):
        raise Refusal("只能用本单位的资金、为本单位管的仓库采购。")
    wanted = [Some(one.thing, one.count) for one in lines]
    if not wanted or len({one.thing.pk for one in wanted}) < len(wanted):
        raise Refusal("请填写要买的物资，每个尺码一行。")
    if any(not 0 < one.count <= stock.MOST for one in wanted):
        raise Refusal("数量应当是1至100万之间的整数。")
    with refusing(REFUSALS):
        purchase = Purchase.objects.create(
            key=key, title=words(wish.title, 60, "请填写采购名称。"), store=wish.store,
            region_id=wish.fund.region_id, fund=wish.fund, purpose=wish.purpose,
            project=wish.project, recorded_at=clock.now(), recorded_by=by.actor_name,
        )  # fmt: skip
        PurchaseLine.objects.bulk_create(
            PurchaseLine(purchase=purchase, thing=one.thing, count=one.count) for one in wanted
        )
    log("登记采购", purchase, by, title=purchase.title)
    return purchase


@transaction.atomic
def add_quote(
    *, purchase: Purchase, supplier: str, prices: Mapping[Item, int], key: UUID, by: Reader
) -> Quote:
    """What a supplier asks for each item, in fen."""
    known: Quote | None = Quote.objects.filter(key=key).first()
    if known:
        return known
    found = _locked(purchase, by)
    wanted = {one.thing.item for one in found.lines.select_related("thing__item")}
    if set(prices) != wanted or any(fen <= 0 for fen in prices.values()):
        raise Refusal("请给要买的每一种物资填写单价。")
    with refusing(REFUSALS):
        quote: Quote = Quote.objects.create(
            key=key, purchase=found, supplier=words(supplier, 60, "请填写供应商名称。"),
            **entered(by),
        )  # fmt: skip
        QuotePrice.objects.bulk_create(
            QuotePrice(quote=quote, item=item, fen=fen) for item, fen in prices.items()
        )
    log("登记报价", found, by)
    return quote


@transaction.atomic
def order(
    *, purchase: Purchase, quote: Quote, why: str, few_why: str = "", by: Reader,
    on: dt.date | None = None,
) -> Purchase:  # fmt: skip
    """Ordered of a supplier, with the reason; the books promise its price. Three quotes at least,
    or why there are fewer."""
    found = _locked(purchase, by)
    if found.ordered_on is not None:
        if found.chosen_id == quote.pk:
            return found
        raise Refusal("已经向另一家下单。")
    found.chosen, found.chosen_why = quote, reason(why, "请写明为什么选这一家。")
    found.few_why = narrative(few_why, 400)
    found.ordered_on, found.orderer = on or by.on, by.user
    found.ordered_by, found.version = by.actor_name, found.version + 1
    with refusing(REFUSALS):
        found.save()
    fen = ordered_fen(found)
    posting.commit(
        about=_voucher(found, found.ordered_on, "下单", "order", found.key), fen=fen, by=by
    )
    log("采购下单", found, by, fen=fen)
    return found


@transaction.atomic
def accept_delivery(
    *, purchase: Purchase, came: Sequence[Came], said: str, key: UUID, by: Reader,
    on: dt.date | None = None,
) -> Delivery:  # fmt: skip
    """What came and was looked at: into the store, and paid from what was promised. What was sent
    back is explained. When all has come, the purchase is over."""
    known: Delivery | None = Delivery.objects.filter(key=key).first()
    if known:
        return known
    found = Purchase.objects.select_for_update(of=("self",)).select_related("store", "fund").get(
        pk=purchase.pk
    )  # fmt: skip
    keeps(found.store, by)
    if by.actor_id is not None and by.actor_id == found.orderer_id:
        raise Refusal("采购和验收不能是同一个人：请仓库保管员或另一位干部验收。")
    lines = counted(one.some for one in came)
    if any(not 0 <= one.rejected <= one.some.count for one in came):
        raise Refusal("退货数不能多于到货数。")
    price = prices_of(found)
    fen = sum(
        (one.some.count - one.rejected) * price.get(one.some.thing.item_id, 0) for one in came
    )
    with refusing(REFUSALS):
        delivery: Delivery = Delivery.objects.create(
            key=key, purchase=found, on=on or by.on, fen=fen, words=narrative(said, 1000),
            **entered(by),
        )  # fmt: skip
        DeliveryLine.objects.bulk_create(
            DeliveryLine(delivery=delivery, thing=one.some.thing, expires_on=one.some.expires_on,
                         came=one.some.count, rejected=one.rejected) for one in came
        )  # fmt: skip
    kept = [one.some.line(found.store, key, "came", one.some.count - one.rejected)
            for one in came if one.some.count > one.rejected]  # fmt: skip
    document = stock.Document(PURCHASE, found.key)
    stock.receive(lines=kept, document=document, by=by, on=delivery.on)
    if fen:
        about = _voucher(found, delivery.on, "验收付款", "delivery", delivery.key)
        posting.spend(about=about, fen=fen, committed=fen, by=by)
    log("验收入库", found, by, fen=fen, count=sum(one.count for one in lines))
    if not outstanding(found):
        _end(found, "", by, delivery.on)
    return delivery


@transaction.atomic
def close_purchase(
    *, purchase: Purchase, why: str, by: Reader, on: dt.date | None = None
) -> Purchase:
    """Nothing more will come, and why: what was promised for it is free again."""
    found = _locked(purchase, by)
    if found.closed_on is not None:
        return found
    if found.ordered_on is None:
        raise Refusal("还没有下单，不用结束。")
    return _end(found, reason(why, "请写明为什么没有到齐。"), by, on or by.on)


def _end(found: Purchase, why: str, by: Reader, on: dt.date) -> Purchase:
    price = prices_of(found)
    rest = sum(count * price[thing.item_id] for thing, count in outstanding(found).items())
    found.closed_on, found.closed_by, found.closed_why = on, by.actor_name, why
    found.version += 1
    with refusing(REFUSALS):
        found.save(update_fields=["closed_on", "closed_by", "closed_why", "version"])
    if rest:
        about = _voucher(found, on, "没有到齐，余款退回", "close", found.key)
        posting.release(about=about, fen=rest, by=by)
    log("采购结束", found, by, fen=rest)
    return found


def _locked(purchase: Purchase, by: Reader) -> Purchase:
    rows = Purchase.objects.select_for_update(of=("self",)).select_related(
        "store", "fund", "project"
    )
    found = rows.get(pk=purchase.pk)
    if not by.covers(BUY, found.region_id):
        raise Refusal("这笔采购由采购方办理。")
    return found


def _voucher(found: Purchase, on: dt.date, what: str, word: str, about: UUID) -> posting.Voucher:
    return posting.Voucher(
        fund=found.fund, purpose=found.purpose, project=found.project, on=on,
        words=f"{found.title}：{what}", document=posting.Document(PURCHASE, found.key),
        key=uuid5(about, word),
    )  # fmt: skip
