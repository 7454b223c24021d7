"""What kind of difficulty, and what the child needs: many rows, never one column."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from nuantong.access.models import span
from nuantong.core.fields import EncryptedTextField
from nuantong.people.models.child import Child
from nuantong.people.visibility import OfChildQuerySet

CHILD_AND_CATEGORY = Func(F("category"), F("child"), function="hashtextextended")
"""One number for both: an index over the two columns takes twice as long to fill."""


class Label(models.Model):
    """A category the child belongs to, on what basis, from a day to a day."""

    class Category(models.TextChoices):
        ORPHAN = "orphan", "孤儿"
        UNATTENDED = "unattended", "事实无人抚养"
        HARDSHIP = "hardship", "困境"
        LEFT_BEHIND = "left_behind", "留守"
        MIGRANT = "migrant", "流动"
        DISABLED = "disabled", "残疾"
        SEVERELY_ILL = "severely_ill", "重病"
        POOR = "poor", "家庭贫困"
        GUARDIANSHIP = "guardianship", "监护缺失或不当"

    child = models.ForeignKey(Child, models.CASCADE, related_name="labels")
    category = models.CharField("类别", max_length=16, choices=Category)
    subtype = EncryptedTextField("细类")
    basis = EncryptedTextField("认定依据")
    recogniser = models.CharField("认定单位", max_length=60, blank=True)
    since = models.DateField("起", null=True, blank=True)
    until = models.DateField("止", null=True, blank=True)
    ended_because = models.CharField("终止依据", max_length=60, blank=True, db_default="")

    objects = OfChildQuerySet.as_manager()

    class Meta:
        ordering = [F("until").desc(nulls_first=True), "category"]
        indexes = [models.Index(fields=["category", "child"], name="label_category_child")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gt=F("since")),
                name="label_ends_after_start",
            ),
            ExclusionConstraint(
                name="label_category_once_at_a_time",
                expressions=[
                    (CHILD_AND_CATEGORY, RangeOperators.EQUAL),
                    (span("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Need(models.Model):
    """Something the child needs, until it was met."""

    class Kind(models.TextChoices):
        LIVING = "living", "生活救助"
        MEDICAL = "medical", "医疗救助"
        STUDY = "study", "学习辅导"
        COUNSELLING = "counselling", "心理疏导"
        GUARDIANSHIP = "guardianship", "监护指导"
        LEGAL = "legal", "法律援助"
        HOUSING = "housing", "住房改善"
        OTHER = "other", "其他"

    child = models.ForeignKey(Child, models.CASCADE, related_name="needs")
    kind = models.CharField("需求", max_length=12, choices=Kind)
    note = EncryptedTextField("说明")
    raised_on = models.DateField("提出日期")
    raised_by = models.CharField("提出人", max_length=60)
    met_on = models.DateField("解决日期", null=True, blank=True)
    met_how = EncryptedTextField("解决情况")

    objects = OfChildQuerySet.as_manager()

    class Meta:
        ordering = [F("met_on").desc(nulls_first=True), "-raised_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "kind"],
                condition=Q(met_on=None),
                name="need_open_once",
            ),
        ]
