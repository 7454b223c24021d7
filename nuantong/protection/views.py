"""The danger page, one's own reports, the rights line's list, and the police stations."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing, Sort
from nuantong.people.models import Child
from nuantong.people.whereabouts import place_of
from nuantong.protection import actions, queries
from nuantong.protection.filters import ReportFilter
from nuantong.protection.forms import AdditionForm, DangerForm, StationForm
from nuantong.protection.models import DangerReport, DangerReportAddition, PoliceStation
from nuantong.protection.numbers import HELPLINES, POLICE
from nuantong.protection.situations import SITUATIONS
from nuantong.regions.tree import Place

SORTS = {
    "state": Sort("状态", "answered", "reported_at"),
    "situation": Sort("情形", "situation"),
    "found": Sort("发现时间", "found_at"),
    "reported": Sort("报告时间", "reported_at"),
}


@login_required
def report(request: Request) -> HttpResponse:
    """Numbers to call first, the form below. Whoever is signed in may report."""
    data = request.POST or request.GET
    child = queries.visible_child(request.reader, data.get("child", ""))
    form = DangerForm(request.POST or None, initial={"child": child.number if child else ""})
    if request.method == "POST" and form.is_valid():
        return _keep(request, form, child)
    return render(request, "protection/report.html", _report_page(request, form, child))


def _keep(request: Request, form: DangerForm, child: Child | None) -> HttpResponse:
    """A number the reader may not look up is kept as words: no report is lost over it."""
    account = form.account(child=child)
    number = form.cleaned_data["child"]
    if number and child is None:
        account = form.account(who=f"{account.who}\n填写的儿童编号：{number[:12]}")
    data = form.cleaned_data
    try:
        kept = actions.report_danger(
            by=request.reader, key=data["key"], situation=data["situation"], account=account
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return render(request, "protection/report.html", _report_page(request, form, child))
    return redirect("protection:detail", kept.key)


def _report_page(request: Request, form: DangerForm, child: Child | None) -> dict[str, Any]:
    return {
        "form": form,
        "child": child,
        "child_place": request.reader.tree.full_name(child.place_id) if child else "",
        "situations": SITUATIONS,
        "police": POLICE,
        "helplines": HELPLINES,
        "edits_stations": request.reader.can(Permission.EDIT_STATIONS),
        "near": queries.police_near(request.reader, child),
        "reads": queries.rights_officer(
            request.reader, (child and child.place_id) or place_of(request.reader)
        ),
    }


@login_required
def mine(request: Request) -> HttpResponse:
    rows = queries.my_reports(request.reader)
    return render(request, "protection/mine.html", {"rows": rows})


@require(Permission.SEE_DANGER_REPORTS)
def reports(request: Request) -> HttpResponse:
    """The unanswered first, the longest waiting on top."""
    listing = Listing(
        request,
        queries.reports_for(request.reader),
        filterset=ReportFilter,
        sorts=SORTS,
        default_sort="state",
    )
    rows = [queries.row_of(report, request.reader) for report in listing.rows]
    page = {"listing": listing, "rows": rows, "waiting": queries.waiting(request.reader)}
    return render(request, "protection/reports.html", page)


@login_required
def detail(request: Request, key: str) -> HttpResponse:
    """A report with what was added; every look is written down."""
    seen = DangerReport.objects.visible_to(request.reader).with_state().select_related("reporter")
    found = get_object_or_404(seen, key=key)
    forms = _addition_forms(request)
    sent = forms.get(request.POST.get("kind", ""))
    if sent and sent.is_valid() and _added(request, found, sent):
        return redirect("protection:detail", found.key)
    actions.look_at(by=request.reader, report=found)
    return render(request, "protection/detail.html", _detail_page(request, found, forms))


def _addition_forms(request: Request) -> dict[str, AdditionForm]:
    """One form for each kind, with a key of its own; the one that was sent is bound."""
    sent = request.POST.get("kind", "")
    return {
        kind: AdditionForm(
            request.POST if kind == sent else None, initial={"kind": kind}, auto_id=f"{kind}_%s"
        )
        for kind in DangerReportAddition.Kind.values
    }


def _added(request: Request, found: DangerReport, form: AdditionForm) -> bool:
    try:
        actions.add_to_report(
            by=request.reader, report=found, key=form.cleaned_data["key"], said=form.supplement()
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "已补充。")
    return True


def _detail_page(
    request: Request, found: DangerReport, forms: dict[str, AdditionForm]
) -> dict[str, Any]:
    return {
        "report": found,
        "row": queries.row_of(found, request.reader),
        "additions": found.additions.select_related("by"),
        "forms": forms,
        "own": found.reporter_id == request.reader.actor_id,
        "reads": queries.rights_officer(request.reader, found.place_id),
        "police": POLICE,
    }


@require(Permission.EDIT_STATIONS)
def stations(request: Request) -> HttpResponse:
    """The police stations of a district's townships, kept by those who know the numbers."""
    districts = queries.districts_of(request.reader)
    chosen = _chosen(districts, request.GET.get("district", ""))
    rows = queries.townships_of(request.reader, chosen) if chosen else []
    choices = [(row.township.id, row.township.name) for row in rows]
    form = StationForm(request.POST or None, townships=choices)
    if request.method == "POST" and form.is_valid() and _station_added(request, form):
        return redirect(request.get_full_path())
    missing = sum(not row.stations for row in rows)
    page = {"districts": districts, "chosen": chosen, "rows": rows, "form": form}
    return render(request, "protection/stations.html", {**page, "missing": missing})


def _chosen(districts: list[Place], code: str) -> Place | None:
    found = [district for district in districts if district.code == code]
    return next(iter(found or districts), None)


def _station_added(request: Request, form: StationForm) -> bool:
    try:
        actions.add_station(by=request.reader, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "派出所电话已登记。")
    return True


@require_POST
@require(Permission.EDIT_STATIONS)
def remove_station(request: Request, station_id: int) -> HttpResponse:
    station = get_object_or_404(PoliceStation.objects.in_use(), pk=station_id)
    try:
        actions.remove_station(by=request.reader, station=station)
        messages.success(request, "已移除。")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    district = request.reader.tree.district_of(station.region_id)
    address = reverse("protection:stations")
    return redirect(f"{address}?district={district.code}" if district else address)
