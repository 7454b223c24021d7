"""What the actions of this app share: who may, the log, words that must be there."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.text import clean
from nuantong.core.text.narratives import narrative
from nuantong.goods.models import ItemSize, Store
from nuantong.goods.stock import MOST, Line

KEEP, BUY = Permission.KEEP_STOCK, Permission.BUY_GOODS
PURCHASE, TRANSFER, TAKING = "goods.purchase", "goods.transfer", "goods.taking"
"""Kinds of documents that events rest on."""


@dataclass(frozen=True)
class Some:
    """So many pieces of a thing, of an expiry date."""

    thing: ItemSize
    count: int
    expires_on: dt.date | None = None

    def line(self, store: Store, about: UUID, word: str, count: int | None = None) -> Line:
        """As a line of the ledger; its key follows from the document's, so that twice is once."""
        key = uuid5(about, f"{word}:{self.thing.pk}:{self.expires_on or ''}")
        return Line(
            store=store.pk, item=self.thing.item_id, size=self.thing.size,
            count=self.count if count is None else count, key=key, expires_on=self.expires_on,
        )  # fmt: skip


def entered(by: Reader) -> dict[str, Any]:
    """Who enters a row, and when."""
    return {
        "entered_at": clock.now(), "entered_by_id": by.actor_id, "entered_by_name": by.actor_name
    }  # fmt: skip


def log(action: str, about: Any, by: Reader, **changes: Any) -> None:
    record(
        action=action, by=by, object_type=about._meta.model_name, object_id=about.pk,
        changes=changes or None,
    )  # fmt: skip


def words(text: str, limit: int, missing: str) -> str:
    """A short text that must be there."""
    kept = clean(text)[:limit]
    if len(kept) < 2:
        raise Refusal(missing)
    return kept


def reason(text: str, missing: str) -> str:
    """Why, in somebody's own words, which must be there."""
    said = narrative(text, 400)
    if len(said) < 2:
        raise Refusal(missing)
    return said


def keeps(store: Store, by: Reader) -> None:
    if store.closed_on is not None:
        raise Refusal(f"{store.name}已经停用。")
    if not by.covers(KEEP, store.region_id):
        raise Refusal(f"{store.name}不由您保管。")


def counted(lines: Iterable[Some]) -> list[Some]:
    """The lines, each thing and date once, with sane counts."""
    found = list(lines)
    if not found:
        raise Refusal("请至少填写一种物资的数量。")
    if any(not 0 < one.count <= MOST for one in found):
        raise Refusal("数量应当是1至100万之间的整数。")
    seen = {(one.thing.pk, one.expires_on) for one in found}
    if len(seen) < len(found):
        raise Refusal("同一种物资、同一个尺码写了两次，请合成一行。")
    undated = [one.thing for one in found if one.thing.item.expires != (one.expires_on is not None)]
    if undated:
        raise Refusal(f"{undated[0]}：有保质期的要写保质期，没有的不写。")
    return found
