"""Words for what the database refuses."""

from typing import Final

REFUSALS: Final = {
    "stock_never_less_than_promised": "库存不够：在库的不能少于已预留的。请先解除预留，或减少数量。",
    "hold_never_less_than_nothing": "为这一批预留的不够，可能刚被别人发出。请刷新后重做。",
    "stockevent_says_when_it_expires": "有保质期的物资要写明保质期；没有保质期的不写。",
    "stockevent_back_is_what_was_handed": "退回的应当是发出去的同一件物资。",
    "item_stays_what_it_is": "物资是否分尺码、有没有保质期，登记后不能更改。请另外登记一种物资。",
    "goods_item_name_key": "已有同名的物资。",
    "goods_kit_name_key": "已有同名的礼包。",
    "goods_store_name_key": "已有同名的仓库。",
    "kitpart_once": "同一种物资在礼包里写了两次。",
}  # fmt: skip
"""Constraints of this app's tables, and what to say of each."""
