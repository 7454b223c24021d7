"""Money by where it came from and what it is for, and how much of it there is."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.books.purposes import ANY, WORDS
from nuantong.regions.models import Region


class FundQuerySet(models.QuerySet["Fund"]):
    def visible_to(self, reader: Reader, to: Permission = Permission.SEE_BOOKS) -> Self:
        """Funds that a place of the reader's owns."""
        places = reader.places(to)
        return self if places is None else self.filter(region__id__any_of=places)

    def open_on(self, day: Any) -> Self:
        return self.filter(Q(closed_on=None) | Q(closed_on__gte=day), opened_on__lte=day)


class Fund(models.Model):
    """Money of one source that a place keeps apart 专项资金.

    慈善法 §§22–26: a federation is no charity, so a gift comes through a foundation.
    """

    class Source(models.TextChoices):
        BUDGET = "budget", "财政购买服务"
        LOTTERY = "lottery", "彩票公益金"
        DONATION = "donation", "社会捐赠（经基金会）"
        COMPANY = "company", "企业定向捐赠（经基金会）"

    key = models.UUIDField(unique=True, editable=False)
    name = models.CharField("资金名称", max_length=60)
    source = models.CharField("来源", max_length=8, choices=Source)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="管理单位", related_name="+")
    foundation = models.CharField("接收捐赠的基金会", max_length=60, blank=True)
    opened_on = models.DateField("设立日期")
    closed_on = models.DateField("结束日期", null=True)

    objects = FundQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["region", "name"], name="fund_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="fund_has_a_name"),
            models.CheckConstraint(
                condition=Q(source__in=["budget", "lottery"], foundation="")
                | (Q(source__in=["donation", "company"]) & ~Q(foundation="")),
                name="fund_of_gifts_names_its_foundation",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="fund_closes_after_it_opened",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FundPurpose(models.Model):
    """A purpose the fund's money may serve. `any` is with every fund; rows are only added."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="purposes")
    purpose = models.CharField("用途", max_length=20, choices=list(WORDS.items()))

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "purpose"], name="fundpurpose_once"),
        ]

    def __str__(self) -> str:
        return WORDS[self.purpose]


class Project(models.Model):
    """What money is raised and spent for, as the books know it; a campaign is one."""

    key = models.UUIDField(unique=True, editable=False)
    title = models.CharField("名称", max_length=80)

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="project_has_a_title")]

    def __str__(self) -> str:
        return self.title


class Balance(models.Model):
    """The money of one fund for one purpose and one project: a column an account, in signed fen.

    The database alone keeps it, line by line (trigger books_take_lines); its checks are the walls
    of the books. income + bank + stock + spent + returned = 0 in every row.
    """

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="balances")
    purpose = models.CharField("用途", max_length=20, choices=list(WORDS.items()))
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="balances")
    bank = models.BigIntegerField("银行存款", default=0)
    stock = models.BigIntegerField("库存物资", default=0)
    income = models.BigIntegerField("收入", default=0)
    pledged = models.BigIntegerField("认捐未到", default=0)
    committed = models.BigIntegerField("已承诺", default=0)
    spent = models.BigIntegerField("支出", default=0)
    returned = models.BigIntegerField("退回", default=0)
    memo = models.BigIntegerField("备查对冲", default=0)

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["fund", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "purpose", "project"], nulls_distinct=False, name="balance_once"
            ),
            models.CheckConstraint(condition=Q(bank__gte=0), name="balance_bank_not_below_zero"),
            models.CheckConstraint(condition=Q(stock__gte=0), name="balance_stock_not_below_zero"),
            models.CheckConstraint(condition=Q(income__lte=0), name="balance_income_is_a_credit"),
            models.CheckConstraint(condition=Q(pledged__gte=0), name="balance_pledged_not_below_zero"),
            models.CheckConstraint(
                condition=Q(committed__gte=0), name="balance_committed_not_below_zero"
            ),
            models.CheckConstraint(
                condition=Q(committed__lte=F("bank")), name="balance_promises_only_what_came"
            ),
            models.CheckConstraint(condition=Q(spent__gte=0), name="balance_spent_not_below_zero"),
            models.CheckConstraint(
                condition=Q(returned__gte=0), name="balance_returned_not_below_zero"
            ),
            models.CheckConstraint(
                condition=~Q(purpose=ANY) | Q(committed=0, spent=0, stock=0),
                name="balance_unassigned_is_not_used",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.fund_id} {self.purpose} {self.project_id or '—'}"

    @property
    def raised(self) -> int:
        return -self.income

    @property
    def left(self) -> int:
        """In the bank and promised to nobody."""
        return self.bank - self.committed

    @property
    def purpose_words(self) -> str:
        return WORDS[self.purpose]
