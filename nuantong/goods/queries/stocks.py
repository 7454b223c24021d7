"""What lies where, and how it came there."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

import django_filters
from django.db.models import F, Q, QuerySet

from nuantong.access.reader import Reader
from nuantong.books.documents import document_kind
from nuantong.core.listing import Sort
from nuantong.goods.actions.telling import WARNING_DAYS
from nuantong.goods.models import Item, Kind, Stock, StockEvent, Store

SORTS: Final = {
    "store": Sort("仓库", "store__region__code", "store__name", "thing__item__name", "thing__order"),
    "item": Sort("物资", "thing__item__name", "thing__order", "store__region__code"),
    "on_hand": Sort("在库", "on_hand"), "reserved": Sort("已预留", "reserved"),
    "expires": Sort("保质期至", "expires_on"),
}  # fmt: skip
EVENT_SORTS: Final = {"on": Sort("日期", "on", "id")}


def stores_of(request: Any) -> QuerySet[Store]:
    return Store.objects.visible_to(request.reader) if request else Store.objects.none()


class StockFilter(django_filters.FilterSet):
    store = django_filters.ModelChoiceFilter(label="仓库", queryset=stores_of, empty_label="全部")
    item = django_filters.ModelChoiceFilter(
        label="物资", queryset=Item.objects.all(), field_name="thing__item", empty_label="全部"
    )
    expiry = django_filters.ChoiceFilter(
        label="保质期", empty_label="全部", method="by_expiry",
        choices=[("soon", f"{WARNING_DAYS}天内到期"), ("past", "已经过期")],
    )  # fmt: skip

    class Meta:
        model = Stock
        fields: list[str] = []

    def by_expiry(self, rows: QuerySet[Stock], name: str, value: str) -> QuerySet[Stock]:
        today = self.request.reader.on
        if value == "past":
            return rows.filter(expires_on__lt=today)
        return rows.filter(expires_on__range=(today, today + dt.timedelta(WARNING_DAYS)))


class EventFilter(django_filters.FilterSet):
    store = django_filters.ModelChoiceFilter(label="仓库", queryset=stores_of, empty_label="全部")
    kind = django_filters.ChoiceFilter(label="事由", choices=Kind.choices, empty_label="全部")
    size = django_filters.CharFilter(label="尺码", field_name="thing__size", max_length=8)

    class Meta:
        model = StockEvent
        fields: list[str] = []


def lying(reader: Reader) -> QuerySet[Stock]:
    """Everything that lies in the reader's stores."""
    rows = Stock.objects.visible_to(reader).exclude(on_hand=0)
    return with_free(rows.select_related("store", "thing__item"))


def with_free(rows: QuerySet[Stock]) -> QuerySet[Stock]:
    return rows.annotate(free=F("on_hand") - F("reserved"))


def in_store(store: Store, *, empty: bool = False) -> list[Stock]:
    """What lies in a store, in the order of its shelves; `empty`: what has lain there too."""
    rows = Stock.objects.filter(store=store).select_related("thing__item")
    rows = rows if empty else rows.filter(~Q(on_hand=0))
    ordered = rows.order_by(
        "thing__item__name", "thing__order", F("expires_on").asc(nulls_last=True)
    )
    return list(with_free(ordered))


@dataclass(frozen=True)
class Told:
    """An event with what it rests on: its name and its page."""

    event: StockEvent
    title: str
    url: str


def told(events: list[StockEvent]) -> list[Told]:
    kinds = {one.document_kind: document_kind(one.document_kind) for one in events}
    return [
        Told(one, kinds[one.document_kind].label, kinds[one.document_kind].url(one.document_key))
        for one in events
    ]


def events_of(item: Item, reader: Reader) -> QuerySet[StockEvent]:
    rows = StockEvent.objects.visible_to(reader).filter(thing__item=item)
    return rows.select_related("store", "thing__item")


def state_of(row: Stock, on: dt.date) -> tuple[str, str] | None:
    """What is to be said of an expiry date."""
    if row.expires_on is None or row.expires_on > on + dt.timedelta(WARNING_DAYS):
        return None
    return ("已过期，不能发", "late") if row.expires_on < on else ("快到期，先发", "due")
