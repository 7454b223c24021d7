"""What is done to many proposals of a round as a whole: accepted, put in force 发布, taken back."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.core.longwork import LongWork
from nuantong.pairing.models.round import PairingRound

ACTIVE = ("queued", "running")


class PublicationQuerySet(models.QuerySet["Publication"]):
    def active(self) -> Self:
        """Those whose work is asked for and not done: of a round at most one."""
        return self.filter(work_state__in=ACTIVE)


class Publication(LongWork):
    """Put in force by one officer and taken back as a whole; `step` is the work that was asked for
    last. One that failed has put nothing in force. Accepting very many is one too, which puts
    nothing in force and cannot be taken back: `chosen` are the proposals, all where it is empty.
    """

    class Step(models.TextChoices):
        ACCEPT = "accept", "采纳"
        PUBLISH = "publish", "发布"
        UNDO = "undo", "撤回"

    round = models.ForeignKey(PairingRound, models.CASCADE, related_name="publications")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("发布时间")
    on = models.DateField("生效日")
    step = models.CharField(max_length=8, choices=Step, default=Step.PUBLISH)
    chosen = ArrayField(models.BigIntegerField(), null=True)
    households = models.PositiveIntegerField(default=0)
    children = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField("撤回时间", null=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    undone_reason = EncryptedTextField("撤回原因")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"], condition=Q(work_state__in=ACTIVE), name="publication_one_at_work"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(undone_reason__isnull=False),
                name="publication_undone_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(undone_reason=None)
                | Q(undone_at__isnull=False)
                | Q(step="undo", work_state__in=ACTIVE),
                name="publication_reason_only_with_undoing",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.round_id} {self.at}"
