"""Contracts: the list, one of them, a new one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing
from nuantong.services import actions, forms
from nuantong.services.models import Contract, PaymentDue
from nuantong.services.queries import contracts as queries


@require(P.SEE_SERVICES)
def contracts(request: Request) -> HttpResponse:
    reader = request.reader
    listing = Listing(
        request, queries.listed(reader), filterset=queries.ContractFilter, sorts=queries.SORTS,
        default_sort="-start",
    )  # fmt: skip
    page = {"listing": listing, "may_edit": reader.can(P.EDIT_SERVICES), "on": reader.on,
            "lines": [(one, one.in_force(reader.on)) for one in listing.rows]}  # fmt: skip
    return render(request, "services/contracts.html", page)


@require(P.EDIT_SERVICES)
def new_contract(request: Request) -> HttpResponse:
    form = forms.ContractForm(request.POST or None, initial={"start": request.reader.on})
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.make_contract(
                draft=form.draft(request.reader), key=form.cleaned_data["key"], by=request.reader
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "合同已登记。")
            return redirect("services:contract", found.key)
    return render(request, "services/form.html", {"form": form, "title": "登记合同"})


@require(P.SEE_SERVICES)
def contract(request: Request, key: Any) -> HttpResponse:
    """What it says, how far it is accepted and paid; the buyer pays and ends it here."""
    reader = request.reader
    rows = Contract.objects.visible_to(reader).select_related("provider__organisation")
    found = get_object_or_404(rows, key=key)
    mine = reader.covers(P.EDIT_SERVICES, found.buyer_id)
    bound, done = _act(request, found) if mine and request.method == "POST" else ({}, False)
    if done:
        return redirect("services:contract", key)
    steps = queries.steps(found)
    due = [step.payment.fen for step in steps if step.payment]
    paid = [step.payment.fen for step in steps if step.payment and step.payment.paid_on]
    page = {
        "contract": found, "mine": mine, "steps": steps, "now": found.in_force(reader.on),
        "places": queries.places(found, reader), "buyer": reader.tree.name(found.buyer_id),
        "due": sum(due), "paid": sum(paid), "may_see_people": reader.can(P.SEE_SERVICES),
        "pay": forms.PayForm(initial={"on": reader.on}, auto_id="pay_%s"),
        "end": forms.EndForm(initial={"on": reader.on}, auto_id="end_%s"), **bound,
    }  # fmt: skip
    return render(request, "services/contract.html", page)


def _act(request: Request, found: Contract) -> tuple[dict[str, Any], bool]:
    """The form that was sent with its errors, and whether what it asked for is done."""
    which = "pay" if request.POST.get("do") == "pay" else "end"
    form = (forms.PayForm if which == "pay" else forms.EndForm)(request.POST, auto_id=f"{which}_%s")
    if not form.is_valid():
        return {which: form}, False
    try:
        if which == "pay":
            _pay(request, found, form.cleaned_data)
        else:
            actions.end_contract(contract=found, by=request.reader, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return {which: form}, False
    messages.success(request, "已登记。")
    return {}, True


def _pay(request: Request, found: Contract, said: dict[str, Any]) -> None:
    pk = request.POST.get("payment", "")
    rows = PaymentDue.objects.filter(milestone__contract=found)
    known = pk.isascii() and pk.isdigit() and len(pk) < 12
    payment = rows.filter(pk=int(pk)).first() if known else None
    if payment is None:
        raise Refusal("请先选哪一期的应付款。")
    actions.pay(payment=payment, by=request.reader, **said)
