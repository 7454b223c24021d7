"""What a purchase costs, and what of it has not come yet."""

from collections import Counter

from django.db.models import F, Sum

from nuantong.goods.models import DeliveryLine, ItemSize, Purchase, Quote, QuotePrice


def prices_of(purchase: Purchase) -> dict[int, int]:
    """Fen by item, of the chosen quote."""
    rows = QuotePrice.objects.filter(quote=purchase.chosen_id)
    return dict(rows.values_list("item", "fen"))


def ordered_fen(purchase: Purchase) -> int:
    price = prices_of(purchase)
    lines = purchase.lines.select_related("thing")
    return sum(one.count * price[one.thing.item_id] for one in lines)


def quote_fen(quote: Quote, purchase: Purchase) -> int:
    """What the whole purchase would cost at this supplier's prices (prefetched)."""
    price = {one.item_id: one.fen for one in quote.prices.all()}
    return sum(one.count * price.get(one.thing.item_id, 0) for one in purchase.lines.all())


def accepted(purchase: Purchase) -> Counter[int]:
    """Pieces by thing that came and stayed."""
    rows = DeliveryLine.objects.filter(delivery__purchase=purchase).order_by()
    sums = rows.values_list("thing").annotate(count=Sum(F("came") - F("rejected")))
    return Counter(dict(sums))


def outstanding(purchase: Purchase) -> dict[ItemSize, int]:
    """What was ordered and has not come, by thing."""
    there = accepted(purchase)
    lines = purchase.lines.select_related("thing__item")
    rest = {one.thing: one.count - there[one.thing_id] for one in lines}
    return {thing: count for thing, count in rest.items() if count > 0}
