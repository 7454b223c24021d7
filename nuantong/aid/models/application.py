"""An application, what was done with it step by step, its papers, and who gets the money."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.aid.models.scheme import PaperKind, Scheme
from nuantong.books.models import Balance
from nuantong.consents.models import Consent
from nuantong.core.crypto import decrypt_bytes, encrypt_bytes
from nuantong.core.fields import EncryptedListField, EncryptedTextField
from nuantong.people.models import Child
from nuantong.people.models.vetting import Entered
from nuantong.people.visibility import OfChildQuerySet


class State(models.TextChoices):
    """Where it stands: kept by the database from the steps (trigger aid_step_in_its_turn)."""

    NEW = "new", "填写中"
    TOWNSHIP = "township", "等待乡镇（街道）意见"
    DISTRICT = "district", "等待区县意见"
    CITY = "city", "等待市妇联审定"
    GRANTED = "granted", "已同意，等待拨付"
    PAID = "paid", "已拨付，等待回访"
    CLOSED = "closed", "已办结"
    REFUSED = "refused", "不予救助"
    APPEALED = "appealed", "正在复核"
    UPHELD = "upheld", "复核维持，不予救助"
    WITHDRAWN = "withdrawn", "已撤回"


WAITING = (State.TOWNSHIP, State.DISTRICT, State.CITY, State.APPEALED)
OVER = (State.CLOSED, State.REFUSED, State.UPHELD, State.WITHDRAWN)
IN_VAIN = (State.REFUSED, State.UPHELD, State.WITHDRAWN)


class ApplicationQuerySet(OfChildQuerySet):
    def visible_to(self, reader: Reader, to: Permission = Permission.SEE_AID) -> Self:
        return super().visible_to(reader, to)


class Application(Entered):
    """What is asked for a child, by her carer or an officer for the guardian, on a consent.

    Nothing of it is altered; its state follows from its steps. In vain apart, a child has one
    application in a scheme and year.
    """

    class For(models.TextChoices):
        GUARDIAN = "guardian", "监护人"
        CARER = "carer", "爱心妈妈代为提出"
        INSTITUTION = "institution", "养育机构"

    key = models.UUIDField(unique=True, editable=False)
    child = models.ForeignKey(
        Child, models.PROTECT, related_name="aid_applications", db_index=False
    )
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="applications")
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    applied_on = models.DateField("申请日期")
    applied_for = models.CharField("谁提出的", max_length=12, choices=For)
    need = EncryptedTextField("困难情况", null=False)
    asked_fen = models.BigIntegerField("申请金额（分）")
    state = models.CharField("状态", max_length=12, choices=State, default=State.NEW)
    due_on = models.DateField("办理期限", null=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-applied_on", "-pk"]
        indexes = [
            models.Index(fields=["child", "-applied_on"], name="aid_of_child"),
            models.Index(fields=["state", "due_on"], name="aid_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "scheme", "year"], condition=~Q(state__in=IN_VAIN),
                name="application_once_a_year",
            ),
            models.CheckConstraint(condition=Q(asked_fen__gt=0), name="application_asks_something"),
            models.CheckConstraint(
                condition=Q(year=models.F("applied_on__year")), name="application_of_its_year"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """How it is called where the child is not named: 救2018-00012."""
        return f"救{self.year}-{self.pk:05d}"

    @property
    def is_over(self) -> bool:
        return self.state in OVER


class Step(models.Model):
    """What happened to an application, in its turn and by whoever may (trigger); append-only."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", "提出申请"
        CHECKED = "checked", "核对条件"
        VISITED = "visited", "入户核实"
        TOWNSHIP = "township", "乡镇（街道）意见"
        DISTRICT = "district", "区县意见"
        GRANTED = "granted", "同意救助"
        REFUSED = "refused", "不予救助"
        PAID = "paid", "已拨付"
        FOLLOWED = "followed", "回访"
        APPEALED = "appealed", "申请复核"
        REGRANTED = "regranted", "复核改为同意"
        UPHELD = "upheld", "复核维持原决定"
        WITHDRAWN = "withdrawn", "撤回申请"
        LATE = "late", "超过期限，已告知上一级"

    class Verdict(models.TextChoices):
        AGREE = "agree", "同意"
        DISAGREE = "disagree", "不同意"

    application = models.ForeignKey(Application, models.PROTECT, related_name="steps")
    key = models.UUIDField(unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    on = models.DateField("日期")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("办理人", max_length=60)
    verdict = models.CharField("意见", max_length=8, choices=Verdict, blank=True, default="")
    words = EncryptedTextField("说明")
    findings = EncryptedListField("核对结果")
    fen = models.BigIntegerField("金额（分）", null=True)
    source = models.ForeignKey(
        Balance, models.PROTECT, null=True, related_name="+", verbose_name="资金"
    )
    voucher = models.CharField("支付凭证号", max_length=40, blank=True, default="")
    round = models.CharField(max_length=24, blank=True, default="")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(by_name=""), name="step_by_somebody"),
            models.CheckConstraint(
                condition=Q(kind__in=["township", "district"]) & ~Q(verdict="")
                | ~Q(kind__in=["township", "district"]) & Q(verdict=""),
                name="step_opinion_has_a_verdict",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["granted", "regranted", "paid"], fen__gt=0)
                | ~Q(kind__in=["granted", "regranted", "paid"]) & Q(fen=None),
                name="step_of_money_says_how_much",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["granted", "regranted"], source__isnull=False)
                | ~Q(kind__in=["granted", "regranted"]) & Q(source=None),
                name="step_grants_from_a_fund",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["visited", "refused", "appealed", "upheld", "withdrawn", "followed"])
                & ~Q(verdict="disagree")
                | Q(words__isnull=False),
                name="step_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(kind="paid") | ~Q(voucher=""), name="step_paid_with_a_voucher"
            ),
            models.UniqueConstraint(
                fields=["application", "round"], condition=Q(kind="late"), name="step_late_once"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.kind

    @property
    def amount(self) -> int:
        return self.fen or 0


class Paper(Entered):
    """A document of an application, sealed with its key. It is added, and erased when the consent
    is taken back before money was promised; never altered (trigger)."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="papers")
    key = models.UUIDField(unique=True, editable=False)
    what = models.CharField("材料", max_length=12, choices=PaperKind)
    file_name = EncryptedTextField("文件名")
    kind = models.CharField(max_length=20)
    sealed = models.BinaryField(null=True)

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["entered_at", "pk"]

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
        return f"aid.paper.sealed:{self.key}"


class Payee(Entered):
    """To whom the money goes. Rows are added; the newest counts."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="payees")
    name = EncryptedTextField("收款人", null=False)
    bank = EncryptedTextField("开户银行")
    account = EncryptedTextField("银行卡号")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["-entered_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.application_id}"
