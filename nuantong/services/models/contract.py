"""What is bought: a contract, the places it covers and the milestones it is paid by."""

import datetime as dt
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.regions.models import Organisation, Region
from nuantong.services.models.provider import Provider


class Handed(models.TextChoices):
    """What of a child's data a provider may be given: named in the contract, nothing else
    (个人信息保护法 §21: the entrusted party works within what was agreed)."""

    NAME = "name", "姓名"
    SEX = "sex", "性别"
    AGE = "age", "年龄"
    SCHOOL = "school", "学校和年级"
    PLACE = "place", "所在乡镇（街道）和村（社区）"
    CARER = "carer", "爱心妈妈姓名"
    GUARDIAN = "guardian", "监护人姓名和电话"


class ContractQuerySet(models.QuerySet["Contract"]):
    def visible_to(self, reader: Reader, to: Permission = Permission.SEE_SERVICES) -> Self:
        """What the reader's own place buys, and what is done in a district she answers for."""
        places = reader.places(to)
        if places is None:
            return self
        mine = Q(buyer__id__any_of=places) | Q(
            pk__in=Area.objects.of(reader, to).values("contract")
        )
        return self.filter(mine)

    def in_force(self, on: dt.date) -> Self:
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=on), start__lte=on, end__gte=on)


class Contract(models.Model):
    """A contract 政府购买服务合同. Money is in whole fen; `end` and `ended_on` are last days.

    The database holds at commit that the milestones add up to the budget, and the areas to the
    places (trigger services_sums).
    """

    class Kind(models.TextChoices):
        GROUP = "group", "团体辅导"
        CASE = "case", "个案辅导"

    class Fund(models.TextChoices):
        """慈善法: a federation is no charity itself, so a gift comes through a foundation."""

        BUDGET = "budget", "财政购买服务"
        LOTTERY = "lottery", "彩票公益金"
        DONATION = "donation", "社会捐赠（经基金会）"
        COMPANY = "company", "企业定向捐赠（经基金会）"

    key = models.UUIDField(unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    number = models.CharField("合同编号", max_length=40)
    title = models.CharField("项目名称", max_length=80)
    kind = models.CharField("类别", max_length=8, choices=Kind)
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="contracts")
    buyer = models.ForeignKey(Region, models.PROTECT, verbose_name="购买方", related_name="+")
    fund = models.CharField("资金来源", max_length=8, choices=Fund)
    budget_fen = models.BigIntegerField("金额（分）", validators=[MinValueValidator(1)])
    places = models.PositiveIntegerField("服务名额（名儿童）")
    handed = ArrayField(
        models.CharField(max_length=12, choices=Handed), default=list, verbose_name="提供给机构的儿童信息"
    )  # fmt: skip
    start = models.DateField("开始日期")
    end = models.DateField("到期日期")
    ended_on = models.DateField("提前终止日期", null=True)
    ended_why = EncryptedTextField("终止原因")
    recorded_at = models.DateTimeField()
    recorder = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_by = models.CharField("登记人", max_length=60)

    objects = ContractQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "number"]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="contract_number_once"),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(title=""), name="contract_has_a_number_and_a_name"
            ),
            models.CheckConstraint(condition=Q(budget_fen__gt=0), name="contract_costs_something"),
            models.CheckConstraint(condition=Q(places__gt=0), name="contract_serves_somebody"),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="contract_ends_after_start"),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_why=None)
                | Q(ended_on__isnull=False, ended_on__lt=F("end"), ended_why__isnull=False),
                name="contract_ended_early_with_a_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def last_day(self) -> dt.date:
        return self.ended_on or self.end

    def in_force(self, on: dt.date) -> bool:
        return self.start <= on <= self.last_day

    @property
    def handed_words(self) -> list[str]:
        return [Handed(one).label for one in self.handed]


class AreaQuerySet(models.QuerySet["Area"]):
    def of(self, reader: Reader, to: Permission) -> Self:
        """The areas the reader answers for: her districts and townships' districts, her zones."""
        places = reader.places(to)
        if places is None:
            return self
        zones = [g.organisation_id for g in reader.grants_to(to) if g.organisation_id]
        return self.filter(Q(region__id__any_of=places) | Q(zone__in=zones))


class Area(models.Model):
    """A district of a contract, or a zone 功能区 that is counted as one, with its places."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="areas")
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    zone = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    places = models.PositiveIntegerField("名额")

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "region"], name="area_district_once"),
            models.UniqueConstraint(fields=["contract", "zone"], name="area_zone_once"),
            models.CheckConstraint(
                condition=Q(region__isnull=True, zone__isnull=False)
                | Q(region__isnull=False, zone__isnull=True),
                name="area_is_a_district_or_a_zone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id or self.zone_id}"


class Milestone(models.Model):
    """A part of the work with its day and its money; paid when it has been accepted."""

    class Acceptor(models.TextChoices):
        AREAS = "areas", "每个区县分别验收"
        BUYER = "buyer", "购买方验收"

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="milestones")
    order = models.PositiveSmallIntegerField("第几期")
    title = models.CharField("阶段成果", max_length=80)
    due = models.DateField("应完成日期")
    fen = models.BigIntegerField("金额（分）")
    acceptor = models.CharField("谁验收", max_length=8, choices=Acceptor, default=Acceptor.AREAS)

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["contract", "order"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "order"], name="milestone_order_once"),
            models.CheckConstraint(
                condition=Q(fen__gt=0) & ~Q(title=""), name="milestone_says_what_and_how_much"
            ),
        ]

    def __str__(self) -> str:
        return self.title
