"""Lists of things as they are typed or pasted: 羽绒服 130 200, a line for each size."""

import re
from collections.abc import Iterator
from typing import Final

from nuantong.core.errors import Refusal
from nuantong.core.text import clean
from nuantong.goods.actions.common import Some
from nuantong.goods.models import Item, ItemSize
from nuantong.goods.sizes import understand
from nuantong.goods.stock import MOST

APART: Final = re.compile(r"[\s,，、;；:：]+")
COUNT: Final = re.compile(r"(\d{1,9})[^\d\s]?")


def wanted(text: str) -> list[Some]:
    """The things of a list; a Refusal says which line is not understood and why."""
    items = {item.name: item for item in Item.objects.prefetch_related("sizes")}
    found = [_some(at, words, items) for at, words in _lines(text)]
    if not found:
        raise Refusal("请写明要买什么，一行一种，如“羽绒服 130 200”。")
    return found


def _some(at: int, words: list[str], items: dict[str, Item]) -> Some:
    name, *size, count = words if len(words) > 1 else [*words, ""]
    item = items.get(name)
    if item is None:
        raise Refusal(f"第{at}行：没有登记过“{name[:20]}”这种物资。请核对品名，或先登记。")
    number = COUNT.fullmatch(count)
    if number is None or not 0 < int(number[1]) <= MOST:
        raise Refusal(f"第{at}行：“{count[:20]}”不是数量，请写成“{_like(item)}”。")
    known = {one.size: one for one in item.sizes.all()}
    meaning = understand("".join(size), item.scale, list(known))
    if meaning.problem:
        raise Refusal(f"第{at}行{item.name}：{meaning.problem}")
    thing: ItemSize = known[meaning.size]
    thing.item = item
    return Some(thing, int(number[1]))


def _like(item: Item) -> str:
    return f"{item.name} 130 200" if item.scale else f"{item.name} 200"


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    for at, line in enumerate(text.splitlines(), 1):
        if words := [word for word in APART.split(clean(line)) if word]:
            yield at, words
