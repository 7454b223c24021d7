"""Typing in paper forms: batches, the grid, the sheet out and in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.core.errors import Refusal
from nuantong.core.xlsx import workbook_response
from nuantong.visits import actions, sheets
from nuantong.visits.forms import BatchForm
from nuantong.visits.models import PaperBatch, PaperRow
from nuantong.visits.queries import grid

enters = require(Permission.ENTER_SURVEYS)


@enters
def batches(request: Request) -> HttpResponse:
    """Former batches, and the form for another."""
    form = BatchForm(request.POST or None, reader=request.reader)
    if request.method == "POST" and form.is_valid():
        try:
            begun = actions.begin_batch(
                place=form.cleaned_data["place"].id, visitor=form.cleaned_data["visitor"],
                by=request.reader,
            )  # fmt: skip
            return redirect("visits:batch", begun.key)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    page = {"form": form, "batches": grid.batches(request.reader)}
    return render(request, "visits/batches.html", page)


@enters
def batch(request: Request, key: UUID) -> HttpResponse:
    """The grid: a row for each form, typed from left to right by keyboard alone."""
    found = _batch(request, key)
    rows = grid.rows_of(found, request.reader)
    page = {
        "batch": found, "rows": rows, "fields": grid.GRID, "legend": grid.legend(),
        "place": request.reader.tree.full_name(found.place_id, " "),
        "done": sum(line.done for line in rows),
    }  # fmt: skip
    return render(request, "visits/batch.html", page)


@require_POST
@enters
def row(request: Request, key: UUID, number: int) -> HttpResponse:
    """One row kept; the answer is the row anew, or after a draft its version alone."""
    found = _batch(request, key)
    line = get_object_or_404(
        grid.seen_rows(found, request.reader).select_related("child", "visit"), number=number
    )
    draft = "draft" in request.GET
    errors: dict[str, str] = {}
    try:
        version = request.POST.get("version", "")
        line, errors = actions.save_row(
            row=line, typed=request.POST.dict(), by=request.reader, draft=draft,
            version=int(version) if version.isdecimal() and len(version) < 9 else 0,
        )  # fmt: skip
    except Refusal as refusal:
        errors = {"": str(refusal)}
    return _row_answer(request, found, line, errors, draft)


def _row_answer(
    request: Request, found: PaperBatch, line: PaperRow, errors: dict[str, str], draft: bool
) -> HttpResponse:
    shown = grid.line_of(
        line, request.reader, errors=errors, typed=request.POST.dict() if errors else None
    )
    page: dict[str, Any] = {"batch": found, "line": shown, "fields": grid.GRID}
    if not request.htmx:
        if errors.get(""):
            messages.error(request, errors[""])
        return redirect("visits:batch", found.key)
    return render(request, "visits/version.html" if draft else "visits/row.html", page)


@require_POST
@enters
def add(request: Request, key: UUID) -> HttpResponse:
    """A row for a home that is not on the register."""
    found = _batch(request, key)
    try:
        added = actions.add_row(batch=found, by=request.reader)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("visits:batch", key)
    return redirect(f"{request.path.removesuffix('add/')}#r{added.number}")


@enters
def sheet(request: Request, key: UUID) -> HttpResponseBase:
    """GET: the batch as a sheet to fill in. POST: the filled sheet."""
    found = _batch(request, key)
    if request.method == "POST":
        return _load(request, found)
    place = request.reader.tree.full_name(found.place_id)
    kept = grid.seen_rows(found, request.reader).filter(visit=None).select_related("child")
    record(action="下载走访表", by=request.reader, object_type="paperbatch",
           object_id=found.key.hex, changes={"count": len(kept)})  # fmt: skip
    rows = sheets.sheet_rows(kept)
    return workbook_response(
        f"走访表_{place}", f"{place}入户走访表", sheets.columns(), rows, note=sheets.legend()
    )


def _load(request: Request, found: PaperBatch) -> HttpResponse:
    chosen = request.FILES.get("file")
    try:
        if chosen is None:
            raise Refusal("请先选择填好的表格。")
        done = actions.load_sheet(batch=found, data=chosen.read(), by=request.reader)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = f"已记录{done.recorded}份，已有{done.known}份，待改{done.waiting}份。"
        messages.success(request, said)
        if done.dangers:
            rows = "、".join(map(str, done.dangers))
            messages.error(request, f"表格第{rows}行有危险迹象：先打 110，再报告危险。")
        for problem in done.problems[:20]:
            messages.warning(request, problem)
    return redirect("visits:batch", found.key)


def _batch(request: Request, key: UUID) -> PaperBatch:
    found: PaperBatch = get_object_or_404(PaperBatch.objects.visible_to(request.reader), key=key)
    return found
