"""What is kept in the stores for a batch: as many of each size as are still to be handed out.

Worked out from the open slips each time, so it may be run again at any moment: what is kept already
is not kept twice, and what nobody needs any more is free again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from uuid import uuid4

from django.db import transaction
from django.db.models import Count

from nuantong.access.reader import Reader
from nuantong.goods import stock
from nuantong.goods.models import Hold, Item, ItemSize, Store
from nuantong.handouts import states
from nuantong.handouts.allocating import Thing, by_nearness
from nuantong.handouts.models import Batch, Slip

DOCUMENT, RECEIPT = "handouts.batch", "handouts.receipt"
"""What movements of the ledger rest on: the batch goods are kept for, the receipt of each piece."""
Part = tuple[int, bool, int]
"""An item, whether it has sizes, and how many of it a child gets."""


def parts_of(batch: Batch) -> list[Part]:
    """What one child gets, thing by thing; nothing for money."""
    if batch.item is not None:
        return [(batch.item.pk, bool(batch.item.scale), batch.pieces)]
    if batch.kit is None:
        return []
    rows = batch.kit.parts.select_related("item")
    return [(row.item_id, bool(row.item.scale), row.count * batch.pieces) for row in rows]


def scale_of(batch: Batch) -> list[str]:
    """The sizes its things are made in, smallest first; none for what has no sizes."""
    items = [item for item, sized, _ in parts_of(batch) if sized]
    rows = ItemSize.objects.filter(item__in=items).order_by("order") if items else []
    return list(dict.fromkeys(row.size for row in rows))


def things_of(parts: Sequence[Part], size: str) -> list[tuple[Thing, int]]:
    return [((item, size if sized else ""), count) for item, sized, count in parts]


def stores_near(place: int | None, batch: Batch, stores: Mapping[int, int], by: Reader) -> tuple[int, ...]:  # fmt: skip
    found = by.tree.get(place)
    ancestors = found.ancestors if found else (by.tree.root.id,)
    return by_nearness(ancestors, stores, batch.store_id)


def open_stores() -> dict[int, int]:
    """Stores in use, with their regions."""
    return dict(Store.objects.filter(closed_on=None).values_list("pk", "region"))


def held(batch: Batch) -> Counter[tuple[int, int, str]]:
    """What is kept for the batch, by store, item and size."""
    rows = Hold.objects.filter(holder=batch.key, count__gt=0)
    found = Counter[tuple[int, int, str]]()
    for store, item, size, count in rows.values_list("store", "thing__item", "thing__size", "count"):  # fmt: skip
        found[store, item, size] += count
    return found


def needed(batch: Batch) -> Counter[Thing]:
    """What the open slips ask for; a slip whose size nobody knows yet asks for nothing."""
    parts, found = parts_of(batch), Counter[Thing]()
    rows = Slip.objects.filter(batch=batch, state__in=states.OPEN).values_list("size")
    for size, slips in rows.annotate(slips=Count("pk")).order_by():
        for item, sized, count in parts:
            if size or not sized:
                found[item, size if sized else ""] += slips * count
    return found


@transaction.atomic
def keep(*, batch: Batch, by: Reader, near: int | None = None) -> Counter[Thing]:
    """Keep what is needed and let go what is not; what is lacking. `near`: where it is let go first."""
    if batch.is_money:
        return Counter()
    Batch.objects.select_for_update(no_key=True, of=("self",)).get(pk=batch.pk)
    assert batch.store_id is not None
    stock.lock([batch.store_id])
    wanted, there = needed(batch), held(batch)
    sums = Counter[Thing]()
    for (_, item, size), count in there.items():
        sums[item, size] += count
    lacking = _reserve(batch, wanted - sums, by)
    _release(batch, sums - wanted, there, stores_near(near, batch, open_stores(), by), by)
    return lacking


def _reserve(batch: Batch, more: Counter[Thing], by: Reader) -> Counter[Thing]:
    """As many as the batch's own store has; the rest is lacking."""
    store = batch.store_id or 0
    free = stock.free([store], {item for item, _ in more})
    taken = {thing: min(count, max(free.get((store, *thing), 0), 0)) for thing, count in more.items()}  # fmt: skip
    lines = [_line(store, thing, count) for thing, count in taken.items() if count]
    if lines:
        stock.reserve(lines=lines, document=stock.Document(DOCUMENT, batch.key), by=by)
    return more - Counter(taken)


def _release(
    batch: Batch, fewer: Counter[Thing], there: Mapping[tuple[int, int, str], int],
    near: Iterable[int], by: Reader,
) -> None:  # fmt: skip
    lines = []
    order = list(dict.fromkeys([*near, *(store for store, _, _ in there)]))
    for thing, count in fewer.items():
        left = count
        for store in order:
            some = min(left, there.get((store, *thing), 0))
            if some:
                lines.append(_line(store, thing, some))
                left -= some
    if lines:
        stock.release(lines=lines, document=stock.Document(DOCUMENT, batch.key), by=by)


def _line(store: int, thing: Thing, count: int) -> stock.Line:
    item, size = thing
    return stock.Line(store=store, item=item, size=size, count=count, key=uuid4())


def in_words(lacking: Counter[Thing]) -> str:
    """还缺：150码3件羽绒服…; '' when nothing is."""
    items = Item.objects.in_bulk({item for item, _ in lacking})
    told = [
        f"{f'{size}码' if size else ''}{items[item].name}{count}{items[item].unit}"
        for (item, size), count in sorted(lacking.items())
        if count
    ]
    return f"还缺：{'、'.join(told[:8])}{'等' if len(told) > 8 else ''}。" if told else ""


def lacking_of(batch: Batch) -> Counter[Thing]:
    """What is needed and not kept for the batch anywhere."""
    sums = Counter[Thing]()
    for (_, item, size), count in held(batch).items():
        sums[item, size] += count
    return needed(batch) - sums
