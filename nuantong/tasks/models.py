"""Whose task it is: one row for everything somebody has to do, whichever app asks for it."""

import datetime as dt
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import NoReverseMatch, reverse

from nuantong.access.models import Grant
from nuantong.access.reader import Reader
from nuantong.access.roles import BY_CHILDREN, PERMISSIONS, Permission, Role
from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.people.models import Child
from nuantong.regions.models import Region
from nuantong.tasks.kinds import Kind, kind_of

OPEN = Q(done_on=None, withdrawn_on=None)


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> Self:
        return self.filter(OPEN)

    def visible_to(self, reader: Reader) -> Self:
        """Tasks of the reader's own and of her offices, never about a child she may not see.

        A task belongs to whoever holds its permission where its child lives, or in its region:
        when the child moves, the task moves along. Whoever sees a task may do it.
        """
        if reader.system:
            return self
        mine = Q(owner=reader.actor_id or 0) & _about_her_children(reader)
        return self.filter(reduce(or_, [_of_grant(reader, grant) for grant in reader.grants], mine))


def _about_her_children(reader: Reader) -> Q:
    if reader.places(Permission.SEE_CHILDREN) is None:
        return Q()
    return Q(child=None) | Q(child__in=Child.objects.visible_to(reader).values("pk"))


def _of_grant(reader: Reader, grant: Grant) -> Q:
    """What falls to a role in its scope; a role that sees no children gets no child's tasks."""
    held = PERMISSIONS[Role(grant.role)]
    alone = Reader(reader.user, reader.on, [grant])
    alone.tree = reader.tree
    here = Q(permission__in=sorted(held))
    if grant.role in BY_CHILDREN:
        return here & Q(child__in=Child.objects.visible_to(alone).values("pk"))
    places = alone.places(sorted(held)[0])
    inside = Q() if places is None else Q(region__id__any_of=places)
    if Permission.SEE_CHILDREN not in held:
        return here & Q(child=None) & inside
    return here & (inside if places is None else inside | Q(child__place__id__any_of=places))


class Task(models.Model):
    """Something to be done: about a child, or else about a place.

    The title never names the child: the pages put the name beside it as far as the reader may
    read it. Escalation reads `due_on`; it is not built yet.
    """

    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField("事项", max_length=40)
    child = models.ForeignKey(Child, models.CASCADE, null=True, related_name="tasks")
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", help_text="when it is of no child"
    )
    permission = models.CharField(
        max_length=24, help_text="the office it falls to: who may do this"
    )
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    title = models.CharField("内容", max_length=120)
    note = EncryptedTextField("说明")
    url_name = models.CharField(max_length=80, blank=True, help_text="the page where it is done")
    url_args = models.JSONField(default=dict, blank=True)
    raised_on = models.DateField("提出日期")
    raised_by = models.CharField("提出人", max_length=60)
    due_on = models.DateField("期限", null=True)
    done_on = models.DateField("办结日期", null=True)
    done_by = models.CharField("办结人", max_length=60, blank=True)
    done_how = EncryptedTextField("办理情况")
    withdrawn_on = models.DateField("撤销日期", null=True)
    withdrawn_reason = EncryptedTextField("撤销原因")
    version = models.PositiveIntegerField(default=1)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        indexes = [
            models.Index(fields=["permission", "due_on"], condition=OPEN, name="task_open"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(child__isnull=False, region=None) | Q(child=None, region__isnull=False),
                name="task_of_a_child_or_of_a_place",
            ),
            models.CheckConstraint(
                condition=~Q(key="")
                & ~Q(kind="")
                & ~Q(title="")
                & ~Q(raised_by="")
                & ~Q(permission=""),
                name="task_says_what_and_from_whom",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None, done_by="", done_how=None)
                | (Q(done_on__isnull=False, done_how__isnull=False) & ~Q(done_by="")),
                name="task_done_with_day_name_and_words",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_reason=None)
                | Q(withdrawn_on__isnull=False, withdrawn_reason__isnull=False),
                name="task_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(withdrawn_on=None), name="task_ends_one_way"
            ),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(done_on__gte=F("raised_on")),
                name="task_done_after_it_was_raised",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_open(self) -> bool:
        return self.done_on is None and self.withdrawn_on is None

    @property
    def what(self) -> Kind:
        return kind_of(self.kind)

    @property
    def url(self) -> str:
        """The page where it is done; '' when there is none (any more)."""
        try:
            return reverse(self.url_name, kwargs=self.url_args) if self.url_name else ""
        except NoReverseMatch:
            return ""

    def place_id_of(self) -> int | None:
        return self.child.place_id if self.child else self.region_id

    def days_left(self, on: dt.date) -> int | None:
        return (self.due_on - on).days if self.due_on else None


class TaskStep(models.Model):
    """What happened to a task since it was raised; rows are only added."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", "交办"
        FINISHED = "finished", "办结"
        WITHDRAWN = "withdrawn", "撤销"
        REOPENED = "reopened", "重新提出"

    task = models.ForeignKey(Task, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    words = EncryptedTextField()

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.kind
