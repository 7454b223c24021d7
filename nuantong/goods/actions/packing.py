"""Packing boxes and opening them."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from uuid import UUID, uuid5

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.goods import stock
from nuantong.goods.actions.common import Some, counted, entered, keeps, log
from nuantong.goods.models import Box, BoxLine, Stock, Store, Transfer
from nuantong.goods.walls import REFUSALS

MOST_BOXES = 200


@transaction.atomic
def pack(
    *, store: Store, lines: Sequence[Some], key: UUID, by: Reader, boxes: int = 1
) -> list[Box]:
    """As many equal boxes of what lies in the store and in no box yet; the same key again gives the
    same boxes."""
    keys = [key if at == 0 else _key(key, at) for at in range(boxes)]
    known = list(Box.objects.filter(key__in=keys))
    if known:
        return known
    keeps(store, by)
    if not 0 < boxes <= MOST_BOXES:
        raise Refusal(f"一次装1至{MOST_BOXES}箱。")
    some = counted(lines)
    stock.lock([store.pk])
    loose(store, some, boxes)
    with refusing(REFUSALS):
        made = Box.objects.bulk_create(Box(key=one, store=store, **entered(by)) for one in keys)
        BoxLine.objects.bulk_create(
            BoxLine(box=box, thing=one.thing, expires_on=one.expires_on, count=one.count)
            for box in made
            for one in some
        )
    log("装箱", store, by, rows=len(made), total=sum(one.count for one in some) * boxes)
    return made


def _key(key: UUID, at: int) -> UUID:
    return uuid5(key, str(at))


def loose(store: Store, some: Sequence[Some], times: int = 1) -> None:
    """Nothing is packed or sent as a loose piece that does not lie there loose."""
    there = Counter[tuple[int, dt.date | None]]()
    for row in Stock.objects.filter(store=store):
        there[row.thing_id, row.expires_on] = row.on_hand
    packed = BoxLine.objects.filter(box__in=standing(store))
    for line in packed:
        there[line.thing_id, line.expires_on] -= line.count
    boxed = {line.thing_id for line in packed}
    for one in some:
        left = max(0, there[one.thing.pk, one.expires_on])
        if left < one.count * times:
            more = "，其余的在箱子里，要用请先拆箱" if one.thing.pk in boxed else ""
            raise Refusal(
                f"{store.name}没有装箱的{one.thing}只有{left}{one.thing.item.unit}{more}。"
            )


def standing(store: Store) -> "list[Box]":
    """Closed boxes in a store, not on their way."""
    on_their_way = Transfer.objects.on_the_way().filter(source=store, boxes__isnull=False)
    rows = Box.objects.filter(store=store, opened_on=None)
    return list(rows.exclude(pk__in=on_their_way.values("boxes")))


@transaction.atomic
def open_box(*, box: Box, by: Reader) -> Box:
    """Its things lie loose from now on."""
    found: Box = Box.objects.select_for_update(of=("self",)).select_related("store").get(pk=box.pk)
    keeps(found.store, by)
    if found.opened_on is not None:
        return found
    if found.transfers.on_the_way().exists():
        raise Refusal("这一箱还在路上，先点收再拆箱。")
    found.opened_on, found.opened_by = by.on, by.actor_name
    found.save(update_fields=["opened_on", "opened_by"])
    log("拆箱", found, by)
    return found
