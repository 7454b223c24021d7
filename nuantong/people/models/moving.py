"""Moves that wait for the receiver, and absences for a time."""

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from nuantong.access.models import span
from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.people.models.child import Child
from nuantong.people.visibility import OfChildQuerySet
from nuantong.regions.models import Region


class MoveQuerySet(OfChildQuerySet):
    def visible_to(self, reader: Reader, to: Permission = Permission.SEE_CHILDREN) -> Self:
        """Moves of the reader's children, and those that lead into her places."""
        places = reader.places(to)
        if places is None:
            return self
        own = OfChildQuerySet(self.model).visible_to(reader, to)
        return self.filter(Q(pk__in=own.values("pk")) | Q(target__id__any_of=places))

    def sent_by(self, reader: Reader, to: Permission = Permission.SEE_CHILDREN) -> Self:
        """What became of children who left the reader's places: no way to their files."""
        places = reader.places(to)
        if places is None:
            return self.none()
        kept = self.filter(state=Move.State.ACCEPTED, source__id__any_of=places)
        return kept.exclude(pk__in=Move.objects.visible_to(reader, to).values("pk"))

    def open(self) -> Self:
        return self.filter(state=Move.State.PROPOSED)

    def into(self, reader: Reader) -> Self:
        """What waits for the reader's yes or no."""
        places = reader.places(Permission.EDIT_CHILDREN)
        found = self.open()
        return found if places is None else found.filter(target__id__any_of=places)


class Move(models.Model):
    """One child of a proposed move. Until it is accepted she stays the sender's.

    Those who move together share `together`, which is also the key of the form: sent twice, once.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "待接收"
        ACCEPTED = "accepted", "已接收"
        REFUSED = "refused", "不接收"
        WITHDRAWN = "withdrawn", "已撤回"
        LAPSED = "lapsed", "已失效"

    child = models.ForeignKey(Child, models.CASCADE, related_name="moves")
    together = models.UUIDField(db_index=True)
    source = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+", db_index=False)
    target = models.ForeignKey(Region, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField("迁居日期")
    reason = EncryptedTextField("原因")
    address = EncryptedTextField("新的详细住址")
    phone = EncryptedTextField("监护人新电话")
    state = models.CharField(max_length=12, choices=State, default=State.PROPOSED)
    proposed_on = models.DateField()
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    proposer = models.CharField(max_length=60)
    decided_on = models.DateField(null=True)
    decider = models.CharField(max_length=60, blank=True)
    decision = EncryptedTextField()

    objects = MoveQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_on", "pk"]
        indexes = [
            models.Index(fields=["target"], condition=Q(state="proposed"), name="move_target_open")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=Q(state="proposed"), name="move_one_open"
            ),
            models.UniqueConstraint(fields=["child", "together"], name="move_child_once_together"),
            models.CheckConstraint(condition=Q(reason__isnull=False), name="move_has_a_reason"),
            models.CheckConstraint(
                condition=Q(source=None) | ~Q(source=F("target")), name="move_goes_elsewhere"
            ),
            models.CheckConstraint(
                condition=Q(on__lte=F("proposed_on")), name="move_not_to_come"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_on=None)
                | (~Q(state="proposed") & Q(decided_on__isnull=False)),
                name="move_decided_with_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "accepted"]) | Q(decision__isnull=False),
                name="move_ended_with_a_reason",
            ),
        ]  # fmt: skip


class Absence(models.Model):
    """Away for a time; she stays on the register and in the figures."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", "去外地过假期"
        HOSPITAL = "hospital", "住院"
        WITH_PARENTS = "with_parents", "随父母暂住"
        OTHER = "other", "其他"

    child = models.ForeignKey(Child, models.CASCADE, related_name="absences")
    kind = models.CharField("原因", max_length=16, choices=Kind)
    where = EncryptedTextField("去了哪里")
    contact = EncryptedTextField("联系人和电话")
    since = models.DateField("离开日期")
    expected = models.DateField("预计回来日期", null=True)
    until = models.DateField("回来日期", null=True)
    by = models.CharField(max_length=60)

    objects = OfChildQuerySet.as_manager()

    class Meta:
        ordering = [F("until").desc(nulls_first=True)]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="absence_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(expected=None) | Q(expected__gte=F("since")),
                name="absence_expected_after_start",
            ),
            ExclusionConstraint(
                name="absence_one_at_a_time",
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    (span("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Reprieve(models.Model):
    """A child past the age limit who stays on the register until a day, decided by a person."""

    child = models.ForeignKey(Child, models.CASCADE, related_name="reprieves")
    until = models.DateField("下次核对日期")
    why = EncryptedTextField("原因")
    on = models.DateField()
    by = models.CharField(max_length=60)

    objects = OfChildQuerySet.as_manager()

    class Meta:
        ordering = ["-until"]
        constraints = [
            models.CheckConstraint(condition=Q(why__isnull=False), name="reprieve_has_a_reason"),
            models.CheckConstraint(condition=Q(until__gt=F("on")), name="reprieve_is_to_come"),
        ]
