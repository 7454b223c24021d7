"""What closing found, how it was corrected, and what a supervisor did about it."""

import datetime as dt
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.duties.models.contact import Contact
from nuantong.duties.models.enrolment import Enrolment
from nuantong.duties.vocabulary import OUTCOME_TITLES, RUNNING, Outcome
from nuantong.people.models import Carer, Child
from nuantong.people.visibility import InPlaceQuerySet, OfChildQuerySet
from nuantong.regions.models import Region

STORED = [(one.value, OUTCOME_TITLES[one]) for one in Outcome if one not in RUNNING]
OVERDUE = Q(outcome=Outcome.MISSED.value, acted=None)
"""Past its grace, unmet, and no supervisor has acted upon it yet."""


class OverdueAction(models.Model):
    """A supervisor acted on everything that was overdue for a child. Append-only (by trigger)."""

    class Kind(models.TextChoices):
        CALLED = "called", "已打电话"
        REMINDED = "reminded", "已提醒"
        SUBSTITUTE = "substitute", "已安排替班"
        VISIT = "visit", "已上门"
        EXCUSED = "excused", "情况属实，予以谅解"

    child = models.ForeignKey(Child, models.PROTECT, related_name="overdue_actions")
    kind = models.CharField("处理方式", max_length=12, choices=Kind)
    note = EncryptedTextField("说明")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")

    objects = OfChildQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.child_id} {self.kind}"


class WindowOutcomeQuerySet(models.QuerySet["WindowOutcome"]):
    def visible_to(self, reader: Reader, to: Permission = Permission.SEE_CHILDREN) -> Self:
        if reader.places(to) is None:
            return self
        children = Child.objects.visible_to(reader, to).values("pk")
        return self.filter(enrolment__child__in=children)

    def overdue(self) -> Self:
        return self.filter(OVERDUE)

    def ended_in(self, since: dt.date, until: dt.date) -> Self:
        """Windows whose last day lies in the half-open span."""
        day = dt.timedelta(days=1)
        return self.filter(ends__gte=since + day, ends__lt=until + day)


class WindowOutcome(models.Model):
    """The one outcome of a closed window. Its identity is (enrolment, duty, period).

    `credit_carer` is the contact's carer, whose constraint stands for both. `place` is where the
    child lived when it closed: her moving on changes no figure of the past.
    """

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="outcomes", db_index=False
    )
    duty = models.CharField("职责", max_length=24)
    period_key = models.CharField("周期", max_length=16)
    starts = models.DateField()
    ends = models.DateField()
    outcome = models.CharField("结果", max_length=8, choices=STORED)
    reason = models.CharField("事由", max_length=60, blank=True, default="")
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, related_name="+", db_index=False
    )
    credit_carer = models.ForeignKey(
        Carer, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    handover = models.BooleanField("移交期", default=False)
    place = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    closed_at = models.DateTimeField("关闭时间")
    acted = models.ForeignKey(
        OverdueAction, models.PROTECT, null=True, related_name="windows", db_index=False
    )

    objects = WindowOutcomeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["enrolment"], include=["duty", "ends"], condition=OVERDUE,
                name="windowoutcome_overdue",
            ),
            models.Index(
                fields=["ends"], include=["enrolment", "outcome", "duty"],
                name="windowoutcome_ends",
            ),
            models.Index(
                fields=["acted"], condition=Q(acted__isnull=False), name="windowoutcome_acted"
            ),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "duty", "period_key"], name="windowoutcome_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=[outcome for outcome, _ in STORED]),
                name="windowoutcome_is_final",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["met", "met_late"]) | Q(contact__isnull=False),
                name="windowoutcome_met_by_a_contact",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="exempt") | ~Q(reason=""),
                name="windowoutcome_exempt_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.period_key} {self.outcome}"


class Overdue(models.Model):
    """A child with windows that are overdue: how many, of which duties, since when.

    Rows follow every statement upon outcomes, enrolments and children by trigger, so that the
    lists of a whole city read one short row for each child; they are counted anew each night
    (duties.tally). `oldest` is the day the first of the windows ended (its last day + 1), `since`
    the last contact of any kind, or the first enrolment, `place` where the child lives now.
    """

    child = models.OneToOneField(
        Child, models.CASCADE, primary_key=True, related_name="overdue", db_constraint=False
    )
    place = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    missed = models.PositiveIntegerField()
    duties = ArrayField(models.CharField(max_length=24))
    oldest = models.DateField()
    since = models.DateField()

    objects = InPlaceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["since", "child"], name="overdue_longest_silent")]
        constraints = [
            models.CheckConstraint(condition=Q(missed__gt=0), name="overdue_has_missed_something")
        ]

    def __str__(self) -> str:
        return f"{self.child_id} {self.missed}"


class OutcomeCorrection(models.Model):
    """A closed window became another one: when, from what to what, and why."""

    window = models.ForeignKey(WindowOutcome, models.CASCADE, related_name="corrections")
    at = models.DateTimeField("时间")
    before = models.CharField("原结果", max_length=8, choices=STORED)
    after = models.CharField("现结果", max_length=8, choices=STORED)
    why = models.CharField("事由", max_length=60)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.before} {self.after}"


class ClosingError(models.Model):
    """A child whose windows could not be closed; the others were. Gone once it could."""

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="closing_error")
    as_of = models.DateField("截至日期")
    at = models.DateTimeField("时间")
    message = models.CharField("错误", max_length=400)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.message
