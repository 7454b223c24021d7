"""Paper forms being typed in: what is unfinished stays as it was typed."""

import json
import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.people.models import Child
from nuantong.regions.models import Region
from nuantong.visits.models.visit import Visit


class PaperBatchQuerySet(models.QuerySet[Any]):
    def visible_to(self, reader: Reader, to: Permission = Permission.ENTER_SURVEYS) -> Self:
        """Batches of places one may type in for."""
        places = reader.places(to)
        return self if places is None else self.filter(place__id__any_of=places)


class PaperBatch(models.Model):
    """A pile of paper forms of one village."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Region, models.PROTECT, verbose_name="村（社区）")
    visitor = models.CharField("走访人", max_length=40)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = PaperBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.key)


class PaperRow(models.Model):
    """One form: a child of the village, or a home that is not on the register.

    `typed` is what was typed, by field; once it stands the visit is linked and the row closed.
    """

    batch = models.ForeignKey(PaperBatch, models.CASCADE, related_name="rows")
    number = models.PositiveSmallIntegerField()
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, null=True, related_name="+")
    typed = EncryptedTextField("填写内容")
    version = models.PositiveIntegerField(default=1)
    visit = models.OneToOneField(Visit, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="paperrow_number_once"),
            models.UniqueConstraint(
                fields=["batch", "child"], condition=Q(visit=None), name="paperrow_open_child_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number}"

    @property
    def values(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(str(self.typed)) if self.typed else {}
        return found
