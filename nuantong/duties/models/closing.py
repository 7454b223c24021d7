"""Runs that close windows, the sums kept beside the outcomes, and where the two disagreed."""

from typing import Any

from django.db import models

from nuantong.core.longwork import LongWork
from nuantong.duties.models.protocol import Protocol
from nuantong.regions.models import Region


class ClosingRun(LongWork):
    """One closing of the windows past their grace: how far it is, and what it wrote."""

    as_of = models.DateField("截至日期")
    closed = models.PositiveIntegerField("关闭", default=0)
    corrected = models.PositiveIntegerField("更正", default=0)
    aside = models.PositiveIntegerField("搁置", default=0)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.as_of} {self.work_state}"

    def expect(self, total: int) -> None:
        self._set(total=total)

    def tell(self, done: int, closed: int, corrected: int, aside: int) -> None:
        self._set(done=done, closed=closed, corrected=corrected, aside=aside)


class OfPlaceAndPeriod(models.Model):
    """A sum of outcomes: of a duty's period, where the children lived when it closed."""

    place = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    protocol = models.ForeignKey(Protocol, models.PROTECT, related_name="+", db_index=False)
    duty = models.CharField("职责", max_length=24)
    period_key = models.CharField("周期", max_length=16)
    ends = models.DateField()
    outcome = models.CharField("结果", max_length=8)
    reason = models.CharField("事由", max_length=60, blank=True, default="")

    class Meta:
        abstract = True


class OutcomeTally(OfPlaceAndPeriod):
    """So many more, or fewer, outcomes; the sum of all rows is what there is.

    Rows are added by triggers of duties_windowoutcome in the writer's own statement and never
    altered, so nobody waits for anybody; `tally.gather` adds them up at night.
    """

    count = models.IntegerField()

    objects: Any = models.Manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["ends", "place"], include=["outcome", "count"], name="outcometally_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.duty} {self.period_key} {self.outcome} {self.count}"


class TallyDifference(OfPlaceAndPeriod):
    """At night a sum was not what the outcomes say. It was set right; somebody has to ask why."""

    found_at = models.DateTimeField("发现时间")
    kept = models.IntegerField("原有")
    counted = models.IntegerField("重新统计")

    objects: Any = models.Manager()

    class Meta:
        ordering = ["-found_at", "pk"]

    def __str__(self) -> str:
        return f"{self.duty} {self.period_key} {self.kept} {self.counted}"
