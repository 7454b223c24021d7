"""Boxes, and things on their way from one store to another."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Func, Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.goods.models.item import ItemSize
from nuantong.goods.models.stock import InStoreQuerySet
from nuantong.goods.models.store import Store
from nuantong.people.models.vetting import Entered


class NextBoxNumber(Func):
    template = "nextval('goods_box_number')"
    arity = 0


class Box(Entered):
    """A box with a number and a code to scan. It says what was packed into it; where it is, its
    last transfer says."""

    key = models.UUIDField(unique=True, editable=False)
    number = models.PositiveIntegerField(
        "箱号", unique=True, editable=False, db_default=NextBoxNumber()
    )
    store = models.ForeignKey(Store, models.PROTECT, related_name="boxes")
    opened_on = models.DateField("拆箱日期", null=True)
    opened_by = models.CharField("拆箱人", max_length=60, blank=True)

    objects = InStoreQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_on=None, opened_by="")
                | (Q(opened_on__isnull=False) & ~Q(opened_by="")),
                name="box_opened_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}箱"


class BoxLine(models.Model):
    box = models.ForeignKey(Box, models.PROTECT, related_name="lines")
    thing = models.ForeignKey(ItemSize, models.PROTECT, related_name="+")
    expires_on = models.DateField("保质期至", null=True)
    count = models.PositiveIntegerField("数量")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["thing__item__name", "thing__order", "expires_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["box", "thing", "expires_on"], nulls_distinct=False, name="boxline_once"
            ),
            models.CheckConstraint(condition=Q(count__gt=0), name="boxline_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.thing_id}×{self.count}"


class TransferQuerySet(models.QuerySet["Transfer"]):
    def visible_to(self, reader: Reader, to: Permission = Permission.SEE_STOCK) -> Self:
        """What leaves or reaches a store of the reader's."""
        stores = Store.objects.visible_to(reader, to)
        return self.filter(Q(source__in=stores) | Q(target__in=stores))

    def on_the_way(self) -> Self:
        return self.filter(received_on=None)


class Transfer(models.Model):
    """Sent by one person, received by another one. What arrived otherwise than it was sent is
    explained in words; what is missing is a loss of the receiving store's ledger."""

    key = models.UUIDField(unique=True, editable=False)
    source = models.ForeignKey(Store, models.PROTECT, verbose_name="调出", related_name="sent")
    target = models.ForeignKey(Store, models.PROTECT, verbose_name="调入", related_name="coming")
    holder = models.UUIDField(null=True)
    boxes: "models.ManyToManyField[Box, Any]" = models.ManyToManyField(
        Box, related_name="transfers"
    )
    sent_on = models.DateField("发出日期")
    sender = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_by = models.CharField("发货人", max_length=60)
    received_on = models.DateField("收到日期", null=True)
    receiver = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    received_by = models.CharField("收货人", max_length=60, blank=True)
    why = EncryptedTextField("数量不符的原因")

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=F("target")), name="transfer_goes_somewhere_else"
            ),
            models.CheckConstraint(
                condition=Q(receiver=None) | Q(sender=None) | ~Q(receiver=F("sender")),
                name="transfer_received_by_another_one",
            ),
            models.CheckConstraint(
                condition=Q(received_on=None, received_by="", why=None)
                | (Q(received_on__gte=F("sent_on")) & ~Q(received_by="")),
                name="transfer_received_after_it_was_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


class TransferLine(models.Model):
    """Of a size and an expiry date: how many left, and, once received, how many arrived."""

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="lines")
    thing = models.ForeignKey(ItemSize, models.PROTECT, related_name="+")
    expires_on = models.DateField("保质期至", null=True)
    sent = models.PositiveIntegerField("发出")
    arrived = models.PositiveIntegerField("收到", null=True)

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["thing__item__name", "thing__order", "expires_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["transfer", "thing", "expires_on"],
                nulls_distinct=False,
                name="transferline_once",
            ),
            models.CheckConstraint(condition=Q(sent__gt=0), name="transferline_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.thing_id}×{self.sent}"

    @property
    def difference(self) -> int:
        return 0 if self.arrived is None else self.arrived - self.sent
