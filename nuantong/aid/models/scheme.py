"""A scheme of aid: for whom, with which papers, how much, and how long each office may take."""

import datetime as dt
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from nuantong.people.models import Child, Label


class PaperKind(models.TextChoices):
    """What an application is asked to bring."""

    HOUSEHOLD = "household", "户口簿或身份证"
    SCHOOL = "school", "在校证明"
    DIAGNOSIS = "diagnosis", "医院诊断证明"
    BILLS = "bills", "医疗费票据"
    HARDSHIP = "hardship", "家庭困难证明"
    OTHER = "other", "其他材料"


class SchemeQuerySet(models.QuerySet["Scheme"]):
    def open_on(self, on: dt.date) -> Self:
        return self.filter(opens_on__lte=on, closes_on__gte=on)


class Scheme(models.Model):
    """What one may apply for between two days, both included. Written once; `closes_on` may be
    brought forward (trigger). Money is whole fen; clocks are working days.

    Whom it is for is data: an empty list of labels or stages asks nothing.
    """

    class Kind(models.TextChoices):
        EDUCATION = "education", "春蕾助学"
        ILLNESS = "illness", "重大疾病救助"

    key = models.UUIDField(unique=True, editable=False)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    title = models.CharField("项目名称", max_length=60)
    youngest = models.PositiveSmallIntegerField("最小年龄", default=0)
    oldest = models.PositiveSmallIntegerField("最大年龄", default=17)
    sex = models.CharField("性别", max_length=1, choices=Child.Sex, blank=True, default="")
    labels = ArrayField(
        models.CharField(max_length=16, choices=Label.Category), default=list, blank=True,
        verbose_name="类别限于",
    )  # fmt: skip
    stages = ArrayField(
        models.CharField(max_length=16, choices=Child.Stage), default=list, blank=True,
        verbose_name="就学情况限于",
    )  # fmt: skip
    papers = ArrayField(
        models.CharField(max_length=12, choices=PaperKind), default=list, blank=True,
        verbose_name="需要的材料",
    )  # fmt: skip
    fen = models.BigIntegerField("金额（分）")
    is_ceiling = models.BooleanField("按实际困难核定，金额为上限", default=False)
    township_days = models.PositiveSmallIntegerField("乡镇（街道）办理期限", default=5)
    district_days = models.PositiveSmallIntegerField("区县办理期限", default=5)
    city_days = models.PositiveSmallIntegerField("市级办理期限", default=10)
    follow_days = models.PositiveSmallIntegerField("拨付后多少天回访", default=30)
    opens_on = models.DateField("开始受理")
    closes_on = models.DateField("截止受理")
    made_by = models.CharField("登记人", max_length=60)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "title"]
        constraints = [
            models.UniqueConstraint(fields=["title", "opens_on"], name="scheme_once"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(made_by=""), name="scheme_is_named"),
            models.CheckConstraint(condition=Q(fen__gt=0), name="scheme_gives_something"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="scheme_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(youngest__lte=F("oldest"), oldest__lte=25), name="scheme_ages_in_order"
            ),
            models.CheckConstraint(
                condition=Q(township_days__range=(1, 60), district_days__range=(1, 60),
                            city_days__range=(1, 60), follow_days__range=(1, 365)),
                name="scheme_clocks_are_sane",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def is_open(self, on: dt.date) -> bool:
        return self.opens_on <= on <= self.closes_on

    @property
    def purpose(self) -> str:
        """Which purpose of a fund pays it: the kinds of scheme are named as the books name them."""
        return self.kind
