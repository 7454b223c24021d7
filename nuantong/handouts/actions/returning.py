"""A receipt is taken back: exchanged for another size or piece, given back, or a mistake."""

from typing import Final
from uuid import UUID, uuid5

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.core.text.narratives import narrative
from nuantong.goods import stock
from nuantong.goods.models import StockEvent
from nuantong.handouts import paying
from nuantong.handouts.actions.common import REFUSALS, log, slip_for_change
from nuantong.handouts.actions.handing import piece_key
from nuantong.handouts.actions.trying import step
from nuantong.handouts.keeping import DOCUMENT, keep, parts_of, scale_of
from nuantong.handouts.models import Receipt, Slip, SlipStep, TakenBack

Why = TakenBack.Why
LATEST: Final = "银行已经入账的不能在这里退回；家里要退钱的，请联系财务人员。"


@transaction.atomic
def take_back(
    *, receipt: Receipt, why: str, key: UUID, by: Reader, words: str = "", size: str = ""
) -> Slip:
    """The goods are in a store again (broken ones are written off), the money in the books; in an
    exchange another piece of `size` is kept for her. Once for a key."""
    slip = slip_for_change(receipt.slip, by)
    if TakenBack.objects.filter(key=key).exists():
        return slip
    if why not in Why.values:
        raise Refusal("请选退回的原因。")
    if receipt.how == Receipt.How.BANK:
        raise Refusal(LATEST)
    if size and size not in scale_of(slip.batch):
        raise Refusal("没有这个尺码，请从列出的尺码里选。")
    with refusing(REFUSALS):
        TakenBack.objects.create(
            key=key, receipt=receipt, why=why, words=narrative(words, 400), on=by.on,
            at=clock.now(), by=by.user, by_name=by.actor_name,
        )  # fmt: skip
    slip.refresh_from_db()
    again = why in TakenBack.AGAIN
    _goods_back(slip, receipt, why, key, by)
    paying.came_back(slip.batch, uuid5(key, "money"), by.on, again, by)
    if size and again:
        _exchange(slip, size, key, by)
    keep(batch=slip.batch, by=by, near=slip.place_id)
    log("登记退回", slip, by, why=why)
    return slip


def _exchange(slip: Slip, size: str, key: UUID, by: Reader) -> None:
    slip.size = size
    slip.version += 1
    slip.save(update_fields=["size", "version"])
    step(slip, SlipStep.Kind.RESIZED, uuid5(key, "size"), by)


def _goods_back(slip: Slip, receipt: Receipt, why: str, key: UUID, by: Reader) -> None:
    items = [item for item, _, _ in parts_of(slip.batch)]
    if not items:
        return
    paper = stock.Document(DOCUMENT, slip.batch.key)
    backs = [stock.Back(key=piece_key(key, one), of=piece_key(receipt.key, one)) for one in items]
    stock.take_back(lines=backs, document=paper, by=by)
    if why == Why.BROKEN:
        rows = StockEvent.objects.filter(key__in=[one.key for one in backs]).select_related("thing")
        lost = [
            stock.Line(store=row.store_id, item=row.thing.item_id, size=row.thing.size,
                       count=row.on_hand, key=uuid5(row.key, f"lost:{row.part}"),
                       expires_on=row.expires_on)
            for row in rows
        ]  # fmt: skip
        stock.lose(lines=lost, document=paper, by=by)
