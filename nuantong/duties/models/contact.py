"""Contacts, which are facts, and the windows they fulfil, which follow from them."""

import datetime as dt
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.duties.models.enrolment import Enrolment
from nuantong.duties.vocabulary import ACT_TITLES, IN_TIME, LATE, MEANS_TITLES
from nuantong.people.models import Carer, Child
from nuantong.people.visibility import OfChildQuerySet

ACTS = [(act.value, title) for act, title in ACT_TITLES.items()]
MEANS = [(means.value, title) for means, title in MEANS_TITLES.items()]


class ContactQuerySet(OfChildQuerySet):
    def in_effect(self) -> Self:
        """Without those that a later report corrected or withdrew."""
        return self.filter(superseded_by=None)

    def until(self, on: dt.date) -> Self:
        return self.filter(happened_on__lte=on)


class Contact(models.Model):
    """What a carer did with or for a child on a day. Append-only (by trigger).

    It is corrected by another contact that supersedes it; one without acts withdraws it.
    """

    key = models.UUIDField(unique=True, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="contacts", db_index=False)
    carer = models.ForeignKey(Carer, models.PROTECT, null=True, related_name="contacts")
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    happened_on = models.DateField("日期")
    received_at = models.DateTimeField("收到时间")
    acts = ArrayField(models.CharField(max_length=12, choices=ACTS), verbose_name="内容")
    means = models.CharField("方式", max_length=8, choices=MEANS)
    topics = ArrayField(models.CharField(max_length=12), default=list, verbose_name="话题")
    note = EncryptedTextField("备注")
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by"
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-received_at"]
        indexes = [models.Index(fields=["child", "-happened_on"], name="contact_child_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(acts__len__gt=0) | Q(supersedes__isnull=False),
                name="contact_is_about_something",
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def act_titles(self) -> list[str]:
        return [title for act, title in ACTS if act in self.acts]


class Fulfilment(models.Model):
    """A contact counts for a window: why a supervisor sees it as met."""

    class Kind(models.TextChoices):
        IN_TIME = IN_TIME, "按期"
        LATE = LATE, "补做"

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="fulfilments")
    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="fulfilments", db_index=False
    )
    duty = models.CharField("职责", max_length=24)
    period_key = models.CharField("周期", max_length=16)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.IN_TIME)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "duty", "period_key", "contact"], name="fulfilment_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.period_key}"


class SetAsideQuerySet(OfChildQuerySet):
    def open(self) -> Self:
        """Those that still wait for somebody."""
        return self.filter(resolved_at=None)


class SetAside(models.Model):
    """A contact that counts for nothing, or may tell of what somebody else has told, waits for a
    person; what she decided, once (by trigger)."""

    class Why(models.TextChoices):
        FUTURE = "future", "日期还没有到"
        BEFORE = "before", "早于参加方案的日期"
        AFTER = "after", "晚于退出方案的日期"
        GROWN = "grown", "已满18周岁，退出了方案"
        NONE = "none", "孩子没有参加任何方案"
        TWIN = "twin", "可能和另一条是同一次"

    class Resolution(models.TextChoices):
        REDATED = "redated", "改了日期"
        WITHDRAWN = "withdrawn", "撤回了记录"
        KEPT = "kept", "留存，不计入"
        CORRECTED = "corrected", "记录已另行更正"
        SAME = "same", "是同一次，合成一条"
        APART = "apart", "不是同一次，各算各的"

    contact = models.OneToOneField(Contact, models.PROTECT, related_name="set_aside")
    child = models.ForeignKey(Child, models.PROTECT, related_name="+")
    why = models.CharField("原因", max_length=8, choices=Why)
    at = models.DateTimeField("时间")
    resolved_at = models.DateTimeField("处理时间", null=True)
    resolution = models.CharField("处理", max_length=10, choices=Resolution, blank=True, default="")
    words = EncryptedTextField("说明")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)

    objects = SetAsideQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        indexes = [
            models.Index(
                fields=["child"], condition=Q(resolved_at=None), name="setaside_open_of_child"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolution="")
                | (Q(resolved_at__isnull=False) & ~Q(resolution="")),
                name="setaside_resolved_somehow",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.why}"
