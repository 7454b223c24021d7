"""A child and her carer, from a day to a day."""

import datetime as dt
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import LessThan

from nuantong.access.models import span
from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.pairing.models.round import Proposal
from nuantong.pairing.models.words import EndReason, Tier
from nuantong.people.models import Carer, Child
from nuantong.people.visibility import OfChildQuerySet


class YearBefore(Func):
    """The day a year before: a check made after it is still in date (未成年人保护法 §62)."""

    template = "(%(expressions)s - interval '1 year')"
    output_field = models.DateTimeField()


class PairingQuerySet(OfChildQuerySet):
    def current(self, on: dt.date) -> Self:
        """In force on the day."""
        return self.standing(on).filter(start__lte=on)

    def standing(self, on: dt.date) -> Self:
        """Not over on the day; those that begin later too. What a carer's places are counted by."""
        return self.filter(Q(end=None) | Q(end__gt=on))


class Pairing(models.Model):
    """Rows are never altered but for their end, once; the database keeps that. One taken back on
    its first day ends on it: it was never in force.

    `checked_on` is the background check it relied upon; a household takes one place of a carer's
    `capacity` however many of its children she has (trigger pairing_keep_capacity).
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="pairings")
    carer = models.ForeignKey(Carer, models.PROTECT, related_name="pairings")
    start = models.DateField("结对日期")
    end = models.DateField("解除日期", null=True, help_text="the first day it no longer holds")
    tier = models.CharField("远近", max_length=8, choices=Tier)
    checked_on = models.DateField("所依据的背景查询")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="pairings")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_reason = models.CharField("解除原因", max_length=16, choices=EndReason, blank=True)
    ended_note = EncryptedTextField("说明")
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = PairingQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "-pk"]
        indexes = [
            models.Index(fields=["carer"], condition=Q(end=None), name="pairing_carer_open"),
        ]
        constraints = [
            ExclusionConstraint(
                name="pairing_one_carer_at_a_time",
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    (span("start", "end"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(end=None)
                | Q(end__gt=F("start"))
                | Q(end=F("start"), ended_reason="undone"),
                name="pairing_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(end=None, ended_reason="")
                | (Q(end__isnull=False) & ~Q(ended_reason="")),
                name="pairing_ends_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(checked_on__lte=F("start"))
                & Q(LessThan(YearBefore("start"), F("checked_on"))),
                name="pairing_check_in_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child_id}–{self.carer_id}"
