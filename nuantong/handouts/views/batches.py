"""Batches: the list, making one, how far one is, its slips."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from nuantong.access.http import Request, on_phone
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing, LongListing
from nuantong.core.xlsx import Column, workbook_response
from nuantong.handouts import actions, forms
from nuantong.handouts.keeping import in_words, lacking_of
from nuantong.handouts.models import Batch
from nuantong.handouts.queries import lists, progress
from nuantong.handouts.tasks import fill
from nuantong.people.places import Scope
from nuantong.people.queries.names import shown_name, shows_names
from nuantong.regions.tree import Place

SEE = P.SEE_HAND_OUTS
ABOUT = ("key", "cohort", "title", "on", "within")
COLUMNS = [
    Column("儿童编号", 12), Column("姓名", 14), Column("发放地点", 36), Column("尺码", 8),
    Column("状态", 12), Column("日期", 12),
]  # fmt: skip


@require(SEE)
def batches(request: Request) -> HttpResponse:
    """What is handed out, the newest first; on the phone what is left to do."""
    reader = request.reader
    listing = Listing(
        request, lists.batches_of(reader), filterset=lists.BatchFilter, sorts=lists.BATCH_SORTS,
        default_sort="-on",
    )  # fmt: skip
    counts = lists.counts_of(listing.rows, reader)
    rows = [(one, lists.what(one), *counts.get(one.pk, (0, 0, 0))) for one in listing.rows]
    page = {"listing": listing, "batches": rows, "may_make": reader.can(P.RUN_CAMPAIGNS)}
    name = "batches_phone" if on_phone(reader) else "batches"
    return render(request, f"handouts/{name}.html", page)


@require(P.RUN_CAMPAIGNS)
def new(request: Request) -> HttpResponse:
    form = forms.BatchForm(request.POST or None, reader=request.reader, initial={"on": request.reader.on})  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        about = {name: said[name] for name in ABOUT}
        try:
            campaign = said["campaign"]
            made = actions.make_batch(**about, project=campaign.project, purpose=campaign.purpose,
                                      gift=form.gift, by=request.reader)  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            fill.defer(batch_id=made.pk)
            return redirect("handouts:batch", made.key)
    return render(request, "handouts/new.html", {"form": form}, status=422 if form.errors else 200)


def batch_of(request: Request, key: Any) -> Batch:
    found: Batch = get_object_or_404(lists.batches_of(request.reader), key=key)
    return found


@require(SEE)
def batch(request: Request, key: Any) -> HttpResponse:
    """How far it is, place by place; making its slips once more."""
    found, reader = batch_of(request, key), request.reader
    if request.method == "POST":
        return _again(request, found)
    if request.htmx:
        answer = render(request, "components/progress.html", {"work": found, "url": request.path})
        if not found.is_active:
            answer["HX-Refresh"] = "true"
        return answer
    if on_phone(reader):
        return redirect("handouts:mine", found.key)
    return render(request, "handouts/batch.html", _page(request, found))


def _page(request: Request, found: Batch) -> dict[str, Any]:
    reader = request.reader
    at = place_of(request, request.GET.get("place", ""))
    whole, parts = progress.lines(found, reader, at)
    runs = reader.can(P.RUN_CAMPAIGNS)
    return {
        "batch": found, "what": lists.what(found), "at": at, "whole": whole, "parts": parts,
        "runs": runs, "path": [reader.tree.places[one] for one in at.ancestors[1:]],
        "lacking": in_words(lacking_of(found)) if runs and not found.is_active else "",
        "may_pay": found.is_money and runs, "opens": _opens(found, at),
        "gone": progress.gone_from(found, reader, at) if at.level > 1 else [],
    }  # fmt: skip


def _opens(found: Batch, at: Place) -> str:
    """The address of the slips of a place, to which a state may be added."""
    place = f"place={at.code}&" if at.level > 1 else ""
    return f"{reverse('handouts:slips', args=[found.key])}?{place}"


def place_of(request: Request, code: str) -> Place:
    """The place of a code in the reader's scope; without one the topmost she has. A carer has children and no
    places: any place of hers will do."""
    scope = Scope(request.reader, SEE)
    tree = request.reader.tree
    if not scope.tops:
        known = (
            tree.by_code(code) if code.isascii() and code.isdigit() and len(code) <= 12 else None
        )
        return known or tree.root
    chosen = scope.chosen(code) if code else None
    return tree.places[chosen.id if chosen else scope.tops[0]]


def _again(request: Request, found: Batch) -> HttpResponse:
    try:
        actions.run_again(batch=found, by=request.reader)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        fill.defer(batch_id=found.pk)
    return redirect("handouts:batch", found.key)


@require(SEE)
def slips(request: Request, key: Any) -> HttpResponseBase:
    """The slips of a batch, to be narrowed and taken out as a sheet."""
    found, reader = batch_of(request, key), request.reader
    listing = LongListing(
        request, lists.slips_of(found, reader), filterset=lists.SlipFilter,
        sorts=lists.SLIP_SORTS, default_sort="place",
    )  # fmt: skip
    can_export = reader.can(P.EXPORT)
    if listing.wants_export and can_export:
        record(action="导出发放单", by=reader, object_type="batch", object_id=found.pk,
               changes={"count": listing.total})  # fmt: skip
        rows = (_sheet_row(one, request) for one in listing.results)
        return workbook_response(f"{found.title}发放单", f"{found.title}发放单", COLUMNS, rows)
    full = shows_names(reader, P.SEE_HAND_OUTS)
    shown = [
        (one, shown_name(one.child.name, full), reader.tree.full_name(one.place_id, " "))
        for one in listing.rows
    ]
    page = {"listing": listing, "batch": found, "slips": shown, "can_export": can_export}
    return render(request, "handouts/slips.html", page)


def _sheet_row(one: Any, request: Request) -> list[Any]:
    place = request.reader.tree.full_name(one.place_id)
    return [
        one.child.number,
        shown_name(one.child.name, shows_names(request.reader, P.SEE_HAND_OUTS)),
        place,
        one.size,
        one.get_state_display(),
        one.state_on,
    ]
