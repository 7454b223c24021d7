"""判定情况: what the nights' closing did, what it could not do, and where sums were wrong."""

from django.http import HttpResponse
from django.shortcuts import render

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.core import clock
from nuantong.duties.queries import judging as queries


@require(Permission.EDIT_PROTOCOLS)
def judging(request: Request) -> HttpResponse:
    """For the office that answers for the protocol: its district, or the city."""
    runs = queries.runs()
    asides, unjudged = queries.asides(request.reader)
    differences, wrong = queries.differences(request.reader)
    page = {
        "runs": runs, "late": queries.is_late(runs, clock.today()),
        "asides": asides, "unjudged": unjudged, "differences": differences, "wrong": wrong,
        "waiting": queries.waiting(request.reader), "most": queries.MOST,
        "may_check": request.reader.can(Permission.CHECK_CONTACTS),
    }  # fmt: skip
    return render(request, "duties/judging.html", page)
