"""通知: what the reader has been told, and the bell's number."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from nuantong.access.http import Request, on_phone
from nuantong.core.listing import Listing, Sort
from nuantong.notices import actions, queries
from nuantong.notices.filters import NoticeFilter
from nuantong.notices.models import Notice

SORTS = {"at": Sort("时间", "at"), "kind": Sort("种类", "kind", "at")}


@require_GET
@login_required
def notices(request: Request) -> HttpResponse:
    """Her own, the newest first."""
    reader = request.reader
    listing = Listing(
        request, queries.listed(reader), filterset=NoticeFilter, sorts=SORTS, default_sort="-at"
    )
    page = {
        "listing": listing,
        "lines": queries.lines(listing.rows, reader),
        "unread": queries.number(reader),
        "quiet": queries.is_quiet(reader),
    }
    name = "notices/notices_phone.html" if on_phone(reader) else "notices/notices.html"
    return render(request, name, page)


@require_GET
@login_required
def number(request: Request) -> HttpResponse:
    """The bell's number, asked for after the page when it was not at hand."""
    return render(request, "notices/number.html", {"number": queries.number(request.reader)})


@require_POST
@login_required
def read_all(request: Request) -> HttpResponse:
    actions.mark_read(by=request.reader)
    return redirect("notices:notices")


@require_POST
@login_required
def open_one(request: Request, pk: int) -> HttpResponse:
    """It is read, and leads where it leads."""
    found = get_object_or_404(Notice.objects.visible_to(request.reader), pk=pk)
    actions.mark_read(by=request.reader, pk=found.pk)
    return redirect(found.url or "notices:notices")


@require_POST
@login_required
def quiet(request: Request) -> HttpResponse:
    """On the phone too, or in the product alone."""
    actions.set_quiet(by=request.reader, quiet=request.POST.get("quiet") == "1")
    return redirect("notices:notices")
