"""Purchases and transfers as lists, and what their pages show."""

from dataclasses import dataclass
from typing import Any, Final

import django_filters
from django.db.models import F, Q, QuerySet, Sum

from nuantong.access.reader import Reader
from nuantong.core.listing import Sort
from nuantong.core.text import clean
from nuantong.goods.arithmetic import accepted, quote_fen
from nuantong.goods.models import Box, Purchase, PurchaseLine, Quote, Transfer, TransferLine
from nuantong.goods.queries.stocks import stores_of

PURCHASE_SORTS: Final = {"on": Sort("登记", "recorded_at"), "title": Sort("采购", "title")}
TRANSFER_SORTS: Final = {"on": Sort("发出", "sent_on", "id")}


class PurchaseFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="名称", method="by_words")
    state = django_filters.ChoiceFilter(
        label="状态", empty_label="全部", method="by_state",
        choices=[("asking", "询价中"), ("awaited", "待到货"), ("ended", "已结束")],
    )  # fmt: skip

    class Meta:
        model = Purchase
        fields: list[str] = []

    def by_words(self, rows: QuerySet[Purchase], name: str, value: str) -> QuerySet[Purchase]:
        return rows.filter(title__contains=clean(value))

    def by_state(self, rows: QuerySet[Purchase], name: str, value: str) -> QuerySet[Purchase]:
        if value == "ended":
            return rows.filter(closed_on__isnull=False)
        return rows.filter(closed_on=None, ordered_on__isnull=value == "asking")


class TransferFilter(django_filters.FilterSet):
    store = django_filters.ModelChoiceFilter(
        label="仓库", queryset=stores_of, empty_label="全部", method="by_store"
    )
    state = django_filters.ChoiceFilter(
        label="状态", empty_label="全部", method="by_state",
        choices=[("coming", "在路上"), ("differs", "数量不符"), ("received", "已收到")],
    )  # fmt: skip

    class Meta:
        model = Transfer
        fields: list[str] = []

    def by_store(self, rows: QuerySet[Transfer], name: str, value: Any) -> QuerySet[Transfer]:
        return rows.filter(Q(source=value) | Q(target=value))

    def by_state(self, rows: QuerySet[Transfer], name: str, value: str) -> QuerySet[Transfer]:
        if value == "coming":
            return rows.filter(received_on=None)
        rows = rows.filter(received_on__isnull=False)
        return rows.filter(why__isnull=False) if value == "differs" else rows


def purchases(reader: Reader) -> QuerySet[Purchase]:
    rows = Purchase.objects.visible_to(reader).select_related("store", "fund", "chosen")
    return rows.annotate(paid=Sum("deliveries__fen"))


def transfers(reader: Reader) -> QuerySet[Transfer]:
    rows = Transfer.objects.visible_to(reader).select_related("source", "target")
    return rows.annotate(sent=Sum("lines__sent"), got=Sum("lines__arrived"))


@dataclass(frozen=True)
class Offer:
    """A quote with what the whole would cost."""

    quote: Quote
    fen: int
    chosen: bool


def offers(purchase: Purchase) -> list[Offer]:
    """The cheapest first."""
    quotes = purchase.quotes.prefetch_related("prices__item")
    found = [Offer(one, quote_fen(one, purchase), one.pk == purchase.chosen_id) for one in quotes]
    return sorted(found, key=lambda one: one.fen)


@dataclass(frozen=True)
class Wanted:
    """A line of a purchase: how many of it have been accepted."""

    line: PurchaseLine
    accepted: int

    @property
    def rest(self) -> int:
        return self.line.count - self.accepted


def wanted(purchase: Purchase) -> list[Wanted]:
    there = accepted(purchase)
    return [Wanted(one, there[one.thing_id]) for one in purchase.lines.all()]


def whole(reader: Reader) -> QuerySet[Purchase]:
    rows = Purchase.objects.visible_to(reader).select_related("store", "fund", "project", "chosen")
    return rows.prefetch_related("lines__thing__item", "deliveries__lines__thing__item")


def coming_to(store: Any) -> QuerySet[Transfer]:
    rows = Transfer.objects.on_the_way().filter(target=store).select_related("source", "target")
    return rows.annotate(sent=Sum("lines__sent"))


def where(box: Box) -> tuple[str, Transfer | None]:
    """Where a box is, and the transfer it travels in."""
    way = box.transfers.select_related("source", "target").filter(received_on=None).first()
    if way:
        return f"在路上：{way.source.name} 到 {way.target.name}", way
    return f"在{box.store.name}", None


def lines_of(transfer: Transfer) -> QuerySet[TransferLine]:
    rows: QuerySet[TransferLine] = transfer.lines.select_related("thing__item")
    return rows.order_by("thing__item__name", "thing__order", F("expires_on").asc(nulls_last=True))
