"""What the rules said of a child, day by day, and what civil affairs answered."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q

from nuantong.core.fields import EncryptedListField, EncryptedTextField
from nuantong.eligibility.values import FITS_TITLES, TITLES
from nuantong.people.models import Child
from nuantong.people.visibility import OfChildQuerySet

CATEGORIES = [(category.value, title) for category, title in TITLES.items()]
FITS = [(fits.value, title) for fits, title in FITS_TITLES.items()]


class HintQuerySet(OfChildQuerySet):
    def current(self) -> Self:
        return self.filter(ended_on=None)


class Hint(models.Model):
    """One result of a category while it stood: never altered but for its end.

    A result that does not fit is kept only where a label says otherwise.
    """

    child = models.ForeignKey(Child, models.CASCADE, related_name="hints")
    category = models.CharField("情形", max_length=16, choices=CATEGORIES)
    fits = models.CharField("结果", max_length=12, choices=FITS)
    used = EncryptedListField("依据的情况", default=list)
    missing = models.JSONField("还缺", default=list)
    article = models.CharField("条文", max_length=120, blank=True)
    holds_since = models.DateField("情形自", null=True)
    holds_until = models.DateField("情形到", null=True)
    until_why = models.CharField(max_length=200, blank=True)
    rules = models.CharField(max_length=20, help_text="version of the rules")
    found_on = models.DateField("发现日期")
    ended_on = models.DateField(null=True)

    objects = HintQuerySet.as_manager()

    class Meta:
        ordering = ["category", "-found_on"]
        indexes = [
            models.Index(
                fields=["category", "fits"], condition=Q(ended_on=None), name="hint_current"
            ),
            models.Index(fields=["holds_until"], condition=Q(ended_on=None), name="hint_expiring"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "category"], condition=Q(ended_on=None), name="hint_current_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("found_on")),
                name="hint_ends_after_it_was_found",
            ),
        ]

    def __str__(self) -> str:
        return self.category


class Assessment(models.Model):
    """When a child was last judged; `stale` when her facts changed since, `problem` when she could
    not be judged."""

    child = models.OneToOneField(Child, models.CASCADE, primary_key=True, related_name="assessment")
    on = models.DateField()
    rules = models.CharField(max_length=20)
    stale = models.BooleanField(default=False)
    problem = EncryptedTextField("不能判断的原因")

    objects = OfChildQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.on)


class Referral(models.Model):
    """A hint passed on to civil affairs, with the day and what they answered."""

    class Answer(models.TextChoices):
        RECOGNISED = "recognised", "已认定"
        REFUSED = "refused", "不符合，不予认定"
        MORE = "more", "退回补充材料"

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    child = models.ForeignKey(Child, models.CASCADE, related_name="hint_referrals")
    category = models.CharField("情形", max_length=16, choices=CATEGORIES)
    sent_on = models.DateField("转介日期")
    sent_to = models.CharField("转介单位", max_length=60)
    sent_by = models.CharField("转介人", max_length=60)
    note = EncryptedTextField("说明")
    answered_on = models.DateField("答复日期", null=True)
    answer = models.CharField("答复", max_length=12, choices=Answer, blank=True)
    answer_note = EncryptedTextField("答复说明")

    objects = OfChildQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "category"],
                condition=Q(answered_on=None),
                name="referral_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None, answer="")
                | (Q(answered_on__isnull=False) & ~Q(answer="")),
                name="referral_answered_with_day_and_answer",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("sent_on")),
                name="referral_answered_after_it_was_sent",
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)
