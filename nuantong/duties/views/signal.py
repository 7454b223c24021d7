"""没有信号的村: where phones report late."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.duties.actions.signal import mark_signal_back, mark_without_signal
from nuantong.duties.forms.signal import SignalBackForm, WithoutSignalForm
from nuantong.duties.models import VillageWithoutSignal

ACTS = require(Permission.ACT_ON_OVERDUE)


@ACTS
def without_signal(request: Request) -> HttpResponse:
    """Those that have none, those that had none, and one more."""
    reader = request.reader
    form = WithoutSignalForm(request.POST or None, reader=reader)
    if request.method == "POST" and form.is_valid():
        place, since = form.cleaned_data["place"], form.cleaned_data["since"]
        try:
            mark_without_signal(place=place.id, since=since, by=reader)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已登记。今天夜里起按多7天的宽限期判定。")
            return redirect("duties:without_signal")
    seen = VillageWithoutSignal.objects.visible_to(reader, to=Permission.ACT_ON_OVERDUE)
    rows = [
        (row, reader.tree.full_name(row.place_id, " ")) for row in seen.order_by("-since", "pk")
    ]
    page = {"rows": rows, "form": form}
    return render(request, "duties/without_signal.html", page, status=422 if form.errors else 200)


@ACTS
def signal_back(request: Request, pk: int) -> HttpResponse:
    """There is signal again."""
    reader = request.reader
    seen = VillageWithoutSignal.objects.visible_to(reader, to=Permission.ACT_ON_OVERDUE)
    row = get_object_or_404(seen.filter(until=None), pk=pk)
    form = SignalBackForm(request.POST or None, today=reader.on)
    if request.method == "POST" and form.is_valid():
        try:
            mark_signal_back(row=row, by=reader, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已登记恢复信号。")
            return redirect("duties:without_signal")
    page = {"row": row, "place": reader.tree.full_name(row.place_id, " "), "form": form}
    return render(request, "duties/signal_back.html", page, status=422 if form.errors else 200)
