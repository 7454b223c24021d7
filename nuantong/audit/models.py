"""Who looked at what, who changed what: rows that can be added and nothing else."""

from collections.abc import Collection

from django.db import models
from django.db.models import Max, Q

from nuantong.core.fields import EncryptedTextField


class Event(models.Model):
    """One look or change. The actor is kept as values: the log outlives the account."""

    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField("操作人", max_length=60)
    role = models.CharField("身份", max_length=20, blank=True)
    action = models.CharField("操作", max_length=60)
    object_type = models.CharField("对象", max_length=40, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    child_number = models.CharField("儿童编号", max_length=12, blank=True)
    reason = EncryptedTextField("事由")
    changes = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["child_number", "-at"], name="event_child_at"),
            models.Index(fields=["actor_id", "-at"], name="event_actor_at"),
            models.Index(fields=["id"], condition=Q(changes__isnull=False), name="event_change"),
        ]


def last_change(besides: Collection[str] = ()) -> int:
    """The newest event that tells of a change, not of a look: a stamp of the data's state. Events
    about `besides` do not count."""
    changes = Event.objects.filter(changes__isnull=False)
    if besides:
        changes = changes.exclude(object_type__in=besides)
        return changes.order_by("-id").values_list("id", flat=True).first() or 0
    return changes.aggregate(newest=Max("id"))["newest"] or 0
