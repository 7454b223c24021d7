"""Purchases: the list, a new one, quotes, the order, what came."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing
from nuantong.core.text import parse_date
from nuantong.goods import actions, forms
from nuantong.goods.lines import wanted
from nuantong.goods.models import Purchase
from nuantong.goods.queries import papers


@require(P.SEE_STOCK)
def purchases(request: Request) -> HttpResponse:
    listing = Listing(
        request, papers.purchases(request.reader), filterset=papers.PurchaseFilter,
        sorts=papers.PURCHASE_SORTS, default_sort="-on",
    )  # fmt: skip
    page = {"listing": listing, "may_buy": request.reader.can(P.BUY_GOODS)}
    return render(request, "goods/purchases.html", page)


@require(P.BUY_GOODS)
def new_purchase(request: Request) -> HttpResponse:
    form = forms.PurchaseForm(request.POST or None, reader=request.reader)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        lines, key = said.pop("wanted"), said.pop("key")
        try:
            found = actions.begin_purchase(
                wish=actions.Wish(**said), lines=wanted(lines), key=key, by=request.reader
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "采购已登记，请登记各家报价。")
            return redirect("goods:purchase", found.key)
    return render(request, "goods/new_purchase.html", {"form": form})


@require(P.SEE_STOCK)
def purchase(request: Request, key: Any) -> HttpResponse:
    """What is wanted, what it would cost where, what was ordered, what came."""
    reader = request.reader
    found = get_object_or_404(papers.whole(reader), key=key)
    rows = papers.wanted(found)
    bound: dict[str, Any] = {}
    if request.method == "POST":
        bound, done = _act(request, found)
        if done:
            return redirect("goods:purchase", key)
    buys = reader.covers(P.BUY_GOODS, found.region_id)
    keeps = reader.covers(P.KEEP_STOCK, found.store.region_id)
    open_now = found.ordered_on is not None and found.closed_on is None
    page = {
        "purchase": found, "wanted": rows, "offers": papers.offers(found),
        "asks": buys and found.ordered_on is None, "closes": buys and open_now,
        "accepts": keeps and open_now and (reader.actor_id != found.orderer_id or not reader.actor_id),
        "ordered_it": open_now and reader.actor_id == found.orderer_id,
        "cells": forms.cells([one.line for one in rows if one.rest], request.POST),
        "quote": forms.QuoteForm(purchase=found, auto_id="quote_%s"),
        "order": forms.OrderForm(purchase=found, auto_id="order_%s"),
        "accept": forms.DeliveryForm(initial={"on": reader.on}, auto_id="accept_%s"),
        "close": forms.CloseForm(auto_id="close_%s"), **bound,
    }  # fmt: skip
    return render(request, "goods/purchase.html", page)


def _act(request: Request, found: Purchase) -> tuple[dict[str, Any], bool]:
    """The form that was sent with its errors, and whether what it asked for is done."""
    which = request.POST.get("do", "")
    if which not in ACTS:
        return {}, False
    kind, does = ACTS[which]
    more = {"purchase": found} if which in ("quote", "order") else {}
    form = kind(request.POST, auto_id=f"{which}_%s", **more)
    if not form.is_valid():
        return {which: form}, False
    try:
        said = does(request, found, form)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return {which: form}, False
    messages.success(request, said)
    return {}, True


def _quote(request: Request, found: Purchase, form: Any) -> str:
    said = form.cleaned_data
    actions.add_quote(
        purchase=found, supplier=said["supplier"], prices=form.prices(), key=said["key"],
        by=request.reader,
    )  # fmt: skip
    return "报价已登记。"


def _order(request: Request, found: Purchase, form: Any) -> str:
    actions.order(purchase=found, by=request.reader, **form.cleaned_data)
    return "已下单，资金已记为承诺。到货后由另一个人验收。"


def _accept(request: Request, found: Purchase, form: Any) -> str:
    came = list(_came(request, found))
    actions.accept_delivery(purchase=found, came=came, by=request.reader, **form.cleaned_data)
    return "已验收入库。"


def _came(request: Request, found: Purchase) -> Iterator[actions.Came]:
    lines = found.lines.all()
    for cell in forms.cells(lines, request.POST):
        thing = cell.about.thing
        count = forms.number(cell.count, thing)
        rejected = forms.number(cell.more, thing) or 0
        if rejected and not count:
            raise Refusal(f"{thing}：写了退货，没有写到货。")
        if count:
            some = actions.Some(thing, count, _day(cell.day, thing))
            yield actions.Came(some=some, rejected=rejected)


def _day(text: str, thing: Any) -> dt.date | None:
    """An expiry date, which lies after today."""
    if not text.strip():
        return None
    day, problem = parse_date(text, dt.date.max)
    if problem or day is None:
        raise Refusal(f"{thing}：保质期“{text[:12]}”不是日期，请写成 2019-06-30。")
    return day


def _close(request: Request, found: Purchase, form: Any) -> str:
    actions.close_purchase(purchase=found, by=request.reader, **form.cleaned_data)
    return "采购已结束，没有用完的承诺已经放回资金。"


ACTS: Final[dict[str, Any]] = {
    "quote": (forms.QuoteForm, _quote), "order": (forms.OrderForm, _order),
    "accept": (forms.DeliveryForm, _accept), "close": (forms.CloseForm, _close),
}  # fmt: skip
