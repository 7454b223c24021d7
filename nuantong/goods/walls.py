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
    "purchase_wants_something": "还没有写要买什么。",
    "purchase_chooses_a_whole_quote": "选定的报价没有包括要买的每一种物资。",
    "purchase_has_three_quotes_or_a_reason": "报价不足三家：请再询价，或者写明为什么只有这几家。",
    "purchase_ordered_stays": "已经下单，不能再改。",
    "quote_supplier_once": "这家供应商的报价已经登记过。",
    "delivery_of_what_was_ordered": "这笔采购还没有下单，或者已经结束，不能验收。",
    "delivery_accepted_by_another_one": "采购和验收不能是同一个人。",
    "delivery_not_more_than_ordered": "验收的比订购的多：多出来的请记在退货里，或者只验收订购的数量。",
    "delivery_rejected_with_a_reason": "有退货的，请在说明里写明为什么退。",
    "deliveryline_once": "同一种物资、同一个尺码写了两次，请合成一行。",
    "transfer_received_by_another_one": "发货和收货不能是同一个人。",
    "transfer_received_after_it_was_sent": "收到日期不能早于发出日期。",
    "transfer_difference_has_a_reason": "收到的和发出的数量不一样，请写明原因。",
    "takingline_loss_leaves_less": "登记损失的，实有数应当比账面少。",
    "kitpart_once": "同一种物资在礼包里写了两次。",
}  # fmt: skip
"""Constraints of this app's tables, and what to say of each."""
