"""Money by bank: the list that goes out, and what became of each of its rows."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.handouts.models.batch import Batch
from nuantong.handouts.models.slip import Slip


class BankListQuerySet(models.QuerySet["BankList"]):
    def visible_to(self, reader: Reader) -> Self:
        """Lists all of whose children the reader runs campaigns for: a list names payees."""
        if not reader.can(Permission.RUN_CAMPAIGNS):
            return self.none()
        if reader.places(Permission.RUN_CAMPAIGNS) is None:
            return self
        hers = Slip.objects.visible_to(reader, Permission.RUN_CAMPAIGNS).values("pk")
        others = BankRow.objects.exclude(slip__in=hers).values("list")
        return self.exclude(pk__in=others)


class BankList(models.Model):
    """A list of accounts and sums as it was sent; `answered_on` once the bank's answer was read."""

    key = models.UUIDField(unique=True, editable=False)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="bank_lists")
    number = models.PositiveSmallIntegerField("第几份")
    on = models.DateField("日期")
    rows = models.PositiveIntegerField("笔数")
    fen = models.BigIntegerField("金额（分）")
    answered_on = models.DateField("回单日期", null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("登记人", max_length=60)

    objects = BankListQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="banklist_number_once"),
            models.CheckConstraint(
                condition=Q(rows__gt=0, fen__gt=0), name="banklist_pays_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"


class BankRow(models.Model):
    """One payment: as it was sent, and what the bank said, once (trigger)."""

    class Outcome(models.TextChoices):
        SENT = "sent", "已送银行"
        PAID = "paid", "已入账"
        FAILED = "failed", "没有入账"

    list = models.ForeignKey(BankList, models.PROTECT, related_name="lines", db_index=False)
    number = models.PositiveIntegerField("序号")
    slip = models.ForeignKey(Slip, models.PROTECT, related_name="bank_rows")
    payee = models.CharField("收款人", max_length=40)
    account = EncryptedTextField("账号", null=False)
    bank = models.CharField("开户行", max_length=60, blank=True)
    fen = models.BigIntegerField("金额（分）")
    settled_on = models.DateField("处理日期", null=True)
    outcome = models.CharField("处理结果", max_length=6, choices=Outcome, default=Outcome.SENT)
    why = EncryptedTextField("失败原因")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["list", "number"]
        constraints = [
            models.UniqueConstraint(fields=["list", "number"], name="bankrow_number_once"),
            models.UniqueConstraint(
                fields=["slip"], condition=~Q(outcome="failed"), name="bankrow_pays_once"
            ),
            models.CheckConstraint(
                condition=Q(fen__gt=0) & ~Q(payee=""), name="bankrow_pays_somebody"
            ),
            models.CheckConstraint(
                condition=Q(outcome="sent", settled_on=None, why=None)
                | Q(outcome="paid", settled_on__isnull=False, why=None)
                | Q(outcome="failed", settled_on__isnull=False, why__isnull=False),
                name="bankrow_settled_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list_id} {self.number}"
