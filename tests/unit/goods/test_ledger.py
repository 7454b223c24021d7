"""The ledger of things: nothing below zero, nothing promised twice, nothing twice, all in words."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from nuantong.access.reader import Reader, system_reader
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.goods import stock
from nuantong.goods.models import Hold, Item, ItemSize, Stock, StockEvent, Store
from nuantong.goods.stock import Back, Document
from tests.conftest import TODAY
from tests.unit.goods.shelves import BATCH, fill, lies, line, make_item, make_store

LATER, SOON, PAST = (TODAY + dt.timedelta(days) for days in (90, 10, -1))


@pytest.fixture
def by(db: None) -> Reader:
    return system_reader()


@pytest.fixture
def store(by: Reader) -> Store:
    return make_store()


@pytest.fixture
def coat(by: Reader) -> Item:
    return make_item()


def test_a_coat_is_promised_given_and_given_back(store: Store, coat: Item, by: Reader) -> None:
    fill(store, coat, 5, by)
    stock.reserve(lines=[line(store, coat, 3)], document=BATCH, by=by)
    assert lies(store) == {("140", None): (5, 3)}
    given = line(store, coat, 1)
    slip = Document("tests.slip", uuid.uuid4())
    stock.hand(lines=[given], document=slip, holder=BATCH.key, by=by)
    assert lies(store) == {("140", None): (4, 2)}
    stock.take_back(lines=[Back(key=uuid.uuid4(), of=given.key)], document=slip, by=by)
    stock.release(lines=[line(store, coat, 2)], document=BATCH, by=by)
    assert lies(store) == {("140", None): (5, 0)}
    assert stock.free([store.pk], [coat.pk]) == {(store.pk, coat.pk, "140"): 5}


def test_what_is_short_is_named_with_how_many_there_are(
    store: Store, coat: Item, by: Reader
) -> None:
    fill(store, coat, 3, by)
    with pytest.raises(Refusal, match="市级仓库的140码羽绒服能动用的只剩3件，差2件"):
        stock.reserve(lines=[line(store, coat, 2), line(store, coat, 3)], document=BATCH, by=by)
    stock.reserve(lines=[line(store, coat, 3)], document=BATCH, by=by)
    with pytest.raises(Refusal, match="只剩0件，差1件"):
        stock.hand(lines=[line(store, coat, 1)], document=BATCH, by=by)
    with pytest.raises(Refusal, match="为这一批预留的只有0件"):
        stock.hand(lines=[line(store, coat, 1)], document=BATCH, holder=uuid.uuid4(), by=by)
    assert lies(store) == {("140", None): (3, 3)}


def test_every_verb_twice_equals_once(store: Store, coat: Item, by: Reader) -> None:
    fill(store, coat, 9, by)
    one, two, three, four = (line(store, coat, n) for n in (4, 1, 2, 1))
    back = Back(key=uuid.uuid4(), of=two.key)
    for expected in (1, 0):
        assert stock.reserve(lines=[one], document=BATCH, by=by) == expected
        assert stock.hand(lines=[two], document=BATCH, holder=BATCH.key, by=by) == expected
        assert stock.take_back(lines=[back], document=BATCH, by=by) == expected
        assert stock.send(lines=[three], document=BATCH, by=by) == expected
        assert stock.lose(lines=[four, four], document=BATCH, by=by) == expected
        assert lies(store) == {("140", None): (6, 3)}


def test_a_key_of_another_movement_is_refused(store: Store, coat: Item, by: Reader) -> None:
    fill(store, coat, 9, by)
    one = line(store, coat, 2)
    stock.reserve(lines=[one], document=BATCH, by=by)
    for other in (line(store, coat, 3, key=one.key), line(store, coat, 2, "130", key=one.key)):
        with pytest.raises(Refusal, match="编号已经登记过另一笔"):
            stock.reserve(lines=[other], document=BATCH, by=by)
    with pytest.raises(Refusal, match="编号已经登记过另一笔"):
        stock.send(lines=[one], document=BATCH, by=by)
    twice = uuid.uuid4()
    with pytest.raises(Refusal, match="同一个编号写了两笔"):
        stock.hand(lines=[line(store, coat, n, key=twice) for n in (1, 2)], document=BATCH, by=by)


def test_a_hand_out_comes_back_once(store: Store, coat: Item, by: Reader) -> None:
    fill(store, coat, 2, by)
    given = line(store, coat, 1)
    stock.hand(lines=[given], document=BATCH, by=by)
    stock.take_back(lines=[Back(key=uuid.uuid4(), of=given.key)], document=BATCH, by=by)
    with pytest.raises(Refusal, match="已经退回过一次"):
        stock.take_back(lines=[Back(key=uuid.uuid4(), of=given.key)], document=BATCH, by=by)
    with pytest.raises(Refusal, match="没有找到这笔发放"):
        stock.take_back(lines=[Back(key=uuid.uuid4(), of=uuid.uuid4())], document=BATCH, by=by)


def test_what_expires_first_goes_first_and_nothing_expired_is_given(
    store: Store, by: Reader
) -> None:
    milk = make_item("奶粉", ("",), unit="罐", expires=True)
    for day in (LATER, SOON, PAST):
        fill(store, milk, 2, by, "", expires_on=day)
    stock.reserve(lines=[line(store, milk, 3, "")], document=BATCH, by=by)
    assert lies(store) == {("", PAST): (2, 0), ("", SOON): (2, 2), ("", LATER): (2, 1)}
    with pytest.raises(Refusal, match="奶粉能动用的只剩1罐，差1罐"):
        stock.hand(lines=[line(store, milk, 2, "")], document=BATCH, by=by)
    stock.lose(lines=[line(store, milk, 2, "", expires_on=PAST)], document=BATCH, by=by)
    given = line(store, milk, 3, "")
    stock.hand(lines=[given], document=BATCH, holder=BATCH.key, by=by)
    assert lies(store) == {("", PAST): (0, 0), ("", SOON): (0, 0), ("", LATER): (1, 0)}
    stock.take_back(lines=[Back(key=uuid.uuid4(), of=given.key)], document=BATCH, by=by)
    assert lies(store) == {("", PAST): (0, 0), ("", SOON): (2, 0), ("", LATER): (2, 0)}


@pytest.mark.parametrize(("sizes", "day"), [(("",), None), (("140",), SOON)])
def test_what_expires_says_when(store: Store, by: Reader, sizes: Any, day: Any) -> None:
    item = make_item("某物", sizes, expires=sizes == ("",))
    with pytest.raises(Refusal, match="有保质期的物资要写明保质期"):
        fill(store, item, 1, by, sizes[0], expires_on=day)


def test_nine_thousand_receipts_are_one_statement(store: Store, coat: Item, by: Reader) -> None:
    fill(store, coat, 9_800, by)
    stock.reserve(lines=[line(store, coat, 9_800)], document=BATCH, by=by)
    lines = [line(store, coat, 1, document=uuid.uuid4()) for _ in range(9_800)]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert stock.hand(lines=lines, document=BATCH, holder=BATCH.key, by=by) == 9_800
    assert len([q for q in asked if "INSERT INTO" in q["sql"] and "goods" in q["sql"]]) == 1
    assert len(asked) < 14
    assert lies(store) == {("140", None): (0, 0)}


def attacks(store: Store, thing: ItemSize) -> list[Callable[[], Any]]:
    def event(**values: Any) -> Callable[[], Any]:
        said = {"key": uuid.uuid4(), "at": clock.now(), "on": TODAY, "store": store, "by": "某人",
                "thing": thing, "kind": "received", "on_hand": 1, "document_kind": "x",
                "document_key": uuid.uuid4(), **values}  # fmt: skip
        return lambda: StockEvent.objects.create(**said)

    holder = uuid.uuid4()
    return [
        event(on_hand=-1),
        event(kind="handed", on_hand=1),
        event(kind="handed", on_hand=-99),
        event(kind="reserved", on_hand=0, reserved=99, holder=holder),
        event(kind="reserved", on_hand=0, reserved=1),
        event(kind="released", on_hand=0, reserved=-1, holder=holder),
        event(kind="counted", on_hand=0),
        event(kind="lost", on_hand=-1, reserved=-2, holder=holder),
        event(document_kind=""),
        event(expires_on=SOON),
        event(back_of=StockEvent.objects.first()),
        event(kind="returned", back_of=StockEvent.objects.first()),
        lambda: StockEvent.objects.update(on_hand=2),
        lambda: StockEvent.objects.all()._raw_delete("default"),
        lambda: Stock.objects.update(on_hand=100),
        lambda: Stock.objects.create(store=store, thing=thing, on_hand=1, reserved=0),
        lambda: Stock.objects.all()._raw_delete("default"),
        lambda: Hold.objects.create(store=store, thing=thing, holder=holder, count=1),
        lambda: Item.objects.update(expires=True),
        lambda: Item.objects.update(scale="letters"),
        lambda: ItemSize.objects.update(size="150"),
        lambda: Store.objects.update(name=""),
        lambda: Item.objects.update(name=""),
    ]  # fmt: skip


def test_the_database_refuses_what_would_break_the_ledger(
    store: Store, coat: Item, by: Reader
) -> None:
    fill(store, coat, 5, by)
    before = lies(store)
    for number, attack in enumerate(attacks(store, coat.sizes.get(size="140"))):
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()
            pytest.fail(f"attack {number} went through")
    assert lies(store) == before and StockEvent.objects.count() == 1


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Store, Item]]:
    """A store with one coat, as others see it; taken away afterwards, log and all."""
    tables = ["reckoning_flow", "goods_stockevent", "goods_stock", "goods_hold", "audit_event"]
    with django_db_blocker.unblock():
        try:
            store, coat = make_store(), make_item()
            fill(store, coat, 1, system_reader())
            yield store, coat
        finally:
            with connection.cursor() as cursor:
                for table in tables:
                    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                    cursor.execute(f"DELETE FROM {table}")
                    cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            for model in (ItemSize, Item, Store):
                model.objects.all().delete()
            connection.close()


def at_once(*work: Callable[[], Any]) -> list[str]:
    """What came of each: '' or the refusal's words."""
    gate = Barrier(len(work))

    def run(one: Callable[[], Any]) -> str:
        try:
            connection.ensure_connection()
            gate.wait()
            one()
        except Refusal as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(run, work))


def test_two_officers_hand_out_the_last_coat_at_once(committed: tuple[Store, Item]) -> None:
    store, coat = committed
    by = system_reader()
    said = at_once(*(
        lambda: stock.hand(lines=[line(store, coat, 1)], document=BATCH, by=by) for _ in range(4)
    ))  # fmt: skip
    assert said.count("") == 1
    assert all("140码羽绒服能动用的只剩0件，差1件" in words for words in said if words)
    assert lies(store) == {("140", None): (0, 0)}


def test_the_same_list_sent_by_two_at_once_is_there_once(committed: tuple[Store, Item]) -> None:
    store, coat = committed
    same, by = line(store, coat, 1), system_reader()
    said = at_once(*(
        lambda: stock.hand(lines=[same], document=BATCH, by=by) for _ in range(3)
    ))  # fmt: skip
    assert said == [""] * 3
    assert StockEvent.objects.filter(kind="handed").count() == 1
