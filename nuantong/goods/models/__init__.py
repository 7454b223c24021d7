from nuantong.goods.models.item import Item, ItemSize, Kit, KitPart
from nuantong.goods.models.purchase import (
    Delivery,
    DeliveryLine,
    Purchase,
    PurchaseLine,
    Quote,
    QuotePrice,
)
from nuantong.goods.models.stock import Hold, Kind, Stock, StockEvent
from nuantong.goods.models.store import Store
from nuantong.goods.models.taking import Taking, TakingLine
from nuantong.goods.models.transfer import Box, BoxLine, Transfer, TransferLine

__all__ = [
    "Box",
    "BoxLine",
    "Delivery",
    "DeliveryLine",
    "Hold",
    "Item",
    "ItemSize",
    "Kind",
    "Kit",
    "KitPart",
    "Purchase",
    "PurchaseLine",
    "Quote",
    "QuotePrice",
    "Stock",
    "StockEvent",
    "Store",
    "Taking",
    "TakingLine",
    "Transfer",
    "TransferLine",
]
