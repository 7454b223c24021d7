"""Places as the state codes them, versioned by date, where they lie, and organisations that work
over places."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q


class Region(models.Model):
    """The identity of a place; what it is called and where it belongs is in its versions."""

    class Level(models.IntegerChoices):
        CITY = 1, "市"
        DISTRICT = 2, "区县"
        TOWNSHIP = 3, "乡镇（街道）"
        VILLAGE = 4, "村（社区）"

    code = models.CharField("区划代码", max_length=12, unique=True)
    level = models.PositiveSmallIntegerField(choices=Level)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^\d{12}$"), name="region_code_has_12_digits"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class RegionVersion(models.Model):
    """What a place was called and where it belonged from one day to the day before another."""

    region = models.ForeignKey(Region, models.CASCADE, related_name="versions")
    name = models.CharField("名称", max_length=60)
    parent = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    ancestors = ArrayField(models.BigIntegerField(), help_text="from the city to the region itself")
    former = models.BooleanField(
        default=False, help_text="a code no longer in use, kept below its successor"
    )
    area_group = models.CharField(max_length=8, blank=True, default="")
    tile_row = models.PositiveSmallIntegerField(null=True)
    tile_col = models.PositiveSmallIntegerField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        indexes = [GinIndex(fields=["ancestors"], name="regionversion_ancestors")]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "valid_from"], name="regionversion_one_per_start"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="regionversion_ends_after_start",
            ),
        ]


class Organisation(models.Model):
    """A unit that works: a federation, a zone, a service organisation. Not a place."""

    class Kind(models.TextChoices):
        FEDERATION = "federation", "妇联"
        ZONE = "zone", "功能区"
        SERVICE = "service", "社会组织"
        PARTNER = "partner", "协作部门"
        INSTITUTION = "institution", "儿童福利机构"

    name = models.CharField("单位名称", max_length=80, unique=True)
    short_name = models.CharField("简称", max_length=30)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    def __str__(self) -> str:
        return self.short_name


class OrganisationArea(models.Model):
    """A place an organisation answers for."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="areas")
    region = models.ForeignKey(Region, models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "region"], name="organisationarea_once"
            ),
        ]


class PinLoad(models.Model):
    """A table of coordinates as it was read: what each row says and what was answered to it."""

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    file_name = models.CharField("文件", max_length=120)
    source = models.CharField("来源", max_length=60)
    rows = models.JSONField(default=list)
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField("上传人", max_length=60)
    at = models.DateTimeField("上传时间")
    applied_at = models.DateTimeField("写入时间", null=True)
    undone_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(applied_at__isnull=False),
                name="pinload_undone_after_applied",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class Pin(models.Model):
    """Where a village or a township lies, as somebody stated it; the former ones stay as rows.

    Degrees as the map in use gives them. China's public maps shift them by up to 600 m (GCJ-02):
    distances between places taken from one map are right, so a city should keep to one.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="pins")
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6)
    latitude = models.DecimalField("纬度", max_digits=8, decimal_places=6)
    source = models.CharField("来源", max_length=60)
    load = models.ForeignKey(PinLoad, models.PROTECT, null=True, related_name="pins")
    set_by = models.CharField("登记人", max_length=60, blank=True, default="")
    set_at = models.DateTimeField("登记时间")
    ended_at = models.DateTimeField("停用时间", null=True)
    ended_by = models.CharField("停用人", max_length=60, blank=True, default="")

    class Meta:
        ordering = ["-set_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["region"], condition=Q(ended_at=None), name="pin_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(longitude__range=(73, 136), latitude__range=(3, 54)),
                name="pin_lies_in_china",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.longitude} {self.latitude}"
