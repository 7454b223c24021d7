"""A campaign from gift to receipt: two donors, four satchels bought, one moved store, three children."""

import uuid
from dataclasses import dataclass

from nuantong.access.reader import Reader, system_reader
from nuantong.books.models import Fund
from nuantong.campaigns import actions as campaigns
from nuantong.campaigns.models import Arrival, Campaign
from nuantong.goods import actions as goods
from nuantong.goods.models import Item, Purchase, Store
from nuantong.handouts import actions as handouts
from nuantong.handouts.models import Batch, Receipt, Slip
from nuantong.people.models import Child
from tests.conftest import NEIGHBOUR, TODAY, VILLAGE, make_child, place
from tests.unit.books.book import make_fund
from tests.unit.campaigns.winter import make_campaign, make_donor
from tests.unit.goods.shelves import CITY, make_item, make_store
from tests.unit.handouts.given import make_cohort

PRICE = 300_00


@dataclass(frozen=True)
class Told:
    """Company gave 500, the Wang family (unnamed) 1,000; a satchel costs 300; two are handed out."""

    campaign: Campaign
    company: Arrival
    family: Arrival
    purchase: Purchase
    item: Item
    batch: Batch
    receipts: list[Receipt]
    children: list[Child]

    @property
    def by(self) -> Reader:
        return system_reader()


def told(
    mark: str = "", children: list[Child] | None = None, region: str = CITY, where: str = VILLAGE
) -> Told:
    by, fund = system_reader(), make_fund(f"书包专项{mark}", purposes=("gift_pack",))
    campaign = make_campaign(
        title=f"书包行动{mark}",
        purpose="gift_pack",
        children=3,
        unit_fen=PRICE,
        region_id=place(region).pk,
    )
    given = [(make_donor(f"文具公司{mark}"), 500_00), (make_donor(f"王家{mark}", "person", unnamed=True), 1000_00)]  # fmt: skip
    company, family = campaigns.receive_all(
        campaign=campaign, by=by,
        comings=[campaigns.Coming(donor=donor, fund=fund, fen=fen, on=TODAY, key=uuid.uuid4()) for donor, fen in given],
    )  # fmt: skip
    city, town = make_store(f"市库{mark}"), make_store(f"镇库{mark}", where[:9])
    item = make_item(f"书包{mark}", ("",), unit="个")
    purchase = bought(campaign, fund, item, city)
    moved(item, city, town, 3)
    known = children or [make_child("小满", VILLAGE), make_child("小雨", VILLAGE), make_child("小云", NEIGHBOUR)]  # fmt: skip
    batch = batch_of(campaign, known, handouts.Gift(item=item, store=town))
    receipts = [handed(batch, child) for child in known[:2]]
    return Told(campaign, company, family, purchase, item, batch, receipts, known)


def bought(campaign: Campaign, fund: Fund, item: Item, store: Store, count: int = 4) -> Purchase:
    """Ordered, accepted and paid."""
    by = system_reader()
    wish = goods.Wish(
        title="买书包", store=store, fund=fund, purpose=campaign.purpose, project=campaign.project
    )
    some = goods.Some(item.sizes.select_related("item").get(), count)
    said = goods.begin_purchase(wish=wish, lines=[some], key=uuid.uuid4(), by=by)
    quote = goods.add_quote(
        purchase=said, supplier="红日文具", prices={item: PRICE}, key=uuid.uuid4(), by=by
    )
    goods.order(purchase=said, quote=quote, why="价格最低", few_why="只有一家有货", by=by)
    goods.accept_delivery(purchase=said, came=[goods.Came(some=some)], said="", key=uuid.uuid4(), by=by)  # fmt: skip
    return Purchase.objects.get(pk=said.pk)


def moved(item: Item, source: Store, target: Store, count: int) -> None:
    by, some = system_reader(), goods.Some(item.sizes.select_related("item").get(), count)
    sent = goods.send_transfer(source=source, target=target, lines=[some], key=uuid.uuid4(), by=by)
    counts = dict(sent.lines.values_list("pk", "sent"))
    goods.receive_transfer(transfer=sent, counts=counts, by=by)


def batch_of(campaign: Campaign, children: list[Child], gift: handouts.Gift) -> Batch:
    by = system_reader()
    batch = handouts.make_batch(
        key=uuid.uuid4(), project=campaign.project, purpose=campaign.purpose, gift=gift,
        cohort=make_cohort(children), title="书包发放", on=TODAY, by=by,
    )  # fmt: skip
    handouts.run(batch.pk, by)
    return Batch.objects.get(pk=batch.pk)


def handed(batch: Batch, child: Child) -> Receipt:
    slip = Slip.objects.select_related("batch", "child").get(batch=batch, child=child)
    given = handouts.Hand(slip=slip.pk, how="witnessed", witness="村文书王强")
    return handouts.hand(slip=slip, given=given, by=system_reader())
