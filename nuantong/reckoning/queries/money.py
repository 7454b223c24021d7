"""The money of a campaign: its balances, and the papers that must say the same."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum

from nuantong.books.accounts import Account, Kind
from nuantong.books.models import Balance, Line
from nuantong.campaigns.models import Arrival, Campaign
from nuantong.goods.actions.common import PURCHASE
from nuantong.goods.models import Delivery, Purchase
from nuantong.handouts.models import BankRow, Batch
from nuantong.handouts.paying import BATCH, LIST
from nuantong.reckoning.accounts import Money, Sources
from nuantong.reckoning.queries.slips import handed_of

PAPERS = (PURCHASE, BATCH, LIST)
"""Documents whose spending the account counts from the papers themselves."""
SHOWN = 50
"""Gifts that the account lists; the figures are of all."""


@dataclass(frozen=True)
class FundLine:
    """What one fund gave the campaign, and where that is."""

    name: str
    source: str
    money: Money


def balances(campaign: Campaign) -> list[Balance]:
    return list(Balance.objects.filter(project=campaign.pk).select_related("fund"))


def summed(rows: list[Balance]) -> Money:
    return Money(
        raised=sum(one.raised for one in rows), spent=sum(one.spent for one in rows),
        committed=sum(one.committed for one in rows), returned=sum(one.returned for one in rows),
        left=sum(one.left for one in rows), in_kind=sum(one.stock for one in rows),
        pledged=sum(one.pledged for one in rows),
    )  # fmt: skip


def by_fund(rows: list[Balance]) -> list[FundLine]:
    """Each fund's part, the largest first."""
    funds = {one.fund_id: one.fund for one in rows}
    lines = [
        FundLine(fund.name, fund.get_source_display(), summed([r for r in rows if r.fund_id == pk]))
        for pk, fund in funds.items()
    ]
    return sorted(lines, key=lambda one: -one.money.raised)


def sources(campaign: Campaign, rows: list[Balance], money: Money, arrived: int) -> Sources:
    """The papers' sums. What came or went on other papers is only looked for where it is missed."""
    bought = _fen(Delivery.objects.filter(purchase__project=campaign.pk))
    given = _given(campaign)
    assigned = _assigned(rows) if money.raised != arrived else 0
    other = _other(rows) if money.spent != bought + given else 0
    return Sources(
        raised=money.raised, arrived=arrived, assigned=assigned, spent=money.spent, bought=bought,
        given=given, other=other,
    )  # fmt: skip


def purchases(campaign: Campaign) -> list[Purchase]:
    rows = Purchase.objects.filter(project=campaign.pk).select_related("fund", "chosen")
    return list(rows.annotate(paid=Sum("deliveries__fen")).order_by("ordered_on", "pk"))


@dataclass(frozen=True)
class Arrivals:
    """What stands of what came: how many, how much, and the newest of them."""

    count: int
    fen: int
    newest: list[Arrival]


def arrivals(campaign: Campaign) -> Arrivals:
    rows = Arrival.objects.filter(campaign=campaign.pk, undone_at=None)
    sums = rows.order_by().aggregate(count=Count("pk"), fen=Sum("fen"))
    newest = rows.select_related("donor", "fund").annotate(back=Sum("given_back__fen"))
    return Arrivals(sums["count"], sums["fen"] or 0, list(newest.order_by("-on", "-pk")[:SHOWN]))


def _given(campaign: Campaign) -> int:
    """Money handed to children, and what is at the bank without an answer."""
    handed = handed_of(campaign.pk)
    money = Batch.objects.filter(project=campaign.pk, fen__isnull=False)
    fen = sum(handed.get(one.pk, 0) * (one.fen or 0) for one in money)
    out = BankRow.objects.filter(list__batch__in=money, outcome=BankRow.Outcome.SENT)
    return fen + _fen(out)


def _assigned(rows: list[Balance]) -> int:
    moved = Q(entry__kind=Kind.ASSIGN) | Q(entry__reverses__kind=Kind.ASSIGN)
    return -_fen(_lines(rows, Account.INCOME).filter(moved))


def _other(rows: list[Balance]) -> int:
    return _fen(_lines(rows, Account.SPENT).exclude(entry__document_kind__in=PAPERS))


def _lines(rows: list[Balance], account: str) -> Any:
    return Line.objects.filter(balance__in=[one.pk for one in rows], account=account)


def _fen(rows: Any) -> int:
    return rows.aggregate(fen=Sum("fen"))["fen"] or 0
