"""Grants: a role, for somebody, over something, from a day to a day."""

import datetime as dt
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from nuantong.access.roles import ADMINISTRATORS, BY_CHILDREN, Role
from nuantong.accounts.models import User
from nuantong.regions.models import Organisation, Region


def span(start: str = "valid_from", end: str = "valid_to") -> Func:
    """The half-open date range of two columns, for exclusion constraints."""
    return Func(
        F(start),
        F(end),
        Value("[)"),
        function="daterange",
        output_field=DateRangeField(),
    )


class GrantQuerySet(models.QuerySet["Grant"]):
    def in_force(self, on: dt.date) -> "GrantQuerySet":
        return self.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gt=on))


class Grant(models.Model):
    """A role with its scope: a place, an organisation's places, or a list of children."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField("身份", max_length=20, choices=Role)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True, blank=True)
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.CharField("依据", max_length=200, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="grant_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(region=None) | Q(organisation=None),
                name="grant_has_one_scope",
            ),
            models.CheckConstraint(
                condition=Q(role__in=sorted([*BY_CHILDREN, *ADMINISTRATORS]))
                | Q(region__isnull=False)
                | Q(organisation__isnull=False),
                name="grant_of_a_place_names_it",
            ),
            ExclusionConstraint(
                name="grant_one_administrator_role_each",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (span(), RangeOperators.OVERLAPS),
                ],
                condition=Q(role__in=sorted(ADMINISTRATORS)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"

    def where(self) -> Any:
        return self.organisation or self.region
