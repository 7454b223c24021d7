"""Counting what lies in a store, and writing off what is lost."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from nuantong.core.fields import EncryptedTextField
from nuantong.goods.models.item import ItemSize
from nuantong.goods.models.stock import InStoreQuerySet
from nuantong.goods.models.store import Store
from nuantong.people.models.vetting import Entered


class Taking(Entered):
    """A count of a store, or a loss. Rows are added and never altered."""

    class Kind(models.TextChoices):
        COUNT = "count", "盘点"
        DAMAGED = "damaged", "破损"
        EXPIRED = "expired", "过期"
        MISSING = "missing", "丢失"

    key = models.UUIDField(unique=True, editable=False)
    store = models.ForeignKey(Store, models.PROTECT, related_name="takings")
    kind = models.CharField("类别", max_length=8, choices=Kind)
    on = models.DateField("日期")

    objects = InStoreQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class TakingLine(models.Model):
    """What the ledger said and what there is; where they differ, why."""

    taking = models.ForeignKey(Taking, models.PROTECT, related_name="lines")
    thing = models.ForeignKey(ItemSize, models.PROTECT, related_name="+")
    expires_on = models.DateField("保质期至", null=True)
    before = models.PositiveIntegerField("账面")
    after = models.PositiveIntegerField("实有")
    why = EncryptedTextField("原因")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["thing__item__name", "thing__order", "expires_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["taking", "thing", "expires_on"],
                nulls_distinct=False,
                name="takingline_once",
            ),
            models.CheckConstraint(
                condition=Q(before=F("after")) | Q(why__isnull=False),
                name="takingline_difference_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before}→{self.after}"

    @property
    def difference(self) -> int:
        return self.after - self.before
