"""Verbs: what there is and where, buying, moving, counting, packing."""

from nuantong.goods.actions.buying import (
    Came,
    Wish,
    accept_delivery,
    add_quote,
    begin_purchase,
    close_purchase,
    order,
)
from nuantong.goods.actions.catalogue import add_item, add_kit, add_store
from nuantong.goods.actions.common import Some
from nuantong.goods.actions.moving import may_receive, receive_transfer, send_transfer
from nuantong.goods.actions.packing import open_box, pack, standing
from nuantong.goods.actions.taking import Found, take
from nuantong.goods.actions.telling import warn_of_expiry

__all__ = [
    "Came",
    "Found",
    "Some",
    "Wish",
    "accept_delivery",
    "add_item",
    "add_kit",
    "add_quote",
    "add_store",
    "begin_purchase",
    "close_purchase",
    "may_receive",
    "open_box",
    "order",
    "pack",
    "receive_transfer",
    "send_transfer",
    "standing",
    "take",
    "warn_of_expiry",
]
