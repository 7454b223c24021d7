"""Who was asked, who came, what the facilitator saw, and the faces the children tapped."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.fields import EncryptedTextField
from nuantong.people.models import Carer, Child
from nuantong.people.models.vetting import Entered
from nuantong.programmes.models.plan import Session


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def visible_to(self, reader: Reader) -> Self:
        """Children the reader answers for, carers of her places, and whoever is in a session she
        leads (of them she is shown what the contract hands over: services.handing)."""
        if reader.places(Permission.SEE_CHILDREN) is None:
            return self
        children = Child.objects.visible_to(reader)
        carers = Carer.objects.visible_to(reader, Permission.SEE_CARERS)
        led = Session.objects.led_by(reader)
        return self.filter(
            Q(child__in=children.values("pk"))
            | Q(carer__in=carers.values("pk"))
            | Q(session__in=led.values("pk"))
        )


class Participant(models.Model):
    """A child or a carer asked to a session, and whether she came (None: not called yet).

    A game in a group is neither a test nor a treatment, so no form is signed; but the guardian is
    asked, and `agreed` says that she was.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="participants")
    child = models.ForeignKey(Child, models.PROTECT, null=True, related_name="group_sessions")
    carer = models.ForeignKey(Carer, models.PROTECT, null=True, related_name="group_sessions")
    agreed = models.BooleanField("已告知监护人", default=False)
    came = models.BooleanField("到场", null=True)
    marked_at = models.DateTimeField(null=True)
    marked_by = models.CharField("点名人", max_length=60, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["carer", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "child"], name="participant_child_once"),
            models.UniqueConstraint(fields=["session", "carer"], name="participant_carer_once"),
            models.CheckConstraint(
                condition=Q(child__isnull=True, carer__isnull=False)
                | Q(child__isnull=False, carer__isnull=True),
                name="participant_is_a_child_or_a_carer",
            ),
            models.CheckConstraint(
                condition=Q(came=None, marked_at=None, marked_by="")
                | (Q(came__isnull=False, marked_at__isnull=False) & ~Q(marked_by="")),
                name="participant_marked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.child_id or self.carer_id}"


class Observation(Entered):
    """What the facilitator saw. Rows are added and never altered; a correction is another row."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="observations")
    key = models.UUIDField(unique=True, editable=False)
    words = EncryptedTextField("观察记录")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["entered_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(words__isnull=False), name="observation_says_something"
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)


class Face(models.Model):
    """How a session was, as a child tapped it: of nobody, so that nothing hangs on it."""

    class How(models.IntegerChoices):
        SAD = 1, "不喜欢"
        SO_SO = 2, "一般"
        GOOD = 3, "喜欢"
        GREAT = 4, "特别喜欢"

    session = models.ForeignKey(Session, models.PROTECT, related_name="faces")
    key = models.UUIDField(unique=True, editable=False)
    how = models.PositiveSmallIntegerField("感受", choices=How)

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(how__range=(1, 4)), name="face_is_one_of_four"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.how}"
