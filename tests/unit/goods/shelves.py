"""Stores and things as the tests of goods know them."""

import uuid
from typing import Any

from nuantong.access.reader import Reader
from nuantong.goods import stock
from nuantong.goods.models import Item, ItemSize, Stock, Store
from nuantong.goods.stock import Document, Line
from tests.conftest import place

CITY, DISTRICT, TOWNSHIP = "500000", "500113", "500113111"
BATCH = Document("tests.batch", uuid.UUID(int=7))


def make_store(name: str = "市级仓库", code: str = CITY) -> Store:
    return Store.objects.create(key=uuid.uuid4(), name=name, region=place(code))


def make_item(name: str = "羽绒服", sizes: tuple[str, ...] = ("130", "140"), **values: Any) -> Item:
    scale = "height" if sizes != ("",) else ""
    item = Item.objects.create(key=uuid.uuid4(), name=name, scale=scale, **values)
    ItemSize.objects.bulk_create(
        ItemSize(item=item, size=size, order=n) for n, size in enumerate(sizes)
    )
    return item


def line(store: Store, item: Item, count: int, size: str = "140", **values: Any) -> Line:
    key = values.pop("key", None) or uuid.uuid4()
    return Line(store=store.pk, item=item.pk, size=size, count=count, key=key, **values)


def fill(
    store: Store, item: Item, count: int, by: Reader, size: str = "140", **values: Any
) -> None:
    bought = Document("tests.purchase", uuid.uuid4())
    stock.receive(lines=[line(store, item, count, size, **values)], document=bought, by=by)


def lies(store: Store) -> dict[tuple[str, Any], tuple[int, int]]:
    """(size, expires on): (on hand, reserved)."""
    rows = Stock.objects.filter(store=store).select_related("thing")
    return {(row.thing.size, row.expires_on): (row.on_hand, row.reserved) for row in rows}
