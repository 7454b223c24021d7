"""Sums that an account reads instead of millions of rows: written by the database alone."""

from typing import Any

from django.db import models

from nuantong.goods.models import ItemSize, Kind, Store
from nuantong.handouts.models import Batch, Slip
from nuantong.regions.models import Region


class Flow(models.Model):
    """Pieces of a thing that came to a store or left it, by reason (trigger reckoning_take_events).
    Writers of a store wait for each other on its row anyway."""

    store = models.ForeignKey(Store, models.PROTECT, related_name="+")
    thing = models.ForeignKey(ItemSize, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    pieces = models.BigIntegerField()

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thing", "store", "kind"], name="flow_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pieces}"


class Tally(models.Model):
    """How many slips of a batch stand how, by place (trigger reckoning_take_slips)."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=12, choices=Slip.State)
    slips = models.IntegerField()

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "place", "state"], nulls_distinct=False, name="tally_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.slips}"
