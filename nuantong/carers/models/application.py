"""An application 申请 to become a carer: entered, checked by the township, decided by the district."""

from typing import Any, Final, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.core.fields import BlindIndexField, EncryptedTextField
from nuantong.people.models import Carer
from nuantong.people.visibility import InPlaceQuerySet
from nuantong.regions.models import Region


class ApplicationQuerySet(InPlaceQuerySet):
    def visible_to(self, reader: Reader, to: Permission = Permission.PROPOSE_CARERS) -> Self:
        return super().visible_to(reader, to)

    def open(self) -> Self:
        return self.filter(state__in=OPEN)


class Application(models.Model):
    """One person is in one open application, and becomes a carer once (her ID, blindly indexed).

    Whoever checked it does not approve it. Decided is decided: the database keeps the last state.
    What was not approved is erased half a year later but for its days and its outcome.
    """

    class State(models.TextChoices):
        SUBMITTED = "submitted", "待乡镇（街道）核实"
        CHECKED = "checked", "待区县批准"
        APPROVED = "approved", "已批准"
        REFUSED = "refused", "未批准"
        WITHDRAWN = "withdrawn", "已撤回"

    key = models.UUIDField(unique=True, editable=False)
    state = models.CharField("状态", max_length=10, choices=State, default=State.SUBMITTED)
    version = models.PositiveIntegerField(default=1)
    name = models.CharField("姓名", max_length=40)
    pinyin = models.CharField(max_length=160, editable=False)
    sex = models.CharField("性别", max_length=1, blank=True)
    id_number = EncryptedTextField("身份证号")
    id_index = BlindIndexField()
    phone = EncryptedTextField("手机")
    place = models.ForeignKey(Region, models.PROTECT, verbose_name="所在村（社区）")
    post = models.CharField("职务", max_length=40, blank=True)
    skills = ArrayField(
        models.CharField(max_length=12, choices=Carer.Skill), default=list, verbose_name="特长"
    )
    languages = ArrayField(
        models.CharField(max_length=12, choices=Carer.Language), default=list, verbose_name="语言"
    )
    availability = ArrayField(
        models.CharField(max_length=12, choices=Carer.Time), default=list,
        verbose_name="方便的时间",
    )  # fmt: skip
    hours = models.PositiveSmallIntegerField("每周可用小时", null=True)
    capacity = models.PositiveSmallIntegerField("可结对户数", default=1)
    why = EncryptedTextField("为什么愿意做爱心妈妈")
    applied_on = models.DateField("申请日期")
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    entered_by_name = models.CharField("录入人", max_length=60)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField("决定日期", null=True)
    reason = EncryptedTextField("原因")
    erased_on = models.DateField("个人信息删除日期", null=True)
    carer = models.OneToOneField(Carer, models.PROTECT, null=True, related_name="application")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-applied_on", "-pk"]
        indexes = [models.Index(fields=["place", "state"], name="application_place_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["id_index"], condition=Q(state__in=["submitted", "checked"]),
                name="application_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state="approved", carer__isnull=False)
                | (~Q(state="approved") & Q(carer=None)),
                name="application_approved_is_a_carer",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["submitted", "checked"], decided_on=None)
                | Q(state__in=["approved", "refused", "withdrawn"], decided_on__isnull=False),
                name="application_decided_with_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "withdrawn"]) | Q(reason__isnull=False),
                name="application_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["checked", "approved"]) | Q(checked_by__isnull=False),
                name="application_checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("checked_by"))),
                name="application_four_eyes",
            ),
            models.CheckConstraint(
                condition=(
                    ~Q(name="")
                    & Q(erased_on=None, id_number__isnull=False, id_index__isnull=False)
                )
                | Q(
                    erased_on__isnull=False, state__in=["refused", "withdrawn"], name="", pinyin="",
                    id_number=None, id_index=None, phone=None, why=None, skills=[], languages=[],
                    availability=[],
                ),
                name="application_says_who_or_is_erased",
            ),
            models.CheckConstraint(
                condition=Q(capacity__lte=20) & (Q(hours=None) | Q(hours__lte=60)),
                name="application_offers_what_can_be",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.key)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


OPEN: Final = (Application.State.SUBMITTED, Application.State.CHECKED)


class ApplicationStep(models.Model):
    """What was done to an application; rows are only added."""

    class Kind(models.TextChoices):
        ENTERED = "entered", "提出申请"
        CHECKED = "checked", "核实通过"
        APPROVED = "approved", "批准"
        REFUSED = "refused", "不批准"
        WITHDRAWN = "withdrawn", "撤回"

    application = models.ForeignKey(Application, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    words = EncryptedTextField()

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.kind
