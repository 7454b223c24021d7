"""The mandatory report 强制报告: rows that are added and never altered, and police stations."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Exists, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.protection.situations import CHOICES
from nuantong.regions.models import Region


class PoliceStationQuerySet(models.QuerySet["PoliceStation"]):
    def in_use(self) -> Self:
        return self.filter(removed_at=None)


class PoliceStation(models.Model):
    """A police station 派出所 of a township. A changed number is a new row."""

    region = models.ForeignKey(Region, models.PROTECT, verbose_name="乡镇（街道）")
    name = models.CharField("派出所", max_length=60)
    phone = models.CharField("电话", max_length=20)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = PoliceStationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"],
                condition=Q(removed_at=None),
                name="policestation_once_in_a_township",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(phone=""), name="policestation_can_be_called"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DangerReportQuerySet(models.QuerySet["DangerReport"]):
    def visible_to(self, reader: Reader) -> Self:
        """One's own reports, and those the rights line of the place answers for. No one else's."""
        if reader.system:
            return self
        mine = Q(reporter=reader.actor_id) if reader.actor_id else Q(pk__in=[])
        if not reader.can(Permission.SEE_DANGER_REPORTS):
            return self.filter(mine)
        places = reader.places(Permission.SEE_DANGER_REPORTS)
        return self if places is None else self.filter(mine | Q(place__in=places))

    def without_words(self) -> Self:
        """Lists need no narrative, so none is decrypted."""
        return self.defer("who", "seen", "taken_by")

    def with_state(self) -> Self:
        """Adds `called` (the first known call to 110) and `answered` (by the rights line)."""
        additions = DangerReportAddition.objects.filter(report=OuterRef("pk")).order_by()
        first = additions.values("report").annotate(first=Min("called_at")).values("first")
        return self.annotate(
            called=Coalesce("called_at", Subquery(first)),
            answered=Exists(additions.filter(by_rights_line=True)),
        )


class DangerReport(models.Model):
    """What somebody saw, as it was reported.

    The child is kept as values, not as a foreign key: the rights line need not see the register,
    and nothing on the register may show that there is a report.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    reporter = models.ForeignKey(User, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField("报告时间")
    situation = models.PositiveSmallIntegerField("情形", choices=CHOICES)
    child_number = models.CharField("儿童编号", max_length=12, blank=True)
    place = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    who = EncryptedTextField("孩子是谁")
    seen = EncryptedTextField("看到了什么")
    found_at = models.DateTimeField("发现时间")
    called_at = models.DateTimeField("拨打110时间", null=True)
    taken_by = EncryptedTextField("接警人")
    receipt = EncryptedTextField("回执号")

    objects = DangerReportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["reporter", "-reported_at"], name="dangerreport_reporter"),
            models.Index(fields=["place", "-reported_at"], name="dangerreport_place"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(situation__gte=1, situation__lte=9),
                name="dangerreport_one_of_nine_situations",
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)


class DangerReportAddition(models.Model):
    """What became known or was done after the report."""

    class Kind(models.TextChoices):
        CALLED = "called", "已拨打110"
        RECEIPT = "receipt", "公安回执"
        NOTE = "note", "补充情况"

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    report = models.ForeignKey(DangerReport, models.PROTECT, related_name="additions")
    kind = models.CharField(max_length=8, choices=Kind)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    by_rights_line = models.BooleanField(default=False)
    at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    receipt = EncryptedTextField()
    text = EncryptedTextField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="called", called_at__isnull=False)
                | (Q(kind="receipt") & Q(receipt__isnull=False))
                | Q(kind="note", text__isnull=False),
                name="dangerreportaddition_says_something",
            ),
        ]

    def __str__(self) -> str:
        return self.kind

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **{**kwargs, "force_insert": True})
