"""What lies where: the stock, a store, the ledger of an item, the catalogue."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing, LongListing
from nuantong.core.xlsx import workbook_response
from nuantong.goods import actions, forms
from nuantong.goods.models import Item, Kit, Store, Taking, Transfer
from nuantong.goods.queries import papers, stocks

COLUMNS = ("仓库", "物资", "尺码", "保质期至", "在库", "已预留", "可动用", "单位")


@require(P.SEE_STOCK)
def stock(request: Request) -> Any:
    reader = request.reader
    listing = Listing(
        request, stocks.lying(reader), filterset=stocks.StockFilter, sorts=stocks.SORTS,
        default_sort="store",
    )  # fmt: skip
    if listing.wants_export and reader.can(P.EXPORT):
        rows = ((one.store.name, one.thing.item.name, one.thing.size, one.expires_on, one.on_hand,
                 one.reserved, one.free, one.thing.item.unit) for one in listing.results)  # fmt: skip
        return workbook_response("物资库存", "物资库存", COLUMNS, rows)
    page = {
        "listing": listing, "can_export": reader.can(P.EXPORT),
        "lines": [(one, stocks.state_of(one, reader.on)) for one in listing.rows],
        "stores": Store.objects.visible_to(reader).filter(closed_on=None)[:60],
    }  # fmt: skip
    return render(request, "goods/stock.html", page)


@require(P.SEE_STOCK)
def store(request: Request, key: Any) -> HttpResponse:
    """A store: what comes, what lies there, its boxes, what one can do."""
    reader = request.reader
    found = get_object_or_404(Store.objects.visible_to(reader), key=key)
    page = {
        "store": found, "place": reader.tree.full_name(found.region_id),
        "lines": [(one, stocks.state_of(one, reader.on)) for one in stocks.in_store(found)],
        "coming": papers.coming_to(found), "boxes": actions.standing(found)[:60],
        "takings": Taking.objects.filter(store=found)[:5],
        "sent": Transfer.objects.on_the_way().filter(source=found).select_related("target"),
        "mine": reader.covers(P.KEEP_STOCK, found.region_id) and found.closed_on is None,
    }  # fmt: skip
    return render(request, "goods/store.html", page)


@require(P.SEE_STOCK)
def item(request: Request, key: Any) -> HttpResponse:
    """Every event of a thing in the reader's stores, each with its document."""
    found = get_object_or_404(Item, key=key)
    listing = LongListing(
        request, stocks.events_of(found, request.reader), filterset=stocks.EventFilter,
        sorts=stocks.EVENT_SORTS, default_sort="-on",
    )  # fmt: skip
    page = {"item": found, "listing": listing, "lines": stocks.told(listing.rows)}
    return render(request, "goods/item.html", page)


@require(P.SEE_STOCK)
def catalogue(request: Request) -> HttpResponse:
    """Things, kits and stores, and what one may add."""
    reader = request.reader
    bound: dict[str, Any] = {}
    if request.method == "POST":
        bound, done = _add(request)
        if done:
            return redirect("goods:catalogue")
    may = {"item": reader.can(P.KEEP_STOCK), "kit": reader.can(P.BUY_GOODS),
           "store": reader.can(P.KEEP_STOCK)}  # fmt: skip
    page = {
        "items": Item.objects.prefetch_related("sizes"),
        "kits": Kit.objects.prefetch_related("parts__item"),
        "stores": [(one, reader.tree.full_name(one.region_id))
                   for one in Store.objects.visible_to(reader)],
        "may": may, "item": _form(request, "item"), "kit": _form(request, "kit"),
        "store": _form(request, "store"), **bound,
    }  # fmt: skip
    return render(request, "goods/catalogue.html", page)


def _form(request: Request, which: str, data: Any = None) -> Any:
    if which == "store":
        return forms.StoreForm(data, reader=request.reader, auto_id="store_%s")
    return (forms.KitForm if which == "kit" else forms.ItemForm)(data, auto_id=f"{which}_%s")


def _add(request: Request) -> tuple[dict[str, Any], bool]:
    """The form that was sent with its errors, and whether what it asked for is done."""
    which = request.POST.get("do", "")
    if which not in ADDS:
        return {}, False
    form = _form(request, which, request.POST)
    if not form.is_valid():
        return {which: form}, False
    try:
        ADDS[which](request, form)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return {which: form}, False
    messages.success(request, "已登记。")
    return {}, True


def _add_item(request: Request, form: Any) -> None:
    actions.add_item(by=request.reader, **form.cleaned_data)


def _add_kit(request: Request, form: Any) -> None:
    said = form.cleaned_data
    actions.add_kit(name=said["name"], parts=form.contents(), key=said["key"], by=request.reader)


def _add_store(request: Request, form: Any) -> None:
    said, reader = form.cleaned_data, request.reader
    tops = reader.regions(P.KEEP_STOCK)
    if not said["place"] and not tops:
        raise Refusal("请选择仓库在哪里。")
    region = said["place"].id if said["place"] else tops[0]
    actions.add_store(name=said["name"], region=region, key=said["key"], by=reader)


ADDS: dict[str, Any] = {"item": _add_item, "kit": _add_kit, "store": _add_store}
