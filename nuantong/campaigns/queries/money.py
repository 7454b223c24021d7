"""What the pages of a campaign show: its need, its money, its gifts."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.books.models import Balance, Fund
from nuantong.campaigns.models import Arrival, Campaign, Donor, Pledge

COLUMNS = ("pledged", "income", "committed", "spent", "returned", "bank", "stock")
STANDS = Q(undone_at=None)


@dataclass(frozen=True)
class Need:
    """For whom, how many, what it costs: from the frozen list, or as planned until there is one."""

    whom: str
    children: int
    fen: int
    counted: bool


def need(campaign: Campaign) -> Need:
    if campaign.cohort is None:
        children, whom = campaign.children, "计划人数，受助名单还没有选定"
    else:
        children = campaign.cohort.members.in_force().count()
        whom = campaign.cohort.words
    return Need(whom, children, children * campaign.unit_fen, campaign.cohort is not None)


@dataclass(frozen=True)
class Money:
    """raised = spent + stock + committed + returned + left."""

    pledged: int = 0
    raised: int = 0
    committed: int = 0
    spent: int = 0
    returned: int = 0
    left: int = 0
    stock: int = 0


def money(campaign: Campaign) -> Money:
    """From the balances, whatever the number of entries."""
    sums = Balance.objects.filter(project=campaign.pk).aggregate(
        **{name: Coalesce(Sum(name), 0) for name in COLUMNS}
    )
    left = sums.pop("bank") - sums["committed"]
    return Money(raised=-sums.pop("income"), left=left, **sums)


def listed(reader: Reader) -> QuerySet[Any]:
    raised = Coalesce(Sum(-F("balances__income")), 0)
    return Campaign.objects.visible_to(reader).annotate(
        raised=raised, spent=Coalesce(Sum("balances__spent"), 0)
    )


def pledges(campaign: Campaign) -> QuerySet[Pledge]:
    return campaign.pledges.select_related("donor", "fund")


def arrivals(campaign: Campaign) -> QuerySet[Arrival]:
    rows = campaign.arrivals.select_related("donor", "fund", "pledge")
    return rows.annotate(back_fen=Coalesce(Sum("given_back__fen"), 0))


def funds(campaign: Campaign, reader: Reader) -> QuerySet[Fund]:
    """Open funds whose money may serve the campaign."""
    rows = Fund.objects.visible_to(reader, Permission.RUN_CAMPAIGNS).open_on(reader.on)
    return rows.filter(purposes__purpose=campaign.purpose)


def donors(reader: Reader) -> QuerySet[Any]:
    return Donor.objects.visible_to(reader).annotate(
        gifts=Count("arrivals", filter=Q(arrivals__undone_at=None)),
        given=Coalesce(Sum("arrivals__fen", filter=Q(arrivals__undone_at=None)), 0),
    )


def by_kind(campaign: Campaign) -> list[dict[str, Any]]:
    """How many donors of each kind gave how much: figures without names."""
    rows = campaign.arrivals.filter(STANDS).values("donor__kind").order_by("donor__kind")
    found = rows.annotate(donors=Count("donor", distinct=True), fen=Sum("fen"))
    labels = dict(Donor.Kind.choices)
    return [{**row, "label": labels[row["donor__kind"]]} for row in found]
