"""A carer 爱心妈妈: most often a cadre of the village's women's federation."""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value

from nuantong.accounts.models import User
from nuantong.core.fields import BlindIndexField, EncryptedTextField
from nuantong.people.models.names import found_by_name
from nuantong.people.visibility import InPlaceQuerySet
from nuantong.regions.models import Region

NOTHING = Value([], output_field=ArrayField(models.CharField(max_length=12)))
MOST_HOURS = 60
"""Of a week: a volunteer who says more has written something else."""
WARNING_DAYS = 60
"""How long before its end a background check is warned of: time to ask the police again."""


class Carer(models.Model):
    class Status(models.TextChoices):
        ACTIVE = "active", "在岗"
        LEFT = "left", "已退出"

    class Skill(models.TextChoices):
        PSYCHOLOGY = "psychology", "心理"
        EDUCATION = "education", "教育"
        MEDICAL = "medical", "医护"
        LAW = "law", "法律"
        OTHER = "other", "其他"

    class Language(models.TextChoices):
        """Besides Mandarin and the dialect of her place, which go without saying."""

        SIGN = "sign", "手语"
        TUJIA = "tujia", "土家语"
        MIAO = "miao", "苗语"
        YI = "yi", "彝语"
        TIBETAN = "tibetan", "藏语"
        ELSEWHERE = "elsewhere", "外地方言"
        FOREIGN = "foreign", "外语"

    class Time(models.TextChoices):
        WEEKDAY = "weekday", "工作日白天"
        EVENING = "evening", "工作日晚上"
        WEEKEND = "weekend", "周末"
        HOLIDAY = "holiday", "寒暑假"

    user = models.OneToOneField(User, models.PROTECT, null=True, blank=True, related_name="carer")
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    name = models.CharField("姓名", max_length=40)
    pinyin = models.CharField(max_length=160, editable=False)
    sex = models.CharField("性别", max_length=1, blank=True)
    id_number = EncryptedTextField("身份证号")
    id_index = BlindIndexField()
    phone = EncryptedTextField("手机")
    phone_index = BlindIndexField()
    place = models.ForeignKey(Region, models.PROTECT, null=True, verbose_name="所在村（社区）")
    post = models.CharField("职务", max_length=40, blank=True)
    skills = ArrayField(
        models.CharField(max_length=12, choices=Skill),
        default=list,
        blank=True,
        verbose_name="特长",
    )
    languages = ArrayField(
        models.CharField(max_length=12, choices=Language),
        default=list,
        db_default=NOTHING,
        blank=True,
        verbose_name="语言",
    )
    availability = ArrayField(
        models.CharField(max_length=12, choices=Time),
        default=list,
        db_default=NOTHING,
        blank=True,
        verbose_name="方便的时间",
    )
    hours = models.PositiveSmallIntegerField("每周可用小时", null=True, blank=True)
    capacity = models.PositiveSmallIntegerField("可结对户数", default=1)
    background_checked_on = models.DateField("背景查询日期", null=True, blank=True)
    status = models.CharField("状态", max_length=8, choices=Status, default=Status.ACTIVE)
    remark = EncryptedTextField("备注")

    objects = InPlaceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["place"], name="carer_place"),
            models.Index(fields=["phone_index"], name="carer_phone_index"),
            *found_by_name("carer"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["id_index"], name="carer_id_once", nulls_distinct=True,
                violation_error_message="该身份证号已登记在另一位爱心妈妈名下。",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="carer_has_a_name"),
            models.CheckConstraint(condition=Q(capacity__lte=20), name="carer_capacity_is_sane"),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours__lte=60), name="carer_hours_are_of_a_week"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def checked(self, on: dt.date) -> bool:
        """未成年人保护法 §62: the background check is made when hired and every year again."""
        day = self.background_checked_on
        return day is not None and day <= on < check_expires(day)


def check_expires(day: dt.date) -> dt.date:
    """The day a background check of `day` is no longer in date."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return dt.date(day.year + 1, 3, 1)


def check_began(day: dt.date) -> dt.date:
    """A check made after this day is still in date on `day`."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return dt.date(day.year - 1, 2, 28)
