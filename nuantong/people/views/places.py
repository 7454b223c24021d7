"""The selects of a place, renewed when one of them changes; places while typing."""

import re

from django.http import Http404, HttpResponse
from django.shortcuts import render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.people.places import PlaceField, Scope
from nuantong.people.searching import villages_named
from nuantong.people.views.common import typed

WHO = (P.SEE_CHILDREN, P.SEE_CARERS, P.SEE_FIGURES)


@require(*WHO)
def place_steps(request: Request) -> HttpResponse:
    name = request.GET.get("name", "place")
    permission = request.GET.get("for", P.SEE_CHILDREN)
    if not re.fullmatch(r"[a-z_]{1,30}", name) or permission not in P.values:
        raise Http404
    field = PlaceField(
        reader=request.reader, permission=P(permission), everywhere="everywhere" in request.GET,
        any_word=request.GET.get("any", "")[:10],
    )  # fmt: skip
    return HttpResponse(field.rendered(request.GET, name))


@require(*WHO)
def suggest_places(request: Request) -> HttpResponse:
    """Up to ten places of the reader's scope by name."""
    text, tree = typed(request), request.reader.tree
    scope = Scope(request.reader, P.SEE_CHILDREN)
    found = [tree.get(place) for place in villages_named(text, tree)] if len(text) >= 2 else []
    places = [place for place in found if place and scope.holds(place)][:10]
    listed = [{"value": p.code, "name": p.name, "about": tree.full_name(p.id)} for p in places]
    return render(request, "people/suggestions.html", {"listed": listed})
