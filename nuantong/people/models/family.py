"""Who looks after the child, and why the parents cannot."""

from django.db import models
from django.db.models import F, Q

from nuantong.core.fields import BlindIndexField, EncryptedTextField
from nuantong.people.models.child import Child
from nuantong.people.visibility import OfChildQuerySet


class Guardian(models.Model):
    """Whoever looks after the child, from a day to a day; the present one has no end."""

    child = models.ForeignKey(Child, models.CASCADE, related_name="guardians")
    name = models.CharField("监护人", max_length=40, blank=True)
    relation = models.CharField("与儿童关系", max_length=20, blank=True)
    phone = EncryptedTextField("联系电话")
    phone_index = BlindIndexField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    objects = OfChildQuerySet.as_manager()

    class Meta:
        ordering = [F("until").desc(nulls_first=True)]
        indexes = [models.Index(fields=["phone_index"], name="guardian_phone_index")]
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=Q(until=None), name="guardian_one_at_a_time"
            ),
        ]


class ParentSituation(models.Model):
    """One situation of one parent (民发〔2019〕62号 and 〔2020〕125号; china.md §1.1)."""

    class Parent(models.TextChoices):
        FATHER = "father", "父亲"
        MOTHER = "mother", "母亲"

    class Status(models.TextChoices):
        DEAD = "dead", "死亡"
        MISSING = "missing", "失踪"
        SEVERELY_DISABLED = "severely_disabled", "重残"
        SEVERELY_ILL = "severely_ill", "重病"
        IN_PRISON = "in_prison", "服刑在押"
        DRUG_REHABILITATION = "drug_rehabilitation", "强制隔离戒毒"
        DETAINED = "detained", "其他限制人身自由措施"
        LOST_CONTACT = "lost_contact", "失联"
        GUARDIANSHIP_REVOKED = "guardianship_revoked", "撤销监护资格"
        DEPORTED = "deported", "遣送（驱逐）出境"
        WORKING_AWAY = "working_away", "外出务工"
        LEFT_HOME = "left_home", "离家、改嫁或离异未抚养"
        CARING = "caring", "正常"
        OTHER = "other", "其他"
        UNKNOWN = "unknown", "未采集"

    class Disability(models.TextChoices):
        SIGHT = "sight", "视力"
        HEARING = "hearing", "听力"
        SPEECH = "speech", "言语"
        LIMBS = "limbs", "肢体"
        INTELLECT = "intellect", "智力"
        MIND = "mind", "精神"
        MULTIPLE = "multiple", "多重"
        UNKNOWN = "", "未采集"

    child = models.ForeignKey(Child, models.CASCADE, related_name="parent_situations")
    parent = models.CharField("父母", max_length=6, choices=Parent)
    name = models.CharField("姓名", max_length=40, blank=True)
    status = models.CharField("情况", max_length=24, choices=Status, default=Status.UNKNOWN)
    wording = EncryptedTextField("原表述")
    since = models.DateField("起", null=True, blank=True)
    until = models.DateField("止", null=True, blank=True)
    basis = EncryptedTextField("依据")
    months = models.PositiveSmallIntegerField(
        "期限（月）", null=True, blank=True, help_text="of a sentence or another measure"
    )
    disability_kind = models.CharField(
        "残疾类别", max_length=10, choices=Disability, blank=True, default="", db_default=""
    )
    disability_grade = models.PositiveSmallIntegerField("残疾等级", null=True, blank=True)
    cross_county = models.BooleanField("在本区县以外务工", null=True, blank=True)

    objects = OfChildQuerySet.as_manager()

    class Meta:
        ordering = ["parent", F("until").desc(nulls_first=True)]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gt=F("since")),
                name="parentsituation_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(disability_grade=None) | Q(disability_grade__range=(1, 4)),
                name="parentsituation_grade_is_one_to_four",
            ),
            models.CheckConstraint(
                condition=Q(months=None) | Q(months__range=(1, 1200)),
                name="parentsituation_months_are_sane",
            ),
        ]
