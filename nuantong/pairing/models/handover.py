"""A household given from one carer to another: what the new one has to know, and whether she took it."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.people.models import Carer, Child, Household

WAITS = Q(accepted_at=None, declined_at=None)


class HandoverQuerySet(models.QuerySet["Handover"]):
    def visible_to(self, reader: Reader, to: Permission = Permission.SEE_CHILDREN) -> Self:
        """Of children the reader answers for now: nothing opens to the former carer any more."""
        children = Child.objects.visible_to(reader, to=to)
        return self.filter(pk__in=self.model.children.through.objects.filter(
            child__in=children.values("pk")).values("handover"))  # fmt: skip

    def waiting(self) -> Self:
        """Neither accepted nor declined by the new carer."""
        return self.filter(WAITS)


class Handover(models.Model):
    """`ended_on` is the former carer's last day plus one: from then to `on` nobody had the children.

    `words` is what whoever arranged it tells the new carer; the rest of a hand-over (last contacts,
    needs, what is owed) is read from the records when it is opened.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    former = models.ForeignKey(Carer, models.PROTECT, null=True, related_name="+")
    carer = models.ForeignKey(Carer, models.PROTECT, related_name="handovers")
    children = models.ManyToManyField(Child, related_name="handovers")
    ended_on = models.DateField("原结对解除日期", null=True)
    on = models.DateField("移交日期")
    words = EncryptedTextField("需要交代的事")
    by = models.CharField("安排人", max_length=60)
    accepted_at = models.DateTimeField("接手时间", null=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    declined_at = models.DateTimeField("说明不能接手的时间", null=True)
    declined_why = EncryptedTextField("不能接手的原因")

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["carer"], condition=WAITS, name="handover_waits")]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "carer", "on"], name="handover_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(former=None) | ~Q(former=F("carer")),
                name="handover_between_two",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__lte=F("on")),
                name="handover_not_before_the_end",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="handover_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(declined_at=None, declined_why=None)
                | Q(declined_at__isnull=False, declined_why__isnull=False),
                name="handover_declined_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(declined_at=None),
                name="handover_ends_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id}→{self.carer_id}"

    @property
    def waits(self) -> bool:
        return self.accepted_at is None and self.declined_at is None

    @property
    def gap(self) -> int:
        """Days on which nobody had the children."""
        return (self.on - self.ended_on).days if self.ended_on else 0
