"""请假: a carer's own on her phone, or entered for her at a desk; who stands in; back again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.pairing.actions.leaves import ask_leave, choose_stand_in, come_back, may_enter
from nuantong.pairing.forms import LeaveForm
from nuantong.pairing.models import Leave, Pairing
from nuantong.pairing.queries.on_leave import OpenLeave
from nuantong.pairing.standing_in import near_carers
from nuantong.people.models import Carer

MAY = require(Permission.RECORD_CONTACT, Permission.EDIT_CARERS)


@MAY
def own(request: Request) -> HttpResponse:
    """A carer finds her own leaves without knowing her number."""
    return redirect("pairing:leaves", get_object_or_404(Carer, user=request.user).pk)


def _carer(request: Request, pk: int) -> Carer:
    found = get_object_or_404(Carer, pk=pk)
    if not may_enter(found, request.reader):
        raise Http404
    return found


@MAY
def leaves(request: Request, carer_id: int) -> HttpResponse:
    """Her leaves, and the form for the next one with the carers near her who could stand in."""
    carer = _carer(request, carer_id)
    homes = _homes(carer, request)
    form = LeaveForm(
        request.POST or None, near=_near(carer, request, homes), today=request.reader.on
    )
    if request.method == "POST" and form.is_valid() and _asked(request, carer, form):
        return redirect("pairing:leaves", carer.pk)
    known = Leave.objects.filter(carer=carer).select_related("carer")
    coming = known.not_over(request.reader.on)
    page = {
        "carer": carer,
        "form": form,
        "homes": homes,
        "open": [OpenLeave(leave, request.reader) for leave in coming],
        "earlier": known.exclude(pk__in=coming.values("pk"))[:20],
        "own": carer.user_id == request.reader.actor_id,
    }
    return render(request, "pairing/leaves.html", page)


def _homes(carer: Carer, request: Request) -> int:
    """How many households somebody would have to look after."""
    rows = Pairing.objects.filter(carer=carer).standing(request.reader.on).order_by()
    return rows.values("child__household").distinct().count()


def _near(carer: Carer, request: Request, homes: int) -> list[Any]:
    """Who could stand in as of today; the days asked for are judged when it is sent."""
    on = request.reader.on
    return near_carers(carer, request.reader, on, on, homes) if homes else []


def _asked(request: Request, carer: Carer, form: LeaveForm) -> bool:
    try:
        ask_leave(carer=carer, by=request.reader, stand_in=form.chosen, **form.values)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "已登记请假。" + ("顶岗的人已收到通知。" if form.chosen else ""))
    return True


def _number(request: Request, name: str) -> int | None:
    sent = request.POST.get(name, "")
    return int(sent) if sent.isdigit() and len(sent) < 19 else None


@require_POST
@MAY
def change(request: Request, pk: int) -> HttpResponse:
    """Another stand-in, for one household or for all, or back earlier than planned."""
    leave = get_object_or_404(Leave.objects.select_related("carer"), pk=pk)
    carer = _carer(request, leave.carer_id)
    try:
        if request.POST.get("do") == "back":
            come_back(leave=leave, by=request.reader)
            messages.success(request, "已记下，请假到此结束。")
        else:
            other = get_object_or_404(Carer, pk=_number(request, "carer") or 0)
            home = _number(request, "household")
            choose_stand_in(leave=leave, carer=other, by=request.reader, household=home)
            messages.success(request, f"已请{other.name}顶岗。")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("pairing:leaves", carer.pk)
