"""The closing sheet on the page, on paper and as a workbook; closing a village by name."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.audit.actions import record as write_event
from nuantong.core.errors import Refusal
from nuantong.regions.tree import Place
from nuantong.sweeps.actions import closing as actions
from nuantong.sweeps.closing_form import workbook as form_response
from nuantong.sweeps.models import Closing, Reason
from nuantong.sweeps.queries import closing as queries
from nuantong.sweeps.queries import records as of_records


def _sheet(request: Request) -> queries.ClosingSheet:
    chosen = [int(key) for key in request.GET.getlist("source") if key.isdecimal()][:50]
    return queries.build(request.reader, _place(request, request.GET.get("region", "")), chosen)


def _place(request: Request, code: str) -> Place:
    """The place asked for, or the reader's own widest."""
    reader = request.reader
    if not code:
        own = reader.regions(P.SEE_FIGURES)
        place = reader.tree.get(own[0]) if own else None
    else:
        valid = code.isascii() and code.isdigit() and len(code) <= 12
        place = reader.tree.by_code(code) if valid else None
    if place is None or not reader.covers(P.SEE_FIGURES, place.id):
        raise Http404
    return place


@require(P.SEE_FIGURES)
def sheet(request: Request) -> HttpResponse:
    found = _sheet(request)
    reader, tree = request.reader, request.reader.tree
    page = {
        "sheet": found, "rows": found.rows(), "total": found.total, "legend": queries.LEGEND,
        "tiles": found.tiles(), "townships": found.townships(), "make_up": found.make_up(), "name": tree.full_name(found.place.id),
        "crumbs": _crumbs(request, found.place), "every": found.sources,
        "may_load": reader.can(P.LOAD_SWEEPS), "may_review": reader.can(P.REVIEW_SWEEPS),
        "may_list": reader.can(P.SEE_SWEEPS),
    }  # fmt: skip
    if found.is_village:
        page |= _village(request, found)
        return render(request, "sweeps/village.html", page)
    return render(request, "sweeps/closing.html", page)


def _village(request: Request, found: queries.ClosingSheet) -> dict[str, object]:
    """What still waits in the village, and who closed it before."""
    waiting: list[of_records.Line] = []
    if request.reader.can(P.SEE_SWEEPS):
        rows = of_records.records_of(request.reader).filter(
            region=found.place.id, standing="waiting"
        )
        waiting = of_records.lines(rows.order_by("handed_to", "since")[:100], request.reader)
    former = Closing.objects.filter(region=found.place.id, reopened_at__isnull=False)
    here = [line for line in waiting if _falls_to_the_village(line)]
    elsewhere = [line for line in waiting if line not in here]
    return {"here": here, "elsewhere": elsewhere, "former": list(former[:10])}


def _falls_to_the_village(line: of_records.Line) -> bool:
    """A visit, or facts to be found out; cards and registering are the township's."""
    return not line.record.handed_to and line.record.reason in (Reason.VISIT, Reason.FACTS)


def _crumbs(request: Request, place: Place) -> list[tuple[str, str]]:
    tree = request.reader.tree
    above = [p for p in place.ancestors[:-1] if request.reader.covers(P.SEE_FIGURES, p)]
    return [(tree.name(p), tree.places[p].code) for p in above]


@require(P.SEE_FIGURES)
def workbook(request: Request) -> HttpResponseBase:
    """The sheet in the office's form; figures only, no names of children."""
    found = _sheet(request)
    write_event(action="导出结案表", by=request.reader, reason=queries.sheet_name(found))
    return form_response(found)


@require_POST
@require(P.CLOSE_VILLAGES)
def close(request: Request) -> HttpResponse:
    place = _place(request, request.POST.get("region", "-"))
    try:
        found = queries.build(request.reader, place, [])
        counts = queries.counts_of(found.total)
        actions.close_village(region=place.id, counts=counts, by=request.reader)
        messages.success(request, f"{place.name}已由{request.reader.actor_name}销号。")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('sweeps:closing')}?region={place.code}")


@require_POST
@require(P.CLOSE_VILLAGES)
def reopen(request: Request, pk: int) -> HttpResponse:
    seen = Closing.objects.visible_to(request.reader, P.CLOSE_VILLAGES)
    found = get_object_or_404(seen, pk=pk)
    try:
        actions.reopen_village(closing=found, why=request.POST.get("why", ""), by=request.reader)
        messages.success(request, "已重新打开。")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    code = request.reader.tree.places[found.region_id].code
    return redirect(f"{reverse('sweeps:closing')}?region={code}")
