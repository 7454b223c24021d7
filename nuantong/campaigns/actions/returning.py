"""What goes back to the donor."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.books import posting
from nuantong.books.posting import Document
from nuantong.campaigns.actions.common import (
    ARRIVAL,
    REFUSALS,
    check_run,
    log,
    reason,
    recorded,
    voucher,
)
from nuantong.campaigns.models import Arrival, GiveBack
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal


@transaction.atomic
def give_back(
    *, arrival: Arrival, fen: int, on: dt.date, why: str, key: UUID, by: Reader
) -> GiveBack:
    """A part of a gift, or all of it, as far as it is unspent; the same key again is the same."""
    check_run(arrival.campaign, by)
    known = GiveBack.objects.filter(key=key).first()
    if known:
        return known
    said = reason(why, "请写明为什么退回。")
    if arrival.in_kind:
        raise Refusal("捐的是物资，请在物资里办理出库，不从银行退钱。")
    if on < arrival.on or on > by.on:
        raise Refusal("退回的日期应在到账之后、今天或以前。")
    head = voucher(arrival.campaign, arrival.fund, on, f"退回{arrival.donor.shown}",
                   Document(ARRIVAL, arrival.key), f"back-{key}")  # fmt: skip
    posting.give_back(about=head, fen=fen, by=by)
    with refusing(REFUSALS):
        made = GiveBack.objects.create(
            key=key, arrival=arrival, fen=fen, on=on, why=said, **recorded(by)
        )
    log("退回捐款", made, by, said, fen=fen)
    return made
