"""Which child is owed what, and when not. Ends are exclusive; an open end is NULL."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from nuantong.access.models import span
from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.duties.models.protocol import Protocol
from nuantong.people.models import Child
from nuantong.people.visibility import InPlaceQuerySet, OfChildQuerySet
from nuantong.regions.models import Region


class Enrolment(models.Model):
    """A child in a protocol for a span of days, never twice on one day.

    `last_contact` is the newest day of any contact with the child; it follows from the contacts
    and is written with the fulfilments (duties.settling). Every window whose grace ended by
    `settled_until` has its outcome; without it all windows are to be judged anew, as after a
    change of who held the child (by trigger).
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="enrolments")
    protocol = models.ForeignKey(Protocol, models.PROTECT, related_name="enrolments")
    start = models.DateField("起")
    end = models.DateField("止", null=True, blank=True)
    last_contact = models.DateField("最近联系", null=True, editable=False)
    settled_until = models.DateField("已判定至", null=True, editable=False)

    objects = OfChildQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gt=F("start")), name="enrolment_ends_after_start"
            ),
            ExclusionConstraint(
                name="enrolment_once_at_a_time",
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    ("protocol", RangeOperators.EQUAL),
                    (span("start", "end"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} {self.protocol_id} {self.start}"


class Exemption(models.Model):
    """Days on which nothing is owed to the child, and who approved it.

    Ended early, `end` is the first day on which she is owed again and `agreed_end` what it was.
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="exemptions")
    start = models.DateField("起")
    end = models.DateField("止", null=True, blank=True)
    reason = EncryptedTextField("事由")
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField("批准时间")
    agreed_end = models.DateField("原定的止", null=True)
    ended_at = models.DateTimeField("提前结束时间", null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_why = EncryptedTextField("提前结束的原因")

    objects = OfChildQuerySet.as_manager()

    class Meta:
        ordering = ["start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end=None)
                | Q(end__gt=F("start"))
                | Q(end=F("start"), ended_at__isnull=False),
                name="exemption_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_why=None)
                | Q(ended_at__isnull=False, ended_why__isnull=False, end__isnull=False),
                name="exemption_ended_early_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(reason__isnull=False), name="exemption_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} {self.start}"


class VillageWithoutSignal(models.Model):
    """A village whose phones report late: seven more days of grace for windows whose last day is
    from `since` on and before `until`. Rows are ended, never taken away."""

    place = models.ForeignKey(Region, models.PROTECT, related_name="+", db_index=False)
    since = models.DateField("从哪天起没有信号")
    until = models.DateField("从哪天起有信号", null=True)

    objects = InPlaceQuerySet.as_manager()

    class Meta:
        ordering = ["since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="villagewithoutsignal_ends_after_start",
            ),
            ExclusionConstraint(
                name="villagewithoutsignal_once_at_a_time",
                expressions=[
                    ("place", RangeOperators.EQUAL),
                    (span("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.since}"
