"""A source: the list some office sends again and again, and how its columns are understood."""

from typing import Self

from django.db import models

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.regions.models import Region


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, reader: Reader, to: Permission = Permission.LOAD_SWEEPS) -> Self:
        places = reader.places(to)
        return self if places is None else self.filter(region__id__any_of=places)

    def about(self, reader: Reader, to: Permission = Permission.SEE_SWEEPS) -> Self:
        """Sources that may hold rows of the reader's scope: of it, of a part, of a whole around."""
        tree, tops = reader.tree, reader.regions(to)
        if tree.root.id in tops:
            return self
        places = [p for top in tops for p in (*tree.ancestors(top), *tree.below(top))]
        return self.filter(region__id__any_of=places)


class Source(models.Model):
    class Office(models.TextChoices):
        EDUCATION = "education", "教委"
        CIVIL_AFFAIRS = "civil_affairs", "民政"
        DISABLED = "disabled", "残联"
        POLICE = "police", "公安"
        HEALTH = "health", "卫健"
        JUSTICE = "justice", "司法"
        POVERTY = "poverty", "扶贫"
        OTHER = "other", "其他部门"

    class Purpose(models.TextChoices):
        CARE = "care", "保障名单（名单上的孩子都应在册）"
        POPULATION = "population", "人口名单（多数孩子无需登记）"

    name = models.CharField("名册名称", max_length=60)
    office = models.CharField("报送部门", max_length=16, choices=Office)
    purpose = models.CharField("性质", max_length=12, choices=Purpose)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="地域范围")
    mapping = models.JSONField(default=dict, help_text="heading → field, as somebody confirmed it")
    created_by = models.CharField(max_length=60)
    judged_at = models.DateTimeField(null=True, help_text="when its records were last judged anew")
    judged_event = models.BigIntegerField(default=0, help_text="the newest change known by then")
    judging_at = models.DateTimeField(null=True, help_text="begun and not finished yet")
    judged_to = models.BigIntegerField(default=0, help_text="every record up to here is done")

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"], name="source_name_once",
                violation_error_message="这个地方已经有同名的名册。",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="source_has_a_name"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
