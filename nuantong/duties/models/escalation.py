"""What the ladder asked of whom, who answered, how it ended; and who answers while somebody is away."""

import datetime as dt
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from nuantong.access.models import span
from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.people.models import Carer, Child
from nuantong.people.visibility import OfChildQuerySet
from nuantong.regions.models import Region

RUNNING = Q(ended_on=None)
DESKS = [(level.value, level.label) for level in Region.Level][:3]


class EscalationQuerySet(OfChildQuerySet):
    def running(self) -> Self:
        return self.filter(RUNNING)

    def unanswered(self) -> Self:
        return self.filter(RUNNING, answered=False)


class Escalation(models.Model):
    """One step of the ladder for one child: (child, rule, step, episode), once.

    `rule` is the trigger, for single duties with the duty's code (missed:week); `step` how many
    days or windows; `episode` the day since which it lasts, so that the next silence is another.
    It is at the desk `level` and must be answered by `due_on`, or what was promised must be done
    by then: otherwise it climbs, as far as `top`, where `within` days are given again. It ends when
    the facts do (a contact arrived, the child left) and opens again should they come back.
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="escalations", db_index=False)
    rule = models.CharField("情形", max_length=32)
    step = models.PositiveSmallIntegerField("程度")
    episode = models.DateField("自")
    level = models.PositiveSmallIntegerField("所在层级", choices=DESKS)
    top = models.PositiveSmallIntegerField()
    within = models.PositiveSmallIntegerField()
    raised_on = models.DateField("提出日期")
    due_on = models.DateField("期限")
    answered = models.BooleanField("已答复", default=False)
    ended_on = models.DateField("结束日期", null=True)
    ended_why = models.CharField("结束原因", max_length=40, blank=True, default="")

    objects = EscalationQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["child"], condition=RUNNING, name="escalation_running"),
            models.Index(fields=["due_on"], condition=RUNNING, name="escalation_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "rule", "step", "episode"], name="escalation_once"
            ),
            models.CheckConstraint(
                condition=Q(level__gte=F("top"), level__lte=Region.Level.TOWNSHIP, top__gte=1),
                name="escalation_between_its_desk_and_the_top",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_why="")
                | (Q(ended_on__gte=F("raised_on")) & ~Q(ended_why="")),
                name="escalation_ends_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("raised_on"), episode__lte=F("raised_on")),
                name="escalation_in_the_order_of_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} {self.rule} {self.step} {self.episode}"


class EscalationStep(models.Model):
    """What happened to it. Append-only (by trigger): nothing of it is ever gone."""

    class Kind(models.TextChoices):
        RAISED = "raised", "提出"
        CLIMBED = "climbed", "无人答复，上报"
        LAPSED = "lapsed", "承诺到期未见联系，上报"
        ANSWERED = "answered", "答复"
        ENDED = "ended", "结束"
        REOPENED = "reopened", "重新提出"

    class Deed(models.TextChoices):
        """What the person who answers will do."""

        CALL = "call", "打电话了解"
        VISIT = "visit", "上门看望"
        SUBSTITUTE = "substitute", "安排替班"
        PAIR = "pair", "另行结对"
        OTHER = "other", "其他"

    escalation = models.ForeignKey(Escalation, models.PROTECT, related_name="steps")
    kind = models.CharField("动作", max_length=8, choices=Kind)
    level = models.PositiveSmallIntegerField("层级", choices=DESKS)
    at = models.DateTimeField("时间")
    by = models.CharField("何人", max_length=60)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    deed = models.CharField("怎么办", max_length=10, choices=Deed, blank=True, default="")
    words = EncryptedTextField("说明")
    until = models.DateField("何时前办好", null=True)

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="answered")
                | (Q(user__isnull=False, until__isnull=False) & ~Q(deed="")),
                name="escalationstep_answered_by_whom_what_by_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.escalation_id} {self.kind}"


class DutyAwayQuerySet(models.QuerySet["DutyAway"]):
    def on(self, day: dt.date) -> Self:
        return self.filter(start__lte=day, end__gt=day)


class DutyAway(models.Model):
    """A supervisor is away; whoever stands in gets what the ladder would have told her.

    Half-open: `end` is the day she is back. Ending it earlier shortens it, never below its start.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="away", db_index=False)
    stand_in = models.ForeignKey(User, models.PROTECT, null=True, related_name="stands_in_for")
    start = models.DateField("从哪天起")
    end = models.DateField("回来的日期")

    objects = DutyAwayQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "-pk"]
        constraints = [
            ExclusionConstraint(
                name="dutyaway_one_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (span("start", "end"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="dutyaway_not_backwards"),
            models.CheckConstraint(
                condition=Q(stand_in=None) | ~Q(stand_in=F("user")), name="dutyaway_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.start}–{self.end}"


class Heard(models.Model):
    """When a carer's phone was last heard from: she opened her list, or sent a record.

    Once a day: judging (Outcome.UNREPORTED) and the ladder ask for the day."""

    carer = models.OneToOneField(Carer, models.CASCADE, related_name="heard")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.carer_id} {self.at}"
