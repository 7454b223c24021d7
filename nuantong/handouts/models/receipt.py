"""The receipt 签收: that a child got it, from whom, how it is proved, and that it came back."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from nuantong.accounts.models import User
from nuantong.core.crypto import decrypt_bytes, encrypt_bytes
from nuantong.core.fields import EncryptedTextField
from nuantong.core.photos import Photo as Picture
from nuantong.handouts.models.bank import BankRow
from nuantong.handouts.models.batch import Batch
from nuantong.handouts.models.slip import Slip
from nuantong.regions.models import Region


class Written(models.Model):
    """A row that says when it was written and by whom."""

    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    by_name = models.CharField("登记人", max_length=60)

    class Meta:
        abstract = True


class Sheet(Written):
    """A paper list with signatures, photographed or scanned; the picture is sealed with its key."""

    key = models.UUIDField(unique=True, editable=False)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="sheets")
    place = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12)
    sealed = models.BinaryField()

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def picture(self) -> Picture:
        return Picture(self.kind, decrypt_bytes(bytes(self.sealed), f"handouts.sheet:{self.key}"))

    def seal(self, picture: Picture) -> None:
        self.kind = picture.kind
        self.sealed = encrypt_bytes(picture.data, f"handouts.sheet:{self.key}")


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def standing(self) -> Self:
        """What was not taken back."""
        return self.filter(ended_on=None)

    def helped(self) -> Any:
        """Who got what and when: rows of child, purpose and day (cohorts.helped)."""
        rows = self.standing().annotate(child=F("slip__child"), purpose=F("slip__batch__purpose"))
        return rows.order_by().values("child", "purpose", "on")


class Receipt(Written):
    """One standing receipt a slip, that is, a batch and child. Never altered; `ended_on` is filled
    once, by the row that takes it back (trigger)."""

    class How(models.TextChoices):
        SIGNED = "signed", "监护人手机签名"
        PAPER = "paper", "纸质名单签字"
        WITNESSED = "witnessed", "爱心妈妈和见证人"
        BANK = "bank", "银行入账"

    key = models.UUIDField(unique=True, editable=False)
    slip = models.ForeignKey(Slip, models.PROTECT, related_name="receipts", db_index=False)
    how = models.CharField("签收方式", max_length=10, choices=How)
    on = models.DateField("签收日期")
    size = models.CharField("尺码", max_length=8, blank=True)
    fen = models.BigIntegerField("金额（分）", null=True)
    signer = models.CharField("签收人", max_length=40, blank=True)
    witness = models.CharField("见证人", max_length=40, blank=True)
    sealed = models.BinaryField(null=True)
    sheet = models.ForeignKey(Sheet, models.PROTECT, null=True, related_name="receipts")
    row = models.OneToOneField(BankRow, models.PROTECT, null=True, related_name="receipt")
    ended_on = models.DateField("退回日期", null=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["slip"], name="receipt_of_slip"),
            models.Index(fields=["on"], name="receipt_on"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["slip"], condition=Q(ended_on=None), name="receipt_once_a_slip"
            ),
            models.CheckConstraint(
                condition=(Q(how="signed", sealed__isnull=False, sheet=None, row=None) & ~Q(signer=""))
                | Q(how="paper", sheet__isnull=False, sealed=None, row=None)
                | (Q(how="witnessed", sealed=None, sheet=None, row=None) & ~Q(witness=""))
                | Q(how="bank", row__isnull=False, sealed=None, sheet=None),
                name="receipt_is_proved",
            ),
            models.CheckConstraint(
                condition=~Q(witness=F("by_name")) | Q(witness=""), name="receipt_has_a_second_name"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("on")), name="receipt_ends_after_it_began"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.key)

    @property
    def signature(self) -> str:
        """The strokes of the signature; '' when there is none."""
        return decrypt_bytes(bytes(self.sealed), self.about).decode() if self.sealed else ""

    def seal(self, strokes: str) -> None:
        self.sealed = encrypt_bytes(strokes.encode(), self.about)

    @property
    def about(self) -> str:
        return f"handouts.receipt.sealed:{self.key}"


class TakenBack(Written):
    """A receipt was taken back: why, and whether she is to get another one."""

    class Why(models.TextChoices):
        WRONG_SIZE = "wrong_size", "尺码不合，换一件"
        BROKEN = "broken", "有破损，换一件"
        GIVEN_BACK = "given_back", "家里退回，不再领"
        MISTAKE = "mistake", "登记错了，实际没有领"

    AGAIN = (Why.WRONG_SIZE, Why.BROKEN, Why.MISTAKE)

    key = models.UUIDField(unique=True, editable=False)
    receipt = models.OneToOneField(Receipt, models.PROTECT, related_name="taken_back")
    why = models.CharField("原因", max_length=12, choices=Why)
    words = EncryptedTextField("说明")
    on = models.DateField("退回日期")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(why__in=["wrong_size", "broken", "given_back", "mistake"]),
                name="takenback_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.why
