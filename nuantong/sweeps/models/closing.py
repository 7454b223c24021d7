"""A village whose every row is accounted for, closed by a name."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.regions.models import Region


class ClosingQuerySet(models.QuerySet[Any]):
    def visible_to(self, reader: Reader, to: Permission = Permission.SEE_FIGURES) -> Self:
        places = reader.places(to)
        return self if places is None else self.filter(region__id__any_of=places)

    def in_force(self) -> Self:
        return self.filter(reopened_at=None)


class Closing(models.Model):
    """Refused by the database while something waits there; ended by it when something does."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    by_name = models.CharField("销号人", max_length=60)
    at = models.DateTimeField("销号时间")
    counts = models.JSONField(default=dict, help_text="the village's sums when it was closed")
    reopened_at = models.DateTimeField(null=True)
    reopened_by_name = models.CharField(max_length=60, blank=True)
    reopened_why = models.CharField(max_length=200, blank=True)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["region"], condition=Q(reopened_at=None), name="closing_once_at_a_time",
                violation_error_message="这个村（社区）已经销号。",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at=None, reopened_why="")
                | (Q(reopened_at__isnull=False) & ~Q(reopened_why="")),
                name="closing_reopened_with_a_reason",
            ),
        ]  # fmt: skip
