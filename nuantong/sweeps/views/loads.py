"""Sources and their loads: upload, columns, progress, what is new, gone, changed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.core.listing import LongListing
from nuantong.sweeps.actions import loads as actions
from nuantong.sweeps.forms import ColumnsForm, RowFilter, SourceForm, UploadForm
from nuantong.sweeps.models import Load, Source
from nuantong.sweeps.queries import loads as queries

allowed = require(Permission.LOAD_SWEEPS)
STEPS = {"start": actions.start, "stop": actions.stop, "discard": actions.discard}


@allowed
def sources(request: Request) -> HttpResponse:
    """The lists of other offices, and the form for a new one."""
    reader = request.reader
    form = SourceForm(request.POST or None, reader=reader)
    if request.method == "POST" and form.is_valid():
        filled = form.cleaned_data
        chosen = filled.pop("region")
        region = chosen.id if chosen else reader.regions(Permission.LOAD_SWEEPS)[0]
        try:
            made = actions.add_source(values=filled, region=region, by=reader)
            return redirect("sweeps:source", made.pk)
        except Refusal as refusal:
            form.add_error("name", str(refusal))
    page = {"form": form, "sources": queries.sources_of(reader)}
    return render(request, "sweeps/sources.html", page, status=422 if form.errors else 200)


@allowed
def source(request: Request, pk: int) -> HttpResponse:
    """One list with its loads; uploading the next."""
    found = get_object_or_404(Source.objects.visible_to(request.reader), pk=pk)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            file = form.cleaned_data["file"]
            received = actions.receive(
                source=found, file=file.file, file_name=file.name, by=request.reader
            )
            return redirect("sweeps:load", received.pk)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
    page = {
        "source": found, "form": form, "loads": queries.loads_of(found),
        "where": request.reader.tree.full_name(found.region_id),
    }  # fmt: skip
    return render(request, "sweeps/source.html", page, status=422 if form.errors else 200)


@allowed
def load(request: Request, pk: int) -> HttpResponse:
    """One load, as far as it has come."""
    found = _load(request, pk)
    if found.stage == Load.Stage.RECEIVED:
        page = {"load": found, "columns": queries.column_choices(found), "fields": queries.FIELDS}
        return render(request, "sweeps/columns.html", page)
    if found.stage not in (Load.Stage.DONE, Load.Stage.DISCARDED):
        page = {"load": found, "running": actions.is_running(found)}
        return render(request, "sweeps/working.html", page)
    return _rows_page(request, found)


def _rows_page(request: Request, found: Load) -> HttpResponse:
    page: dict[str, Any] = {
        "load": found, "outcomes": queries.outcomes(found), "whereto": queries.whereto(found.source),
    }  # fmt: skip
    if request.GET.get("outcome") == "gone":
        return render(
            request, "sweeps/gone.html", page | {"gone": queries.gone_lines(found, request.reader)}
        )
    listing = LongListing(
        request, queries.rows_of(found), filterset=RowFilter, sorts=queries.SORTS,
        default_sort="number",
    )  # fmt: skip
    page |= {
        "listing": listing, "lines": queries.row_lines(listing.rows, request.reader),
        "may_open": request.reader.can(Permission.OPEN_FILE),
    }  # fmt: skip
    return render(request, "sweeps/rows.html", page)


@require_POST
@allowed
def columns(request: Request, pk: int) -> HttpResponse:
    """Keeps sheets and columns, and begins."""
    found = _load(request, pk)
    sheets = [sheet["name"] for sheet in found.sheets]
    form = ColumnsForm(request.POST, headings=queries.headings_of(found), sheets=sheets)
    try:
        if not form.is_valid():
            raise Refusal("列的对应没有填对，请重新选择。")
        kept = actions.settle_columns(
            load=found, mapping=form.mapping(), chosen=form.cleaned_data["sheets"],
            revision=form.cleaned_data["revision"], by=request.reader,
        )  # fmt: skip
        actions.start(load=kept, by=request.reader)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("sweeps:load", pk)


@require_POST
@allowed
def step(request: Request, pk: int, step: str) -> HttpResponse:
    """Begin or go on, stop, throw away."""
    found = _load(request, pk)
    if step not in STEPS:
        raise Http404
    try:
        STEPS[step](load=found, by=request.reader)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("sweeps:load", pk)


@allowed
def progress(request: Request, pk: int) -> HttpResponse:
    found = _load(request, pk)
    response = render(request, "sweeps/progress.html", {"load": found})
    if not found.is_active:
        response["HX-Refresh"] = "true"
    return response


def _load(request: Request, pk: int) -> Load:
    seen = Load.objects.visible_to(request.reader).select_related("source")
    found: Load = get_object_or_404(seen, pk=pk)
    return found
