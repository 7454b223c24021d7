"""Who gives. The name is sealed: a person may stay unnamed to everybody but who runs campaigns."""

from typing import Self

from django.db import models
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.fields import BlindIndexField, EncryptedTextField
from nuantong.regions.models import Region


class DonorQuerySet(models.QuerySet["Donor"]):
    def visible_to(self, reader: Reader) -> Self:
        """Those whom a place of the reader's looks after: whoever runs campaigns."""
        places = reader.places(Permission.RUN_CAMPAIGNS)
        return self if places is None else self.filter(region__id__any_of=places)


class Donor(models.Model):
    """`shown` is what is said in public; of somebody unnamed it is 爱心人士."""

    class Kind(models.TextChoices):
        PERSON = "person", "个人"
        COMPANY = "company", "企业"
        ORGANISATION = "organisation", "单位或社会组织"
        TREASURY = "treasury", "财政"

    key = models.UUIDField(unique=True, editable=False)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    name = EncryptedTextField("姓名或名称", null=False)
    name_index = BlindIndexField()
    phone = EncryptedTextField("联系电话")
    unnamed = models.BooleanField("不公开姓名", default=False)
    shown = models.CharField("对外称呼", max_length=60)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="登记单位", related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField("登记人", max_length=60)

    objects = DonorQuerySet.as_manager()

    class Meta:
        ordering = ["shown", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["region", "kind", "name_index"], name="donor_once"),
            models.CheckConstraint(condition=~Q(shown=""), name="donor_is_called_something"),
            models.CheckConstraint(
                condition=Q(unnamed=False) | Q(shown="爱心人士"), name="donor_unnamed_stays_so"
            ),
        ]

    def __str__(self) -> str:
        return self.shown
