"""Any history of promises, hand-outs, moves and losses comes to what a plain model says."""

import uuid
from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st

from nuantong.access.reader import system_reader
from nuantong.core.errors import Refusal
from nuantong.goods import stock
from nuantong.goods.models import Hold, Stock, StockEvent
from nuantong.goods.stock import Back, Document
from tests.unit.goods.shelves import line, make_item, make_store

HOLDERS = [None, uuid.UUID(int=1), uuid.UUID(int=2)]
STEPS = st.tuples(
    st.sampled_from(["receive", "reserve", "release", "hand", "send", "arrive", "lose", "back"]),
    st.integers(0, 1), st.sampled_from(["130", "140"]), st.integers(1, 6), st.sampled_from(HOLDERS),
)  # fmt: skip


class Model:
    """On hand by place, promised by place and holder: nothing else."""

    def __init__(self) -> None:
        self.there, self.promised = Counter[Any](), Counter[Any]()
        self.handed: list[Any] = []

    def free(self, place: Any) -> int:
        promised = sum(n for (where, _), n in self.promised.items() if where == place)
        return self.there[place] - promised

    def may(self, verb: str, place: Any, count: int, holder: Any) -> bool:
        if verb in ("receive", "arrive"):
            return True
        if verb == "release" or (holder and verb in ("hand", "send")):
            return self.promised[place, holder] >= count
        return self.free(place) >= count

    def do(self, verb: str, place: Any, count: int, holder: Any) -> None:
        if verb in ("receive", "arrive"):
            self.there[place] += count
        if verb in ("hand", "send", "lose"):
            self.there[place] -= count
        if holder and verb in ("reserve", "arrive"):
            self.promised[place, holder] += count
        if holder and verb in ("release", "hand", "send"):
            self.promised[place, holder] -= count


@pytest.mark.django_db
@given(st.lists(STEPS, max_size=25))
@settings(max_examples=40)
def test_any_history_comes_to_what_a_plain_model_says(steps: list[Any]) -> None:
    with transaction.atomic():
        _play(steps)
        transaction.set_rollback(True)


def _play(steps: list[Any]) -> None:
    model, coat = Model(), make_item()
    stores = [make_store(name) for name in ("甲仓", "乙仓")]
    for verb, which, size, count, holder in steps:
        place = (stores[which].pk, size)
        if verb == "back":
            _back(model, stores[which].pk)
            continue
        holder = None if verb in ("receive", "lose") else holder
        holder = holder or (HOLDERS[1] if verb in ("reserve", "release") else None)
        one = line(stores[which], coat, count, size)
        if not model.may(verb, place, count, holder):
            with pytest.raises(Refusal, match="差"):
                _call(verb, one, holder)
            continue
        for _ in range(2):
            _call(verb, one, holder)
        model.do(verb, place, count, holder)
        model.handed += [(one.key, size, count)] if verb == "hand" else []
    _agree(model)


def _call(verb: str, one: Any, holder: Any) -> None:
    document = Document("tests.batch", holder or uuid.uuid4())
    takes = {"holder": holder} if verb in ("hand", "send", "arrive") else {}
    getattr(stock, verb)(lines=[one], document=document, by=system_reader(), **takes)


def _back(model: Model, store: int) -> None:
    if not model.handed:
        return
    key, size, count = model.handed.pop()
    back = Back(key=uuid.uuid4(), of=key, store=store)
    stock.take_back(lines=[back], document=Document("x", key), by=system_reader())
    model.there[store, size] += count


def _agree(model: Model) -> None:
    rows = Stock.objects.select_related("thing")
    assert (
        Counter({(r.store_id, r.thing.size): r.on_hand for r in rows if r.on_hand}) == +model.there
    )
    held = Hold.objects.select_related("thing").exclude(count=0)
    assert (
        Counter({((r.store_id, r.thing.size), r.holder): r.count for r in held}) == +model.promised
    )
    sums = StockEvent.objects.order_by().values_list("store", "thing").annotate(
        Sum("on_hand"), Sum("reserved")
    )  # fmt: skip
    assert {(s, t): (h, r) for s, t, h, r in sums} == {
        (r.store_id, r.thing_id): (r.on_hand, r.reserved) for r in rows
    }
