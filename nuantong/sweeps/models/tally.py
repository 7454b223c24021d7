"""How many stand how, kept by the database with every change, so that no page counts millions.

Of each table here the sum of all rows is what there is: rows are added by triggers, in the
transaction of the change, and never altered, so nobody waits for anybody; `tally.gather` adds them
up now and then.
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from nuantong.people.models import Child
from nuantong.regions.models import Region
from nuantong.sweeps.models.source import Source


class Tally(models.Model):
    """So many more, or fewer, records of a source and place."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="+", db_index=False)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", db_index=False)
    standing = models.CharField(max_length=12)
    reason = models.CharField(max_length=10, blank=True)
    handed = models.BooleanField()
    gone = models.BooleanField()
    count = models.IntegerField()

    objects: Any = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["region", "source"], name="tally_place")]

    def __str__(self) -> str:
        return f"{self.pk}"


class Listed(models.Model):
    """Of a child: whether and where the register counts her, and which lists speak of her.

    Two who write of one child at once come one after the other here, so that what is noted of her
    in ChildTally is the difference between two states that both were.
    """

    child = models.OneToOneField(
        Child, models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    place = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    counted = models.BooleanField(help_text="on the register")
    sources = ArrayField(
        models.BigIntegerField(), default=list, help_text="in order, one for each record"
    )

    objects: Any = models.Manager()

    def __str__(self) -> str:
        return f"{self.pk}"


class ChildTally(models.Model):
    """So many more, or fewer, children of the register at a place whom just these lists name."""

    place = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    sources = ArrayField(models.BigIntegerField())
    count = models.IntegerField()

    objects: Any = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["place"], name="childtally_place")]

    def __str__(self) -> str:
        return f"{self.pk}"


class Balance(models.Model):
    """Records that have a child, less live links. Both sums are 0 when each record has its link.

    `mark` is made of a record and its child together: as many records as links, but others, would
    not cancel out.
    """

    count = models.IntegerField()
    mark = models.DecimalField(max_digits=40, decimal_places=0)

    objects: Any = models.Manager()

    def __str__(self) -> str:
        return f"{self.pk}"
