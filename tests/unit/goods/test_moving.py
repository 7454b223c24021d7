"""Moving and counting: nothing lost between, every difference explained, nobody signs for herself."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.models import Sum

from nuantong.access.reader import Reader, system_reader
from nuantong.access.roles import Role
from nuantong.core.errors import Refusal
from nuantong.goods import actions, stock
from nuantong.goods.actions import Found, Some
from nuantong.goods.models import (
    Box,
    BoxLine,
    Item,
    StockEvent,
    Store,
    Taking,
    TakingLine,
    Transfer,
    TransferLine,
)
from nuantong.tasks.models import Task
from tests.conftest import TODAY
from tests.unit.goods.shelves import (
    BATCH,
    DISTRICT,
    TOWNSHIP,
    fill,
    lies,
    line,
    make_item,
    make_store,
)

Readers = Callable[[Role], Reader]


@pytest.fixture
def keeper(reader: Readers) -> Reader:
    return reader(Role.STORE_KEEPER)


@pytest.fixture
def chair(reader: Readers) -> Reader:
    return reader(Role.TOWNSHIP_CHAIR)


@pytest.fixture
def store(keeper: Reader) -> Store:
    return make_store()


@pytest.fixture
def there(keeper: Reader) -> Store:
    return make_store("麻柳嘴镇物资点", TOWNSHIP)


@pytest.fixture
def coat(store: Store, keeper: Reader) -> Item:
    coat = make_item()
    fill(store, coat, 10, keeper)
    return coat


def some(item: Item, count: int, size: str = "140", day: dt.date | None = None) -> Some:
    return Some(item.sizes.select_related("item").get(size=size), count, day)


def sent(
    store: Store, there: Store, coat: Item, by: Reader, count: int = 5, **values: Any
) -> Transfer:
    said = {"key": uuid.uuid4(), "lines": [some(coat, count)], **values}
    return actions.send_transfer(source=store, target=there, by=by, **said)


def receive(transfer: Transfer, count: int, by: Reader, why: str = "") -> Transfer:
    counts = {one.pk: count for one in transfer.lines.all()}
    return actions.receive_transfer(transfer=transfer, counts=counts, why=why, by=by)


def test_what_is_sent_arrives_and_stays_promised(
    store: Store, there: Store, coat: Item, keeper: Reader, chair: Reader
) -> None:
    stock.reserve(lines=[line(store, coat, 6)], document=BATCH, by=keeper)
    key = uuid.uuid4()
    for _ in range(2):
        moved = sent(store, there, coat, keeper, key=key, holder=BATCH.key)
    assert lies(store) == {("140", None): (5, 1)}
    assert lies(there) == {}
    for _ in range(2):
        receive(moved, 5, chair)
    assert lies(there) == {("140", None): (5, 5)}
    stock.hand(lines=[line(there, coat, 5)], document=BATCH, holder=BATCH.key, by=chair)
    assert not Task.objects.open().exists()


@pytest.mark.parametrize(("count", "left"), [(4, 4), (0, 0), (6, 6)])
def test_short_or_over_is_explained_and_nothing_is_lost_between(
    store: Store, there: Store, coat: Item, keeper: Reader, chair: Reader, count: int, left: int
) -> None:
    moved = sent(store, there, coat, keeper)
    with pytest.raises(Refusal, match="请写明原因"):
        receive(moved, count, chair)
    receive(moved, count, chair, "装车时数错了")
    assert lies(there).get(("140", None), (0, 0)) == (left, 0)
    sums = dict(StockEvent.objects.order_by().values_list("kind").annotate(Sum("on_hand")))
    assert sums["sent"] + sums["arrived"] == 0
    assert sums.get("lost", 0) + sums.get("counted", 0) == count - 5
    short = Task.objects.open().filter(kind="goods.short")
    assert [one.title for one in short] == (
        [f"麻柳嘴镇物资点少收{5 - count}件"] if count < 5 else []
    )


def test_who_sent_does_not_sign_for_it_and_others_stay_out(
    store: Store, there: Store, coat: Item, keeper: Reader, chair: Reader, reader: Readers
) -> None:
    moved = sent(store, there, coat, keeper)
    with pytest.raises(Refusal, match="发货和收货不能是同一个人"):
        receive(moved, 5, keeper)
    with pytest.raises(Refusal, match="不由您保管"):
        sent(store, there, coat, chair)
    with pytest.raises(Refusal, match="请选择另一个"):
        sent(store, store, coat, keeper)
    with pytest.raises(Refusal, match="只剩5件，差94件"):
        sent(store, there, coat, keeper, 99)
    with pytest.raises(Refusal, match="逐行填写"):
        actions.receive_transfer(transfer=moved, counts={}, by=chair)
    seen = {role for role in Role if Transfer.objects.visible_to(reader(role)).exists()}
    assert seen == {
        Role.CITY_OFFICER, Role.STORE_KEEPER, Role.DISTRICT_OFFICER, Role.TOWNSHIP_CHAIR
    }  # fmt: skip


def test_boxes_travel_with_what_is_in_them(
    store: Store, there: Store, coat: Item, keeper: Reader, chair: Reader
) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        boxes = actions.pack(store=store, lines=[some(coat, 3)], key=key, by=keeper, boxes=2)
    assert len(boxes) == 2 and Box.objects.count() == 2
    with pytest.raises(Refusal, match="没有装箱的140码羽绒服只有4件"):
        actions.pack(store=store, lines=[some(coat, 5)], key=uuid.uuid4(), by=keeper)
    with pytest.raises(Refusal, match="只有4件，其余的在箱子里，要用请先拆箱"):
        sent(store, there, coat, keeper)
    moved = sent(store, there, coat, keeper, 1, boxes=boxes)
    assert [one.sent for one in moved.lines.all()] == [7]
    with pytest.raises(Refusal, match="还在路上"):
        actions.open_box(box=boxes[0], by=keeper)
    with pytest.raises(Refusal, match="不在市级仓库"):
        sent(store, there, coat, keeper, 1, boxes=boxes)
    receive(moved, 7, chair)
    box = actions.open_box(box=boxes[0], by=chair)
    assert box.store == there and box.opened_by
    assert actions.standing(there) == [boxes[1]]


def test_what_expires_leaves_by_its_date(store: Store, there: Store, keeper: Reader) -> None:
    milk = make_item("奶粉", ("",), unit="罐", expires=True)
    for days in (30, 90):
        fill(store, milk, 2, keeper, "", expires_on=TODAY + dt.timedelta(days))
    moved = actions.send_transfer(
        source=store, target=there, lines=[some(milk, 3, "")], key=uuid.uuid4(), by=keeper
    )
    assert [(one.expires_on, one.sent) for one in moved.lines.all()] == [
        (TODAY + dt.timedelta(30), 2), (TODAY + dt.timedelta(90), 1)
    ]  # fmt: skip
    assert actions.warn_of_expiry(system_reader()) == 0
    fill(store, milk, 1, keeper, "", expires_on=TODAY + dt.timedelta(10))
    assert [actions.warn_of_expiry(system_reader()) for _ in range(2)] == [1, 0]
    assert Task.objects.get(kind="goods.expiring").title.startswith("市级仓库有1件60天内到期")
    gone = Found(thing=milk.sizes.get(), expires_on=TODAY + dt.timedelta(10), before=1, after=0,
                 why="罐子漏了")  # fmt: skip
    actions.take(store=store, kind="damaged", found=[gone], key=uuid.uuid4(), by=keeper)
    actions.warn_of_expiry(system_reader())
    assert not Task.objects.open().filter(kind="goods.expiring").exists()


def found(coat: Item, before: int, after: int, why: str = "") -> Found:
    thing = coat.sizes.select_related("item").get(size="140")
    return Found(thing=thing, expires_on=None, before=before, after=after, why=why)


def test_a_count_puts_the_ledger_right_with_a_reason(
    store: Store, coat: Item, keeper: Reader
) -> None:
    with pytest.raises(Refusal, match="账面10，实有8，请写明原因"):
        actions.take(
            store=store, kind="count", found=[found(coat, 10, 8)], key=uuid.uuid4(), by=keeper
        )
    key = uuid.uuid4()
    for _ in range(2):
        actions.take(
            store=store, kind="count", found=[found(coat, 10, 8, "鼠咬两件")], key=key, by=keeper
        )
    assert lies(store) == {("140", None): (8, 0)}
    with pytest.raises(Refusal, match="账面原来10，现在8"):
        actions.take(
            store=store,
            kind="count",
            found=[found(coat, 10, 9, "再数")],
            key=uuid.uuid4(),
            by=keeper,
        )
    stock.reserve(lines=[line(store, coat, 8)], document=BATCH, by=keeper)
    with pytest.raises(Refusal, match="不能少于已预留的"):
        actions.take(
            store=store,
            kind="count",
            found=[found(coat, 8, 7, "少一件")],
            key=uuid.uuid4(),
            by=keeper,
        )
    with pytest.raises(Refusal, match="实有数应当比账面少"):
        actions.take(
            store=store,
            kind="missing",
            found=[found(coat, 8, 9, "多出一件")],
            key=uuid.uuid4(),
            by=keeper,
        )
    assert lies(store) == {("140", None): (8, 8)}


def test_the_database_keeps_what_was_sent_received_and_counted(
    store: Store, there: Store, coat: Item, keeper: Reader, chair: Reader
) -> None:
    moved, open_one = (sent(store, there, coat, keeper, 2) for _ in range(2))
    receive(moved, 1, chair, "少一件")
    actions.take(store=store, kind="count", found=[found(coat, 6, 6)], key=uuid.uuid4(), by=keeper)
    actions.pack(store=store, lines=[some(coat, 1)], key=uuid.uuid4(), by=keeper)
    one = Transfer.objects.filter(pk=open_one.pk)
    taking = Taking.objects.get()
    thing = coat.sizes.get(size="130")
    attacks: list[Callable[[], Any]] = [
        lambda: Transfer.objects.filter(pk=moved.pk).update(why=None),
        lambda: one.update(received_on=TODAY, received_by="某人"),
        lambda: one.update(target=store),
        lambda: TransferLine.objects.filter(transfer=moved).update(arrived=2),
        lambda: TransferLine.objects.update(sent=9),
        lambda: Transfer.objects.create(
            key=uuid.uuid4(), source=store, target=store, sent_on=TODAY, sent_by="某人"
        ),
        lambda: TransferLine.objects.filter(transfer=open_one).update(arrived=2) and one.update(
            received_on=TODAY, received_by="某人", receiver=keeper.user
        ),
        lambda: TransferLine.objects.filter(transfer=open_one).update(arrived=1) and one.update(
            received_on=TODAY, received_by="某人"
        ),
        lambda: TakingLine.objects.create(taking=taking, thing=thing, before=1, after=2),
        lambda: TakingLine.objects.update(after=3),
        lambda: Taking.objects.update(on=TODAY),
        lambda: BoxLine.objects.update(count=9),
        lambda: Box.objects.update(opened_on=TODAY),
    ]  # fmt: skip
    for number, attack in enumerate(attacks):
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()
            pytest.fail(f"attack {number} went through")


def test_a_district_sees_its_own_stores(store: Store, there: Store, reader: Readers) -> None:
    make_store("巴南区仓库", DISTRICT)
    names = {role: {one.name for one in Store.objects.visible_to(reader(role))} for role in Role}
    own = {"巴南区仓库", "麻柳嘴镇物资点"}
    assert {role: seen for role, seen in names.items() if seen} == {
        Role.CITY_OFFICER: {"市级仓库", *own}, Role.STORE_KEEPER: {"市级仓库", *own},
        Role.DISTRICT_OFFICER: own, Role.TOWNSHIP_CHAIR: {"麻柳嘴镇物资点"},
    }  # fmt: skip
