"""A screening round: where, whom, with which scales, and how far each child has come."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.instruments.models import InstrumentVersion
from nuantong.people.models import Child, Label
from nuantong.people.visibility import OfChildQuerySet
from nuantong.regions.models import Region
from nuantong.screening.colours import CHOICES

OCCASION = "screening"
"""The occasion of the sheets of a round; its key is the round's."""


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, reader: Reader) -> Self:
        """Rounds that touch the reader's places, or a child of hers."""
        places = reader.places(Permission.SEE_SCREENING)
        if places is None:
            return self
        above = {one for place in places for one in reader.tree.ancestors(place)}
        touched = Q(areas__region__id__any_of=[*above, *places])
        hers = Participant.objects.visible_to(reader, to=Permission.SEE_SCREENING)
        return self.filter(
            Q(pk__in=self.model._base_manager.filter(touched).values("pk") if places else [])
            | Q(pk__in=hers.values("round"))
        )


class Round(models.Model):
    """Children of some places, or of one category there, asked between two days."""

    key = models.UUIDField(unique=True)
    title = models.CharField("名称", max_length=60)
    category = models.CharField(
        "只筛查这一类儿童", max_length=20, choices=Label.Category, blank=True, default=""
    )
    starts_on = models.DateField("开始")
    ends_on = models.DateField("截止")
    made_by = models.CharField("组织人", max_length=60)
    maker = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    drawn_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=60, blank=True, default="")

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="round_has_a_title"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="round_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by="")
                | Q(closed_at__isnull=False) & ~Q(closed_by=""),
                name="round_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RoundArea(models.Model):
    """A place of the round: a district, or the whole city."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="areas")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "region"], name="roundarea_once"),
        ]


class RoundScale(models.Model):
    """A scale of the round, for children of these ages in whole years."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="scales")
    version = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="+")
    from_age = models.PositiveSmallIntegerField("从几岁")
    to_age = models.PositiveSmallIntegerField("到几岁")
    order = models.PositiveSmallIntegerField()

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "version"], name="roundscale_once"),
            models.CheckConstraint(
                condition=Q(to_age__gte=F("from_age"), to_age__lte=18),
                name="roundscale_of_ages_that_exist",
            ),
        ]


class Participant(models.Model):
    """A child of a round. Where she stands is worked out again from consents and sheets whenever one
    of them changes (screening.standing), and kept here so that ten thousand can be counted."""

    class Stage(models.TextChoices):
        ASKING = "asking", "待问监护人"
        REFUSED = "refused", "监护人不同意"
        ASSENT = "assent", "待问孩子"
        UNWILLING = "unwilling", "孩子不愿意"
        READY = "ready", "可以填答"
        UNDER_WAY = "under_way", "填答中"
        DONE = "done", "已完成"
        WITHDRAWN = "withdrawn", "中途撤回"
        LEFT = "left", "已退出台账"
        LIST_ONLY = "list_only", "填观察清单"

    round = models.ForeignKey(Round, models.CASCADE, related_name="participants")
    child = models.ForeignKey(Child, models.PROTECT, related_name="screenings")
    place = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    district = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", db_index=False
    )
    age = models.PositiveSmallIntegerField("年龄", null=True)
    stage = models.CharField("进度", max_length=10, choices=Stage, default=Stage.ASKING)
    wanted = models.PositiveSmallIntegerField("应填份数", default=0)
    done = models.PositiveSmallIntegerField("已填份数", default=0)
    invalid = models.PositiveSmallIntegerField("无效份数", default=0)
    colour = models.CharField("颜色", max_length=8, choices=CHOICES, blank=True, default="")
    red = models.BooleanField("有红色项", default=False)
    changed_at = models.DateTimeField()

    objects = OfChildQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["round", "district", "stage", "colour"],
                include=["child"],
                name="participant_counts",
            ),
            models.Index(fields=["round", "place"], name="participant_place"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["round", "child"], name="participant_once"),
            models.CheckConstraint(
                condition=Q(done__lte=F("wanted"), invalid__lte=F("done")),
                name="participant_counts_agree",
            ),
            models.CheckConstraint(
                condition=Q(colour="") | Q(done__gt=0), name="participant_colour_of_a_sheet"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.round_id} {self.child_id}"


class SheetLoad(models.Model):
    """A table of answers that was uploaded: what became of each row; the answers are the sheets'."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="loads")
    version = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    loader = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    done = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    report = EncryptedTextField("逐行结果")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["-at", "-pk"]
