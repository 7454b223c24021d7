"""Complaints and suggestions 投诉建议: rows that are added and never altered."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.regions.models import Region


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, reader: Reader) -> Self:
        """One's own, and those that one answers."""
        if reader.system:
            return self
        return self.filter(Q(writer=reader.actor_id or 0) | self._answered_by(reader))

    def answerable_by(self, reader: Reader) -> Self:
        """Those of the reader's level and place; never one's own, never one about oneself."""
        return self.filter(self._answered_by(reader)).exclude(writer=reader.actor_id or 0)

    def _answered_by(self, reader: Reader) -> Q:
        places = reader.places(Permission.ANSWER_COMPLAINTS)
        where = Q(desk__in=places) if places is not None else ~Q(pk__in=[])
        return where & ~Q(about=reader.actor_id or 0)

    def with_state(self) -> Self:
        """Adds whether it was `received` and `answered`."""
        steps = ComplaintStep.objects.filter(complaint=OuterRef("pk")).order_by()
        return self.annotate(
            received=Exists(steps.filter(kind=ComplaintStep.Kind.RECEIVED)),
            answered=Exists(steps.filter(kind=ComplaintStep.Kind.ANSWERED)),
        )


class Complaint(models.Model):
    """What somebody wrote, and the officer it was promised to."""

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", "投诉"
        SUGGESTION = "suggestion", "建议"
        PRAISE = "praise", "表扬"

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    writer = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=12, choices=Kind)
    text = EncryptedTextField("内容", null=False)
    contact = EncryptedTextField("联系方式")
    place = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", help_text="where the writer works"
    )
    desk = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", help_text="whose officers answer"
    )
    handler = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    about = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", help_text="kept out of it"
    )
    at = models.DateTimeField("提交时间")
    due_on = models.DateField("答复期限")

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["writer", "-at"], name="complaint_writer"),
            models.Index(fields=["desk", "-at"], name="complaint_desk"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(about=None) | Q(handler=None) | ~Q(handler=models.F("about")),
                name="complaint_not_answered_by_whom_it_is_about",
            ),
            models.CheckConstraint(
                condition=Q(handler=None) | ~Q(handler=models.F("writer")),
                name="complaint_not_answered_by_its_writer",
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)


class ComplaintStep(models.Model):
    """What was done with a complaint: an officer has read it, an officer has answered."""

    class Kind(models.TextChoices):
        RECEIVED = "received", "已收到"
        ANSWERED = "answered", "已答复"

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = EncryptedTextField("答复")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"],
                condition=Q(kind="received"),
                name="complaintstep_received_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="received") | Q(text__isnull=False),
                name="complaintstep_an_answer_has_words",
            ),
        ]

    def __str__(self) -> str:
        return self.kind
