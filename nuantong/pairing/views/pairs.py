"""Pairing a child by hand, and ending a pairing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.pairing import actions
from nuantong.pairing.forms import EndForm, Next
from nuantong.pairing.models import Pairing
from nuantong.pairing.models.words import EndReason
from nuantong.pairing.queries.candidates import candidates, waiting_unit
from nuantong.people.models import Carer, Child
from nuantong.people.visibility import ChildQuerySet


def _children(request: Request) -> ChildQuerySet:
    return Child.objects.visible_to(request.reader, to=Permission.RUN_ROUNDS)


@require(Permission.RUN_ROUNDS)
def pair(request: Request, number: str) -> HttpResponse:
    """Carers near the child, those who can take the household first; posting one pairs."""
    child = get_object_or_404(_children(request), number=number)
    if request.method == "POST":
        return _pair(request, child)
    q = request.GET.get("q", "").strip()[:40]
    unit = waiting_unit(child, request.reader)
    page = {
        "child": child,
        "place": request.reader.tree.full_name(child.place_id, " "),
        "together": _children(request).filter(pk__in=unit.children) if unit else [],
        "candidates": candidates(child, request.reader, q) if unit else [],
        "q": q,
    }
    return render(request, "pairing/pair.html", page)


def _pair(request: Request, child: Child) -> HttpResponse:
    carers = Carer.objects.visible_to(request.reader, Permission.RUN_ROUNDS)
    chosen = request.POST.get("carer", "")
    carer = get_object_or_404(carers, pk=int(chosen) if chosen.isdigit() else 0)
    try:
        made = actions.pair(child=child, carer=carer, by=request.reader)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("pairing:pair", child.number)
    messages.success(request, f"已由{carer.name}结对，共 {len(made)} 名儿童。")
    return redirect("people:child", child.number)


@require(Permission.RUN_ROUNDS)
def end(request: Request, pk: int) -> HttpResponse:
    visible = Pairing.objects.visible_to(request.reader, to=Permission.RUN_ROUNDS)
    pairing = get_object_or_404(visible.select_related("child", "carer"), pk=pk)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ended = actions.end_pairing(
                pairing=pairing,
                by=request.reader,
                reason=EndReason(form.cleaned_data["reason"]),
                note=form.cleaned_data["note"],
                siblings=form.cleaned_data["siblings"],
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已解除 {ended} 名儿童与{pairing.carer.name}的结对。")
            goes = (
                form.cleaned_data["then"] == Next.OPTIONS and pairing.child.status == "on_register"
            )
            return redirect("pairing:options" if goes else "people:child", pairing.child.number)
    return render(request, "pairing/end.html", {"pairing": pairing, "form": form})
