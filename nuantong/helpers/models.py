"""Helpers 帮扶力量 (the N of 1+1+N), what is checked of them, and which child each of them serves."""

import datetime as dt
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.fields import BlindIndexField, EncryptedTextField
from nuantong.helpers.closeness import Closeness
from nuantong.people.models import Child, Need
from nuantong.people.models.carer import WARNING_DAYS, check_began, check_expires
from nuantong.people.models.vetting import CheckRow, Entered
from nuantong.people.visibility import OfChildQuerySet
from nuantong.regions.models import Region


class HelperQuerySet(models.QuerySet["Helper"]):
    def visible_to(self, reader: Reader, to: Permission = Permission.SEE_HELPERS) -> Self:
        """Whoever serves a place of the reader, or a larger one that holds it."""
        places = reader.places(to)
        if places is None:
            return self
        above = {a for region in reader.regions(to) for a in reader.tree.ancestors(region)}
        return self.filter(place__id__any_of=sorted(above | set(places)))


class Helper(models.Model):
    """A person or a unit with somebody to speak to. Serves everywhere in `place`, while it offers.

    `checked_on` and `pledged_on` are kept true by the database, by the rows of checks and pledges.
    """

    class Kind(models.TextChoices):
        TEACHER = "teacher", "教师"
        DOCTOR = "doctor", "医生护士"
        STUDENT = "student", "大学生志愿者"
        FAMILY = "family", "爱心家庭"
        COMPANY = "company", "爱心企业"
        UNIT = "unit", "机关单位"
        OTHER = "other", "其他"

    class Status(models.TextChoices):
        ACTIVE = "active", "在册"
        LEFT = "left", "已退出"

    key = models.UUIDField(unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField("种类", max_length=8, choices=Kind)
    name = models.CharField("姓名或名称", max_length=60)
    pinyin = models.CharField(max_length=160, editable=False)
    contact = models.CharField("联系人", max_length=40, blank=True)
    phone = EncryptedTextField("电话")
    id_number = EncryptedTextField("身份证号")
    id_index = BlindIndexField()
    place = models.ForeignKey(Region, models.PROTECT, verbose_name="服务范围")
    offers = ArrayField(
        models.CharField(max_length=12, choices=Need.Kind), default=list, verbose_name="能帮什么"
    )
    closeness = models.CharField("与孩子的接触", max_length=8, choices=Closeness)
    capacity = models.PositiveSmallIntegerField("同时帮几名孩子", default=1)
    since = models.DateField("从哪天起")
    until = models.DateField("到哪天止", null=True, help_text="这一天起不再帮扶。")
    checked_on = models.DateField("背景查询日期", null=True, editable=False)
    pledged_on = models.DateField("承诺书签署日期", null=True, editable=False)
    status = models.CharField("状态", max_length=8, choices=Status, default=Status.ACTIVE)
    remark = EncryptedTextField("备注")

    objects = HelperQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["place", "status"], name="helper_place_status")]
        constraints = [
            models.UniqueConstraint(fields=["id_index"], name="helper_id_once"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(offers=[]) & Q(phone__isnull=False),
                name="helper_says_who_and_what",
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1, capacity__lte=500), name="helper_capacity_is_sane"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="helper_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["company", "unit"]) | ~Q(contact=""),
                name="helper_unit_has_a_contact",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def checked(self, on: dt.date) -> bool:
        """未成年人保护法 §62, as for a carer."""
        return self.checked_on is not None and self.checked_on <= on < check_expires(
            self.checked_on
        )


class HelperCheck(CheckRow):
    helper = models.ForeignKey(Helper, models.CASCADE, related_name="checks")

    class Meta(CheckRow.Meta):
        constraints = [
            *CheckRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["helper", "on", "result"], condition=Q(voided_at=None),
                name="helpercheck_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.helper_id} {self.on}"


class HelperPledge(Entered):
    """强制报告承诺书, signed by the helper or by whoever speaks for the unit."""

    helper = models.ForeignKey(Helper, models.CASCADE, related_name="pledges")
    on = models.DateField("签署日期")
    signed_by = models.CharField("签署人", max_length=60)

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["helper", "on"], name="helperpledge_once_a_day"),
            models.CheckConstraint(condition=~Q(signed_by=""), name="helperpledge_is_signed"),
        ]

    def __str__(self) -> str:
        return f"{self.helper_id} {self.on}"


class Service(models.Model):
    """What a helper was asked to do for a child, what she answered, and what was given.

    The database lets nobody serve a child alone without a check in date (trigger).
    """

    class State(models.TextChoices):
        ASKED = "asked", "等待答复"
        ACCEPTED = "accepted", "正在帮扶"
        DECLINED = "declined", "不能帮"
        ENDED = "ended", "已结束"

    key = models.UUIDField(unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    child = models.ForeignKey(Child, models.PROTECT, related_name="services")
    helper = models.ForeignKey(Helper, models.PROTECT, related_name="services")
    need = models.ForeignKey(Need, models.PROTECT, null=True, related_name="services")
    kind = models.CharField("内容", max_length=12, choices=Need.Kind)
    closeness = models.CharField("方式", max_length=8, choices=Closeness)
    start = models.DateField("从哪天起")
    until = models.DateField("到哪天止", null=True)
    state = models.CharField("状态", max_length=8, choices=State, default=State.ASKED)
    asked_on = models.DateField("邀请日期")
    asked_by = models.CharField("邀请人", max_length=60)
    answered_on = models.DateField("答复日期", null=True)
    answer = EncryptedTextField("答复")
    ended_on = models.DateField("结束日期", null=True)
    given = EncryptedTextField("帮扶情况")

    objects = OfChildQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["need"], condition=Q(state__in=["asked", "accepted"]),
                name="service_one_for_a_need",
            ),
            models.UniqueConstraint(
                fields=["helper", "child", "kind"], condition=Q(state__in=["asked", "accepted"]),
                name="service_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("start")), name="service_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_on=None) | ~Q(state="asked"),
                name="service_asked_is_unanswered",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | Q(answer__isnull=False, answered_on__isnull=False),
                name="service_declined_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_on__isnull=False, given__isnull=False)
                | (~Q(state="ended") & Q(ended_on=None)),
                name="service_ended_with_what_was_given",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.key)


def due(on: dt.date) -> HelperQuerySet:
    """Helpers who are alone with children, or offer it, whose check is over or ends in sixty days."""
    began = check_began(on + dt.timedelta(days=WARNING_DAYS))
    alone = Service.objects.filter(state="accepted", closeness=Closeness.ALONE)
    found: HelperQuerySet = Helper.objects.filter(
        Q(closeness=Closeness.ALONE) | Q(pk__in=alone.values("helper")),
        status=Helper.Status.ACTIVE,
    ).exclude(checked_on__gt=began)  # fmt: skip
    return found


class TeacherPhoneField(EncryptedTextField):
    """Sealed as the child's own column, from where the database moves it."""

    @property
    def label(self) -> str:
        return "people.child.teacher_phone"


class PastTeacher(models.Model):
    """Who was the child's class teacher before: a row for every change, by trigger."""

    child = models.ForeignKey(Child, models.CASCADE, related_name="past_teachers")
    name = models.CharField("班主任", max_length=40)
    school = models.CharField("学校", max_length=80, blank=True)
    phone = TeacherPhoneField("电话")
    changed_at = models.DateTimeField()

    objects: "models.Manager[Any]" = OfChildQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return self.name
