"""What shows that a milestone was reached, who accepted it, and what is therefore to be paid."""

from typing import Any

from django.db import models
from django.db.models import Q

from nuantong.core.crypto import decrypt_bytes, encrypt_bytes
from nuantong.core.fields import EncryptedTextField
from nuantong.people.models.vetting import Entered
from nuantong.services.models.contract import Area, Milestone


class Evidence(Entered):
    """Words or a file that shows what was done, for one area or, without one, for the buyer.
    Rows are added and never altered."""

    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="evidence")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="evidence")
    key = models.UUIDField(unique=True, editable=False)
    words = EncryptedTextField("情况说明")
    file_name = EncryptedTextField("文件名")
    kind = models.CharField(max_length=20, blank=True)
    sealed = models.BinaryField(null=True)

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["entered_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(words__isnull=False) | Q(sealed__isnull=False, file_name__isnull=False),
                name="evidence_shows_something",
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def content(self) -> bytes:
        assert self.sealed is not None
        return decrypt_bytes(bytes(self.sealed), self._about)

    def seal(self, data: bytes, kind: str) -> None:
        self.kind, self.sealed = kind, encrypt_bytes(data, self._about)

    @property
    def _about(self) -> str:
        return f"services.evidence.sealed:{self.key}"


class Acceptance(Entered):
    """An area's or the buyer's word on a milestone. Written once; an acceptance may be taken back
    until the payment is due (triggers). Without evidence nothing is accepted."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", "验收通过"
        RETURNED = "returned", "退回整改"

    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="acceptances")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="acceptances")
    verdict = models.CharField("意见", max_length=8, choices=Verdict)
    on = models.DateField("验收日期")
    words = EncryptedTextField("验收意见")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=60, blank=True)
    withdrawn_why = EncryptedTextField("撤回原因")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone", "area"], nulls_distinct=False,
                condition=Q(verdict="accepted", withdrawn_at=None), name="acceptance_once",
            ),
            models.CheckConstraint(
                condition=Q(verdict="accepted") | Q(verdict="returned", words__isnull=False),
                name="acceptance_returned_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by="", withdrawn_why=None)
                | (Q(withdrawn_at__isnull=False, withdrawn_why__isnull=False) & ~Q(withdrawn_by="")),
                name="acceptance_withdrawn_by_somebody",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.milestone_id} {self.verdict}"


class PaymentDue(models.Model):
    """What is to be paid for an accepted milestone: its money, once (trigger), and when it was."""

    milestone = models.OneToOneField(Milestone, models.PROTECT, related_name="payment")
    fen = models.BigIntegerField("金额（分）")
    due_on = models.DateField("应付日期")
    raised_at = models.DateTimeField()
    paid_on = models.DateField("支付日期", null=True)
    paid_by = models.CharField("支付登记人", max_length=60, blank=True)
    voucher = models.CharField("支付凭证号", max_length=40, blank=True)

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(paid_on=None, paid_by="", voucher="")
                | (Q(paid_on__isnull=False) & ~Q(paid_by="") & ~Q(voucher="")),
                name="paymentdue_paid_with_a_voucher",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id} {self.fen}"
