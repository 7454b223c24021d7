"""What a keeper does in her store: send, count, write off, pack. One table of counts each."""

from collections.abc import Iterator
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.goods import actions, forms
from nuantong.goods.forms import Cell
from nuantong.goods.models import Stock, Store, Taking
from nuantong.goods.queries import stocks


@require(P.KEEP_STOCK)
def act(request: Request, key: Any, which: str) -> HttpResponse:
    """The table of what lies there with a column to fill in."""
    if which not in ACTS:
        raise Http404
    reader = request.reader
    store = get_object_or_404(Store.objects.visible_to(reader, P.KEEP_STOCK), key=key)
    rows, data = stocks.in_store(store, empty=which == "count"), request.POST or None
    typed = forms.cells(rows, request.POST)
    form = _form(request, which, store, data)
    boxes = actions.standing(store) if which == "send" else []
    if data and form.is_valid():
        try:
            answer = ACTS[which](request, store, form.cleaned_data, typed)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, DONE[which])
            return answer
    page = {
        "store": store, "which": which, "title": TITLES[which], "form": form, "cells": typed,
        "boxes": [(one, str(one.pk) in request.POST.getlist("box")) for one in boxes],
        "counts": which == "count", "reasons": which in ("count", "loss"),
    }  # fmt: skip
    return render(request, "goods/act.html", page)


def _form(request: Request, which: str, store: Store, data: Any) -> Any:
    if which == "send":
        return forms.SendForm(data, source=store, reader=request.reader)
    kinds = {"count": forms.CountForm, "loss": forms.LossForm, "pack": forms.PackForm}
    return kinds[which](data)


def _some(typed: list[Cell]) -> Iterator[actions.Some]:
    for cell in typed:
        row: Stock = cell.about
        if count := forms.number(cell.count, row.thing):
            yield actions.Some(row.thing, count, row.expires_on)


def _send(request: Request, store: Store, said: dict[str, Any], typed: list[Cell]) -> HttpResponse:
    chosen = set(request.POST.getlist("box"))
    boxes = [one for one in actions.standing(store) if str(one.pk) in chosen]
    found = actions.send_transfer(
        source=store, target=said["target"], lines=list(_some(typed)), boxes=boxes,
        key=said["key"], by=request.reader,
    )  # fmt: skip
    return redirect("goods:transfer", found.key)


def _pack(request: Request, store: Store, said: dict[str, Any], typed: list[Cell]) -> HttpResponse:
    made = actions.pack(
        store=store, lines=list(_some(typed)), boxes=said["boxes"], key=said["key"],
        by=request.reader,
    )  # fmt: skip
    return redirect("goods:box", made[0].key)


def _count(request: Request, store: Store, said: dict[str, Any], typed: list[Cell]) -> HttpResponse:
    found = list(_found(request, typed, Taking.Kind.COUNT))
    taking = actions.take(
        store=store, kind=Taking.Kind.COUNT, found=found, key=said["key"], by=request.reader
    )
    return redirect("goods:taking", taking.key)


def _lose(request: Request, store: Store, said: dict[str, Any], typed: list[Cell]) -> HttpResponse:
    found = list(_found(request, typed, said["kind"]))
    taking = actions.take(
        store=store, kind=said["kind"], found=found, key=said["key"], by=request.reader
    )
    return redirect("goods:taking", taking.key)


def _found(request: Request, typed: list[Cell], kind: str) -> Iterator[actions.Found]:
    """Of a count what there is, of a loss how many are gone; a count fills in every row."""
    counting = kind == Taking.Kind.COUNT
    for cell in typed:
        row: Stock = cell.about
        number = forms.number(cell.count, row.thing)
        if number is None and counting and row.on_hand:
            raise Refusal(f"{row.thing}还没有填实有数，没有的填0。")
        if number is None or (number == 0 and not counting):
            continue
        before = forms.number(request.POST.get(f"before_{row.pk}", ""), row.thing)
        before = row.on_hand if before is None else before
        after = number if counting else before - number
        if after < 0:
            raise Refusal(f"{row.thing}账面只有{before}，不能损失{number}。")
        yield actions.Found(
            thing=row.thing, expires_on=row.expires_on, before=before, after=after, why=cell.why
        )


ACTS: Final[dict[str, Any]] = {"send": _send, "count": _count, "loss": _lose, "pack": _pack}
TITLES: Final = {"send": "调出物资", "count": "盘点", "loss": "登记损失", "pack": "装箱"}
DONE: Final = {
    "send": "已发出。收货的一方点收后才算完成。", "count": "盘点已登记，账面已更正。",
    "loss": "损失已登记。", "pack": "已装箱，请打印箱贴。",
}  # fmt: skip


@require(P.SEE_STOCK)
def taking(request: Request, key: Any) -> HttpResponse:
    rows = Taking.objects.visible_to(request.reader).select_related("store")
    found = get_object_or_404(rows.prefetch_related("lines__thing__item"), key=key)
    return render(request, "goods/taking.html", {"taking": found, "lines": found.lines.all()})
