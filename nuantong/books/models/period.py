"""The months of a place's books."""

from typing import Any

from django.db import models
from django.db.models import Q

from nuantong.regions.models import Region


class Period(models.Model):
    """A month of one place's books. Entries are numbered in it without a gap (会计基础工作规范 §51:
    vouchers are numbered consecutively); once closed, nothing enters it or a month before it."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    month = models.DateField("月份")
    last = models.PositiveIntegerField("最后一个凭证号", default=0)
    closed_at = models.DateTimeField("关账时间", null=True)
    closed_by = models.CharField("关账人", max_length=60, blank=True)

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["region", "month"], name="period_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="period_begins_on_the_first"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by="")
                | (Q(closed_at__isnull=False) & ~Q(closed_by="")),
                name="period_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y年}{self.month.month}月"
