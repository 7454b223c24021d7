"""The list of applications: cards on the phone, a list with clocks on the desk."""

from django.http import HttpResponse
from django.shortcuts import render

from nuantong.access.http import Request, on_phone
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.aid.filters import ApplicationFilter
from nuantong.aid.queries import listing as queries
from nuantong.core.listing import Listing

MOST = 100


@require(P.SEE_AID)
def applications(request: Request) -> HttpResponse:
    """Whose term ends first stands on top."""
    reader = request.reader
    if on_phone(reader):
        rows = queries.listed(reader).order_by("-applied_on", "-pk")[:MOST]
        page = {"rows": queries.rows_of(rows, reader), "schemes": queries.schemes(reader)}
        return render(request, "aid/mine.html", page)
    listing = Listing(
        request, queries.listed(reader), filterset=ApplicationFilter, sorts=queries.SORTS,
        default_sort="due",
    )  # fmt: skip
    page = {"listing": listing, "rows": queries.rows_of(listing.rows, reader),
            "counts": queries.counts(reader)}  # fmt: skip
    return render(request, "aid/applications.html", page)
