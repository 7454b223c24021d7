"""Moving: sent by one, received by another, and nothing lost between."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.core.text.narratives import narrative
from nuantong.goods import stock
from nuantong.goods.actions.common import KEEP, TRANSFER, Some, counted, keeps, log
from nuantong.goods.actions.packing import loose, standing
from nuantong.goods.actions.telling import arrived, coming
from nuantong.goods.models import Box, Stock, Store, Transfer, TransferLine
from nuantong.goods.walls import REFUSALS


@transaction.atomic
def send_transfer(
    *, source: Store, target: Store, lines: Sequence[Some] = (), boxes: Sequence[Box] = (),
    holder: UUID | None = None, key: UUID, by: Reader, on: dt.date | None = None,
) -> Transfer:  # fmt: skip
    """Loose pieces and whole boxes leave a store; what is promised to `holder` stays so. Of what
    expires, `lines` may leave the date open: the first to expire goes first."""
    known = Transfer.objects.filter(key=key).first()
    if known:
        return known
    keeps(source, by)
    if target.closed_on is not None or target.pk == source.pk:
        raise Refusal("请选择另一个还在使用的仓库。")
    stock.lock([source.pk])
    pieces = _dated(lines, source, holder)
    if standing(source):
        loose(source, pieces)
    some = counted(_merged([*pieces, *_packed(boxes, source)]))
    sent_on = on or by.on
    with refusing(REFUSALS):
        transfer = Transfer.objects.create(
            key=key, source=source, target=target, holder=holder, sent_on=sent_on,
            sender=by.user, sent_by=by.actor_name,
        )  # fmt: skip
        TransferLine.objects.bulk_create(
            TransferLine(transfer=transfer, thing=one.thing, sent=one.count, expires_on=one.expires_on)
            for one in some
        )  # fmt: skip
    transfer.boxes.set(boxes)
    document = stock.Document(TRANSFER, key)
    rows = [one.line(source, key, "sent") for one in some]
    stock.send(lines=rows, document=document, holder=holder, by=by, on=sent_on)
    count = sum(one.count for one in some)
    log("调出物资", transfer, by, count=count)
    coming(transfer, count, by)
    return transfer


def _merged(wanted: Sequence[Some]) -> list[Some]:
    """Each thing and date once."""
    whole = Counter[tuple[int, dt.date | None]]()
    for one in wanted:
        whole[one.thing.pk, one.expires_on] += one.count
    things = {one.thing.pk: one.thing for one in wanted}
    return [Some(things[pk], count, day) for (pk, day), count in whole.items()]


def _packed(boxes: Sequence[Box], source: Store) -> list[Some]:
    """What is in the boxes, which must stand in the store, closed and not on their way."""
    found = Box.objects.select_for_update().filter(pk__in=[one.pk for one in boxes])
    for box in found.prefetch_related("lines__thing__item"):
        if box.store_id != source.pk or box.opened_on or box.transfers.on_the_way().exists():
            raise Refusal(f"{box}不在{source.name}，或者已经拆开、已经发出。")
    return [
        Some(line.thing, line.count, line.expires_on) for box in found for line in box.lines.all()
    ]


def _dated(lines: Sequence[Some], source: Store, holder: UUID | None) -> list[Some]:
    """Lines of what expires get their dates: the first to expire first."""
    found = []
    for one in lines:
        if not one.thing.item.expires or one.expires_on is not None:
            found.append(one)
            continue
        left = one.count
        rows = Stock.objects.filter(store=source, thing=one.thing, on_hand__gt=0)
        for row in rows.order_by("expires_on"):
            there = row.reserved if holder else row.on_hand - row.reserved
            if taken := min(left, there):
                found.append(Some(one.thing, taken, row.expires_on))
                left -= taken
        if left:
            raise Refusal(f"{source.name}的{one.thing}能动用的差{left}{one.thing.item.unit}。")
    return found


@transaction.atomic
def receive_transfer(
    *, transfer: Transfer, counts: Mapping[int, int], why: str = "", by: Reader,
    on: dt.date | None = None,
) -> Transfer:  # fmt: skip
    """What arrived, by line. All that was sent enters the ledger; what is missing leaves it at once
    as a loss, what is over as found: both with the reason in words."""
    found = _locked(transfer)
    if found.received_on is not None:
        return found
    keeps(found.target, by)
    if by.actor_id is not None and by.actor_id == found.sender_id:
        raise Refusal("发货和收货不能是同一个人：请收货的一方点收。")
    lines = list(found.lines.select_related("thing__item"))
    if any(not 0 <= counts.get(one.pk, -1) <= stock.MOST for one in lines):
        raise Refusal("请逐行填写实际收到的数量，没有收到的填0。")
    said = narrative(why, 1000)
    if len(said) < 2 and any(counts[one.pk] != one.sent for one in lines):
        raise Refusal("收到的和发出的数量不一样，请写明原因，比如“少一件，装车时漏了”。")
    for one in lines:
        one.arrived = counts[one.pk]
    TransferLine.objects.bulk_update(lines, ["arrived"])
    found.received_on, found.receiver = on or by.on, by.user
    found.received_by = by.actor_name
    found.why = said if any(one.difference for one in lines) else ""
    with refusing(REFUSALS):
        found.save()
    _enter(found, lines, by)
    found.boxes.update(store=found.target)
    log("收到调拨", found, by, count=sum(counts[one.pk] for one in lines))
    arrived(found, lines, by)
    return found


def _enter(found: Transfer, lines: Sequence[TransferLine], by: Reader) -> None:
    """The whole of what was sent arrives; then what is missing is lost, and what is over is found.
    What is missing is no longer promised to anybody."""
    document, on = stock.Document(TRANSFER, found.key), found.received_on

    def rows(word: str, counts: Sequence[int]) -> list[stock.Line]:
        some = [Some(one.thing, one.sent, one.expires_on) for one in lines]
        counted = zip(some, counts, strict=True)
        return [one.line(found.target, found.key, word, n) for one, n in counted if n > 0]

    there = [min(one.sent, one.arrived or 0) for one in lines]
    missing = [-one.difference for one in lines]
    over = [one.difference for one in lines]
    holder = found.holder
    stock.arrive(lines=rows("arrived", there), holder=holder, document=document, by=by, on=on)
    stock.arrive(lines=rows("missing", missing), document=document, by=by, on=on)
    stock.lose(lines=rows("lost", missing), document=document, by=by, on=on)
    stock.correct(lines=rows("over", over), document=document, by=by, on=on)


def _locked(transfer: Transfer) -> Transfer:
    rows = Transfer.objects.select_related("source", "target")
    return rows.select_for_update(of=("self",)).get(pk=transfer.pk)


def may_receive(transfer: Transfer, by: Reader) -> bool:
    """Whoever keeps the receiving store and did not send it herself."""
    mine = by.covers(KEEP, transfer.target.region_id)
    return mine and (by.actor_id is None or by.actor_id != transfer.sender_id)
