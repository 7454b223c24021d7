"""Pages of rosters: upload, columns, preview, import, result, undo."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing
from nuantong.core.xlsx import CONTENT_TYPE
from nuantong.rosters import actions, queries
from nuantong.rosters.error_sheet import error_sheet
from nuantong.rosters.forms import KindForm, MappingForm, RowFilter, UploadForm
from nuantong.rosters.headings import KEPT
from nuantong.rosters.models import RosterImport

allowed = require(Permission.IMPORT_ROSTERS)
Status = RosterImport.Status


@allowed
def imports(request: Request) -> HttpResponse:
    """Former imports, and the form for another."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            received = actions.receive(
                data=form.cleaned_data["file"], file_name=form.file_name, by=request.reader
            )
            return redirect("rosters:roster", received.pk)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
    page = {"form": form, "imports": queries.imports_of(request.reader)[:100]}
    status = 422 if form.errors else 200
    return render(request, "rosters/imports.html", page, status=status)


@allowed
def roster(request: Request, pk: int) -> HttpResponse:
    """One import, as far as it has come."""
    found = _roster(request, pk)
    if found.is_working:
        return render(request, "rosters/working.html", {"roster": found})
    if found.status == Status.UPLOADED:
        return _columns_page(request, found)
    listing = Listing(
        request, queries.rows_of(found), filterset=RowFilter, sorts=queries.SORTS,
        default_sort="number",
    )  # fmt: skip
    page = {
        "roster": found, "listing": listing, "counts": queries.counts(found),
        "lines": queries.row_lines(listing.rows), "chosen": request.GET.get("outcome", ""),
    }  # fmt: skip
    return render(request, "rosters/rows.html", page)


@allowed
def mapping(request: Request, pk: int) -> HttpResponse:
    """The columns and what each is taken for; saving leads to the preview."""
    found = _roster(request, pk)
    if request.method != "POST":
        return _columns_page(request, found)
    form = MappingForm(request.POST, kind=found.kind, columns=map(int, found.mapping))
    try:
        if not form.is_valid():
            raise Refusal("列的对应没有填对，请重新选择。")
        revision = form.cleaned_data["revision"]
        changed = actions.set_mapping(
            roster=found, mapping=form.mapping(), revision=revision, by=request.reader
        )
        actions.queue(roster=changed, step="preview", revision=changed.revision, by=request.reader)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("rosters:roster", pk)


def _columns_page(request: Request, found: RosterImport) -> HttpResponse:
    if found.status not in (Status.UPLOADED, Status.PREVIEWED):
        return redirect("rosters:roster", found.pk)
    page = {
        "roster": found, "columns": queries.column_choices(found),
        "fields": [("", "不导入"), ("serial", "序号"), *KEPT[found.kind].items()],
        "kinds": RosterImport.Kind.choices,
    }  # fmt: skip
    return render(request, "rosters/columns.html", page)


@require_POST
@allowed
def kind(request: Request, pk: int) -> HttpResponse:
    form = KindForm(request.POST)
    if form.is_valid():
        _try(request, actions.set_kind, roster=_roster(request, pk), kind=form.cleaned_data["kind"])
    return redirect("rosters:roster", pk)


@require_POST
@allowed
def step(request: Request, pk: int, step: str) -> HttpResponse:
    """Preview, import or undo: queued once, whoever presses however often."""
    revision = request.POST.get("revision", "")
    if step not in actions.STEPS or not revision.isdecimal():
        raise Http404
    found = _roster(request, pk)
    _try(request, actions.queue, roster=found, step=step, revision=int(revision))
    return redirect("rosters:roster", pk)


@allowed
def progress(request: Request, pk: int) -> HttpResponse:
    """The moving part of the page; when the work is over the page is shown anew."""
    found = _roster(request, pk)
    response = render(request, "rosters/progress.html", {"roster": found})
    if not found.is_working:
        response["HX-Refresh"] = "true"
    return response


@allowed
def sheet(request: Request, pk: int) -> HttpResponse:
    """The same sheet with 错误说明; it holds children's data, so the log says who took it."""
    found = _roster(request, pk)
    if found.status == Status.UPLOADED:
        raise Http404
    record(
        action="下载错误说明", by=request.reader, object_type="roster", object_id=found.pk,
        changes={"file": found.file_name},
    )  # fmt: skip
    response = HttpResponse(error_sheet(found), content_type=CONTENT_TYPE)
    name = f"{found.file_name.rpartition('.')[0] or found.file_name}_错误说明.xlsx"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def _roster(request: Request, pk: int) -> RosterImport:
    found: RosterImport = get_object_or_404(RosterImport.objects.visible_to(request.reader), pk=pk)
    return found


def _try(request: Request, action: Any, **values: Any) -> None:
    try:
        action(by=request.reader, **values)
    except Refusal as refusal:
        messages.error(request, str(refusal))
