"""How many records stand how, kept by the database with every change of a record."""

from typing import Any

from django.db import models

from nuantong.regions.models import Region
from nuantong.sweeps.models.source import Source


class Tally(models.Model):
    """So many more, or fewer, records of a source and place; the sum of all rows is what there is.

    Rows are added by triggers of sweeps_record and never altered, so nobody waits for anybody;
    `tally.gather` adds them up now and then. A count of three million records would take seconds.
    """

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
