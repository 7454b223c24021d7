"""Places as the state codes them, versioned by date, and organisations that work over places."""

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
