"""A visit, what was found about each child, and photos: rows that are added and never altered."""

import base64
import json
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.people.models import Child
from nuantong.people.visibility import OfChildQuerySet
from nuantong.regions.models import Region
from nuantong.visits import survey


class VisitQuerySet(models.QuerySet[Any]):
    def in_effect(self) -> Self:
        """Without those that a later report corrected, and without withdrawals."""
        return self.filter(superseded_by=None).exclude(outcome=Visit.Outcome.WITHDRAWN)

    def visible_to(self, reader: Reader, to: Permission = Permission.SEE_VISITS) -> Self:
        """Visits to the reader's children; of homes not on the register, those in her places."""
        places = reader.places(to)
        if places is None:
            return self
        children = Child.objects.visible_to(reader, to=to)
        hers = VisitedChild.objects.filter(child__in=children.values("pk"))
        listed = Exists(VisitedChild.objects.filter(visit=OuterRef("pk"), child__isnull=False))
        elsewhere = Q(place__id__any_of=places) & ~listed if places else Q(pk__in=[])
        return self.filter(Q(pk__in=hers.values("visit")) | elsewhere)

    def without_words(self) -> Self:
        """Lists need no narrative, so none is decrypted."""
        return self.defer("words")


class Visit(models.Model):
    """One visit to one home. Append-only (by trigger): corrected by a visit that supersedes it.

    `words` are the narratives by key of the survey, `answers` the open ones that no rule asks.
    """

    class Outcome(models.TextChoices):
        MET = "met", "见到了"
        NOBODY = "nobody", "无人在家"
        MOVED = "moved", "已搬走"
        REFUSED = "refused", "拒绝走访"
        NOT_FOUND = "not_found", "查无此户"
        WITHDRAWN = "withdrawn", "已撤回"

    class Source(models.TextChoices):
        PHONE = "phone", "手机"
        DESK = "desk", "电脑"
        PAPER = "paper", "纸质表补录"

    key = models.UUIDField(unique=True, editable=False)
    place = models.ForeignKey(Region, models.PROTECT, verbose_name="走访地", db_index=False)
    happened_on = models.DateField("走访日期")
    outcome = models.CharField("结果", max_length=10, choices=Outcome)
    met = ArrayField(
        models.CharField(max_length=10, choices=survey.MET), default=list, verbose_name="见到了谁"
    )
    grade = models.CharField("监护评定", max_length=5, choices=survey.GRADES, blank=True)
    focus = models.BooleanField("重点关注", default=False)
    parents_on = models.DateField("最近一次与父母联系时间", null=True)
    answers = models.JSONField(default=dict)
    words = EncryptedTextField("走访内容")
    visitor = models.CharField("走访人", max_length=40)
    source = models.CharField("来源", max_length=5, choices=Source)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField("收到时间")
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by"
    )

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-pk"]
        indexes = [models.Index(fields=["place", "-happened_on"], name="visit_place_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="met", met__len__gt=0) & ~Q(grade="")
                | ~Q(outcome="met") & Q(met=[], grade="", focus=False, parents_on=None),
                name="visit_met_somebody_and_graded_or_nobody",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="withdrawn") | Q(supersedes__isnull=False),
                name="visit_withdrawal_supersedes",
            ),
            models.CheckConstraint(condition=~Q(visitor=""), name="visit_has_a_visitor"),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def texts(self) -> dict[str, str]:
        return unpacked(self.words)


class VisitedChild(models.Model):
    """A child of the visit, or somebody not on the register: `label`, and for whoever asked the
    `subject_key` of the request. Append-only."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="children", db_index=False)
    child = models.ForeignKey(
        Child, models.PROTECT, null=True, related_name="home_visits", db_index=False
    )
    subject_key = models.CharField(max_length=64, blank=True, default="")
    label = models.CharField("姓名", max_length=40, blank=True, default="")
    stage = models.CharField("就学情况", max_length=16, choices=survey.STAGES, blank=True)
    health = models.CharField("身体情况", max_length=12, choices=survey.HEALTHS, blank=True)
    needs = ArrayField(models.CharField(max_length=12, choices=survey.NEEDS), default=list)
    risks = ArrayField(models.CharField(max_length=12, choices=survey.RISKS), default=list)
    words = EncryptedTextField("走访内容")

    objects = OfChildQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["child", "visit"], name="visitedchild_child_visit"),
            models.Index(
                fields=["subject_key"], condition=~Q(subject_key=""), name="visitedchild_subject"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["visit", "child"], name="visitedchild_once"),
            models.CheckConstraint(
                condition=Q(child__isnull=False) | ~Q(label=""), name="visitedchild_is_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.label or str(self.child_id)

    @property
    def texts(self) -> dict[str, str]:
        return unpacked(self.words)

    @property
    def dangers(self) -> list[str]:
        return [risk for risk in self.risks if risk in survey.DANGEROUS]


class VisitPhoto(models.Model):
    """A photo, kept encrypted beside its visit; its metadata was taken off before."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="photos")
    kind = models.CharField(max_length=12)
    content = EncryptedTextField(null=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.kind

    @property
    def data(self) -> bytes:
        return base64.b64decode(self.content)


class RemovedPhotos(models.Model):
    """Photos of a visit that went when they had been kept long enough."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="removed_photos")
    count = models.PositiveSmallIntegerField()
    on = models.DateField()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(count__gt=0), name="removedphotos_some"),
        ]


def packed(texts: dict[str, str]) -> str:
    """Narratives as one text to encrypt; the same answers give the same text."""
    kept = {key: text for key, text in texts.items() if text}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else ""


def unpacked(text: Any) -> dict[str, str]:
    found: dict[str, str] = json.loads(text) if text else {}
    return found
