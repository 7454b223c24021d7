"""The trail of money: from a gift, a purchase or a receipt, to the gifts and to the children."""

from dataclasses import dataclass, field
from uuid import UUID

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.campaigns.models import Arrival, Campaign
from nuantong.goods.models import ItemSize, Purchase
from nuantong.handouts.models import Receipt
from nuantong.people.queries.names import shown_name, shows_names
from nuantong.reckoning.fifo import Span
from nuantong.reckoning.ground import Ground, Income, Part
from nuantong.reckoning.queries.grounds import funds_of, ground
from nuantong.reckoning.queries.receipts import (
    SHOWN,
    End,
    Run,
    ends,
    find,
    holders,
    keys_in,
    place_of,
    runs,
    runs_of_money,
)
from nuantong.reckoning.queries.ways import Way, served, ways


@dataclass(frozen=True)
class Stop:
    """A receipt at the end, the store it was served from, and the child for who may see her: by the
    name as the reader's lists show names."""

    end: End
    store: str
    name: str


@dataclass(frozen=True)
class Trail:
    """`start` says where one stands: gift, purchase or receipt. Money of more than one fund is more
    than one trail; the fen of all are together here."""

    start: str
    words: str
    fen: int
    gifts: list[tuple[Income, int]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    unspent: int = 0
    ways: list[Way] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)

    @property
    def receipts(self) -> int:
        return sum(one.span.size for one in self.runs)

    @property
    def more(self) -> int:
        return self.receipts - len(self.stops)


def trail(campaign: Campaign, key: UUID, reader: Reader) -> Trail | None:
    """From the gift, purchase or receipt with this key; None when the campaign has no such thing."""
    gift = Arrival.objects.filter(campaign=campaign.pk, key=key, undone_at=None, in_kind=False)
    given = gift.select_related("donor").first()
    if given is not None:
        land = ground(campaign, given.fund_id)
        return _forth(campaign, land, land.of_gift(key), "gift", f"{given.donor.shown}捐款", reader)
    bought = Purchase.objects.filter(project=campaign.pk, key=key).first()
    if bought is not None:
        land = ground(campaign, bought.fund_id)
        return _forth(campaign, land, land.of_purchase(key), "purchase", bought.title, reader)
    receipt = find(key, campaign, reader)
    return _back(campaign, receipt, reader) if receipt else None


def _forth(
    campaign: Campaign, land: Ground, spans: list[Span], start: str, words: str, reader: Reader
) -> Trail:
    found = runs(campaign, land.pieces(spans)) + runs_of_money(land.children(spans))
    return _trail(land, spans, start, words, found, reader)


def _back(campaign: Campaign, receipt: Receipt, reader: Reader) -> Trail:
    batch = receipt.slip.batch
    for fund in funds_of(campaign):
        land = ground(campaign, fund)
        spans = _of_receipt(campaign, land, receipt)
        if spans:
            return _trail(land, spans, "receipt", batch.title, [_run_of(receipt)], reader)
    return _trail(Ground([], []), [], "receipt", batch.title, [_run_of(receipt)], reader)


def _run_of(receipt: Receipt) -> Run:
    place = place_of(receipt, None)
    return Run(receipt.slip.batch, None, Span(place, place + 1))


def _of_receipt(campaign: Campaign, land: Ground, receipt: Receipt) -> list[Span]:
    """The fen in this fund that this receipt's things or money cost."""
    batch = receipt.slip.batch
    if batch.is_money:
        return land.of_child(batch.key, place_of(receipt, None))
    found: list[Span] = []
    for thing in _things(land):
        for one in holders(campaign, thing):
            if one.batch.pk == batch.pk and one.size in (None, receipt.size):
                place = one.first + place_of(receipt, one.size) * one.each
                for piece in range(place, place + one.each):
                    found += land.of_piece(thing.pk, piece)
    return found


def _things(land: Ground) -> list[ItemSize]:
    keys = {piece.thing for payment in land.payments for piece in payment.pieces}
    return list(ItemSize.objects.filter(pk__in=keys).order_by("item", "order"))


def _trail(
    land: Ground, spans: list[Span], start: str, words: str, found: list[Run], reader: Reader
) -> Trail:
    keys: dict[int, None] = {}
    for run in found:
        keys |= dict.fromkeys(keys_in(run, SHOWN - len(keys)))
    last = ends(list(keys), reader)
    events = served([one.receipt.key for one in last])
    full = shows_names(reader, Permission.SEE_HAND_OUTS)
    stops = [
        Stop(
            one, events[one.receipt.key].store.name if one.receipt.key in events else "",
            shown_name(one.slip.child.name, full) if one.slip else "",
        )
        for one in last
    ]  # fmt: skip
    return Trail(
        start, words, sum(one.size for one in spans), land.gifts(spans), land.paid(spans),
        land.unspent(spans), ways(list(events.values())), found, stops,
    )  # fmt: skip
