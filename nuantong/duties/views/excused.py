"""免除情况: how much is excused, each exemption, and its end."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.audit.actions import record as log
from nuantong.core.errors import Refusal
from nuantong.duties.actions import end_exemption
from nuantong.duties.forms.excused import EndForm
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


@require(Permission.ACT_ON_OVERDUE)
def end(request: Request, pk: int) -> HttpResponse:
    """The child is back sooner than was thought: she is owed again."""
    found = get_object_or_404(queries.running(request.reader), pk=pk)
    form = EndForm(request.POST or None, today=request.reader.on)
    if request.method == "POST" and form.is_valid():
        try:
            end_exemption(exemption=found, by=request.reader, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已提前结束，职责照常计入。")
            return redirect("duties:excused")
    page = {"line": queries.line(found, request.reader), "form": form}
    return render(request, "duties/end_exemption.html", page, status=422 if form.errors else 200)
