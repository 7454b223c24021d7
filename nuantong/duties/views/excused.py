"""免除情况: how much is excused, and each exemption."""

from django.http import HttpResponse
from django.shortcuts import render

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.audit.actions import record as log
from nuantong.duties.queries import excused as queries


@require(Permission.ACT_ON_OVERDUE)
def excused(request: Request) -> HttpResponse:
    """Reading who is excused and why is on the log."""
    lines, total = queries.exemptions(request.reader)
    log(action="查看免除情况", by=request.reader, reason=f"{total} 条")
    page = {
        "townships": queries.townships(request.reader), "carers": queries.carers(request.reader),
        "lines": lines, "total": total, "most": queries.MOST, "year": request.reader.on.year,
    }  # fmt: skip
    return render(request, "duties/excused.html", page)
