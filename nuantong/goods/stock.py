"""The one door to the stock ledger: promise, give, take back, bring in, in lists of any length.

Every line has a key: sent twice it is there once, and another content under the same key is
refused. A call is one transaction, one INSERT of events; the database keeps the sums, and whoever
comes second to the last coat is told so. The caller has checked who may do it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.copying import insert_new
from nuantong.core.errors import Refusal
from nuantong.goods.allocating import Place, Shelf
from nuantong.goods.models import Hold, ItemSize, Kind, Stock, StockEvent, Store
from nuantong.goods.shortage import refuse_short
from nuantong.goods.walls import REFUSALS

COLUMNS: Final = (
    "key", "part", "at", "on", "store", "thing", "expires_on", "kind", "on_hand", "reserved",
    "holder", "document_kind", "document_key", "back_of", "by",
)  # fmt: skip
MOST: Final = 1_000_000
"""Pieces of a line: more is a slip of the pen."""
TAKEN: Final = "这个编号已经登记过另一笔物资，没有再登记。请刷新后重做。"


@dataclass(frozen=True)
class Document:
    """What a movement rests on: a kind that books.documents knows, and its key."""

    kind: str
    key: UUID


@dataclass(frozen=True, kw_only=True)
class Line:
    """So many pieces of an item in a size, in a store. `document`: the line's own, if it has one."""

    store: int
    item: int
    size: str = ""
    count: int
    key: UUID
    document: UUID | None = None
    expires_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Back:
    """What was handed out under the key `of` comes back whole, to its store or another one."""

    key: UUID
    of: UUID
    store: int | None = None


class Row(NamedTuple):
    """An event to be written, but for what all of a call share."""

    key: UUID
    part: int
    store: int
    thing: int
    expires_on: dt.date | None
    on_hand: int
    reserved: int = 0
    holder: UUID | None = None
    document: UUID | None = None
    back_of: int | None = None


@dataclass(frozen=True)
class Move:
    """How a verb changes a row: the signs of what lies there and of what is promised."""

    kind: Kind
    on_hand: int
    reserved: int
    words: str


RECEIVE: Final = Move(Kind.RECEIVED, 1, 0, "验收入库")
ARRIVE: Final = Move(Kind.ARRIVED, 1, 0, "调入")
RESERVE: Final = Move(Kind.RESERVED, 0, 1, "预留物资")
RELEASE: Final = Move(Kind.RELEASED, 0, -1, "解除预留")
HAND: Final = Move(Kind.HANDED, -1, 0, "发放物资")
SEND: Final = Move(Kind.SENT, -1, 0, "调出")
LOSE: Final = Move(Kind.LOST, -1, 0, "登记损失")


def reserve(
    *, lines: Sequence[Line], document: Document, by: Reader, on: dt.date | None = None
) -> int:
    """Promise free pieces to the document's key; how many lines are new."""
    return _take(RESERVE, lines, document, by, on, document.key)


def release(
    *, lines: Sequence[Line], document: Document, by: Reader, on: dt.date | None = None
) -> int:
    """What was promised to the document's key, and only that, is free again."""
    return _take(RELEASE, lines, document, by, on, document.key)


def hand(
    *, lines: Sequence[Line], document: Document, by: Reader, holder: UUID | None = None,
    on: dt.date | None = None,
) -> int:  # fmt: skip
    """Given away: of what is promised to `holder`, or else of what is free. Nothing expired."""
    return _take(HAND, lines, document, by, on, holder)


def send(
    *, lines: Sequence[Line], document: Document, by: Reader, holder: UUID | None = None,
    on: dt.date | None = None,
) -> int:  # fmt: skip
    """On the way to another store, promised to `holder` still."""
    return _take(SEND, lines, document, by, on, holder)


def lose(
    *, lines: Sequence[Line], document: Document, by: Reader, on: dt.date | None = None
) -> int:
    """Broken, expired, gone: of what is free."""
    return _take(LOSE, lines, document, by, on, None)


def receive(
    *, lines: Sequence[Line], document: Document, by: Reader, on: dt.date | None = None
) -> int:
    """Bought or given, and accepted."""
    return _bring(RECEIVE, lines, document, by, on, None)


def arrive(
    *, lines: Sequence[Line], document: Document, by: Reader, holder: UUID | None = None,
    on: dt.date | None = None,
) -> int:  # fmt: skip
    """Come from another store, and promised to whom it was promised there."""
    return _bring(ARRIVE, lines, document, by, on, holder)


@transaction.atomic
def take_back(
    *, lines: Sequence[Back], document: Document, by: Reader, on: dt.date | None = None
) -> int:
    """What was handed out is in a store again, free; each hand-out once."""
    handed = defaultdict(list)
    for row in StockEvent.objects.filter(key__any_of=[one.of for one in lines], kind=Kind.HANDED):
        handed[row.key].append(row)
    if any(one.of not in handed for one in lines):
        raise Refusal("没有找到这笔发放记录，不能退回。")
    stores = {one.store or handed[one.of][0].store_id for one in lines}
    lock(stores)
    known = _known([one.key for one in lines])
    rows = []
    for one in {one.key: one for one in lines if one.key not in known}.values():
        for out in handed[one.of]:
            lot = (one.store or out.store_id, out.thing_id, out.expires_on)
            rows.append(Row(one.key, out.part, *lot, -out.on_hand, back_of=out.pk))
    return _write(Kind.RETURNED, "退回入库", rows, document, by, on)


@transaction.atomic
def correct(
    *, lines: Sequence[Line], document: Document, by: Reader, on: dt.date | None = None
) -> int:
    """What a count found: `count` more, or fewer when it is below zero, than the ledger said."""
    new, things = _prepared(lines, Kind.COUNTED, signed=True)
    rows = [_row(one, things) for one in new]
    return _write(Kind.COUNTED, "盘点更正", rows, document, by, on)


def free(stores: Iterable[int], items: Iterable[int]) -> dict[tuple[int, int, str], int]:
    """What may still be promised, by store, item and size: not promised, not expired."""
    rows = Stock.objects.filter(store__in=list(stores), thing__item__in=list(items))
    found: dict[tuple[int, int, str], int] = defaultdict(int)
    for row in rows.select_related("thing"):
        if row.expires_on is None or row.expires_on >= clock.today():
            found[row.store_id, row.thing.item_id, row.thing.size] += row.on_hand - row.reserved
    return dict(found)


def lock(stores: Iterable[int]) -> None:
    """Writers of a store's ledger wait for each other; of several, in one order."""
    rows = Store.objects.filter(pk__in=set(stores)).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


@transaction.atomic
def _take(
    move: Move, lines: Sequence[Line], document: Document, by: Reader, on: dt.date | None,
    holder: UUID | None,
) -> int:  # fmt: skip
    new, things = _prepared(lines, move.kind)
    places = {(one.store, things[one.item, one.size]) for one in new}
    shelf = _shelf(places, move, holder, on or by.on)
    refuse_short(shelf, [(one, things[one.item, one.size]) for one in new], move.kind, holder)
    held = holder if holder and move.kind is not Kind.LOST else None
    rows = []
    for one in new:
        thing = things[one.item, one.size]
        taken = shelf.take((one.store, thing), one.count, one.expires_on)
        for part, (expires_on, count) in enumerate(taken):
            promised = count * (move.reserved or (move.on_hand if held else 0))
            lot = (one.store, thing, expires_on, count * move.on_hand)
            rows.append(Row(one.key, part, *lot, promised, held, one.document))
    return _write(move.kind, move.words, rows, document, by, on)


@transaction.atomic
def _bring(
    move: Move, lines: Sequence[Line], document: Document, by: Reader, on: dt.date | None,
    holder: UUID | None,
) -> int:  # fmt: skip
    new, things = _prepared(lines, move.kind)
    rows = [_row(one, things, holder) for one in new]
    return _write(move.kind, move.words, rows, document, by, on)


def _row(one: Line, things: dict[tuple[int, str], int], holder: UUID | None = None) -> Row:
    """Pieces that come: promised to the holder, if there is one."""
    thing, promised = things[one.item, one.size], one.count if holder else 0
    return Row(
        one.key, 0, one.store, thing, one.expires_on, one.count, promised, holder, one.document
    )  # fmt: skip


def _prepared(
    lines: Sequence[Line], kind: Kind, signed: bool = False
) -> tuple[list[Line], dict[tuple[int, str], int]]:
    """The lines that are new, under the lock of their stores, and the things they name."""
    if any(not 0 < (abs(one.count) if signed else one.count) <= MOST for one in lines):
        raise Refusal("数量应当是1至100万之间的整数。")
    lock(one.store for one in lines)
    things = _things(lines)
    by_key: dict[UUID, Line] = {}
    for one in lines:
        if by_key.setdefault(one.key, one) != one:
            raise Refusal("同一个编号写了两笔不同的物资，没有登记。")
    known = _known(by_key)
    for key, said in known.items():
        one = by_key[key]
        if said != (kind, one.store, things[one.item, one.size], one.count):
            raise Refusal(TAKEN)
    return [one for key, one in by_key.items() if key not in known], things


def _things(lines: Sequence[Line]) -> dict[tuple[int, str], int]:
    rows = ItemSize.objects.filter(item__in={one.item for one in lines})
    things = {(item, size): pk for item, size, pk in rows.values_list("item", "size", "pk")}
    for one in lines:
        if (one.item, one.size) not in things:
            raise Refusal(f"这种物资没有“{one.size or '不分尺码'}”这个尺码。")
    return things


def _known(keys: Iterable[UUID]) -> dict[UUID, tuple[Any, ...]]:
    """What is there already under these keys: kind, store, thing and how many."""
    found: dict[UUID, tuple[Any, ...]] = {}
    for row in StockEvent.objects.filter(key__any_of=list(keys)):
        count = row.on_hand or row.reserved
        count = count if row.kind == Kind.COUNTED else abs(count)
        before = found[row.key][3] if row.key in found else 0
        found[row.key] = (row.kind, row.store_id, row.thing_id, before + count)
    return found


def _shelf(places: set[Place], move: Move, holder: UUID | None, on: dt.date) -> Shelf:
    """What the verb may take from: what is promised to the holder, or what is free."""
    stores, things = {store for store, _ in places}, {thing for _, thing in places}
    fresh = move.kind in (Kind.RESERVED, Kind.HANDED)
    rows: Any
    if holder and move.kind is not Kind.RESERVED:
        held = Hold.objects.filter(holder=holder, store__in=stores, thing__in=things)
        rows = held.values_list("store", "thing", "expires_on", "count")
    else:
        stock = Stock.objects.filter(store__in=stores, thing__in=things).values_list(
            "store", "thing", "expires_on", "on_hand", "reserved"
        )
        rows = [(s, t, e, on_hand - reserved) for s, t, e, on_hand, reserved in stock]
    return Shelf(((s, t), e, n) for s, t, e, n in rows if not (fresh and e and e < on))


def _write(
    kind: Kind, words: str, rows: Sequence[Row], document: Document, by: Reader,
    on: dt.date | None,
) -> int:  # fmt: skip
    if not rows:
        return 0
    same = (clock.now(), on or by.on)
    whole = [
        (row.key, row.part, *same, row.store, row.thing, row.expires_on, kind.value, row.on_hand,
         row.reserved, row.holder, document.kind, row.document or document.key, row.back_of, by.actor_name)
        for row in rows
    ]  # fmt: skip
    with refusing(REFUSALS):
        new = insert_new(StockEvent, COLUMNS, whole, ["key"])
    if len(new) < len(whole):
        back = kind is Kind.RETURNED
        raise Refusal("这件物资已经退回过一次。" if back else TAKEN)
    record(action=words, by=by, object_type="stockevent", object_id=str(document.key),
           changes={"rows": len(new), "total": sum(abs(row.on_hand or row.reserved) for row in rows)})  # fmt: skip
    return len({key for (key,) in new})
