"""Each time a round was worked out, on what it saw; and what officers want of the next time."""

from django.db import models
from django.db.models import Q

from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.pairing.models.round import OfRoundQuerySet, PairingRound
from nuantong.people.models import Carer, Household
from nuantong.regions.models import Region


class Run(models.Model):
    """`given` is all the engine was given (freezing.to_bytes): the answer can be had again."""

    round = models.ForeignKey(PairingRound, models.CASCADE, related_name="runs")
    number = models.PositiveSmallIntegerField("第几次")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("算出时间")
    policy = models.JSONField("排法", default=dict)
    given = models.BinaryField()
    digest = models.CharField(max_length=64, help_text="of the answer, to compare with")
    figures = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="run_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.number}"


class Wish(models.Model):
    """A household with this carer, or not with this carer: the next run keeps to it."""

    class Kind(models.TextChoices):
        PIN = "pin", "指定"
        FORBID = "forbid", "不要"

    round = models.ForeignKey(PairingRound, models.CASCADE, related_name="wishes")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    place = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    carer = models.ForeignKey(Carer, models.PROTECT, related_name="+")
    kind = models.CharField("安排", max_length=8, choices=Kind)
    reason = EncryptedTextField("原因")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")
    lifted_at = models.DateTimeField("取消时间", null=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = OfRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "household"], condition=Q(kind="pin", lifted_at=None),
                name="wish_one_pin_a_household",
            ),
            models.UniqueConstraint(
                fields=["round", "household", "carer"], condition=Q(lifted_at=None),
                name="wish_once_a_pair",
            ),
            models.CheckConstraint(
                condition=Q(kind="pin") | Q(reason__isnull=False), name="wish_forbids_with_a_reason"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.household_id} {self.carer_id}"
