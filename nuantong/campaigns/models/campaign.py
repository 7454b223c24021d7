"""A campaign 微爱行动: what every child chosen is to get, what that costs, and what is asked for."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.books.models import Project
from nuantong.books.purposes import Purpose
from nuantong.cohorts.models import Cohort
from nuantong.regions.models import Region


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, reader: Reader, to: Permission = Permission.SEE_CAMPAIGNS) -> Self:
        """Those of the reader's places, and of the places above: a city's campaign is for all."""
        places = reader.places(to)
        if places is None:
            return self
        above = {a for region in reader.regions(to) for a in reader.tree.ancestors(region)}
        return self.filter(region__id__any_of=sorted(above | set(places)))

    def run_by(self, reader: Reader) -> Self:
        """Those of places the reader runs campaigns for."""
        places = reader.places(Permission.RUN_CAMPAIGNS)
        return self if places is None else self.filter(region__id__any_of=places)

    def open(self) -> Self:
        return self.filter(closed_on=None)


class Campaign(Project):
    """A project of the books (its title is there) with a need and a target. Its purpose never
    changes (trigger): money was given for it. `children` is what it reckons with."""

    class Kind(models.TextChoices):
        GOODS = "goods", "发放物资"
        MONEY = "money", "发放资助金"
        SERVICE = "service", "提供服务"

    project = models.OneToOneField(
        Project, models.CASCADE, parent_link=True, primary_key=True, related_name="campaign"
    )
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField("方式", max_length=8, choices=Kind)
    purpose = models.CharField("用途", max_length=20, choices=Purpose)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="组织单位", related_name="+")
    start = models.DateField("开始日期")
    end = models.DateField("结束日期")
    gives = models.CharField("每名儿童得到什么", max_length=60)
    unit_fen = models.BigIntegerField("每人费用（分）")
    children = models.PositiveIntegerField("计划人数")
    cohort = models.ForeignKey(
        Cohort, models.PROTECT, null=True, verbose_name="受助名单", related_name="campaigns"
    )
    target_fen = models.BigIntegerField("募集目标（分）")
    closed_on = models.DateField("实际结束日期", null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField("登记人", max_length=60)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "title"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="campaign_ends_after_start"),
            models.CheckConstraint(
                condition=Q(unit_fen__gt=0, target_fen__gt=0, children__gt=0) & ~Q(gives=""),
                name="campaign_says_what_and_how_much",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("start")),
                name="campaign_closes_after_start",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title
