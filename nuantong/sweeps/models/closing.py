"""A village whose every row is accounted for, closed by a name."""

from typing import Any, Final, Self

from django.db import models
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.regions.models import Region
from nuantong.sweeps.models.words import WAITS, Reason

BEGAN_TO_WAIT: Final[dict[str, str]] = {
    Reason.LINKING: "名册上有新的人员或新的情况",
    Reason.REVIEW: "有待核对是否同一人的记录",
    Reason.SECOND: "有待第二人核对的记录",
    Reason.VISIT: "有待入户走访的孩子",
    Reason.REGISTER: "有待登记入册的孩子",
    Reason.FACTS: "有待补充情况的记录",
}


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
    reopened_for = models.CharField(
        max_length=10, choices=[(one.value, one.label) for one in WAITS], blank=True,
        db_default="", help_text="what began to wait there",
    )  # fmt: skip
    reopened_why = EncryptedTextField(help_text="of a person")

    objects = ClosingQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["region"], condition=Q(reopened_at=None), name="closing_once_at_a_time",
                violation_error_message="这个村（社区）已经销号。",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at=None, reopened_for="", reopened_why=None)
                | Q(reopened_at__isnull=False)
                & (~Q(reopened_for="") | Q(reopened_why__isnull=False)),
                name="closing_reopened_with_a_reason",
            ),
        ]  # fmt: skip

    @property
    def because(self) -> str:
        """Why it is open again: a person's words, or what began to wait."""
        return self.reopened_why or BEGAN_TO_WAIT.get(self.reopened_for, "有待办的记录")
