"""The way of things: out of which store each receipt was served, and how they came there."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from nuantong.goods.models import Kind, StockEvent, Transfer

HOPS = 4
"""City, district, township, village: no thing travels further down."""


@dataclass(frozen=True)
class Way:
    """A transfer on the trail; `pieces` of the things in question that arrived with it."""

    transfer: Transfer
    pieces: int


def served(receipts: Sequence[UUID]) -> dict[UUID, StockEvent]:
    """Receipt → the movement by which its (first) thing left a store."""
    rows = StockEvent.objects.filter(document_key__in=list(receipts), kind=Kind.HANDED)
    found: dict[UUID, StockEvent] = {}
    for row in rows.select_related("store", "thing__item").order_by("-pk"):
        found[row.document_key] = row
    return found


def ways(events: Sequence[StockEvent]) -> list[Way]:
    """The transfers that brought these things to these stores, the first first."""
    things = {one.thing_id for one in events}
    found: dict[int, Transfer] = {}
    targets, day = {one.store_id for one in events}, max((one.on for one in events), default=None)
    for _ in range(HOPS):
        if not targets or day is None:
            break
        rows = Transfer.objects.filter(
            target__in=targets, lines__thing__in=things, received_on__lte=day
        )
        new = [one for one in rows.select_related("source", "target").distinct() if one.pk not in found]  # fmt: skip
        found |= {one.pk: one for one in new}
        targets = {one.source_id for one in new}
    order = sorted(found.values(), key=lambda one: (one.sent_on, one.pk))
    return [Way(one, _pieces(one, things)) for one in order]


def _pieces(transfer: Transfer, things: set[int]) -> int:
    rows = transfer.lines.filter(thing__in=things).values_list("arrived", flat=True)
    return sum(count or 0 for count in rows)
