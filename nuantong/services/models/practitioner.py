"""Counsellors and facilitators of service organisations, and what is checked of each of them."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.people.models.carer import check_began, check_expires
from nuantong.people.models.vetting import CheckRow, Entered
from nuantong.regions.models import Region
from nuantong.services.models.provider import Provider


class PractitionerQuerySet(models.QuerySet["Practitioner"]):
    def visible_to(self, reader: Reader, to: Permission = Permission.SEE_SERVICES) -> Self:
        """Whoever works in a place of the reader, or in the whole city."""
        places = reader.places(to)
        if places is None:
            return self
        above = {a for region in reader.regions(to) for a in reader.tree.ancestors(region)}
        return self.filter(district__id__any_of=sorted(above | set(places)))

    def fit(self, on: dt.date) -> Self:
        """Those of whom nothing is missing on a day (see Practitioner.lacks)."""
        return self.filter(
            Q(left_on=None) | Q(left_on__gt=on),
            Q(valid_until=None) | Q(valid_until__gte=on),
            since__lte=on, pledged_on__lte=on, checked_on__gt=check_began(on),
            checked_on__lte=on,
        )  # fmt: skip


class Practitioner(models.Model):
    """A person who works with children for a provider.

    The national certificate of counsellors ended in 2017: which qualification, its number and how
    long it is valid are kept, none is preferred. `checked_on` and `pledged_on` are kept true by the
    database, by the rows of checks and pledges.
    """

    class Qualification(models.TextChoices):
        COUNSELLOR_2 = "counsellor2", "心理咨询师二级（原国家职业资格）"
        COUNSELLOR_3 = "counsellor3", "心理咨询师三级（原国家职业资格）"
        THERAPIST = "therapist", "心理治疗师（卫生健康部门）"
        REGISTERED = "registered", "中国心理学会注册系统"
        TRAINED = "trained", "中科院心理所基础培训合格"
        TEACHER = "teacher", "心理健康教师"
        SOCIAL_WORKER = "social", "社会工作师"

    user = models.OneToOneField(User, models.PROTECT, related_name="practitioner")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="practitioners")
    version = models.PositiveIntegerField(default=1)
    qualification = models.CharField("资质", max_length=12, choices=Qualification)
    qualification_number = models.CharField("证书编号", max_length=40)
    valid_until = models.DateField("证书有效期至", null=True, help_text="长期有效的不填。")
    district = models.ForeignKey(Region, models.PROTECT, verbose_name="常驻区县")
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True)
    latitude = models.DecimalField("纬度", max_digits=8, decimal_places=6, null=True)
    capacity = models.PositiveSmallIntegerField("可同时承担的个案", default=10)
    since = models.DateField("从哪天起")
    left_on = models.DateField("离开日期", null=True)
    checked_on = models.DateField("背景查询日期", null=True, editable=False)
    pledged_on = models.DateField("承诺书签署日期", null=True, editable=False)

    objects = PractitionerQuerySet.as_manager()

    class Meta:
        ordering = ["user__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["qualification", "qualification_number"], name="practitioner_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(qualification_number=""), name="practitioner_says_her_qualification"
            ),
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None)
                | Q(longitude__range=(73, 136), latitude__range=(3, 54)),
                name="practitioner_lives_in_china",
            ),
            models.CheckConstraint(
                condition=Q(capacity__lte=60), name="practitioner_capacity_is_sane"
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gt=F("since")),
                name="practitioner_leaves_after_she_came",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.user.name

    def lacks(self, on: dt.date) -> list[str]:
        """Why she may not work with a child on a day, in words; nothing when she may.

        未成年人保护法 §62: the check is made when hired and every year again; §11: who works with
        minors reports danger.
        """
        found = []
        if on < self.since or (self.left_on is not None and on >= self.left_on):
            found.append("这一天不在岗")
        if self.checked_on is None or self.checked_on > on:
            found.append("没有背景查询，或查询有不良记录")
        elif on >= check_expires(self.checked_on):
            found.append(f"背景查询已于{check_expires(self.checked_on):%Y年%-m月%-d日}到期")
        if self.pledged_on is None or self.pledged_on > on:
            found.append("没有签强制报告承诺书")
        if self.valid_until is not None and self.valid_until < on:
            found.append(f"资质证书只到{self.valid_until:%Y年%-m月%-d日}")
        return found


class PractitionerCheck(CheckRow):
    practitioner = models.ForeignKey(Practitioner, models.CASCADE, related_name="checks")

    class Meta(CheckRow.Meta):
        constraints = [
            *CheckRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["practitioner", "on", "result"], condition=Q(voided_at=None),
                name="practitionercheck_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.practitioner_id} {self.on}"


class PractitionerPledge(Entered):
    """强制报告承诺书, signed by herself."""

    practitioner = models.ForeignKey(Practitioner, models.CASCADE, related_name="pledges")
    on = models.DateField("签署日期")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["practitioner", "on"], name="practitionerpledge_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practitioner_id} {self.on}"
