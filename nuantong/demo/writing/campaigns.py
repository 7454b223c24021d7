"""The eight projects of the 2018 brief with their money, things, children and receipts, written by the
product's own actions. Donors, suppliers and quotes are invented."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID, uuid5

from nuantong.access.reader import Reader, reader_of, system_reader
from nuantong.accounts.models import User
from nuantong.books import posting
from nuantong.books.actions import NewFund, open_fund
from nuantong.books.models import Fund
from nuantong.campaigns import actions as campaigns
from nuantong.campaigns.actions import Coming, Plan
from nuantong.campaigns.models import Campaign
from nuantong.cohorts import actions as cohorts
from nuantong.cohorts.models import Cohort
from nuantong.demo.size import Size
from nuantong.goods import actions as goods
from nuantong.goods.actions import Came, Some, Wish
from nuantong.goods.models import Item, ItemSize, Kit, Store
from nuantong.handouts.actions.handing import Hand, hand_all
from nuantong.handouts.actions.making import Gift, fill, make_batch
from nuantong.handouts.models import Batch, Receipt, Slip
from nuantong.regions.models import Region
from nuantong.services.models import Contract

SPACE: Final = UUID("5d8b6f0e-2f0c-4f43-8f0a-7d8b0c5e2018")
YUAN: Final = 100
BRIEF: Final = 9_800
"""Children of the brief whom the amounts of things are for; a smaller city raises less."""
SKIPPED: Final = 211
"""One slip in so many still waits: absent, or away with the parents."""
FOUNDATION: Final = "市妇女儿童基金会"
AT_HOME: Final = {"setting": ["scattered"]}


@dataclass(frozen=True, kw_only=True)
class Told:
    """A project as the brief tells of it."""

    title: str
    purpose: str
    yuan: int
    source: str
    on: dt.date
    gives: str
    kind: str = "goods"
    children: int = BRIEF
    rule: dict[str, Any] = field(default_factory=lambda: AT_HOME)
    item: tuple[str, str, str] | None = None
    """Name, unit and scale of sizes."""
    kit: dict[str, tuple[str, int]] | None = None
    """Things of a kit: their unit, and of a hundred yuan how many are for them."""
    contract: str = ""
    whole: bool = False
    """The amount is the same in a smaller city."""
    paid: bool = True


PROJECTS: Final = (
    Told(title="元旦春节慰问困境儿童", purpose="condolence", yuan=360_000, source="donation",
         on=dt.date(2018, 2, 9), gives="慰问金100元", kind="money", children=3_600,
         rule={**AT_HOME, "most": 3_600}),
    Told(title="微爱行动——一件冬衣的温暖", purpose="winter_coat", yuan=1_128_000, source="company",
         on=dt.date(2018, 1, 19), gives="羽绒服一件", item=("羽绒服", "件", "height")),
    Told(title="绿色希望礼包", purpose="gift_pack", yuan=1_000_000, source="donation",
         on=dt.date(2018, 6, 1), gives="学习和生活用品一包", item=("绿色希望礼包", "包", "")),
    Told(title="微爱健康包", purpose="health_kit", yuan=200_000, source="company",
         on=dt.date(2018, 6, 15), gives="青春期健康用品一包", children=2_000,
         rule={**AT_HOME, "ages": [10, 17], "sex": "2", "most": 2_000},
         kit={"卫生用品": ("包", 50), "毛巾": ("条", 20), "青春期健康手册": ("册", 30)}),
    Told(title="第三轮团体心理辅导", purpose="group_counselling", yuan=1_560_000, source="budget",
         on=dt.date(2018, 3, 1), gives="团体辅导四场", kind="service", contract="2018-妇儿-03", whole=True),
    Told(title="暑期培养示范活动", purpose="camp", yuan=300_000, source="lottery",
         on=dt.date(2018, 7, 16), gives="一周食宿、课程和往返", kind="service", children=40, whole=True,
         rule={**AT_HOME, "ages": [8, 15], "labels": ["poor"], "most": 40}),
    Told(title="第一轮个案心理辅导", purpose="case_counselling", yuan=300_000, source="budget",
         on=dt.date(2017, 8, 1), gives="一年一对一心理辅导", kind="service", children=100,
         contract="2017-个案-01", whole=True),
    Told(title="第二轮个案心理辅导", purpose="case_counselling", yuan=300_000, source="budget",
         on=dt.date(2018, 7, 30), gives="一年一对一心理辅导", kind="service", children=100, whole=True, paid=False,
         rule={**AT_HOME, "ages": [9, 16], "needs": ["counselling"], "most": 100}),
)  # fmt: skip
DONORS: Final = {
    "donation": (("organisation", "山城爱心联合会", 70, False), ("person", "一位老教师", 30, True)),
    "company": (("company", "巴渝服装有限公司", 60, False), ("company", "两江商贸有限公司", 40, False)),
    "budget": (("treasury", "市级财政", 100, False),),
    "lottery": (("treasury", "市级彩票公益金", 100, False),),
}  # fmt: skip
SOURCES: Final = {
    "donation": "社会捐赠专项", "company": "企业定向捐赠专项", "budget": "财政购买服务专项",
    "lottery": "彩票公益金专项",
}  # fmt: skip
SUPPLIERS: Final = ("渝东纺织厂", "嘉陵百货公司", "缙云文教用品店")


def write_campaigns(size: Size) -> None:
    """Nothing where the city is too small to have everybody the brief tells of."""
    Writer(size).write()


def _key(*words: object) -> UUID:
    return uuid5(SPACE, ":".join(map(str, words)))


def _reader(number: str) -> Reader:
    return reader_of(User.objects.get(staff_number=number))


class Writer:
    def __init__(self, size: Size) -> None:
        self.size = size
        self.city, self.keeper = _reader("M500001"), _reader("K500001")
        self.accountant, self.system = _reader("A500001"), system_reader()
        self.root = Region.objects.get(pk=self.city.tree.root.id)
        self.store: Store = goods.add_store(
            name="市妇联物资库", region=self.root.pk, key=_key("store"), by=self.city
        )

    def write(self) -> None:
        for told in PROJECTS:
            self._project(told)

    def _project(self, told: Told) -> None:
        cohort = None if told.contract else self._cohort(told)
        count = cohort.members.count() if cohort else told.children
        fen = self._fen(told)
        plan = Plan(
            title=told.title, kind=told.kind, gives=told.gives, unit_fen=fen // count, children=count,
            start=told.on - dt.timedelta(45), end=told.on + dt.timedelta(365), target_fen=fen,
            cohort=cohort,
        )  # fmt: skip
        made = campaigns.make_campaign(
            plan=plan, purpose=told.purpose, region_id=self.root.pk, key=_key(told.title, "campaign"),
            by=self.city,
        )  # fmt: skip
        fund = self._raised(told, made, fen)
        if told.kind == "service":
            self._served(told, made, fund, fen, cohort)
        elif cohort:
            self._handed(told, made, fund, fen // count, cohort)

    def _fen(self, told: Told) -> int:
        share = 1 if told.whole else self.size.scattered / BRIEF
        return round(told.yuan * share) * YUAN

    def _cohort(self, told: Told) -> Cohort:
        rule = dict(told.rule)
        if "most" in rule and not told.whole:
            rule["most"] = max(1, round(rule["most"] * self.size.scattered / BRIEF))
        as_of = dt.date(2018, 6, 1) if told.purpose == "health_kit" else told.on
        made = cohorts.make(
            key=_key(told.title, "cohort"), title=f"{told.title}受助名单", purpose=told.purpose,
            region=self.root, rule=rule, as_of=as_of, by=self.city,
        )  # fmt: skip
        cohorts.freeze(cohort=made, by=self.city)
        made.refresh_from_db()
        return made

    def _raised(self, told: Told, campaign: Campaign, fen: int) -> Fund:
        gifts = told.source in ("donation", "company")
        said = NewFund(
            name=f"{SOURCES[told.source]}·{told.title}", source=told.source, region_id=self.root.pk,
            opened_on=dt.date(2017, 6, 1), purposes=(told.purpose,),
            foundation=FOUNDATION if gifts else "",
        )  # fmt: skip
        fund = open_fund(said=said, key=_key(told.title, "fund"), by=self.accountant)
        parts = [(one, fen * one[2] // 100) for one in DONORS[told.source]]
        first = fen - sum(part for _, part in parts[1:])
        for n, ((kind, name, _, unnamed), part) in enumerate(parts):
            donor = campaigns.register_donor(
                kind=kind,
                name=name,
                region_id=self.root.pk,
                key=_key(name),
                unnamed=unnamed,
                by=self.city,
            )
            coming = Coming(
                donor=donor, fund=fund, fen=part if n else first, on=told.on - dt.timedelta(40 - n),
                key=_key(told.title, name, "arrival"),
            )  # fmt: skip
            campaigns.receive(campaign=campaign, coming=coming, by=self.city)
        return fund

    def _served(
        self, told: Told, campaign: Campaign, fund: Fund, fen: int, cohort: Cohort | None
    ) -> None:
        """Promised by the contract, paid as its milestones were accepted; a camp when it was over."""
        contract = Contract.objects.filter(number=told.contract).first() if told.contract else None
        if contract is None and cohort is None:
            return
        document = (
            posting.Document("services.contract", contract.key)
            if contract
            else posting.Document("cohorts.cohort", _key(told.title, "cohort"))
        )
        head: dict[str, Any] = {
            "fund": fund,
            "purpose": told.purpose,
            "project": campaign.project,
            "document": document,
        }
        begun = posting.Voucher(
            **head, on=told.on, words=f"{told.title}：签订合同", key=_key(told.title, "commit")
        )
        posting.commit(about=begun, fen=fen, by=self.accountant)
        for n, (on, part) in enumerate(self._paid(contract, told, fen)):
            paid = posting.Voucher(
                **head, on=on, words=f"{told.title}：验收付款", key=_key(told.title, "paid", n)
            )
            posting.spend(about=paid, fen=part, committed=part, by=self.accountant)

    def _paid(self, contract: Contract | None, told: Told, fen: int) -> list[tuple[dt.date, int]]:
        if contract is None:
            return [(told.on + dt.timedelta(14), fen)] if told.paid else []
        rows = contract.milestones.filter(payment__paid_on__isnull=False)
        paid: Any = rows.values_list("payment__paid_on", "payment__fen")
        return list(paid)

    def _handed(
        self, told: Told, campaign: Campaign, fund: Fund, unit: int, cohort: Cohort
    ) -> None:
        gift = self._gift(told, fund, unit)
        batch = make_batch(
            key=_key(told.title, "batch"), project=campaign.project, purpose=told.purpose, cohort=cohort,
            gift=gift, title=told.title, on=told.on, by=self.city, within=60,
        )  # fmt: skip
        fill(batch=batch, by=self.city)
        if gift.fen is None:
            self._bought(told, campaign, fund, unit, batch)
            fill(batch=batch, by=self.city)
        Batch.objects.filter(pk=batch.pk).update(work_state=Batch.State.DONE)
        self._received(batch)

    def _gift(self, told: Told, fund: Fund, unit: int) -> Gift:
        if told.kind == "money":
            return Gift(fen=unit, fund=fund)
        if told.item:
            name, word, scale = told.item
            return Gift(item=self._item(name, word, scale), store=self.store)
        assert told.kit
        parts = {self._item(name, word, ""): 1 for name, (word, _) in told.kit.items()}
        kit: Kit = goods.add_kit(
            name=told.title, parts=parts, key=_key(told.title, "kit"), by=self.city
        )
        return Gift(kit=kit, store=self.store)

    def _item(self, name: str, unit: str, scale: str) -> Item:
        return goods.add_item(
            name=name, unit=unit, scale=scale, expires=False, key=_key(name), by=self.city
        )

    def _bought(self, told: Told, campaign: Campaign, fund: Fund, unit: int, batch: Batch) -> None:
        """As many of each size as there are slips of it, of the cheapest of three."""
        wanted = self._wanted(told, batch)
        prices = self._prices(told, unit, {thing.item for thing in wanted})
        wish = Wish(
            title=f"{told.title}采购", store=self.store, fund=fund, purpose=told.purpose,
            project=campaign.project,
        )  # fmt: skip
        lines = [Some(thing, count) for thing, count in wanted.items()]
        purchase = goods.begin_purchase(
            wish=wish, lines=lines, key=_key(told.title, "buy"), by=self.city
        )
        quotes = [
            goods.add_quote(
                purchase=purchase, supplier=supplier, key=_key(told.title, supplier), by=self.city,
                prices={item: fen * (100 + 4 * n) // 100 for item, fen in prices.items()},
            )
            for n, supplier in enumerate(SUPPLIERS)
        ]  # fmt: skip
        goods.order(
            purchase=purchase, quote=quotes[0], why="三家中价格最低，样品合格", by=self.city,
            on=told.on - dt.timedelta(30),
        )  # fmt: skip
        goods.accept_delivery(
            purchase=purchase, came=[Came(some=some) for some in lines], said="数量、尺码、标识齐全",
            key=_key(told.title, "delivery"), by=self.keeper, on=told.on - dt.timedelta(7),
        )  # fmt: skip

    def _wanted(self, told: Told, batch: Batch) -> dict[ItemSize, int]:
        slips = Slip.objects.filter(batch=batch)
        if batch.kit:
            items = [part.item for part in batch.kit.parts.select_related("item")]
            return {item.sizes.get(): slips.count() for item in items}
        assert batch.item
        sizes = {one.size: one for one in batch.item.sizes.all()}
        found = Counter(slips.values_list("size", flat=True))
        return {sizes[size]: count for size, count in sorted(found.items()) if size in sizes}

    def _prices(self, told: Told, unit: int, items: set[Item]) -> dict[Item, int]:
        if not told.kit:
            return dict.fromkeys(items, unit)
        return {item: unit * told.kit[item.name][1] // 100 for item in items}

    def _received(self, batch: Batch) -> None:
        """By the carer's witness in the village, all but a few who were not there; of the last things
        the tour's girl has not got hers yet."""
        slips = Slip.objects.filter(batch=batch)
        if batch.item and batch.item.scale:
            slips = slips.exclude(size="")
        since = 0 if batch.purpose == "health_kit" else 1
        hands = [
            Hand(
                slip=pk, how=Receipt.How.WITNESSED, on=batch.on, signer="监护人",
                witness="村（社区）妇联主席",
            )
            for n, pk in enumerate(slips.order_by("pk").values_list("pk", flat=True), since)
            if n % SKIPPED
        ]  # fmt: skip
        hand_all(batch=batch, hands=hands, by=self.system)
