"""Stock as a ledger of events, and the sums the database keeps of it (migration 0002)."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.goods.models.item import ItemSize
from nuantong.goods.models.store import Store


class InStoreQuerySet(models.QuerySet[Any]):
    def visible_to(self, reader: Reader, to: Permission = Permission.SEE_STOCK) -> Self:
        return self.filter(store__in=Store.objects.visible_to(reader, to))


class Kind(models.TextChoices):
    """What happened: bought and accepted, moved, promised, given, given back, missing, counted."""

    RECEIVED = "received", "验收入库"
    RESERVED = "reserved", "预留"
    RELEASED = "released", "解除预留"
    SENT = "sent", "调出"
    ARRIVED = "arrived", "调入"
    HANDED = "handed", "发放"
    RETURNED = "returned", "退回入库"
    LOST = "lost", "损失"
    COUNTED = "counted", "盘点更正"


COMES = [Kind.RECEIVED, Kind.ARRIVED, Kind.RETURNED]
GOES = [Kind.SENT, Kind.HANDED, Kind.LOST]


class StockEvent(models.Model):
    """A change of what lies in a store, by a document. Rows are added and never altered.

    A movement has a key; what it took from several expiry dates are its parts. `holder` is whom the
    reserved pieces are for: the key of a batch. `back_of` is the hand-out that came back, once.
    """

    key = models.UUIDField(editable=False)
    part = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField("登记时间")
    on = models.DateField("日期")
    store = models.ForeignKey(Store, models.PROTECT, related_name="events")
    thing = models.ForeignKey(ItemSize, models.PROTECT, related_name="events")
    expires_on = models.DateField("保质期至", null=True)
    kind = models.CharField("事由", max_length=8, choices=Kind)
    on_hand = models.IntegerField("数量")
    reserved = models.IntegerField("预留数量", default=0)
    holder = models.UUIDField(null=True)
    document_kind = models.CharField(max_length=20)
    document_key = models.UUIDField()
    back_of = models.OneToOneField("self", models.PROTECT, null=True, related_name="back")
    by = models.CharField("登记人", max_length=60)

    objects = InStoreQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["thing", "-on", "-id"], name="stockevent_ledger"),
            models.Index(fields=["store", "-on", "-id"], name="stockevent_store"),
            models.Index(fields=["document_key"], name="stockevent_document"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key", "part"], name="stockevent_once"),
            models.CheckConstraint(
                condition=Q(kind__in=COMES, on_hand__gt=0, reserved__gte=0, reserved__lte=F("on_hand"))
                | Q(kind__in=GOES, on_hand__lt=0, reserved__lte=0, reserved__gte=F("on_hand"))
                | Q(kind=Kind.RESERVED, on_hand=0, reserved__gt=0)
                | Q(kind=Kind.RELEASED, on_hand=0, reserved__lt=0)
                | (Q(kind=Kind.COUNTED, reserved=0) & ~Q(on_hand=0)),
                name="stockevent_moves_as_its_kind_says",
            ),
            models.CheckConstraint(
                condition=Q(reserved=0, holder=None) | (~Q(reserved=0) & Q(holder__isnull=False)),
                name="stockevent_reserved_for_somebody",
            ),
            models.CheckConstraint(
                condition=Q(back_of=None) | Q(kind=Kind.RETURNED), name="stockevent_back_is_returned"
            ),
            models.CheckConstraint(
                condition=~Q(document_kind=""), name="stockevent_has_a_document"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.on_hand:+} {self.reserved:+}"


class Stock(models.Model):
    """What lies in a store, of a size, of an expiry date: written by the events' trigger alone."""

    store = models.ForeignKey(Store, models.PROTECT, related_name="stock")
    thing = models.ForeignKey(ItemSize, models.PROTECT, related_name="stock")
    expires_on = models.DateField("保质期至", null=True)
    on_hand = models.IntegerField("在库")
    reserved = models.IntegerField("已预留")

    objects = InStoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["store", "thing", "expires_on"], nulls_distinct=False, name="stock_once"
            ),
            models.CheckConstraint(
                condition=Q(reserved__gte=0, on_hand__gte=F("reserved")),
                name="stock_never_less_than_promised",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on_hand} ({self.reserved})"


class Hold(models.Model):
    """How many of a stock row are reserved for one holder: written by the trigger alone."""

    store = models.ForeignKey(Store, models.PROTECT, related_name="+")
    thing = models.ForeignKey(ItemSize, models.PROTECT, related_name="+")
    expires_on = models.DateField(null=True)
    holder = models.UUIDField()
    count = models.IntegerField()

    objects = InStoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "store", "thing", "expires_on"],
                nulls_distinct=False,
                name="hold_once",
            ),
            models.CheckConstraint(condition=Q(count__gte=0), name="hold_never_less_than_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.holder} {self.count}"
