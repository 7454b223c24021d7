"""Putting what is accepted in force, and taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.pairing import actions
from nuantong.pairing.models import Publication
from nuantong.pairing.queries.rounds import rounds_of
from nuantong.pairing.views.decisions import tell_lapsed
from nuantong.pairing.views.rounds import round_for


@require_POST
@require(Permission.RUN_ROUNDS)
def publish(request: Request, pk: int) -> HttpResponse:
    try:
        told = actions.publish_round(round=round_for(request, pk), by=request.reader)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("pairing:round", pk)
    if told.households:
        messages.success(
            request,
            f"已发布 {told.households} 户、{told.children} 名儿童的结对，今天起生效，已通知爱心妈妈。",
        )
    elif not told.lapsed:
        messages.info(request, "没有已采纳、等待发布的建议。")
    tell_lapsed(request, told.lapsed)
    return redirect("pairing:round", pk)


@require_POST
@require(Permission.RUN_ROUNDS)
def undo(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Publication, pk=pk, round__in=rounds_of(request.reader))
    try:
        told = actions.undo_publication(
            publication=found, by=request.reader, reason=request.POST.get("reason", "")
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("pairing:round", found.round_id)
    messages.success(request, f"已撤回 {told.households} 户，已通知爱心妈妈。")
    if told.kept:
        messages.warning(request, f"{told.kept} 户已有联系或已变动，不能撤回，结对继续。")
    if told.not_restored:
        messages.warning(request, f"{told.not_restored} 户原来的爱心妈妈已不能再接，请另行安排。")
    return redirect("pairing:round", found.round_id)
