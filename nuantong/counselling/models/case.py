"""A case, who has charge of it when, and when it rests. Ends are the first day after; open is None."""

import datetime as dt
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from nuantong.access.models import span
from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.people.models import Child
from nuantong.people.models.vetting import Entered
from nuantong.people.visibility import OfChildQuerySet
from nuantong.services.models import Area, Practitioner

OPEN = Q(closed_on=None)


class CaseQuerySet(OfChildQuerySet):
    def waiting(self) -> "CaseQuerySet":
        """In the order in which they are taken: the greatest need first, then who waits longest."""
        return self.filter(OPEN, started_on=None).order_by("need", "asked_on", "pk")

    def running(self) -> "CaseQuerySet":
        return self.filter(OPEN, started_on__isnull=False)


class Case(Entered):
    """A child of a contract's district: she waits, is counselled for a year, and is followed up."""

    class Origin(models.TextChoices):
        SCREENING = "screening", "筛查提示"
        OBSERVATION = "observation", "爱心妈妈观察"
        GROUP = "group", "团体辅导中发现"
        FAMILY = "family", "家庭求助"
        SCHOOL = "school", "学校转介"
        OTHER = "other", "其他"

    class Need(models.IntegerChoices):
        URGENT = 1, "急需"
        GREAT = 2, "较重"
        USUAL = 3, "一般"

    class Reason(models.TextChoices):
        DONE = "done", "一年期满"
        EARLY = "early", "目标达到，提前结束"
        CONSENT = "consent", "监护人或孩子撤回同意"
        MOVED = "moved", "搬离或离开台账"
        HOSPITAL = "hospital", "转由医院治疗"
        LOST = "lost", "联系不上"
        REFUSED = "refused", "没有开始：不愿意"
        NO_NEED = "no_need", "没有开始：已不需要"
        OTHER = "other", "其他"

    key = models.UUIDField(unique=True, editable=False)
    child = models.ForeignKey(
        Child, models.PROTECT, related_name="counselling_cases", db_index=False
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="cases", verbose_name="区县名额")
    origin = models.CharField("来源", max_length=12, choices=Origin)
    need = models.PositiveSmallIntegerField("需要程度", choices=Need)
    words = EncryptedTextField("情况说明")
    asked_on = models.DateField("提出日期")
    started_on = models.DateField("开始日期", null=True)
    closed_on = models.DateField("结束日期", null=True)
    reason = models.CharField("结束原因", max_length=10, choices=Reason, blank=True, default="")
    closing_words = EncryptedTextField("结束说明")
    closed_by = models.CharField("结束登记人", max_length=60, blank=True, default="")

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_on", "-pk"]
        indexes = [models.Index(fields=["child"], name="case_child")]
        constraints = [
            models.UniqueConstraint(fields=["child"], condition=OPEN, name="case_one_open_of_a_child"),
            models.CheckConstraint(
                condition=Q(started_on=None) | Q(started_on__gte=F("asked_on")),
                name="case_starts_after_it_was_asked_for",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, reason="", closed_by="")
                | Q(closed_on__gte=F("asked_on")) & ~Q(reason="") & ~Q(closed_by=""),
                name="case_closed_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(started_on=None) | Q(closed_on__gt=F("started_on")),
                name="case_ends_after_it_started",
            ),
            models.CheckConstraint(condition=Q(words__isnull=False), name="case_says_why"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.key)

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def has_begun(self) -> bool:
        return self.started_on is not None


class Charge(Entered):
    """A counsellor has charge of a case for a span of days; one at a time."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="charges", db_index=False)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="charges")
    start = models.DateField("起")
    end = models.DateField("止", null=True)
    why = models.CharField("更换原因", max_length=60, blank=True, default="")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gt=F("start")), name="charge_ends_after_it_started"
            ),
            ExclusionConstraint(
                name="charge_one_at_a_time",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    (span("start", "end"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.practitioner_id} {self.start}"

    def holds(self, on: dt.date) -> bool:
        return self.start <= on and (self.end is None or on < self.end)


class Pause(Entered):
    """Days on which nothing of the plan is owed: hospital, away, examinations."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="pauses", db_index=False)
    start = models.DateField("起")
    end = models.DateField("止", null=True)
    why = EncryptedTextField("原因")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gt=F("start")), name="pause_ends_after_it_started"
            ),
            ExclusionConstraint(
                name="pause_one_at_a_time",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    (span("start", "end"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.start}"


class Supervisor(Entered):
    """Who supervises the cases of a contract, 个案督导, till the contract's last day."""

    contract = models.ForeignKey(
        "services.Contract", models.PROTECT, related_name="supervisors", db_index=False
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="supervised")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "user"], name="supervisor_once"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.user_id}"
