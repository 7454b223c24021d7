"""Putting what is accepted in force, and taking it back; how far a large one is."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.pairing import actions
from nuantong.pairing.models import Publication
from nuantong.pairing.queries.rounds import rounds_of
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
    elif told.publication is None:
        messages.info(request, "没有已采纳、等待发布的建议。")
    if told.lapsed:
        messages.warning(request, actions.lapsed_words(told.lapsed))
    return redirect("pairing:round", pk)


@require_POST
@require(Permission.RUN_ROUNDS)
def undo(request: Request, pk: int) -> HttpResponse:
    found = publication_for(request, pk)
    try:
        told = actions.undo_publication(
            publication=found, by=request.reader, reason=request.POST.get("reason", "")
        )
        if told.publication is None or not told.publication.is_active:
            messages.success(request, actions.undone_words(told))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("pairing:round", found.round_id)


@require_POST
@require(Permission.RUN_ROUNDS)
def stop(request: Request, pk: int) -> HttpResponse:
    found = publication_for(request, pk)
    actions.stop_publication(publication=found, by=request.reader)
    return redirect("pairing:round", found.round_id)


@require_POST
@require(Permission.RUN_ROUNDS)
def go_on(request: Request, pk: int) -> HttpResponse:
    found = publication_for(request, pk)
    actions.go_on(publication=found, by=request.reader)
    return redirect("pairing:round", found.round_id)


@require(Permission.RUN_ROUNDS)
def publication(request: Request, pk: int) -> HttpResponse:
    """The bar alone; when the work is over the page around it is read anew."""
    found = publication_for(request, pk)
    if not request.htmx:
        return redirect("pairing:round", found.round_id)
    response = render(request, "pairing/publication.html", {"one": found})
    if not found.is_active:
        response.headers["HX-Refresh"] = "true"
    return response


def publication_for(request: Request, pk: int) -> Publication:
    return get_object_or_404(Publication, pk=pk, round__in=rounds_of(request.reader))
