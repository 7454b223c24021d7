"""The protocol page: what is owed, read-only."""

from django.http import HttpResponse
from django.shortcuts import render

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.duties.queries.protocols import protocol_sheets


@require(Permission.SEE_OVERDUE)
def protocols(request: Request) -> HttpResponse:
    sheets = protocol_sheets(request.reader.on)
    return render(request, "duties/protocols.html", {"sheets": sheets})
