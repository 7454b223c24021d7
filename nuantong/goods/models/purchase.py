"""Buying: what is wanted, what it would cost where, what was ordered and what was accepted."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.books.models import Fund, Project
from nuantong.books.purposes import Purpose
from nuantong.core.fields import EncryptedTextField
from nuantong.goods.models.item import Item, ItemSize
from nuantong.goods.models.store import Store
from nuantong.people.models.vetting import Entered
from nuantong.regions.models import Region


class PurchaseQuerySet(models.QuerySet["Purchase"]):
    def visible_to(self, reader: Reader, to: Permission = Permission.SEE_STOCK) -> Self:
        """What the reader's place buys, and what comes into a store of hers."""
        places = reader.places(to)
        if places is None:
            return self
        return self.filter(Q(region__id__any_of=places) | Q(store__region__id__any_of=places))


class Purchase(models.Model):
    """Things bought for a store with money of one fund. Ordered once, by somebody who does not
    accept them (行政事业单位内部控制规范: buying and accepting are not one person's)."""

    key = models.UUIDField(unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField("采购名称", max_length=60)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="采购方", related_name="+")
    store = models.ForeignKey(Store, models.PROTECT, verbose_name="收货仓库", related_name="+")
    fund = models.ForeignKey(Fund, models.PROTECT, verbose_name="资金", related_name="+")
    purpose = models.CharField("用途", max_length=20, choices=Purpose)
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField("登记人", max_length=60)
    chosen = models.ForeignKey("Quote", models.PROTECT, null=True, related_name="+")
    chosen_why = EncryptedTextField("选定理由")
    few_why = EncryptedTextField("不足三家报价的原因")
    ordered_on = models.DateField("下单日期", null=True)
    orderer = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ordered_by = models.CharField("下单人", max_length=60, blank=True)
    closed_on = models.DateField("结束日期", null=True)
    closed_by = models.CharField("结束登记人", max_length=60, blank=True)
    closed_why = EncryptedTextField("没有到齐的原因")

    objects = PurchaseQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="purchase_has_a_title"),
            models.CheckConstraint(
                condition=Q(chosen=None, chosen_why=None, ordered_on=None, ordered_by="")
                | (Q(chosen__isnull=False, chosen_why__isnull=False, ordered_on__isnull=False)
                   & ~Q(ordered_by="")),
                name="purchase_ordered_of_somebody_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_by="", closed_why=None)
                | (Q(closed_on__isnull=False, ordered_on__isnull=False) & ~Q(closed_by="")),
                name="purchase_closed_after_it_was_ordered",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> tuple[str, str]:
        if self.closed_on:
            return "已结束", "plain"
        return ("待到货", "due") if self.ordered_on else ("询价中", "info")


class PurchaseLine(models.Model):
    purchase = models.ForeignKey(Purchase, models.CASCADE, related_name="lines")
    thing = models.ForeignKey(ItemSize, models.PROTECT, related_name="+")
    count = models.PositiveIntegerField("数量")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["thing__item__name", "thing__order"]
        constraints = [
            models.UniqueConstraint(fields=["purchase", "thing"], name="purchaseline_once"),
            models.CheckConstraint(condition=Q(count__gt=0), name="purchaseline_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.thing_id}×{self.count}"


class Quote(Entered):
    """What one supplier asks, a price for each item."""

    key = models.UUIDField(unique=True, editable=False)
    purchase = models.ForeignKey(Purchase, models.CASCADE, related_name="quotes")
    supplier = models.CharField("供应商", max_length=60)

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["purchase", "supplier"], name="quote_supplier_once"),
            models.CheckConstraint(condition=~Q(supplier=""), name="quote_names_its_supplier"),
        ]

    def __str__(self) -> str:
        return self.supplier


class QuotePrice(models.Model):
    quote = models.ForeignKey(Quote, models.CASCADE, related_name="prices")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    fen = models.BigIntegerField("单价（分）")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["quote", "item"], name="quoteprice_once"),
            models.CheckConstraint(condition=Q(fen__gt=0), name="quoteprice_costs_something"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.fen}"


class Delivery(Entered):
    """What came one day and was looked at. Rows are added and never altered."""

    key = models.UUIDField(unique=True, editable=False)
    purchase = models.ForeignKey(Purchase, models.PROTECT, related_name="deliveries")
    on = models.DateField("验收日期")
    fen = models.BigIntegerField("验收金额（分）")
    words = EncryptedTextField("验收说明")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(fen__gte=0), name="delivery_not_below_nothing")
        ]

    def __str__(self) -> str:
        return f"{self.on}"


class DeliveryLine(models.Model):
    """Of a size: how many came, and how many of them were sent back."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="lines")
    thing = models.ForeignKey(ItemSize, models.PROTECT, related_name="+")
    expires_on = models.DateField("保质期至", null=True)
    came = models.PositiveIntegerField("到货")
    rejected = models.PositiveIntegerField("退货", default=0)

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["thing__item__name", "thing__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "thing", "expires_on"],
                nulls_distinct=False,
                name="deliveryline_once",
            ),
            models.CheckConstraint(
                condition=Q(came__gt=0, rejected__lte=F("came")), name="deliveryline_came"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.came}-{self.rejected}"

    @property
    def accepted(self) -> int:
        return self.came - self.rejected
