"""Experts judge a sample of files of a project: the draw, their forms, the signed result.

Nothing here is ever altered: a form sent anew is another row and the last one counts, until the
result is signed (trigger outcomes_form_before_the_signature).
"""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.counselling.effect.panel import OVERALL
from nuantong.people.models import Child


class PanelQuerySet(models.QuerySet["Panel"]):
    def visible_to(self, reader: Reader) -> Self:
        """All to whoever runs panels for the city, her own to an expert."""
        if reader.places(Permission.RUN_PANELS) is None:
            return self
        own = Q(experts__user=reader.actor_id) if reader.can(Permission.JUDGE_FILES) else Q(pk=None)
        return self.filter(own)


class Panel(models.Model):
    """A sample drawn from the cases of a project with a seed that is kept: anybody can draw it
    again from the same cases."""

    key = models.UUIDField(unique=True, editable=False)
    project = models.CharField(max_length=60, editable=False)
    title = models.CharField("项目", max_length=80)
    seed = models.BigIntegerField("抽样种子")
    size = models.PositiveSmallIntegerField("抽取份数")
    drawn_from = models.PositiveIntegerField("可抽的个案数")
    drawn_at = models.DateTimeField("抽样时间")
    drawer = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    drawn_by = models.CharField("抽样人", max_length=60)

    objects = PanelQuerySet.as_manager()

    class Meta:
        ordering = ["-drawn_at", "-pk"]
        indexes = [models.Index(fields=["project"], name="panel_of_project")]
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gte=2, size__lte=models.F("drawn_from")),
                name="panel_draws_no_more_than_there_are",
            ),
            models.CheckConstraint(
                condition=~Q(drawn_by="") & ~Q(project=""), name="panel_drawn_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.drawn_at:%Y-%m-%d}"


class PanelExpert(models.Model):
    """An expert of a panel; the first one signs its result for all."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="experts")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["panel", "order"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "user"], name="panelexpert_once"),
            models.UniqueConstraint(fields=["panel", "order"], name="panelexpert_order"),
        ]

    def __str__(self) -> str:
        return f"{self.panel_id} {self.order}"


class PanelFile(models.Model):
    """A drawn case under a number of its own; who it is stays in the database."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="files")
    number = models.PositiveSmallIntegerField("材料号")
    case_key = models.CharField(max_length=60, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="+")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["panel", "number"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "number"], name="panelfile_number_once"),
            models.UniqueConstraint(fields=["panel", "case_key"], name="panelfile_case_once"),
        ]

    def __str__(self) -> str:
        return f"{self.panel_id} {self.number}"


class PanelForm(models.Model):
    """What an expert says of a file."""

    key = models.UUIDField(unique=True, editable=False)
    file = models.ForeignKey(PanelFile, models.PROTECT, related_name="forms")
    expert = models.ForeignKey(PanelExpert, models.PROTECT, related_name="forms")
    overall = models.CharField("总评", max_length=8, choices=list(OVERALL.items()))
    marks = models.JSONField(default=dict)
    words = EncryptedTextField("评语")
    at = models.DateTimeField()

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(overall__in=OVERALL), name="panelform_overall_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)


class PanelResult(models.Model):
    """The result as it was signed: figures, sentences, and the digest of the forms it rests on."""

    panel = models.OneToOneField(Panel, models.PROTECT, related_name="result")
    content = models.JSONField()
    digest = models.CharField("评分表摘要", max_length=64)
    opinion = EncryptedTextField("专家组意见")
    signed_at = models.DateTimeField("签署时间")
    signer = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    signed_by = models.CharField("签署人", max_length=60)

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(signed_by="") & ~Q(digest=""), name="panelresult_signed_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.panel_id} {self.signed_by}"
