"""The account of a campaign as a page, a sheet and a paper show it."""

from dataclasses import dataclass

from nuantong.books.models import Balance
from nuantong.campaigns.models import Campaign
from nuantong.goods.models import Purchase
from nuantong.reckoning.accounts import Goods, Money, Sources
from nuantong.reckoning.queries import money as of_money
from nuantong.reckoning.queries.goods import goods
from nuantong.reckoning.queries.slips import BatchLine, batches


@dataclass(frozen=True)
class Account:
    """Every figure of a campaign, and what does not come out even, in words."""

    campaign: Campaign
    money: Money
    funds: list[of_money.FundLine]
    sources: Sources
    goods: list[Goods]
    batches: list[BatchLine]
    arrivals: of_money.Arrivals
    purchases: list[Purchase]

    @property
    def errors(self) -> list[str]:
        of_goods = [error for one in self.goods for error in one.errors]
        return [*self.money.errors, *self.sources.errors, *of_goods]

    @property
    def handed(self) -> int:
        return sum(one.handed for one in self.batches)

    @property
    def slips(self) -> int:
        return sum(one.slips for one in self.batches)


def account(campaign: Campaign) -> Account:
    rows = of_money.balances(campaign)
    money, came = of_money.summed(rows), of_money.arrivals(campaign)
    return Account(
        campaign, money, of_money.by_fund(rows), of_money.sources(campaign, rows, money, came.fen),
        goods(campaign.pk), batches(campaign.pk), came,
        of_money.purchases(campaign),
    )  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A campaign with its money, for the list of accounts."""

    campaign: Campaign
    money: Money


def lines(campaigns: list[Campaign]) -> list[Line]:
    rows = Balance.objects.filter(project__in=[one.pk for one in campaigns])
    found: dict[int, list[Balance]] = {}
    for row in rows.exclude(project=None):
        found.setdefault(row.project_id or 0, []).append(row)
    return [Line(one, of_money.summed(found.get(one.pk, []))) for one in campaigns]
