"""Red signs: what a person has to look at on the same day, who took it on, how it ended."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedListField, EncryptedTextField
from nuantong.people.models import Child
from nuantong.people.visibility import OfChildQuerySet
from nuantong.regions.models import Region

OPEN = Q(closed_at=None)
DESKS = [(level.value, level.label) for level in Region.Level][:3]


class AlertQuerySet(OfChildQuerySet):
    def open(self) -> Self:
        return self.filter(OPEN)


class Alert(models.Model):
    """A red sign about a child, once for its key.

    It is at the desk `level` and must be taken on by `due_at`; once somebody has, it must be closed
    by then. Otherwise it climbs, as far as the city, where it is asked again.
    """

    class Source(models.TextChoices):
        SHEET = "sheet", "量表筛查"
        LIST = "list", "观察清单"

    class Deed(models.TextChoices):
        """What was done, by whoever closes it."""

        MET = "met", "已当面看望，确认安全"
        CALLED = "called", "已电话联系，确认安全"
        COUNSELLOR = "counsellor", "已请心理咨询师面谈"
        HOSPITAL = "hospital", "已建议去医院，有人陪同"
        POLICE = "police", "已报警或强制报告"

    key = models.CharField(max_length=60, unique=True)
    child = models.ForeignKey(Child, models.PROTECT, related_name="alerts", db_index=False)
    source = models.CharField("来自", max_length=8, choices=Source)
    what = models.CharField("提示", max_length=120)
    raised_at = models.DateTimeField("提出时间")
    level = models.PositiveSmallIntegerField("所在层级", choices=DESKS)
    due_at = models.DateTimeField("期限")
    taken_at = models.DateTimeField("认领时间", null=True)
    taker = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    taken_by = models.CharField("认领人", max_length=60, blank=True, default="")
    closed_at = models.DateTimeField("办结时间", null=True)
    closed_by = models.CharField("办结人", max_length=60, blank=True, default="")
    deed = models.CharField("怎么办的", max_length=10, choices=Deed, blank=True, default="")
    words = EncryptedTextField("情况")

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(fields=["child"], name="alert_of_child"),
            models.Index(fields=["due_at"], condition=OPEN, name="alert_open"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(key="") & ~Q(what=""), name="alert_says_what"),
            models.CheckConstraint(
                condition=Q(taken_at=None, taken_by="") | Q(taken_at__isnull=False) & ~Q(taken_by=""),
                name="alert_taken_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by="", deed="", words=None)
                | (Q(closed_at__gte=F("raised_at"), taken_at__isnull=False, words__isnull=False)
                   & ~Q(closed_by="") & ~Q(deed="")),
                name="alert_closed_by_somebody_with_words",
            ),
            models.CheckConstraint(
                condition=Q(level__gte=Region.Level.CITY, level__lte=Region.Level.TOWNSHIP),
                name="alert_at_a_desk",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.key

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def is_late(self, now: dt.datetime) -> bool:
        return self.is_open and self.due_at < now


class AlertStep(models.Model):
    """What happened to it. Append-only (by trigger)."""

    class Kind(models.TextChoices):
        RAISED = "raised", "提出"
        TAKEN = "taken", "认领"
        CLIMBED = "climbed", "到时限没有人处理，上报"
        AGAIN = "again", "到时限没有人处理，再次提醒"
        CLOSED = "closed", "办结"

    alert = models.ForeignKey(Alert, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind)
    level = models.PositiveSmallIntegerField(choices=DESKS)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    words = EncryptedTextField()

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.kind


class Observation(models.Model):
    """The signs somebody ticked on a day. Append-only (by trigger); a later look is another row."""

    key = models.UUIDField(unique=True)
    child = models.ForeignKey(Child, models.PROTECT, related_name="observations")
    on = models.DateField("观察日期")
    at = models.DateTimeField("填写时间")
    writer = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    written_by = models.CharField("填写人", max_length=60)
    signs = EncryptedListField("勾选的情况")
    note = EncryptedTextField("补充说明")
    red = models.BooleanField("有红色项")

    objects = OfChildQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(red=False) | Q(signs__isnull=False), name="observation_red_has_a_sign"
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)
