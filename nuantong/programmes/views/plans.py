"""How far a round has come; a district's plan; who came."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from nuantong.access.http import Request
from nuantong.access.reader import Reader
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing
from nuantong.core.money import yuan
from nuantong.programmes import actions, forms
from nuantong.programmes.models import Plan, Round
from nuantong.programmes.queries import lists
from nuantong.programmes.queries.coverage import Coverage, Line, coverage, name_of
from nuantong.services.models import Area, Milestone


@require(P.SEE_PROGRAMMES)
def coverage_page(request: Request) -> HttpResponse:
    """By round: what was planned, what took place, for how much. Each figure opens to its list."""
    rounds = list(Round.objects.all())
    asked = request.GET.get("round", "")
    chosen = next((r for r in rounds if str(r.ordinal) == asked), rounds[0] if rounds else None)
    reader = request.reader
    page = {"rounds": rounds, "round": chosen, "may_open": reader.can(P.SEE_SERVICES),
            "may_edit": reader.can(P.EDIT_SERVICES)}  # fmt: skip
    if chosen:
        found = coverage(chosen, reader)
        page |= {"coverage": found, "tiles": _tiles(found, reader.can(P.SEE_SERVICES)),
                 "legend": LEGEND, "hints": _hints(found),
                 "links": _links(f"round={chosen.pk}", reader)}  # fmt: skip
    return render(request, "programmes/coverage.html", page)


LEGEND = [
    {"level": 0, "text": "还没有举办"}, {"level": 3, "text": "进行中"},
    {"level": 5, "text": "达到计划场次"},
]  # fmt: skip


def _hints(found: Coverage) -> dict[str, str]:
    """What stands beside the figures: what was planned, and the money."""
    money = f"合同金额{yuan(found.budget_fen)}"
    return {**_planned([line.plan for line in found.lines]), "money": money,
            "areas": f"计划 {len(found.lines)} 个"}  # fmt: skip


def _planned(plans: list[Plan]) -> dict[str, str]:
    return {
        "sessions": f"计划 {sum(plan.sessions for plan in plans)} 场",
        "children": f"计划 {sum(plan.children for plan in plans)} 名",
        "carers": f"计划 {sum(plan.carers for plan in plans)} 名",
    }


def _links(which: str, reader: Reader) -> dict[str, str]:
    """The lists behind the figures, for whoever may open them."""
    if not reader.can(P.SEE_SERVICES):
        return {}
    sessions, people = reverse("programmes:sessions"), reverse("programmes:people")
    return {
        "held": f"{sessions}?state=held&{which}", "children": f"{people}?{which}",
        "carers": f"{people}?who=carer&{which}", "contracts": reverse("services:contracts"),
    }  # fmt: skip


def _tiles(found: Coverage, linked: bool) -> list[dict[str, Any]]:
    return [_tile(line, linked) for line in found.lines if line.tile]


def _tile(line: Line, linked: bool) -> dict[str, Any]:
    assert line.tile is not None
    return {
        "name": line.short, "row": line.tile[0], "col": line.tile[1],
        "value": f"{line.held}/{line.plan.sessions}", "level": line.level,
        "label": f"{line.state[0]}，到场儿童{line.children}名",
        "url": reverse("programmes:plan", args=[line.plan.pk]) if linked else "",
    }  # fmt: skip


@require(P.EDIT_SERVICES)
def new_round(request: Request) -> HttpResponse:
    """A contract's areas come into a round."""
    form = forms.RoundForm(request.POST or None, reader=request.reader)
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.plan_contract(by=request.reader, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{found.title}：各区县的计划已建立。")
            return redirect(f"{reverse('programmes:coverage')}?round={found.ordinal}")
    return render(request, "programmes/round.html", {"form": form})


@require(P.SEE_SERVICES)
def plan(request: Request, pk: int) -> HttpResponse:
    """One district's plan: change it, arrange the next session, see what is to be accepted."""
    reader = request.reader
    plans = Plan.objects.visible_to(reader, P.SEE_SERVICES)
    rows = plans.select_related("round", "area__contract__provider__organisation", "area__zone")
    found = get_object_or_404(rows, pk=pk)
    mine = Area.objects.of(reader, P.EDIT_SERVICES).filter(pk=found.area_id).exists()
    bound, done = _act(request, found) if mine and request.method == "POST" else ({}, False)
    if done:
        return redirect("programmes:plan", pk)
    start = {name: getattr(found, name) for name in forms.PlanForm.base_fields}
    [line] = [one for one in coverage(found.round, reader).lines if one.plan.pk == pk]
    sessions = lists.sessions_of(reader).filter(plan=found).order_by("number")
    page = {
        "plan": found, "name": name_of(found, reader), "line": line, "mine": mine,
        "sessions": [(one, lists.state_of(one)) for one in sessions],
        "milestones": _milestones(found), "hints": _planned([found]),
        "links": _links(f"plan={pk}", reader),
        "change": forms.PlanForm(initial=start, auto_id="change_%s"),
        "meeting": forms.MeetingForm(plan=found, auto_id="meeting_%s"), **bound,
    }  # fmt: skip
    return render(request, "programmes/plan.html", page)


def _milestones(found: Plan) -> list[Milestone]:
    rows = Milestone.objects.filter(contract=found.area.contract_id, acceptor="areas")
    return list(rows.order_by("order"))


def _act(request: Request, found: Plan) -> tuple[dict[str, Any], bool]:
    """The form that was sent with its errors, and whether what it asked for is done."""
    if request.POST.get("do") == "meeting":
        meeting = forms.MeetingForm(request.POST, plan=found, auto_id="meeting_%s")
        if meeting.is_valid():
            key = meeting.cleaned_data["key"]
            if _try(request, meeting, lambda: actions.add_session(
                plan=found, meeting=meeting.meeting, key=key, by=request.reader)):  # fmt: skip
                return {}, True
        return {"meeting": meeting}, False
    change = forms.PlanForm(request.POST, auto_id="change_%s")
    if change.is_valid() and _try(request, change, lambda: actions.change_plan(
        plan=found, by=request.reader, **change.cleaned_data)):  # fmt: skip
        return {}, True
    return {"change": change}, False


def _try(request: Request, form: Any, act: Any) -> bool:
    try:
        act()
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "已保存。")
    return True


@require(P.SEE_SERVICES)
def people(request: Request) -> HttpResponse:
    """Children, or with ?who=carer carers, who came to sessions."""
    carers = request.GET.get("who") == "carer"
    listing = Listing(
        request, lists.whom(request.reader, carers), filterset=lists.PeopleFilter,
        sorts=lists.PEOPLE_SORTS, default_sort="-times",
    )  # fmt: skip
    tree = request.reader.tree
    rows = [(one, tree.full_name(one.place_id)) for one in listing.rows]
    return render(
        request, "programmes/people.html", {"listing": listing, "people": rows, "carers": carers}
    )
