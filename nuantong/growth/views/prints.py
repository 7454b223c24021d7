"""Prints: a keepsake, all keepsakes of a village, the closing sheet. Each is on the log."""

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.documents.rendering import pdf_response
from nuantong.growth import queries
from nuantong.growth.batch import log_prints, zipped
from nuantong.growth.file import why_closed
from nuantong.growth.papers import closing_sheet as closing_paper
from nuantong.growth.papers import keepsake as keepsake_paper
from nuantong.growth.stories import stories
from nuantong.people.actions.common import log_look
from nuantong.people.views.common import asks_reason, child_for

PRINTED, CLOSED = "打印纪念册", "打印结案表"
FIRST_YEAR = 2000


def _year(year: int, request: Request) -> int:
    if not FIRST_YEAR <= year <= request.reader.on.year:
        raise Http404
    return year


@require(P.SEE_PHOTOS)
@asks_reason
def keepsake(request: Request, number: str, year: int) -> HttpResponse:
    """The child's year for her family, as a PDF."""
    reader = request.reader
    child = child_for(request, number, P.SEE_PHOTOS)
    [story] = stories([child], _year(year, request), reader.on).values()
    pdf = keepsake_paper(story, reader)
    if pdf is None:
        messages.error(
            request, f"{year}年还没有可以印的内容：没有见面、谈心、活动、过节，也没有照片。"
        )
        return redirect("growth:album", number)
    log_look(PRINTED, child, reader, year=year)
    return pdf_response(pdf, f"{child.name} {year}年成长纪念册")


@require(P.EDIT_CHILDREN)
@asks_reason
def closing_sheet(request: Request, number: str) -> HttpResponse:
    """The closing sheet of a file that may be closed, as a PDF."""
    child = child_for(request, number, P.EDIT_CHILDREN)
    if not why_closed(child, request.reader):
        messages.error(request, "孩子还在册、未满18周岁，也有爱心妈妈，不用结案。")
        return redirect("people:child", number)
    pdf = closing_paper(child, request.reader)
    log_look(CLOSED, child, request.reader)
    return pdf_response(pdf, f"{child.name} 结案表")


@require(P.SEE_PHOTOS)
def keepsakes(request: Request) -> HttpResponseBase:
    """The villages with their children; a village's keepsakes as one file."""
    reader = request.reader
    year = _number(request.GET.get("year") or request.POST.get("year"), reader.on.year)
    _year(year, request)
    if request.method == "POST":
        return _whole_village(request, _number(request.POST.get("place"), 0), year)
    page = {"villages": queries.villages(reader), "year": year, "last": year - 1 >= FIRST_YEAR,
            "next": year < reader.on.year}  # fmt: skip
    return render(request, "growth/keepsakes.html", page)


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 12 else otherwise


def _whole_village(request: Request, place: int, year: int) -> HttpResponseBase:
    children = queries.children_of(request.reader, place)
    if not children:
        raise Http404
    log_prints(PRINTED, children, year, request.reader)
    name = f"{request.reader.tree.name(place)} {year}年成长纪念册.zip"
    response = StreamingHttpResponse(
        zipped(children, year, request.reader), content_type="application/zip"
    )
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    response["Cache-Control"] = "private, no-store"
    return response
