"""Buying: three quotes or a reason, never accepted by who ordered, paid for what stayed."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from nuantong.access.reader import Reader, reader_of
from nuantong.access.roles import Role
from nuantong.books import posting
from nuantong.books.models import Balance, Fund, FundPurpose
from nuantong.core.errors import Refusal
from nuantong.goods import actions
from nuantong.goods.actions import Came, Some, Wish
from nuantong.goods.models import (
    Delivery,
    DeliveryLine,
    Item,
    Purchase,
    PurchaseLine,
    Quote,
    QuotePrice,
    StockEvent,
    Store,
)
from tests.conftest import TODAY, make_user, place
from tests.unit.goods.shelves import CITY, lies, make_item, make_store

Readers = Callable[[Role], Reader]


@pytest.fixture
def city(reader: Readers) -> Reader:
    return reader(Role.CITY_OFFICER)


@pytest.fixture
def keeper(reader: Readers) -> Reader:
    return reader(Role.STORE_KEEPER)


@pytest.fixture
def store(city: Reader) -> Store:
    return make_store()


@pytest.fixture
def coat(city: Reader) -> Item:
    return make_item()


@pytest.fixture
def fund(city: Reader) -> Fund:
    """1,000 yuan for coats."""
    fund = Fund.objects.create(
        key=uuid.uuid4(), name="冬衣专项", source="budget", region=place(CITY), opened_on=TODAY
    )
    FundPurpose.objects.create(fund=fund, purpose="winter_coat")
    head = posting.Voucher(
        fund=fund, purpose="winter_coat", on=TODAY, words="拨款", key=uuid.uuid4(),
        document=posting.Document("tests", uuid.uuid4()),
    )  # fmt: skip
    posting.receive(about=head, fen=100_000, by=city)
    return fund


def some(coat: Item, count: int, size: str = "140") -> Some:
    return Some(coat.sizes.select_related("item").get(size=size), count)


@pytest.fixture
def purchase(store: Store, coat: Item, fund: Fund, city: Reader) -> Purchase:
    """Ten coats for at most 900 yuan, three quotes, not ordered yet."""
    wish = Wish(title="冬衣采购", store=store, fund=fund, purpose="winter_coat")
    lines = [some(coat, 6), some(coat, 4, "130")]
    found = actions.begin_purchase(wish=wish, lines=lines, key=uuid.uuid4(), by=city)
    for supplier, fen in (("甲服装厂", 8_000), ("乙服装厂", 9_000), ("丙服装厂", 8_500)):
        actions.add_quote(
            purchase=found, supplier=supplier, prices={coat: fen}, key=uuid.uuid4(), by=city
        )
    return found


def ordered(purchase: Purchase, by: Reader, **values: Any) -> Purchase:
    quote = purchase.quotes.get(supplier="甲服装厂")
    return actions.order(purchase=purchase, quote=quote, why="价格最低", by=by, **values)


def came(coat: Item, count: int, rejected: int = 0, size: str = "140") -> Came:
    return Came(some=some(coat, count, size), rejected=rejected)


def accept(purchase: Purchase, lines: list[Came], by: Reader, **values: Any) -> Delivery:
    said = {"said": "", "key": uuid.uuid4(), **values}
    return actions.accept_delivery(purchase=purchase, came=lines, by=by, **said)


def money() -> tuple[int, int, int]:
    """In the bank, promised, spent: in yuan."""
    found = Balance.objects.get(purpose="winter_coat")
    return found.bank // 100, found.committed // 100, found.spent // 100


def test_what_is_ordered_is_promised_and_what_stays_is_paid(
    purchase: Purchase, coat: Item, store: Store, city: Reader, keeper: Reader
) -> None:
    for _ in range(2):
        ordered(purchase, city)
    assert money() == (1000, 800, 0)
    first = uuid.uuid4()
    for _ in range(2):
        accept(purchase, [came(coat, 6, 1)], keeper, said="一件拉链坏了，退回", key=first)
    assert money() == (600, 400, 400)
    assert lies(store) == {("140", None): (5, 0)}
    accept(purchase, [came(coat, 4, size="130")], keeper)
    for _ in range(2):
        actions.close_purchase(purchase=purchase, why="坏的一件不再补", by=city)
    assert money() == (280, 0, 720)
    assert lies(store) == {("140", None): (5, 0), ("130", None): (4, 0)}
    purchase.refresh_from_db()
    assert purchase.state == ("已结束", "plain")
    assert set(StockEvent.objects.values_list("document_key", flat=True)) == {purchase.key}


def test_a_purchase_is_over_when_all_has_come(
    purchase: Purchase, coat: Item, city: Reader, keeper: Reader
) -> None:
    ordered(purchase, city)
    accept(purchase, [came(coat, 6), came(coat, 4, size="130")], keeper)
    purchase.refresh_from_db()
    assert purchase.closed_on == TODAY and money() == (200, 0, 800)
    with pytest.raises(Refusal, match="已经结束"):
        accept(purchase, [came(coat, 1)], keeper)


def test_what_is_wrong_is_refused_in_words(
    purchase: Purchase, coat: Item, city: Reader, keeper: Reader, reader: Readers
) -> None:
    with pytest.raises(Refusal, match="还没有下单"):
        accept(purchase, [came(coat, 1)], keeper)
    with pytest.raises(Refusal, match="还没有下单"):
        actions.close_purchase(purchase=purchase, why="不买了", by=city)
    with pytest.raises(Refusal, match="采购方办理"):
        ordered(purchase, reader(Role.DISTRICT_OFFICER))
    ordered(purchase, city)
    with pytest.raises(Refusal, match="已经向另一家下单"):
        actions.order(
            purchase=purchase, quote=purchase.quotes.get(supplier="乙服装厂"), why="更好", by=city
        )
    with pytest.raises(Refusal, match="不能是同一个人"):
        accept(purchase, [came(coat, 1)], city)
    with pytest.raises(Refusal, match="比订购的多"):
        accept(purchase, [came(coat, 7)], keeper)
    with pytest.raises(Refusal, match="为什么退"):
        accept(purchase, [came(coat, 6, 1)], keeper)
    with pytest.raises(Refusal, match="退货数不能多于到货数"):
        accept(purchase, [came(coat, 2, 3)], keeper)
    with pytest.raises(Refusal, match="写了两次"):
        accept(purchase, [came(coat, 2), came(coat, 1)], keeper)
    with pytest.raises(Refusal, match="不由您保管"):
        accept(purchase, [came(coat, 1)], reader(Role.TOWNSHIP_CHAIR))
    assert money() == (1000, 800, 0)


def test_fewer_than_three_quotes_need_a_reason_and_money_that_is_there(
    purchase: Purchase, coat: Item, city: Reader
) -> None:
    purchase.quotes.get(supplier="丙服装厂").prices.all().delete()
    purchase.quotes.get(supplier="丙服装厂").delete()
    with pytest.raises(Refusal, match="报价不足三家"):
        ordered(purchase, city)
    ordered(purchase, city, few_why="本地只有两家生产")
    with pytest.raises(Refusal, match="已经下单，不能再改"):
        actions.add_quote(
            purchase=purchase, supplier="丁服装厂", prices={coat: 1}, key=uuid.uuid4(), by=city
        )


def test_more_than_the_fund_has_is_not_ordered(
    store: Store, coat: Item, fund: Fund, city: Reader
) -> None:
    wish = Wish(title="太贵的采购", store=store, fund=fund, purpose="winter_coat")
    found = actions.begin_purchase(
        wish=wish, lines=[some(coat, 100)], key=uuid.uuid4(), by=city
    )  # fmt: skip
    quote = actions.add_quote(
        purchase=found, supplier="甲服装厂", prices={coat: 9_000}, key=uuid.uuid4(), by=city
    )
    with pytest.raises(Refusal):
        actions.order(purchase=found, quote=quote, why="只有一家", few_why="只有一家", by=city)
    found.refresh_from_db()
    assert found.ordered_on is None and money() == (1000, 0, 0)


def test_the_database_keeps_what_was_ordered_and_accepted(
    purchase: Purchase, coat: Item, city: Reader, keeper: Reader
) -> None:
    ordered(purchase, city)
    delivery = accept(purchase, [came(coat, 2)], keeper)
    thing = coat.sizes.get(size="140")
    other = make_user("K2", "另一位", Role.STORE_KEEPER, CITY)

    def more(by: Any, **values: Any) -> None:
        said = {"key": uuid.uuid4(), "purchase": purchase, "on": TODAY, "fen": 8_000,
                "entered_at": delivery.entered_at, "entered_by": by, **values}  # fmt: skip
        line = said.pop("line", {})
        row = Delivery.objects.create(**said)
        DeliveryLine.objects.create(**{"delivery": row, "thing": thing, "came": 1, **line})

    attacks: list[Callable[[], Any]] = [
        lambda: Purchase.objects.update(chosen=purchase.quotes.last()),
        lambda: Purchase.objects.update(ordered_on=None, chosen=None, chosen_why=None, ordered_by=""),
        lambda: PurchaseLine.objects.update(count=99),
        lambda: PurchaseLine.objects.all().delete(),
        lambda: QuotePrice.objects.update(fen=1),
        lambda: Quote.objects.update(supplier="别家"),
        lambda: Delivery.objects.update(fen=1),
        lambda: DeliveryLine.objects.update(came=1),
        lambda: more(city.user),
        lambda: more(other, fen=1),
        lambda: more(other, on=TODAY - dt.timedelta(1)),
        lambda: more(other, fen=40_000, line={"came": 5}),
        lambda: more(other, fen=0, line={"came": 1, "rejected": 1}),
        lambda: more(other, fen=8_000, line={"came": 1, "rejected": 2}),
        lambda: Purchase.objects.all().delete(),
    ]  # fmt: skip
    for number, attack in enumerate(attacks):
        with pytest.raises((DatabaseError,)), transaction.atomic():
            attack()
            pytest.fail(f"attack {number} went through")
    more(other)


def test_a_district_does_not_see_what_the_city_buys(purchase: Purchase, reader: Readers) -> None:
    seen = {role for role in Role if Purchase.objects.visible_to(reader(role)).exists()}
    assert seen == {Role.CITY_OFFICER, Role.STORE_KEEPER}
    assert not Purchase.objects.visible_to(reader_of(make_user("x", "谁", Role.LEADER, CITY)))
