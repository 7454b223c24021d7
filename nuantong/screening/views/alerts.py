"""Red signs: those that wait, taking one on, closing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing, Sort
from nuantong.people.actions.common import log_look
from nuantong.screening.actions import alerts as actions
from nuantong.screening.colours import HINT
from nuantong.screening.filters import AlertFilter
from nuantong.screening.forms import CloseForm
from nuantong.screening.models import Alert
from nuantong.screening.queries import alerts as queries

SORTS = {
    "due": Sort("期限", "closed_at", "due_at"),
    "raised": Sort("提出时间", "raised_at"),
    "level": Sort("所在层级", "level"),
}


@require(P.ANSWER_RED)
def alerts(request: Request) -> HttpResponse:
    """Open ones first, the nearest term on top."""
    found = Alert.objects.visible_to(request.reader, to=P.ANSWER_RED).select_related("child")
    listing = Listing(
        request, found, filterset=AlertFilter, sorts=SORTS, default_sort="due"
    )  # fmt: skip
    rows = [queries.line_of(one, request.reader) for one in listing.rows]
    return render(request, "screening/alerts.html", {"listing": listing, "rows": rows})


@require(P.ANSWER_RED)
def alert(request: Request, pk: int) -> HttpResponse:
    """One red sign: what it is, who has it, what to do; never the answers."""
    rows = Alert.objects.visible_to(request.reader, to=P.ANSWER_RED).select_related("child")
    found: Alert = get_object_or_404(rows, pk=pk)
    form = CloseForm(request.POST if "deed" in request.POST else None)
    if request.method == "POST" and _acted(request, found, form):
        return redirect("screening:alert", pk)
    if request.method == "GET":
        log_look("查看红色提示", found.child, request.reader)
    page = {
        "alert": found, "child": found.child, "line": queries.line_of(found, request.reader),
        "steps": found.steps.all(), "signs": queries.signs_of(found), "form": form, "hint": HINT,
    }  # fmt: skip
    return render(request, "screening/alert.html", page, status=422 if form.errors else 200)


def _acted(request: Request, found: Alert, form: CloseForm) -> bool:
    try:
        if "take" in request.POST:
            actions.take(alert=found, by=request.reader)
            messages.success(request, "已认领。请今天就当面或电话确认孩子安全。")
            return True
        if form.is_valid():
            actions.close(alert=found, by=request.reader, **form.cleaned_data)
            messages.success(request, "已办结。")
            return True
    except Refusal as refusal:
        if form.is_bound:
            form.add_error(None, str(refusal))
        else:
            messages.error(request, str(refusal))
            return True
    return False
