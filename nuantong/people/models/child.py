"""A child on the register, the household, and where the child lived."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from nuantong.access.models import Grant, span
from nuantong.accounts.models import User
from nuantong.core.fields import BlindIndexField, EncryptedTextField
from nuantong.people.models.carer import NOTHING, Carer
from nuantong.people.models.names import found_by_name
from nuantong.people.visibility import ChildQuerySet, InPlaceQuerySet, OfChildQuerySet
from nuantong.regions.models import Organisation, Region


class NextChildNumber(Func):
    """T and seven digits from a sequence: says nothing about the child."""

    template = "('T' || lpad(nextval('people_child_number')::text, 7, '0'))"
    arity = 0


class Household(models.Model):
    """Children who live together; pairing never parts them."""

    place = models.ForeignKey(Region, models.PROTECT, null=True)

    objects = InPlaceQuerySet.as_manager()


class Child(models.Model):
    class Sex(models.TextChoices):
        BOY = "1", "男"
        GIRL = "2", "女"
        UNKNOWN = "0", "未知"

    class IdStatus(models.TextChoices):
        VALID = "valid", "有效"
        WRONG = "wrong", "有误，待核实"
        RUINED = "ruined", "被表格软件损坏，待补录"
        SHARED = "shared", "与他人重复，待核实"
        MISSING = "missing", "无证件"

    class Setting(models.TextChoices):
        SCATTERED = "scattered", "散居"
        INSTITUTION = "institution", "机构"

    class Stage(models.TextChoices):
        PRESCHOOL = "preschool", "学龄前"
        KINDERGARTEN = "kindergarten", "幼儿园"
        PRIMARY = "primary", "小学"
        JUNIOR = "junior", "初中"
        SENIOR = "senior", "高中"
        VOCATIONAL = "vocational", "中职"
        COLLEGE = "college", "大专及以上"
        DROPPED_OUT = "dropped_out", "辍学"
        NOT_IN_SCHOOL = "not_in_school", "不在学"
        UNKNOWN = "", "未采集"

    class Health(models.TextChoices):
        HEALTHY = "healthy", "健康"
        WEAK = "weak", "一般或较弱"
        CHRONIC = "chronic", "慢性病"
        SEVERE = "severe", "重病"
        DISABLED = "disabled", "残疾"
        OTHER = "other", "其他"
        UNKNOWN = "", "未采集"

    class Status(models.TextChoices):
        ON_REGISTER = "on_register", "在册"
        LEFT = "left", "已退出"

    number = models.CharField(
        "儿童编号",
        max_length=12,
        editable=False,
        db_default=NextChildNumber(),
    )
    key = models.UUIDField(null=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    status = models.CharField("在册状态", max_length=12, choices=Status, default=Status.ON_REGISTER)
    registered_on = models.DateField("登记日期")
    left_on = models.DateField("退出日期", null=True, blank=True)
    left_reason = models.CharField("退出原因", max_length=60, blank=True)

    name = models.CharField("姓名", max_length=40)
    pinyin = models.CharField(max_length=160, editable=False, help_text="initials, then the whole")
    sex = models.CharField("性别", max_length=1, choices=Sex, default=Sex.UNKNOWN)
    birth_date = models.DateField("出生日期", null=True, blank=True)
    birth_written = models.DateField(
        "名册另写的出生日期", null=True, editable=False, help_text="not read off the ID number"
    )
    ethnicity = models.CharField("民族", max_length=20, blank=True)
    languages = ArrayField(
        models.CharField(max_length=12, choices=Carer.Language), default=list, db_default=NOTHING,
        blank=True, verbose_name="语言",
    )  # fmt: skip
    id_number = EncryptedTextField("身份证号")
    id_index = BlindIndexField()
    id_status = models.CharField("证件状态", max_length=8, choices=IdStatus)

    household = models.ForeignKey(Household, models.PROTECT, related_name="children")
    place = models.ForeignKey(
        Region, models.PROTECT, null=True, verbose_name="现居住地", db_index=False
    )
    place_since = models.DateField(null=True, editable=False)
    registered_place = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="户籍地",
        db_index=False,
    )
    address = EncryptedTextField("详细住址")
    setting = models.CharField(
        "养育方式", max_length=12, choices=Setting, default=Setting.SCATTERED
    )
    institution = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="所在机构",
        db_index=False,
    )

    stage = models.CharField("就学情况", max_length=16, choices=Stage, blank=True, default="")
    school = models.CharField("学校", max_length=80, blank=True)
    grade = models.CharField("年级班级", max_length=40, blank=True)
    boarding = models.BooleanField("寄宿", null=True, blank=True)
    teacher = models.CharField("班主任", max_length=40, blank=True)
    teacher_phone = EncryptedTextField("班主任电话")
    health = models.CharField("身体情况", max_length=12, choices=Health, blank=True, default="")
    health_note = EncryptedTextField("健康说明")
    condition_at = models.DateTimeField(
        null=True, editable=False, help_text="when school or health were last written otherwise"
    )
    remark = EncryptedTextField("备注")

    objects = ChildQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["place", "name"], name="child_place_name"),
            models.Index(fields=["id_index"], name="child_id_index"),
            models.Index(fields=["pinyin", "birth_date"], name="child_sound_birth"),
            models.Index(fields=["birth_date"], name="child_birth"),
            *found_by_name("child"),
            models.Index(
                fields=["place", "pinyin", "id"],
                include=["status", "number", "name"],
                name="child_list",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="child_number_once"),
            models.UniqueConstraint(
                fields=["id_index"],
                condition=Q(id_status="valid"),
                name="child_valid_id_once",
                violation_error_message="该身份证号已登记在另一名儿童名下。",
            ),
            models.CheckConstraint(
                condition=Q(id_status="missing") | Q(id_index__isnull=False),
                name="child_id_known_unless_missing",
            ),
            models.CheckConstraint(
                condition=Q(status="on_register", left_on=None)
                | (Q(status="left", left_on__isnull=False) & ~Q(left_reason="")),
                name="child_left_with_date_and_reason",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="child_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def spoken(self) -> str:
        """What is spoken with the child besides Mandarin and the dialect of the place."""
        words = dict(Carer.Language.choices)
        return "、".join(str(words[code]) for code in self.languages if code in words)


class Residence(models.Model):
    """A place where the child lived before the present one."""

    child = models.ForeignKey(Child, models.CASCADE, related_name="residences")
    place = models.ForeignKey(Region, models.PROTECT)
    since = models.DateField(null=True)
    until = models.DateField()
    reason = EncryptedTextField()
    by = models.CharField(max_length=60)

    objects = OfChildQuerySet.as_manager()

    class Meta:
        ordering = ["-until"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until__gt=F("since")),
                name="residence_ends_after_start",
            ),
            ExclusionConstraint(
                name="residence_one_place_a_day",
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    (span("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class GrantedChild(models.Model):
    """One child of a grant whose scope is a list of children."""

    grant = models.ForeignKey(Grant, models.CASCADE, related_name="children")
    child = models.ForeignKey(Child, models.CASCADE, related_name="granted")
    by = models.ForeignKey(User, models.PROTECT, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grant", "child"], name="grantedchild_once")]
