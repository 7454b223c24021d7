"""When a child was on the register, where and how she lived, and how she left it.

A registration is a span of days at one place in one setting. It is kept twice over: `since` and
`until` are days of her life, `known_from` and `known_until` the days on which the register knew it
so. A correction ends what was known and adds a row; nothing is overwritten, so any figure can be
worked out for any day, as known on any day.
"""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q

from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.people.models.child import Child
from nuantong.people.visibility import OfChildQuerySet
from nuantong.regions.models import Region


class ExitReason(models.TextChoices):
    """Those of the national child-welfare system (全国儿童福利信息系统), and what happens on a
    city's own list (china.md §1.1, §2.4)."""

    RELEASED = "released", "父母刑满释放"
    REHABILITATED = "rehabilitated", "父亲或母亲戒毒成功"
    PARENTS_FOUND = "parents_found", "找回父母"
    ADULT = "adult", "年满18周岁"
    ADOPTED = "adopted", "被收养"
    LEFT_CITY = "left_city", "迁出本市"
    INELIGIBLE = "ineligible", "不再符合条件"
    DIED = "died", "死亡"
    DUPLICATE = "duplicate", "重复登记"
    OTHER = "other", "其他"


class RegistrationQuerySet(OfChildQuerySet):
    def known(self, on: dt.date | None = None) -> Self:
        """As the register knows it now, or knew it at the end of a day."""
        if on is None:
            return self.filter(known_until=None)
        later = Q(known_until=None) | Q(known_until__gt=on)
        return self.filter(later, known_from__lte=on)

    def on(self, day: dt.date) -> Self:
        """In force on a day."""
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)


def _place() -> models.ForeignKey:
    """A place that a row of a child or a move has named already: places are never deleted, and the
    database's look at each would cost a large import as much as all else of the span."""
    return models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )


class Registration(models.Model):
    """Spans of one child never overlap (trigger people_registration_alone: an exclusion constraint
    would cost a large import as much as the children themselves)."""

    class Begun(models.TextChoices):
        REGISTERED = "registered", "新登记"
        ARRIVED = "arrived", "市外迁入"
        RETURNED = "returned", "恢复在册"
        MOVED = "moved", "迁入或养育方式变更"

    child = models.ForeignKey(Child, models.CASCADE, related_name="registrations")
    place = _place()
    setting = models.CharField(max_length=12, choices=Child.Setting)
    since = models.DateField()
    until = models.DateField(null=True)
    begun = models.CharField(max_length=12, choices=Begun)
    came_from = _place()
    ended = models.CharField(
        max_length=16, choices=[("moved", "迁出"), *ExitReason.choices], blank=True, db_default=""
    )
    went_to = _place()
    note = EncryptedTextField()
    known_from = models.DateField()
    known_until = models.DateField(null=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        indexes = [
            models.Index(
                fields=["place"], condition=Q(known_until=None), name="registration_place_known"
            ),
            models.Index(fields=["since"], name="registration_since"),
            models.Index(fields=["known_from"], name="registration_known_from"),
            models.Index(
                fields=["until"], condition=Q(until__isnull=False), name="registration_until"
            ),
            models.Index(
                fields=["known_until"], condition=Q(known_until__isnull=False),
                name="registration_known_until",
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None, ended="")
                | (Q(until__isnull=False, until__gt=F("since")) & ~Q(ended="")),
                name="registration_ends_after_start_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(known_until=None) | Q(known_until__gt=F("known_from")),
                name="registration_known_for_a_day",
            ),
        ]


class Exit(models.Model):
    """A child left the register. A wrong exit is undone by a person with a reason; both stay."""

    child = models.ForeignKey(Child, models.CASCADE, related_name="exits")
    on = models.DateField("退出日期")
    reason = models.CharField("退出原因", max_length=16, choices=ExitReason)
    note = EncryptedTextField("情况说明")
    last_paid = models.DateField("末领年月", null=True, help_text="the first of the month")
    evidence = EncryptedTextField("依据材料")
    cause = EncryptedTextField("死亡原因")
    handling = EncryptedTextField("死亡处理方式")
    recorded_on = models.DateField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=60)
    undone_on = models.DateField(null=True)
    undone_by = models.CharField(max_length=60, blank=True)
    undone_why = EncryptedTextField()

    objects = OfChildQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=ExitReason.values), name="exit_reason_is_of_the_table"
            ),
            models.CheckConstraint(
                condition=~Q(reason=ExitReason.OTHER) | Q(note__isnull=False),
                name="exit_other_says_what",
            ),
            models.CheckConstraint(
                condition=~Q(reason=ExitReason.DIED) | Q(cause__isnull=False),
                name="exit_death_has_a_cause",
            ),
            models.CheckConstraint(
                condition=Q(last_paid=None) | Q(last_paid__day=1),
                name="exit_last_paid_is_a_month",
            ),
            models.CheckConstraint(condition=Q(on__lte=F("recorded_on")), name="exit_not_to_come"),
            models.CheckConstraint(
                condition=Q(undone_on=None, undone_why=None)
                | Q(undone_on__isnull=False, undone_why__isnull=False),
                name="exit_undone_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["child", "on"], condition=Q(undone_on=None), name="exit_once_a_day"
            ),
        ]

    @property
    def wording(self) -> str:
        return (
            f"{self.get_reason_display()}：{self.note}" if self.note else self.get_reason_display()
        )
