"""Where things lie: a city's, a district's or a township's store, or a place in a village."""

from typing import Self

from django.db import models
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.regions.models import Region


class StoreQuerySet(models.QuerySet["Store"]):
    def visible_to(self, reader: Reader, to: Permission = Permission.SEE_STOCK) -> Self:
        places = reader.places(to)
        return self if places is None else self.filter(region__id__any_of=places)

    def near(self, reader: Reader) -> Self:
        """Where the reader may send things: down to her own places, and up to the offices above."""
        places = reader.places(Permission.KEEP_STOCK)
        if places is None:
            return self
        tops = reader.regions(Permission.KEEP_STOCK)
        above = {one for top in tops for one in reader.tree.ancestors(top)}
        return self.filter(region__id__any_of=[*places, *above])


class Store(models.Model):
    """A store of the office of its region. Writers of its ledger wait for each other on its row."""

    key = models.UUIDField(unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    name = models.CharField("仓库名称", max_length=40, unique=True)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="所属地方", related_name="+")
    closed_on = models.DateField("停用日期", null=True)

    objects = StoreQuerySet.as_manager()

    class Meta:
        ordering = ["region__code", "name"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="store_has_a_name")]

    def __str__(self) -> str:
        return self.name
