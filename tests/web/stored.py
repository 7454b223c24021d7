"""A store of a side's township with what can lie in one: bought, sent, counted, packed."""

import datetime as dt
import uuid
from dataclasses import dataclass

from nuantong.access.reader import system_reader
from nuantong.goods import actions
from nuantong.goods.models import Box, Item, Purchase, Store, Taking, Transfer
from tests.conftest import TODAY
from tests.unit.books.book import make_fund
from tests.unit.goods.shelves import fill, make_item, make_store

LATER = TODAY + dt.timedelta(30)


@dataclass(frozen=True)
class Stored:
    store: Store
    item: Item
    purchase: Purchase
    transfer: Transfer
    taking: Taking
    box: Box


def stored(township: str) -> Stored:
    """Milk that lies, is packed, is on its way here, was counted, and is to be bought."""
    by, store = system_reader(), make_store(f"物资点{township}", township)
    source = make_store(f"村物资点{township}", f"{township}200")
    item = make_item(f"奶粉{township}", ("",), unit="罐", expires=True)
    for where in (store, source):
        fill(where, item, 9, by, "", expires_on=LATER)
    some = actions.Some(item.sizes.select_related("item").get(), 2, LATER)
    found = actions.Found(thing=some.thing, expires_on=LATER, before=9, after=9)
    wish = actions.Wish(
        title="奶粉采购", store=store, fund=make_fund(f"奶粉{township}"), purpose="gift_pack"
    )
    said = {"key": uuid.uuid4(), "by": by}
    return Stored(
        store, item, actions.begin_purchase(wish=wish, lines=[some], **said),
        actions.send_transfer(source=source, target=store, lines=[some], **said),
        actions.take(store=store, kind="count", found=[found], **said),
        actions.pack(store=store, lines=[some], **said)[0],
    )  # fmt: skip
