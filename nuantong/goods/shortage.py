"""What is missing, in words: of what, where, how many there are and how many are lacking."""

from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from nuantong.core.errors import Refusal
from nuantong.goods.allocating import Shelf
from nuantong.goods.models import ItemSize, Kind, Store

NAMED = 5


def refuse_short(
    shelf: Shelf, lines: Iterable[tuple[Any, int]], kind: Kind, holder: UUID | None
) -> None:
    """A Refusal that names each thing of which the shelf has fewer than the lines ask for."""
    asked = Counter[tuple[int, int, Any]]()
    for line, thing in lines:
        asked[line.store, thing, line.expires_on] += line.count
    short = [
        (store, thing, have, count - have)
        for (store, thing, expires_on), count in asked.items()
        if (have := shelf.count((store, thing), expires_on)) < count
    ]
    if short:
        raise Refusal(_words(short, kind, holder))


def _words(short: list[tuple[int, int, int, int]], kind: Kind, holder: UUID | None) -> str:
    stores = Store.objects.in_bulk({store for store, *_ in short})
    things = ItemSize.objects.select_related("item").in_bulk({thing for _, thing, *_ in short})
    promised = holder is not None and kind is not Kind.RESERVED
    left = "为这一批预留的只有" if promised else "能动用的只剩"
    told = []
    for store, thing, have, lack in short[:NAMED]:
        what, unit = things[thing], things[thing].item.unit
        told.append(f"{stores[store].name}的{what}{left}{have}{unit}，差{lack}{unit}")
    more = f"；另有{len(short) - NAMED}种也不够" if len(short) > NAMED else ""
    return f"{'；'.join(told)}{more}。没有登记任何一件。"
