"""A round of group counselling 团体辅导, its plan for each district, and the sessions."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.fields import EncryptedTextField
from nuantong.services.models import Area, Practitioner


class Round(models.Model):
    """第三轮: the plans of one or more contracts. What it covers is counted from its sessions."""

    ordinal = models.PositiveSmallIntegerField("第几轮")
    title = models.CharField("名称", max_length=60)
    begun_at = models.DateTimeField()
    begun_by = models.CharField("登记人", max_length=60)

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["-ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["ordinal"], name="round_ordinal_once"),
            models.CheckConstraint(
                condition=Q(ordinal__gt=0) & ~Q(title=""), name="round_is_called_something"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, reader: Reader, to: Permission = Permission.SEE_PROGRAMMES) -> Self:
        """The plans of the districts and zones the reader answers for."""
        if reader.places(to) is None:
            return self
        return self.filter(area__in=Area.objects.of(reader, to))


class Plan(models.Model):
    """What a round means to do in one district or zone of a contract."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="plans")
    area = models.OneToOneField(Area, models.PROTECT, related_name="plan")
    version = models.PositiveIntegerField(default=1)
    sessions = models.PositiveSmallIntegerField("计划场次")
    children = models.PositiveIntegerField("计划儿童")
    carers = models.PositiveIntegerField("计划爱心妈妈")

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sessions__gt=0, sessions__lte=200, children__gt=0),
                name="plan_means_to_do_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.area_id}"


class SessionQuerySet(models.QuerySet["Session"]):
    def led_by(self, reader: Reader) -> Self:
        """Those she leads, while the contract lasts and she is there: after the last day nothing."""
        if not reader.can(Permission.RUN_SESSIONS) or reader.actor_id is None:
            return self.none()
        on, contract = reader.on, "plan__area__contract"
        early = Q(**{f"{contract}__ended_on": None}) | Q(**{f"{contract}__ended_on__gte": on})
        there = Q(facilitator__left_on=None) | Q(facilitator__left_on__gt=on)
        return self.filter(
            early, there, facilitator__user=reader.actor_id,
            **{f"{contract}__start__lte": on, f"{contract}__end__gte": on},
        )  # fmt: skip

    def visible_to(self, reader: Reader) -> Self:
        """An officer's districts' sessions, and those the reader leads."""
        officers = Permission.SEE_SERVICES
        if reader.places(officers) is None:
            return self
        plans = Plan.objects.visible_to(reader, officers)
        mine = Session.objects.led_by(reader)
        return self.filter(Q(plan__in=plans.values("pk")) | Q(pk__in=mine.values("pk")))


class Session(models.Model):
    """One meeting of children and carers. It was held when somebody came (Participant.came).

    The database lets it lie only within a contract for groups, led by somebody of the contract's
    provider from whom nothing is missing that day (trigger).
    """

    key = models.UUIDField(unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="held")
    number = models.PositiveSmallIntegerField("第几场")
    on = models.DateField("日期")
    venue = models.CharField("地点", max_length=80)
    facilitator = models.ForeignKey(
        Practitioner, models.PROTECT, related_name="sessions", verbose_name="带领人"
    )
    games = ArrayField(models.CharField(max_length=20), default=list, verbose_name="活动")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.CharField(max_length=60, blank=True)
    cancelled_why = EncryptedTextField("取消原因")

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-number"]
        indexes = [models.Index(fields=["plan", "on"], name="session_of_plan")]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="session_number_once"),
            models.CheckConstraint(condition=~Q(venue=""), name="session_is_somewhere"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by="", cancelled_why=None)
                | (Q(cancelled_at__isnull=False, cancelled_why__isnull=False) & ~Q(cancelled_by="")),
                name="session_cancelled_with_a_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.key)
