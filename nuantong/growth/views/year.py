"""全年履行情况: a calendar year of a child's duties."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from nuantong.access.http import Request, on_phone
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.growth.year import year_of
from nuantong.people.actions import open_file
from nuantong.people.views.common import asks_reason

FIRST_YEAR = 2000


@require(P.OPEN_FILE, P.OPEN_FILE_WITH_REASON)
@asks_reason
def year(request: Request, number: str, year: int) -> HttpResponse:
    """The heat map of the year, the sums of each duty, every window in words."""
    reader = request.reader
    if not FIRST_YEAR <= year <= reader.on.year:
        raise Http404
    child = open_file(number=number, by=reader)
    page = {"child": child, "shown": year_of(child, year, reader.on, phone=on_phone(reader)),
            "before": year - 1, "after": year + 1 if year < reader.on.year else None}  # fmt: skip
    return render(request, "growth/year.html", page)
