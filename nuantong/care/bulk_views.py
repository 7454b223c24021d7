"""Acting on an overdue list: what to do for whom, its form, and what became of each."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.care import escalations
from nuantong.care.bulk import act_on_many, chosen
from nuantong.care.forms import BULK_FORMS
from nuantong.care.models import BulkAct, BulkRow, Verb
from nuantong.care.overdue import listing_of
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing
from nuantong.people.models import Child
from nuantong.people.queries.names import place_namer, shown_name, shows_names

ACTS = require(Permission.ACT_ON_OVERDUE)
BACK = {"overdue": "care:overdue", "escalations": "care:escalations"}


@require_POST
@ACTS
def bulk(request: Request, which: str) -> HttpResponse:
    """First the form of the verb for those chosen; sent with its key, it is done."""
    verb = request.POST.get("verb", "")
    if which not in BACK or verb not in BULK_FORMS:
        raise Http404
    page: dict[str, Any] = {"which": which, "back": BACK[which], "verb": Verb(verb)}
    try:
        numbers = _numbers(request, which)
        children = chosen(numbers, request.reader)
    except Refusal as refusal:
        return render(request, "care/bulk.html", {**page, "refused": str(refusal)})
    sent = request.POST if "key" in request.POST else None
    form = BULK_FORMS[verb](sent, today=request.reader.on)
    if sent is not None and form.is_valid():
        try:
            values = dict(form.cleaned_data)
            act = act_on_many(
                key=values.pop("key"), verb=verb, numbers=numbers, values=values, by=request.reader
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("care:bulk_result", which=which, key=act.key)
    page |= {"form": form, "children": children, "names": _names(children, request)}
    return render(request, "care/bulk.html", page)


def _numbers(request: Request, which: str) -> list[str]:
    """Those ticked, or everybody who passes the filters in the address."""
    if request.POST.get("whom") != "all":
        return list(dict.fromkeys(request.POST.getlist("child")))
    number = "child__number" if which == "overdue" else "number"
    return list(_listing(request, which).results.values_list(number, flat=True))


def _listing(request: Request, which: str) -> Listing:
    if which == "overdue":
        return listing_of(request)
    return Listing(
        request, escalations.listed(request.reader), filterset=escalations.EscalationFilter,
        sorts=escalations.SORTS, default_sort="due",
    )  # fmt: skip


def _names(children: list[Child], request: Request) -> list[str]:
    full = shows_names(request.reader, Permission.ACT_ON_OVERDUE)
    return [shown_name(child.name, full) for child in children]


@ACTS
def result(request: Request, which: str, key: Any) -> HttpResponse:
    """Done, skipped, and why, for each child the reader may still see."""
    act = get_object_or_404(BulkAct, key=key, by=request.user)
    if which not in BACK:
        raise Http404
    reader = request.reader
    full, where = shows_names(reader, Permission.ACT_ON_OVERDUE), place_namer(reader)
    seen = BulkRow.objects.visible_to(reader, to=Permission.ACT_ON_OVERDUE)
    rows = [
        (row, shown_name(row.child.name, full), where(row.child.place_id))
        for row in seen.filter(act=act).select_related("child").order_by("done", "pk")
    ]
    page = {
        "act": act, "rows": rows, "back": BACK[which],
        "done": sum(row.done for row, _, _ in rows),
        "skipped": sum(not row.done for row, _, _ in rows),
    }  # fmt: skip
    return render(request, "care/bulk_result.html", page)
