"""The accountant: what is to be paid to whom. The child is not named here."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.aid import actions
from nuantong.aid.forms import PayForm
from nuantong.aid.models import Application
from nuantong.aid.models.application import State
from nuantong.aid.queries import payments as queries
from nuantong.audit.actions import record
from nuantong.core.errors import Refusal

MOST = 200


@require(P.SEE_BOOKS)
def payments(request: Request) -> HttpResponse:
    """What waits, the nearest term first; below it what has been paid."""
    rows = queries.of_reader(request.reader).select_related("scheme").order_by("due_on", "pk")
    waiting = list(rows.filter(state=State.GRANTED)[:MOST])
    paid = list(rows.exclude(state=State.GRANTED).order_by("-pk")[:50])
    page = {"waiting": queries.payments_of(waiting), "paid": queries.payments_of(paid)}
    return render(request, "aid/payments.html", page)


@require(P.SEE_BOOKS)
def payment(request: Request, key: UUID) -> HttpResponse:
    """To whom and how much; whoever keeps the books pays, and alone reads the account."""
    reader = request.reader
    found = get_object_or_404(queries.of_reader(reader).select_related("scheme"), key=key)
    (one,) = queries.payments_of([found])
    keeps = reader.covers(P.KEEP_BOOKS, one.source.fund.region_id)
    form = PayForm(request.POST or None, initial={"on": reader.on, "fen": one.left})
    if (
        request.method == "POST"
        and form.is_valid()
        and _paid(request, found, form.cleaned_data, form)
    ):
        return redirect("aid:payments")
    if keeps and request.method == "GET":
        record(
            action="查看救助金收款人", by=reader, object_type="application", object_id=found.key.hex
        )
    page = {"one": one, "application": found, "form": form, "keeps": keeps,
            "opens": Application.objects.visible_to(reader).filter(pk=found.pk).exists()}  # fmt: skip
    return render(request, "aid/payment.html", page, status=422 if form.errors else 200)


def _paid(request: Request, found: Application, data: dict[str, Any], form: PayForm) -> bool:
    try:
        actions.pay(application=found, by=request.reader, **data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "已登记拨付，账也记好了。")
    return True
