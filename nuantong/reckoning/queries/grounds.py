"""The ground of a trail, read: gifts, deliveries and batches of money of one fund."""

from collections import defaultdict

from django.db.models import Sum

from nuantong.campaigns.models import Arrival, Campaign
from nuantong.goods.arithmetic import prices_of
from nuantong.goods.models import Delivery, Purchase
from nuantong.handouts.models import Batch
from nuantong.reckoning.ground import Ground, Income, Payment, Piece
from nuantong.reckoning.queries.slips import handed_of


def ground(campaign: Campaign, fund: int) -> Ground:
    payments = [*_deliveries(campaign, fund), *_batches(campaign, fund)]
    return Ground(_incomes(campaign, fund), sorted(payments, key=lambda one: one.on))


def _incomes(campaign: Campaign, fund: int) -> list[Income]:
    """What stands of each gift of money; what went back to the donor is no part of a trail."""
    rows = Arrival.objects.filter(campaign=campaign.pk, fund=fund, undone_at=None, in_kind=False)
    rows = rows.select_related("donor").annotate(back=Sum("given_back__fen"))
    return [
        Income(one.key, one.on, one.donor.shown, one.fen - (one.back or 0))
        for one in rows.order_by("on", "pk")
    ]


def _deliveries(campaign: Campaign, fund: int) -> list[Payment]:
    """Each delivery of each purchase, in the order they came; pieces numbered thing by thing."""
    rows = Delivery.objects.filter(purchase__project=campaign.pk).select_related("purchase__chosen")
    rows = rows.prefetch_related("lines__thing__item").order_by("on", "pk")
    prices: dict[int, dict[int, int]] = {}
    first: dict[int, int] = defaultdict(int)
    found = []
    for one in rows:
        bought = one.purchase
        prices.setdefault(bought.pk, dict(prices_of(bought)))
        pieces = tuple(_pieces(one, prices[bought.pk], first))
        if bought.fund_id == fund:
            words = f"{bought.title}（{bought.chosen}）" if bought.chosen else bought.title
            found.append(Payment("purchase", bought.key, one.on, words, one.fen, pieces))
    return found


def _pieces(one: Delivery, price: dict[int, int], first: dict[int, int]) -> list[Piece]:
    found = []
    for line in one.lines.all():
        if line.accepted:
            thing = line.thing_id
            found.append(
                Piece(
                    thing, str(line.thing), price[line.thing.item_id], line.accepted, first[thing]
                )
            )
            first[thing] += line.accepted
    return found


def _batches(campaign: Campaign, fund: int) -> list[Payment]:
    handed = handed_of(campaign.pk)
    return [
        Payment("batch", one.key, one.on, one.title, handed[one.pk] * (one.fen or 0), each=one.fen or 0)
        for one in Batch.objects.filter(project=campaign.pk, fund=fund).order_by("on", "pk")
        if handed.get(one.pk)
    ]  # fmt: skip


def funds_of(campaign: Campaign) -> list[int]:
    """The funds a campaign's trails run in."""
    came = Arrival.objects.filter(campaign=campaign.pk).values_list("fund", flat=True)
    went = Purchase.objects.filter(project=campaign.pk).values_list("fund", flat=True)
    paid = Batch.objects.filter(project=campaign.pk, fund__isnull=False)
    return sorted({*came, *went, *paid.values_list("fund", flat=True)})
