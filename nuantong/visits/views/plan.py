"""Which homes are due: on the phone, at the desk, and on paper in the order of walking."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request, on_phone
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.core.errors import Refusal
from nuantong.people.actions import openable
from nuantong.people.models import Child
from nuantong.people.places import Scope
from nuantong.people.views.common import asks_reason
from nuantong.regions.tree import VILLAGE
from nuantong.visits import actions, survey
from nuantong.visits.actions.asking import WITHIN
from nuantong.visits.forms import AskForm
from nuantong.visits.queries import overview
from nuantong.visits.queries.plan import plan, tally
from nuantong.visits.queries.route import route

surveys = require(Permission.SURVEY_HOMES)
MOST_ON_PHONE = 60


@require(Permission.SEE_VISITS)
def homes(request: Request) -> HttpResponse:
    """The homes to visit, the most urgent first; by group and number when she walks."""
    if on_phone(request.reader):
        return _phone(request)
    return _desk(request)


def _phone(request: Request) -> HttpResponse:
    reader = request.reader
    walking = request.GET.get("order") == "route"
    planned = plan(reader, to=Permission.SURVEY_HOMES)
    listed = [home for home in planned if home.judged.is_due]
    page: dict[str, Any] = {"total": len(listed), "walking": walking, "tally": tally(planned)}
    if walking:
        stops = route(reader, None)
        page |= {"stops": stops[:MOST_ON_PHONE]}
    else:
        page |= {"homes": listed[:MOST_ON_PHONE]}
    later = [home for home in planned if home.judged.state in ("waiting", "handed")]
    return render(request, "visits/homes_phone.html", {**page, "later": later[:MOST_ON_PHONE]})


def _desk(request: Request) -> HttpResponse:
    """A table of places down to the village; every number opens to its homes."""
    reader = request.reader
    scope = Scope(reader, Permission.SEE_VISITS)
    chosen = scope.chosen(request.GET.get("place", "")) or overview.only_place(scope)
    page: dict[str, Any] = {"chosen": chosen, "may_rule": overview.may_rule(reader)}
    state = request.GET.get("state", "")
    if chosen and state in overview.STATES:
        page |= overview.listed_page(reader, chosen, state)
    elif chosen and chosen.level == VILLAGE:
        page |= overview.village_page(reader, chosen.id)
    else:
        page |= overview.places_page(reader, scope, chosen)
    page["path"] = overview.path_to(reader, scope, chosen)
    return render(request, "visits/homes.html", page)


@surveys
def route_sheet(request: Request) -> HttpResponse:
    """To print: the homes in the order of walking, then a form for each of them."""
    reader = request.reader
    chosen = Scope(reader, Permission.SURVEY_HOMES).chosen(request.GET.get("village", ""))
    own = overview.only_village(reader)
    village = chosen.id if chosen and chosen.level == VILLAGE else own
    if village is None and not on_phone(reader):
        messages.info(request, "请先选择一个村（社区），再打印走访路线。")
        return redirect("visits:homes")
    stops = route(reader, village, due_only=request.GET.get("all") != "1")
    record(action="查看走访路线", by=reader, object_type="region", object_id=village or "",
           changes={"count": len(stops)})  # fmt: skip
    page = {
        "stops": stops, "place": reader.tree.full_name(village, " "), "forms": "forms" in request.GET,
        "home_fields": survey.HOME, "child_fields": survey.CHILD, "note": survey.NOTE,
        "code": reader.tree.places[village].code if village else "",
    }  # fmt: skip
    return render(request, "visits/route.html", page)


@require(Permission.SURVEY_HOMES, Permission.ENTER_SURVEYS)
def blank_form(request: Request) -> HttpResponse:
    """An empty form to copy."""
    page = {"home_fields": survey.HOME, "child_fields": survey.CHILD, "note": survey.NOTE}
    return render(request, "visits/blank_form.html", page)


@require(Permission.PLAN_VISITS)
@asks_reason
def ask(request: Request, number: str) -> HttpResponse:
    """Ask the village to visit a child's home."""
    reader = request.reader
    seen = Child.objects.visible_to(reader, to=Permission.PLAN_VISITS).on_register()
    child = get_object_or_404(seen, number=openable(number=number, by=reader).number)
    form = AskForm(request.POST or None, initial={"due_on": reader.on + WITHIN})
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_for_visit(
                subject_key=f"child:{child.number}", label=child.name, place=child.place_id,
                child=child, by=reader, **form.cleaned_data,
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已请村（社区）走访。")
            return redirect("people:child", number)
    return render(request, "visits/ask.html", {"form": form, "child": child})
