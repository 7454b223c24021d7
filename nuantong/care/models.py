"""What was done for many children of an overdue list by one press, row by row; and the address of a
carer's own calendar."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from nuantong.accounts.models import User
from nuantong.core.fields import BlindIndexField
from nuantong.people.models import Child
from nuantong.people.visibility import OfChildQuerySet


class Verb(models.TextChoices):
    REMIND = "remind", "提醒爱心妈妈"
    SUBSTITUTE = "substitute", "安排替班"
    EXEMPT = "exempt", "免除职责"
    VISIT = "visit", "请村（社区）上门"


class BulkAct(models.Model):
    """One press. The key is made with its form: pressed again it is the same."""

    key = models.UUIDField(unique=True, editable=False)
    verb = models.CharField("做什么", max_length=12, choices=Verb)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.verb} {self.key}"


class BulkRow(models.Model):
    """What became of one child: done, or skipped and why."""

    act = models.ForeignKey(BulkAct, models.CASCADE, related_name="rows", db_index=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="+", db_index=False)
    done = models.BooleanField()
    why = models.CharField("说明", max_length=200, blank=True, default="")

    objects = OfChildQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["act", "child"], name="bulkrow_once"),
            models.CheckConstraint(
                condition=Q(done=True) | ~Q(why=""), name="bulkrow_skipped_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act_id} {self.child_id}"


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def in_force(self) -> Self:
        return self.filter(revoked_at=None)


class CalendarFeed(models.Model):
    """The address itself is kept nowhere: `token` is its HMAC. Whoever loses it makes another one.

    `asked` counts the requests of the hour that began at `hour`.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="calendar_feeds", db_index=False)
    token = BlindIndexField()
    made_at = models.DateTimeField("建立时间")
    revoked_at = models.DateTimeField("停用时间", null=True)
    hour = models.DateTimeField("最近取用时间", null=True)
    asked = models.PositiveIntegerField(default=0)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(token__isnull=False), name="calendarfeed_has_an_address"
            ),
            models.UniqueConstraint(fields=["token"], name="calendarfeed_one_address"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at=None), name="calendarfeed_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(revoked_at__gte=F("made_at")),
                name="calendarfeed_revoked_after_made",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at}"
