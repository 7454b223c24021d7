"""A visit somebody asked for: an officer, or an upper app that cannot tell without one."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.fields import EncryptedTextField
from nuantong.people.models import Child
from nuantong.regions.models import Region
from nuantong.visits.models.visit import Visit


class VisitRequestQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        return self.filter(answer=None, withdrawn_on=None)

    def visible_to(self, reader: Reader, to: Permission = Permission.SEE_VISITS) -> Self:
        """Requests for the reader's children, and those for homes in her places."""
        places = reader.places(to)
        if places is None:
            return self
        hers = Q(child__in=Child.objects.visible_to(reader, to=to).values("pk"))
        if not places:
            return self.filter(hers)
        return self.filter(hers | Q(child=None, place__id__any_of=places))


class VisitRequest(models.Model):
    """Who is to be found, where, why and until when; answered by a visit or withdrawn.

    `subject_key` is whoever asked's own name for the subject: opaque here.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    subject_key = models.CharField(max_length=64)
    child = models.ForeignKey(Child, models.PROTECT, null=True, related_name="visit_requests")
    label = models.CharField("姓名", max_length=40)
    place = models.ForeignKey(Region, models.PROTECT, verbose_name="走访地")
    address = EncryptedTextField("住址")
    phone = EncryptedTextField("电话")
    reason = EncryptedTextField("走访事由")
    asked_on = models.DateField("提出日期")
    asked_by = models.CharField("提出人", max_length=60)
    due_on = models.DateField("最迟日期")
    answer = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="answered")
    withdrawn_on = models.DateField(null=True)

    objects = VisitRequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_key"], condition=Q(answer=None, withdrawn_on=None),
                name="visitrequest_open_once",
            ),
            models.CheckConstraint(
                condition=Q(answer=None) | Q(withdrawn_on=None), name="visitrequest_one_end"
            ),
            models.CheckConstraint(
                condition=~Q(label="") & Q(reason__isnull=False) & ~Q(subject_key=""),
                name="visitrequest_says_who_and_why",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.subject_key
