"""A list of children to hand out to: on the phone, on paper, and the paper read back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from nuantong.access.http import Request, base_for
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.core.errors import Refusal
from nuantong.handouts import actions, forms
from nuantong.handouts.models import Batch
from nuantong.handouts.qr import qr_svg
from nuantong.handouts.queries import lists, progress
from nuantong.handouts.views.batches import batch_of, place_of
from nuantong.regions.tree import Place

SEE = P.SEE_HAND_OUTS


@require(SEE)
def mine(request: Request, key: Any) -> HttpResponse:
    """All children of a batch whom the reader may see: a carer's own, a village's."""
    return _list(request, batch_of(request, key), None)


@require(SEE)
def at(request: Request, key: Any, place: str) -> HttpResponse:
    """Those of one place: where the code on the paper list leads."""
    return _list(request, batch_of(request, key), place_of(request, place))


def _list(request: Request, found: Batch, at: Place | None) -> HttpResponse:
    reader = request.reader
    rows = lists.rows_at(found, reader, at)
    record(action="查看发放名单", by=reader, object_type="batch", object_id=found.pk,
           changes={"count": len(rows), "place": at.id if at else None})  # fmt: skip
    page = {
        "frame": base_for(reader), "batch": found, "what": lists.what(found), "rows": rows, "at": at,
        "left": sum(row.slip.is_open for row in rows), "may_hand": reader.can(P.HAND_OUT),
        "gone": progress.gone_from(found, reader, at) if at else [],
        "where": reader.tree.full_name(at.id) if at else "", "cut": len(rows) == lists.MOST_ON_A_LIST,
    }  # fmt: skip
    return render(request, "handouts/list.html", page)


@require(SEE)
def printed(request: Request, key: Any, place: str) -> HttpResponse:
    """The list to sign on, with a code that opens it on a phone."""
    found, at = batch_of(request, key), place_of(request, place)
    rows = [row for row in lists.rows_at(found, request.reader, at) if row.slip.is_open]
    record(action="打印发放名单", by=request.reader, object_type="batch", object_id=found.pk,
           changes={"count": len(rows), "place": at.id})  # fmt: skip
    address = request.build_absolute_uri(reverse("handouts:list_at", args=[found.key, at.code]))
    page = {
        "frame": base_for(request.reader), "batch": found, "what": lists.what(found), "rows": rows,
        "at": at, "where": request.reader.tree.full_name(at.id), "code": qr_svg(address),
    }  # fmt: skip
    return render(request, "handouts/printed.html", page)


@require(P.HAND_OUT)
def paper(request: Request, key: Any, place: str) -> HttpResponse:
    """A signed list comes back: its photo, and a tick for everybody who signed."""
    found, at = batch_of(request, key), place_of(request, place)
    form = forms.SheetForm(request.POST or None, request.FILES or None, initial={"on": request.reader.on})  # fmt: skip
    if request.method == "POST" and form.is_valid() and _entered(request, found, at, form):
        return redirect("handouts:list_at", found.key, at.code)
    rows = [row for row in lists.rows_at(found, request.reader, at) if row.slip.is_open]
    page = {
        "frame": base_for(request.reader), "batch": found, "rows": rows, "at": at, "form": form,
        "ticked": set(request.POST.getlist("slip")), "where": request.reader.tree.full_name(at.id),
    }  # fmt: skip
    return render(request, "handouts/paper.html", page, status=422 if form.errors else 200)


def _entered(request: Request, found: Batch, at: Place, form: forms.SheetForm) -> bool:
    said = form.cleaned_data
    slips = [int(one) for one in request.POST.getlist("slip") if one.isascii() and one.isdigit()]
    try:
        count = actions.enter_sheet(
            batch=found, place=at.id, slips=slips[: lists.MOST_ON_A_LIST], by=request.reader, **said
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"已登记{count}名孩子签收。" if count else "这份名单已经登记过。")
    return True
