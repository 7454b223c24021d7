"""A carer's leave 请假, and who stands in for her with each child."""

import datetime as dt
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce

from nuantong.access.models import span
from nuantong.core.fields import EncryptedTextField
from nuantong.people.models import Carer, Child

DAY = dt.timedelta(days=1)


def _days_away() -> Func:
    """From the first day to the day she is back, which may be earlier than it was planned."""
    back = Coalesce("back_on", "end")
    return Func("start", back, function="daterange", output_field=DateRangeField())


class LeaveQuerySet(models.QuerySet["Leave"]):
    def current(self, on: dt.date) -> Self:
        return self.not_over(on).filter(start__lte=on)

    def not_over(self, on: dt.date) -> Self:
        """Running or still to come."""
        early = Q(back_on__gt=on) & Q(back_on__gt=F("start"))
        return self.filter(Q(back_on=None, end__gt=on) | early)


class Leave(models.Model):
    """Half-open: `end` is the day she is back. It ends by itself; `back_on` says she came earlier,
    on the very first day when it was taken back."""

    class Kind(models.TextChoices):
        ILLNESS = "illness", "生病"
        FAMILY = "family", "家里有事"
        BIRTH = "birth", "生育"
        AWAY = "away", "外出"
        TRAINING = "training", "学习培训"
        OTHER = "other", "其他"

    carer = models.ForeignKey(Carer, models.CASCADE, related_name="leaves")
    start = models.DateField("从哪天起")
    end = models.DateField("回来的日期", help_text="the first day she is back")
    back_on = models.DateField("提前回来的日期", null=True)
    kind = models.CharField("事由", max_length=10, choices=Kind)
    note = EncryptedTextField("说明")
    asked_by = models.CharField("登记人", max_length=60)
    asked_at = models.DateTimeField("登记时间")

    objects = LeaveQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "-pk"]
        constraints = [
            ExclusionConstraint(
                name="leave_one_at_a_time",
                expressions=[
                    ("carer", RangeOperators.EQUAL),
                    (_days_away(), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="leave_ends_after_start"),
            models.CheckConstraint(
                condition=Q(back_on=None) | Q(back_on__gte=F("start"), back_on__lt=F("end")),
                name="leave_back_before_its_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.carer_id}: {self.start}–{self.until}"

    @property
    def until(self) -> dt.date:
        """The day she is back."""
        return self.back_on or self.end

    @property
    def last_day(self) -> dt.date:
        return self.until - DAY

    @property
    def taken_back(self) -> bool:
        return self.back_on == self.start


class StandInQuerySet(models.QuerySet["StandIn"]):
    def current(self, on: dt.date) -> Self:
        return self.filter(start__lte=on, end__gt=on)


class StandIn(models.Model):
    """For these days a child is another carer's to look after; the pairing itself stands.

    A span that was taken back before it began is empty (`end` = `start`).
    """

    leave = models.ForeignKey(Leave, models.CASCADE, related_name="stand_ins")
    child = models.ForeignKey(Child, models.CASCADE, related_name="stand_ins", db_index=False)
    carer = models.ForeignKey(Carer, models.PROTECT, related_name="stands_in")
    start = models.DateField()
    end = models.DateField()

    objects = StandInQuerySet.as_manager()

    class Meta:
        ordering = ["start", "pk"]
        constraints = [
            ExclusionConstraint(
                name="stand_in_one_at_a_time",
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    (span("start", "end"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="stand_in_not_backwards"),
        ]

    def __str__(self) -> str:
        return f"{self.child_id}: {self.carer_id}"
