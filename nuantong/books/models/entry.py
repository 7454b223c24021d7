"""The journal: entries and their lines. Rows are added and never altered."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.accounts.models import User
from nuantong.books.accounts import Account, Kind
from nuantong.books.models.fund import Balance, Fund
from nuantong.books.models.period import Period
from nuantong.core.fields import EncryptedTextField


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, reader: Reader) -> Self:
        return self.filter(fund__in=Fund.objects.visible_to(reader))

    def about(self, kind: str, key: Any) -> Self:
        """What one document brought into the books."""
        return self.filter(document_kind=kind, document_key=key)


class Entry(models.Model):
    """A voucher 凭证 of one fund, with the document it rests on.

    The database holds that `size` lines belong to it and sum to zero for each purpose and project
    at commit, that its month is open, and that it is reversed at most once and exactly.
    """

    key = models.UUIDField(unique=True, editable=False)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="entries")
    period = models.ForeignKey(Period, models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField("凭证号")
    on = models.DateField("日期")
    kind = models.CharField("类别", max_length=10, choices=Kind)
    words = models.CharField("摘要", max_length=120)
    document_kind = models.CharField("单据种类", max_length=20)
    document_key = models.UUIDField("单据")
    size = models.PositiveSmallIntegerField(editable=False)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by", verbose_name="冲销"
    )
    why = EncryptedTextField("冲销原因")
    recorded_at = models.DateTimeField("记账时间")
    recorder = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_by = models.CharField("记账人", max_length=60)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-number"]
        indexes = [
            models.Index(fields=["document_key"], name="entry_document"),
            models.Index(fields=["fund", "-on", "-number"], name="entry_fund_on"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["period", "number"], name="entry_number_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="entry_number_begins_with_one"),
            models.CheckConstraint(condition=~Q(words=""), name="entry_says_what"),
            models.CheckConstraint(condition=Q(size__gte=2), name="entry_has_two_sides"),
            models.CheckConstraint(condition=~Q(document_kind=""), name="entry_rests_on_a_document"),
            models.CheckConstraint(
                condition=Q(kind="reverse", reverses__isnull=False, why__isnull=False)
                | (~Q(kind="reverse") & Q(reverses=None, why=None)),
                name="entry_reversal_names_what_and_why",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.on:%Y-%m} 第{self.number}号"


class Line(models.Model):
    """A sum on one account of one balance; debit positive."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="lines")
    balance = models.ForeignKey(Balance, models.PROTECT, related_name="lines")
    account = models.CharField("科目", max_length=10, choices=Account)
    fen = models.BigIntegerField("金额（分）")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(fen=0), name="line_moves_something"),
            models.CheckConstraint(
                condition=Q(account__in=Account.values), name="line_on_a_known_account"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.fen}"

    @property
    def debit(self) -> int | None:
        return self.fen if self.fen > 0 else None

    @property
    def credit(self) -> int | None:
        return -self.fen if self.fen < 0 else None
