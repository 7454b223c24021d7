"""The account comes out even, says where it does not, and a yuan is followed to a child and back."""

import io
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any, cast

import pytest
from django.db import connection
from django.db.models import Count, Sum
from django.test import Client
from django.urls import reverse
from docx import Document
from python_calamine import CalamineWorkbook

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.campaigns import actions as campaigns
from nuantong.goods import stock
from nuantong.goods.models import StockEvent, Store
from nuantong.handouts import actions as handouts
from nuantong.handouts.models import Slip
from nuantong.reckoning.accounts import Goods, Money, Sources
from nuantong.reckoning.models import Flow, Tally
from nuantong.reckoning.queries.accounts import account
from nuantong.reckoning.queries.slips import to_publish
from nuantong.reckoning.queries.trail import Trail, trail
from tests.conftest import TODAY
from tests.unit.reckoning.told import Told, batch_of, handed, told

Readers = Callable[[Role], Reader]
Clients = Callable[[Role], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast: Any) -> Told:
    return told()


def address(name: str, story: Told) -> str:
    return reverse(f"reckoning:{name}", args=[story.campaign.key])


def way(story: Told, key: uuid.UUID, by: Reader | None = None) -> Trail:
    found = trail(story.campaign, key, by or story.by)
    assert found is not None
    return found


def test_money_and_goods_come_out_even(story: Told) -> None:
    found = account(story.campaign)
    assert found.errors == []
    money, (bags,) = found.money, found.goods
    assert (money.raised, money.spent, money.committed, money.returned, money.left) == (
        1500_00, 1200_00, 0, 0, 300_00,
    )  # fmt: skip
    assert (bags.bought, bags.handed, bags.in_stock, bags.lost) == (4, 2, 2, 0)
    assert (found.slips, found.handed, found.arrivals.count) == (3, 2, 2)


def test_it_stays_even_through_losses_returns_and_gifts_given_back(story: Told) -> None:
    by, town = story.by, Store.objects.get(name="镇库")
    line = stock.Line(store=town.pk, item=story.item.pk, count=1, key=uuid.uuid4())
    handouts.take_back(receipt=story.receipts[0], why="given_back", key=uuid.uuid4(), by=by)
    stock.lose(lines=[line], document=stock.Document("tests", uuid.uuid4()), by=by)
    campaigns.give_back(
        arrival=story.family, fen=100_00, on=TODAY, why="多捐了", key=uuid.uuid4(), by=by
    )
    found = account(story.campaign)
    bags = found.goods[0]
    assert found.errors == []
    assert (bags.handed, bags.in_stock, bags.lost) == (1, 2, 1)
    assert (found.money.returned, found.money.left) == (100_00, 200_00)


def test_money_for_children_is_spent_by_receipts(story: Told) -> None:
    gift = handouts.Gift(fen=50_00, fund=story.company.fund)
    batch = batch_of(story.campaign, story.children, gift)
    handed(batch, story.children[2])
    found = account(story.campaign)
    assert found.errors == []
    assert (found.money.spent, found.money.committed, found.sources.given) == (
        1250_00,
        100_00,
        50_00,
    )
    back = way(story, Slip.objects.get(batch=batch, state="handed").receipts.get().key)
    assert [(one.shown, fen) for one, fen in back.gifts] == [("爱心人士", 50_00)]


def test_goods_that_came_otherwise_and_went_elsewhere_are_told_apart(story: Told) -> None:
    town = Store.objects.get(name="镇库")
    more, less = (stock.Line(store=town.pk, item=story.item.pk, count=n, key=uuid.uuid4()) for n in (5, 1))  # fmt: skip
    paper = stock.Document("tests", uuid.uuid4())
    stock.receive(lines=[more], document=paper, by=story.by)
    stock.hand(lines=[less], document=paper, by=story.by)
    bags = account(story.campaign).goods[0]
    assert (bags.bought, bags.other_in, bags.handed, bags.other_out, bags.errors) == (
        4,
        5,
        2,
        1,
        [],
    )


def test_a_difference_is_said_in_words() -> None:
    assert "少了1元" in Money(raised=300, spent=200).errors[0]
    said = {"raised": 300, "arrived": 300, "assigned": 0, "spent": 200, "given": 0, "other": 0}
    assert "多了0.50元" in Sources(bought=250, **said).errors[0]
    assert Sources(bought=200, **said).errors == []
    bags: dict[str, Any] = {
        "name": "书包",
        "unit": "个",
        "bought": 4,
        "handed": 2,
        "on_the_way": 0,
        "lost": 0,
    }
    assert Goods(in_stock=1, **bags).errors == ["书包：来的4个，去向合计3个，差1个。请盘点。"]
    short = Goods(in_stock=3, other_out=-1, **bags)
    assert short.errors == ["书包：签收2个，出库发放只有1个，差1个。"]


def test_an_account_whose_papers_disagree_says_so(story: Told) -> None:
    """A sum altered past the database's own hand."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reckoning_flow SET pieces = pieces + 1 WHERE kind = 'handed'")
    assert account(story.campaign).errors[0].startswith("书包：")


def test_a_gift_leads_to_the_children_it_reached(story: Told) -> None:
    """500 yuan bought the first satchel and a part of the second."""
    found = way(story, story.company.key)
    assert [(part.payment.kind, part.fen) for part in found.parts] == [("purchase", 500_00)]
    assert (found.receipts, found.unspent) == (2, 0)
    assert [stop.store for stop in found.stops] == ["镇库", "镇库"]
    (moved,) = found.ways
    assert (moved.transfer.source.name, moved.transfer.target.name, moved.pieces) == (
        "市库",
        "镇库",
        3,
    )


def test_what_is_not_spent_yet_is_told(story: Told) -> None:
    found = way(story, story.family.key)
    assert (found.unspent, [part.fen for part in found.parts]) == (300_00, [700_00])


def test_a_receipt_leads_back_to_the_gifts_it_came_from(story: Told) -> None:
    first, second = (way(story, receipt.key) for receipt in story.receipts)
    assert [(one.shown, fen) for one, fen in first.gifts] == [("文具公司", 300_00)]
    assert [(one.shown, fen) for one, fen in second.gifts] == [("文具公司", 200_00), ("爱心人士", 100_00)]  # fmt: skip
    assert [part.payment.key for part in second.parts] == [story.purchase.key]


def test_a_purchase_leads_both_ways(story: Told) -> None:
    found = way(story, story.purchase.key)
    assert [fen for _, fen in found.gifts] == [500_00, 700_00]
    assert found.receipts == 2


def test_names_are_only_for_who_may_see_the_child(story: Told, reader: Readers) -> None:
    neighbour = reader(Role.ACCOUNTANT)
    assert [stop.end.slip for stop in way(story, story.company.key, neighbour).stops] == [
        None,
        None,
    ]
    assert trail(story.campaign, story.receipts[0].key, neighbour) is None
    city = way(story, story.receipts[0].key, reader(Role.CITY_OFFICER))
    assert [stop.end.slip and stop.end.slip.child.name for stop in city.stops] == ["小满"]
    assert trail(story.campaign, uuid.uuid4(), story.by) is None


def test_the_kept_sums_are_the_sums(story: Told) -> None:
    """Through handing, taking back, moving and a slip that follows its child."""
    handouts.take_back(receipt=story.receipts[0], why="mistake", key=uuid.uuid4(), by=story.by)
    events = StockEvent.objects.exclude(on_hand=0).order_by().values_list("store", "thing", "kind")
    flows = Flow.objects.order_by().values_list("store", "thing", "kind", "pieces")
    assert set(flows) == set(events.annotate(n=Sum("on_hand")))
    slips = Slip.objects.order_by().values_list("batch", "place", "state").annotate(n=Count("pk"))
    tallies = Tally.objects.exclude(slips=0).values_list("batch", "place", "state", "slips")
    assert set(tallies) == set(slips)


def test_the_account_reads_balances_whatever_the_number_of_receipts(
    story: Told, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(20) as asked:
        account(story.campaign)
    assert not [one for one in asked.captured_queries if "handouts_receipt" in one["sql"]]


def test_the_paper_and_the_sheet_tell_no_small_number(story: Told, client_of: Clients) -> None:
    client = client_of(Role.CITY_OFFICER)
    word = client.get(address("report", story))
    paper = Document(io.BytesIO(word.content))
    text = "\n".join(p.text for p in paper.paragraphs)
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert "共到账1,500元" in text and "不足5人人次" not in text
    assert "不足5人" in cells and "王家" not in text + "".join(cells)
    sheet = client.get(address("sheet", story))
    body = io.BytesIO(b"".join(cast("Any", sheet).streaming_content))
    rows = CalamineWorkbook.from_filelike(body)
    assert ["资金", "到账", 1500.0, "元"] in rows.get_sheet_by_index(0).to_python()


def test_districts_hide_what_could_be_worked_out() -> None:
    """乙 alone would be the sum without the others."""
    shown = to_publish(Counter({"甲": 90, "乙": 3, "丙": 40}))
    assert shown == [("甲", 90), ("丙", None), ("乙", None)]


def test_pages_open_for_leaders_without_counts_of_few_children(
    story: Told, client_of: Clients
) -> None:
    page = client_of(Role.LEADER).get(address("account", story)).content.decode()
    assert "1,500元" in page and "没有签收" not in page
    listed = client_of(Role.ACCOUNTANT).get(reverse("reckoning:accounts")).content.decode()
    assert "书包行动" in listed
