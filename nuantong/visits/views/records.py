"""Visits as a list, one visit with its narratives, and what it may change on the register."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from nuantong.access.http import Request, on_phone
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.audit.actions import record as log
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing
from nuantong.core.xlsx import workbook_response
from nuantong.people.models import Child
from nuantong.people.views.common import asks_reason, child_for
from nuantong.visits import actions
from nuantong.visits.actions.recording import may_correct
from nuantong.visits.models import Visit
from nuantong.visits.queries import homes
from nuantong.visits.queries import listing as queries
from nuantong.visits.queries.changes import changes_of

sees = require(Permission.SEE_VISITS)


@sees
def visits(request: Request) -> HttpResponseBase:
    """Everything recorded in the reader's scope, the newest first; without narratives."""
    reader = request.reader
    listing = Listing(
        request, queries.visits_of(reader), filterset=queries.VisitFilter, sorts=queries.SORTS,
        default_sort="-day",
    )  # fmt: skip
    if listing.wants_export and reader.can(Permission.EXPORT):
        changes = {"count": listing.total}
        log(action="导出走访记录", by=reader, object_type="export", changes=changes)
        rows = queries.sheet_rows(listing.results, reader)
        return workbook_response("入户走访记录", "入户走访记录", queries.COLUMNS, rows)
    page = {
        "listing": listing, "lines": queries.lines(listing.rows, reader),
        "can_export": reader.can(Permission.EXPORT),
    }  # fmt: skip
    name = "visits/visits_phone.html" if on_phone(reader) else "visits/visits.html"
    return render(request, name, page)


def _visit(request: Request, key: UUID) -> Visit:
    visits = Visit.objects.visible_to(request.reader).select_related("supersedes", "recorded_by")
    found: Visit = get_object_or_404(visits, key=key)
    return found


@sees
def visit(request: Request, key: UUID) -> HttpResponse:
    """What was found; what was said lies open for its writer, for others after a reason."""
    found, reader = _visit(request, key), request.reader
    actions.look_at(visit=found, by=reader)
    rows = queries.rows_of(found, reader)
    page = {
        "visit": found, "answers": homes.shown_answers(found, rows),
        "place": reader.tree.full_name(found.place_id, " "),
        "shown": actions.words_shown(found, reader), "may_reveal": reader.can(Permission.REVEAL),
        "may_correct": may_correct(found, reader) and queries.stands(found),
        "photos": queries.photo_numbers(found), "removed": queries.removed_photos(found),
        "corrected": queries.correction_of(found),
        "differing": [row.child for row in rows if row.child and homes.differs(found, row)],
    }  # fmt: skip
    return render(request, "visits/visit.html", page)


@require_POST
@require(Permission.REVEAL)
def open_words(request: Request, key: UUID) -> HttpResponse:
    found = _visit(request, key)
    try:
        actions.words_open(visit=found, reason=request.POST.get("reason", ""), by=request.reader)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("visits:visit", key)


@sees
def photo(request: Request, key: UUID, number: int) -> HttpResponse:
    """A picture, for whom the narratives lie open."""
    found = _visit(request, key)
    if not actions.words_shown(found, request.reader):
        raise Http404
    pictures = found.photos.all()[number : number + 1] if number < 100 else []
    for picture in pictures:
        actions.look_at(visit=found, by=request.reader)
        return HttpResponse(
            picture.data, content_type=picture.kind, headers={"X-Content-Type-Options": "nosniff"}
        )
    raise Http404


@require(Permission.SURVEY_HOMES, Permission.EDIT_CHILDREN)
@asks_reason
def changes(request: Request, number: str, key: UUID) -> HttpResponse:
    """The register's facts and the visit's, side by side; a person ticks what is to be written.

    It shows the guardian's number: the file is opened for it, on the log.
    """
    found, reader = _visit(request, key), request.reader
    child = child_for(request, number, Permission.SURVEY_HOMES, Permission.EDIT_CHILDREN)
    row = get_object_or_404(found.children, child=child)
    may = homes.may_update(child, reader)
    if request.method == "POST" and _updated(request, found, child, may):
        return redirect("visits:visit", key)
    page = {
        "visit": found, "child": child, "changes": changes_of(found, row, child), "may": may,
    }  # fmt: skip
    return render(request, "visits/changes.html", page)


def _updated(request: Request, found: Visit, child: Child, may: bool) -> bool:
    version = request.POST.get("version", "")
    try:
        written = actions.update_register(
            visit=found, child=child, chosen=request.POST.getlist("chosen"), by=request.reader,
            version=int(version) if version.isdecimal() and len(version) < 9 else 0,
        )  # fmt: skip
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, "已更新台账。" if written else "已请乡镇核对后更新台账。")
    return True
