"""The register as a list, its sheet, and suggestions while typing."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from nuantong.access.http import Request, on_phone
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.core.listing import Listing
from nuantong.core.xlsx import workbook_response
from nuantong.people.filters import ChildFilter
from nuantong.people.models import Child
from nuantong.people.queries import children as queries
from nuantong.people.queries.names import found_by, shows_names
from nuantong.people.searching import looks_like_an_id
from nuantong.people.views.common import typed


@require(P.SEE_CHILDREN)
def children(request: Request) -> HttpResponseBase:
    reader = request.reader
    if looks_like_an_id(request.GET.get("q", "")):
        return _without_the_id(request)
    listing = queries.RegisterListing(
        request, queries.register_of(reader), filterset=ChildFilter, sorts=queries.SORTS,
        default_sort="place",
    )  # fmt: skip
    if listing.wants_export and reader.can(P.EXPORT):
        return _sheet(request, listing)
    page = {
        "as_of": queries.past_of(listing),
        "listing": listing, "lines": queries.lines(listing, reader),
        "can_export": reader.can(P.EXPORT), "can_register": reader.can(P.EDIT_CHILDREN),
        "full_names": shows_names(reader),
    }  # fmt: skip
    if on_phone(reader):
        return render(request, "people/children_phone.html", page)
    return render(request, "people/children.html", page)


def _without_the_id(request: Request) -> HttpResponse:
    """An ID number does not stay in the address: the child's own number takes its place."""
    found = found_by(request.GET["q"], request.reader)
    child = Child.objects.visible_to(request.reader).filter(found).only("number").first()
    if child is None:
        messages.warning(request, "您的工作范围内没有这个证件号码。登记前请用“登记儿童”查重。")
        return redirect("people:children")
    query = urlencode({"q": child.number, "status": "all"})
    return redirect(f"{reverse('people:children')}?{query}")


def _sheet(request: Request, listing: Listing) -> HttpResponseBase:
    """The list as a sheet; the log keeps how many children and by which filters."""
    filters = {chip.label: chip.value for chip in listing.chips}
    record(
        action="导出儿童台账", by=request.reader, object_type="export",
        changes={"count": listing.total, "filters": filters},
    )  # fmt: skip
    who = f"{request.reader.actor_name}　{request.reader.on:%Y年%m月%d日}导出"
    past = queries.past_of(listing)
    note = f"截至{past or request.reader.on:%Y年%m月%d日}　共{listing.total}名　姓名已隐去　{who}"
    rows = queries.sheet_rows(listing.results, request.reader, past)
    return workbook_response("儿童台账", "困境儿童台账", queries.COLUMNS, rows, note=note)


@require(P.SEE_CHILDREN)
def suggest_children(request: Request) -> HttpResponse:
    """Up to ten children of the reader's scope for what is being typed."""
    text, reader = typed(request), request.reader
    found = Child.objects.visible_to(reader).on_register().filter(found_by(text, reader))
    rows = found.only("number", "name", "birth_date", "place").order_by("pinyin", "pk")[:10]
    listed = [queries.suggestion(child, reader, text) for child in rows] if text else []
    return render(request, "people/suggestions.html", {"listed": listed})
