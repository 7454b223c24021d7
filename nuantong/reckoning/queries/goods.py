"""The goods of a campaign: what was bought for it, and where each piece is."""

from collections import defaultdict
from typing import Any

from django.db.models import F, Sum

from nuantong.goods.models import DeliveryLine, Item, Kind, Stock, TransferLine
from nuantong.handouts.keeping import parts_of
from nuantong.handouts.models import Batch
from nuantong.reckoning.accounts import Goods
from nuantong.reckoning.models import Flow
from nuantong.reckoning.queries.slips import handed_of


def goods(project: int) -> list[Goods]:
    """Item by item: of those bought for the campaign and those its batches hand out."""
    bought = _sums(
        DeliveryLine.objects.filter(delivery__purchase__project=project),
        F("came") - F("rejected"), "thing__item",
    )  # fmt: skip
    handed = _handed(project)
    items = sorted({*bought, *handed})
    flows, way = _flows(items), _on_the_way(items)
    there = _sums(Stock.objects.filter(thing__item__in=items), F("on_hand"), "thing__item")
    return [
        _line(one, bought.get(one.pk, 0), handed.get(one.pk, 0), flows[one.pk],
              there.get(one.pk, 0), way.get(one.pk, 0))
        for one in Item.objects.filter(pk__in=items).order_by("name")
    ]  # fmt: skip


def _line(
    item: Item, bought: int, handed: int, flow: dict[str, int], there: int, way: int
) -> Goods:
    out = -flow[Kind.HANDED] - flow[Kind.RETURNED]
    return Goods(
        name=item.name, unit=item.unit, bought=bought, handed=handed, in_stock=there,
        on_the_way=way, lost=-flow[Kind.LOST] - flow[Kind.COUNTED],
        other_in=flow[Kind.RECEIVED] - bought, other_out=out - handed,
    )  # fmt: skip


def _handed(project: int) -> dict[int, int]:
    """Pieces with a receipt that stands, by item."""
    slips, found = handed_of(project), defaultdict[int, int](int)
    for batch in Batch.objects.filter(project=project).select_related("item", "kit"):
        for item, _, count in parts_of(batch):
            found[item] += slips.get(batch.pk, 0) * count
    return dict(found)


def _flows(items: list[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = Flow.objects.filter(thing__item__in=items).order_by()
    for item, kind, pieces in rows.values_list("thing__item", "kind").annotate(n=Sum("pieces")):
        found[item][kind] = pieces
    return found


def _on_the_way(items: list[int]) -> dict[int, int]:
    rows = TransferLine.objects.filter(transfer__received_on=None, thing__item__in=items)
    return _sums(rows, F("sent"), "thing__item")


def _sums(rows: Any, count: Any, by: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(by).annotate(n=Sum(count)))
