"""The lists: who waits and in which order, whose cases these are; and asking for one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing, Sort
from nuantong.counselling import actions
from nuantong.counselling.filters import CaseFilter
from nuantong.counselling.forms import ReferForm, SupervisorForm
from nuantong.counselling.models import Case
from nuantong.counselling.queries import cases as queries
from nuantong.counselling.queries.places import areas_for, quotas
from nuantong.people.actions.common import log_look
from nuantong.people.models import Child
from nuantong.services.models import Contract

SORTS = {
    "need": Sort("需要程度", "need", "asked_on", "pk"),
    "asked": Sort("提出时间", "asked_on", "pk"),
    "started": Sort("开始时间", "-started_on", "pk"),
}


@require(P.SEE_CASES)
def cases(request: Request) -> HttpResponse:
    """Who waits comes in the order in which she is taken; running ones say what is owed."""
    found = Case.objects.visible_to(request.reader, to=P.SEE_CASES).select_related(
        "child", "area__contract"
    )
    listing = Listing(
        request, found, filterset=CaseFilter, sorts=SORTS, default_sort="need"
    )  # fmt: skip
    page = {
        "listing": listing, "rows": queries.lines(list(listing.rows), request.reader),
        "quotas": quotas(request.reader) if request.reader.can(P.ASSIGN_CASES) else [],
    }  # fmt: skip
    return render(request, "counselling/cases.html", page)


@require(P.REFER_CASES)
def refer(request: Request, number: str) -> HttpResponse:
    """Asks for counselling for a child: which project's places, why, how much she needs it."""
    rows = Child.objects.visible_to(request.reader, to=P.REFER_CASES)
    child = get_object_or_404(rows, number=number)
    areas = areas_for(child, request.reader)
    form = ReferForm(request.POST or None, areas=areas)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        area = next(area for area, _ in areas if area.pk == data.pop("area"))
        try:
            case = actions.refer(child=child, area=area, by=request.reader, **data)
            messages.success(request, "已提出，孩子在排队名单里。")
            return redirect("counselling:case", case.key)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    log_look("提出个案辅导：打开表单", child, request.reader)
    page = {"child": child, "form": form, "areas": areas}
    return render(request, "counselling/refer.html", page, status=422 if form.errors else 200)


@require(P.ASSIGN_CASES)
def supervisors(request: Request, key: str) -> HttpResponse:
    """Who supervises the cases of a contract, and naming one more."""
    rows = Contract.objects.visible_to(request.reader, to=P.ASSIGN_CASES)
    contract = get_object_or_404(rows.filter(kind=Contract.Kind.CASE), key=key)
    form = SupervisorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            named = actions.appoint_supervisor(
                contract=contract, by=request.reader, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{named.user.name}是这个项目的督导。")
            return redirect("counselling:supervisors", key)
    page = {
        "contract": contract, "named": contract.supervisors.select_related("user"), "form": form,
        "may": request.reader.covers(P.ASSIGN_CASES, contract.buyer_id),
    }  # fmt: skip
    return render(request, "counselling/supervisors.html", page, status=422 if form.errors else 200)
