from nuantong.goods.models.item import Item, ItemSize, Kit, KitPart
from nuantong.goods.models.stock import Hold, Kind, Stock, StockEvent
from nuantong.goods.models.store import Store

__all__ = ["Hold", "Item", "ItemSize", "Kind", "Kit", "KitPart", "Stock", "StockEvent", "Store"]
