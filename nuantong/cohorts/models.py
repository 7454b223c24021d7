"""A cohort 受助名单: children chosen by a rule for a purpose, and the list as it was frozen."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.books.purposes import Purpose
from nuantong.core.fields import EncryptedTextField
from nuantong.people.models import Child
from nuantong.people.visibility import OfChildQuerySet
from nuantong.regions.models import Region


class CohortQuerySet(models.QuerySet["Cohort"]):
    def visible_to(self, reader: Reader, to: Permission = Permission.SEE_CAMPAIGNS) -> Self:
        """Those over the reader's places, and those over a larger place these belong to."""
        places = reader.places(to)
        if places is None:
            return self
        above = {one for region in reader.regions(to) for one in reader.tree.ancestors(region)}
        return self.filter(region__in=above | set(places))


class Cohort(models.Model):
    """`rule` holds named criteria (criteria.CRITERIA), `words` the sentence they were when the list
    was frozen; `as_of` is the day on which ages and labels are judged. Once frozen it does not change.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        FROZEN = "frozen", "已冻结"

    key = models.UUIDField(unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField("名称", max_length=60)
    purpose = models.CharField("用途", max_length=20, choices=Purpose)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="范围", related_name="+")
    rule = models.JSONField(default=dict)
    words = models.CharField("条件", max_length=400, blank=True)
    as_of = models.DateField("截至哪天")
    state = models.CharField("状态", max_length=8, choices=State, default=State.DRAFT)
    made_at = models.DateTimeField()
    maker = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_by = models.CharField("拟定人", max_length=60)
    frozen_at = models.DateTimeField(null=True)
    frozen_by = models.CharField("批准人", max_length=60, blank=True)

    objects = CohortQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="cohort_has_a_name"),
            models.CheckConstraint(
                condition=Q(state="draft", frozen_at=None, frozen_by="")
                | (Q(state="frozen", frozen_at__isnull=False) & ~Q(frozen_by="") & ~Q(words="")),
                name="cohort_frozen_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_frozen(self) -> bool:
        return self.state == self.State.FROZEN


class Choice(models.Model):
    """A child taken in or left out by hand before the list is frozen, with the reason."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="choices")
    child = models.ForeignKey(Child, models.PROTECT, related_name="+")
    taken = models.BooleanField("加入")
    why = EncryptedTextField("原因")
    by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField()

    objects = OfChildQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "child"], name="choice_once_a_child"),
            models.CheckConstraint(condition=Q(why__isnull=False), name="choice_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.child_id}"


def _place() -> models.ForeignKey:
    """A place of the tree: places are never deleted, and the database's look at each took as long as
    all the rest of a city's freezing."""
    return models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )


class MemberQuerySet(OfChildQuerySet):
    def in_force(self) -> Self:
        return self.filter(removed_at=None)


class Member(models.Model):
    """A child of a frozen list, where she lived then. Rows are added in the freezing and at most taken
    out once, with a reason (triggers cohorts_keep and append-only)."""

    cohort = models.ForeignKey(
        Cohort, models.PROTECT, related_name="members", db_index=False
    )  # fmt: skip
    child = models.ForeignKey(
        Child, models.PROTECT, related_name="memberships", db_index=False
    )  # fmt: skip
    place = _place()
    district = _place()
    township = _place()
    added = models.BooleanField("人工加入", default=False)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.CharField("移出人", max_length=60, blank=True, default="")
    removed_why = EncryptedTextField("移出原因")

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "child"], name="member_once_a_cohort"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by="", removed_why=None)
                | (Q(removed_at__isnull=False, removed_why__isnull=False) & ~Q(removed_by="")),
                name="member_removed_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.child_id}"


Rule = dict[str, Any]
