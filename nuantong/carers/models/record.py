"""Rows beside a carer: nothing here is overwritten."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from nuantong.core.fields import EncryptedTextField
from nuantong.people.models import Carer
from nuantong.people.models.vetting import CheckRow, Entered


class BackgroundCheck(CheckRow):
    """`Carer.background_checked_on` is the newest of these that stands, NULL while an adverse one
    does: a trigger keeps it so, in both directions (a roster that brings a day adds a row here).
    """

    carer = models.ForeignKey(Carer, models.CASCADE, related_name="checks")

    class Meta(CheckRow.Meta):
        constraints = [
            *CheckRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["carer", "on", "result"], condition=Q(voided_at=None),
                name="backgroundcheck_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.carer_id} {self.on}"


class Pledge(Entered):
    """强制报告承诺书: she has promised to report danger to a child at once (china.md §3.1)."""

    carer = models.ForeignKey(Carer, models.CASCADE, related_name="pledges")
    on = models.DateField("签署日期")
    signed_by = models.CharField("签署人", max_length=40)

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["carer", "on"], name="pledge_once_a_day"),
            models.CheckConstraint(condition=~Q(signed_by=""), name="pledge_is_signed"),
        ]

    def __str__(self) -> str:
        return f"{self.carer_id} {self.on}"


class Training(Entered):
    """What she was taught, when, for how long and by whom."""

    carer = models.ForeignKey(Carer, models.CASCADE, related_name="trainings")
    on = models.DateField("培训日期")
    subject = models.CharField("内容", max_length=80)
    hours = models.DecimalField("学时", max_digits=4, decimal_places=1)
    given_by = models.CharField("主办单位", max_length=60)

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["carer", "on", "subject"], name="training_once"),
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=200) & ~Q(subject="") & ~Q(given_by=""),
                name="training_says_what_how_long_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.carer_id} {self.on}"


class CapacityChange(Entered):
    """How many households she can take, from when on and why."""

    carer = models.ForeignKey(Carer, models.CASCADE, related_name="capacity_changes")
    on = models.DateField("日期")
    before = models.PositiveSmallIntegerField("原来")
    after = models.PositiveSmallIntegerField("现在")
    reason = EncryptedTextField("原因")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__isnull=False) & ~Q(before=F("after")),
                name="capacitychange_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.carer_id} {self.before}→{self.after}"
