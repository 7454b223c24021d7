"""Receipts of a campaign in the order they were given: the ends of its trails."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.campaigns.models import Campaign
from nuantong.goods.models import ItemSize
from nuantong.handouts.keeping import parts_of
from nuantong.handouts.models import Batch, Receipt, Slip
from nuantong.reckoning.fifo import Span

SHOWN = 30
"""Receipts of a trail that a page lists; the number of all is told."""


@dataclass(frozen=True)
class Run:
    """Receipts number begin to end of a batch, of one size where the thing has sizes."""

    batch: Batch
    size: str | None
    span: Span


@dataclass(frozen=True)
class Holder:
    """A batch that hands out a thing: from which of its pieces on, how many a child gets."""

    batch: Batch
    size: str | None
    each: int
    first: int
    receipts: int


def holders(campaign: Campaign, thing: ItemSize) -> list[Holder]:
    """The batches that hand out a thing, in their order, with the places of its pieces."""
    first, found = 0, []
    rows = Batch.objects.filter(project=campaign.pk, fen=None).select_related("item", "kit")
    for batch in rows.order_by("on", "pk"):
        for item, sized, each in parts_of(batch):
            if item == thing.item_id:
                size = thing.size if sized else None
                count = standing(batch, size).count()
                found.append(Holder(batch, size, each, first, count))
                first += count * each
    return found


def standing(batch: Batch, size: str | None) -> QuerySet[Receipt]:
    rows = Receipt.objects.filter(slip__batch=batch.pk, ended_on=None)
    rows = rows if size is None else rows.filter(size=size)
    return rows.order_by("on", "pk")


def runs(campaign: Campaign, pieces: dict[int, list[Span]]) -> list[Run]:
    """Whose receipts these pieces ended in."""
    things = ItemSize.objects.in_bulk(list(pieces))
    found = []
    for pk, spans in pieces.items():
        for holder in holders(campaign, things[pk]):
            own = Span(holder.first, holder.first + holder.receipts * holder.each)
            for span in spans:
                part = own.meet(span).shifted(-holder.first)
                if part.size:
                    whole = Span(part.begin // holder.each, -(-part.end // holder.each))
                    found.append(Run(holder.batch, holder.size, whole))
    return found


def runs_of_money(children: dict[UUID, list[Span]]) -> list[Run]:
    batches = {one.key: one for one in Batch.objects.filter(key__in=list(children))}
    return [Run(batches[key], None, span) for key, spans in children.items() for span in spans]


def keys_in(run: Run, most: int = SHOWN) -> list[int]:
    rows = standing(run.batch, run.size).values_list("pk", flat=True)
    return list(rows[run.span.begin : min(run.span.end, run.span.begin + max(most, 0))])


def place_of(receipt: Receipt, size: str | None) -> int:
    """How many receipts of its batch (and size) stand before it."""
    before = Q(on__lt=receipt.on) | Q(on=receipt.on, pk__lt=receipt.pk)
    rows = standing(receipt.slip.batch, size).filter(before)
    return int(rows.aggregate(n=Count("pk"))["n"])


@dataclass(frozen=True)
class End:
    """A receipt at the end of a trail; `slip` only for who may see the child."""

    receipt: Receipt
    slip: Slip | None


def ends(keys: Sequence[int], reader: Reader) -> list[End]:
    rows = Receipt.objects.filter(pk__in=keys).select_related("slip").defer("sealed")
    found = list(rows.order_by("on", "pk"))
    hers = Slip.objects.visible_to(reader, Permission.SEE_HAND_OUTS).select_related("child")
    slips = {one.pk: one for one in hers.filter(pk__in=[row.slip_id for row in found])}
    return [End(row, slips.get(row.slip_id)) for row in found]


def find(key: UUID, campaign: Campaign, reader: Reader) -> Receipt | None:
    """A receipt that stands, of a child the reader may see."""
    hers = Slip.objects.visible_to(reader, Permission.SEE_HAND_OUTS).filter(
        receipts__key=key, batch__project=campaign.pk
    )
    rows = Receipt.objects.filter(key=key, ended_on=None, slip__in=hers.values("pk"))
    return rows.select_related("slip__batch__item", "slip__batch__kit").first()
