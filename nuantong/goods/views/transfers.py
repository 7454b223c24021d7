"""Transfers: the list, and one of them with what was sent and what arrived."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing
from nuantong.goods import actions, forms
from nuantong.goods.models import Store, Transfer
from nuantong.goods.queries import papers


@require(P.SEE_STOCK)
def transfers(request: Request) -> HttpResponse:
    reader = request.reader
    listing = Listing(
        request, papers.transfers(reader), filterset=papers.TransferFilter,
        sorts=papers.TRANSFER_SORTS, default_sort="-on",
    )  # fmt: skip
    keeps = Store.objects.visible_to(reader, P.KEEP_STOCK).filter(closed_on=None)[:60]
    page = {"listing": listing, "stores": keeps}
    return render(request, "goods/transfers.html", page)


@require(P.SEE_STOCK)
def transfer(request: Request, key: Any) -> HttpResponse:
    """The sheet that goes with the things; whoever receives them counts them here."""
    reader = request.reader
    rows = Transfer.objects.visible_to(reader).select_related("source", "target")
    found = get_object_or_404(rows, key=key)
    lines = list(papers.lines_of(found))
    may = found.received_on is None and actions.may_receive(found, reader)
    form = forms.ReceiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _receive(request, found, lines, form.cleaned_data["why"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已点收，物资已入账。")
            return redirect("goods:transfer", key)
    page = {
        "transfer": found, "lines": lines, "may": may, "form": form,
        "cells": forms.cells(lines, request.POST), "boxes": found.boxes.all(),
        "sent": sum(one.sent for one in lines), "got": sum(one.arrived or 0 for one in lines),
        "waits": found.received_on is None and not may,
    }  # fmt: skip
    return render(request, "goods/transfer.html", page)


def _receive(request: Request, found: Transfer, lines: list[Any], why: str) -> None:
    counts = {}
    for cell in forms.cells(lines, request.POST):
        count = forms.number(cell.count, cell.about.thing)
        if count is not None:
            counts[cell.about.pk] = count
    actions.receive_transfer(transfer=found, counts=counts, why=why, by=request.reader)
