"""The calendar pages: school terms, days off, festivals."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.duties.actions import calendars as actions
from nuantong.duties.actions.protocols import desks
from nuantong.duties.forms.calendars import HolidaysForm, TermForm
from nuantong.duties.queries import calendars as queries
from nuantong.duties.queries.protocols import offices

LONG_AGO, FAR = 2017, 2100


@require(Permission.SEE_OVERDUE)
def calendar(request: Request) -> HttpResponse:
    """As it holds where the reader works."""
    return _page(request)


@require_POST
@require(Permission.EDIT_PROTOCOLS)
def term(request: Request) -> HttpResponse:
    form = TermForm(request.POST, autumns=_autumns())
    if not form.is_valid():
        return _page(request, term=form, status=422)
    values = form.cleaned_data
    try:
        actions.set_term(
            region=values["region"], stage=values["stage"], key=values["key"],
            days=(values["first"], values["last"]), reason=values["reason"], by=request.reader,
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error("first", str(refusal))
        return _page(request, term=form, status=422)
    messages.success(request, "已登记。")
    return redirect("duties:calendar")


@require_POST
@require(Permission.EDIT_PROTOCOLS)
def days_off(request: Request) -> HttpResponse:
    form = HolidaysForm(request.POST, year=_year(request.POST.get("year", "")))
    if not form.is_valid():
        return _page(request, holidays=form, status=422)
    try:
        actions.set_holidays(
            year=form.year, spans=form.spans(), reason=form.cleaned_data["reason"],
            by=request.reader,
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, holidays=form, status=422)
    messages.success(request, f"已登记{form.year}年的放假安排。")
    return redirect("duties:calendar")


def _autumns() -> range:
    """The school year that runs or has just ended, and the next."""
    today = clock.today()
    first = today.year - (today.month < 8)
    return range(first - (today.month == 8), first + 2)


def _year(text: str) -> int:
    year = int(text) if text.isdecimal() and len(text) == 4 else 0
    return year if LONG_AGO <= year < FAR else clock.today().year + 1


def _page(request: Request, status: int = 200, **forms: Any) -> HttpResponse:
    today, reader = clock.today(), request.reader
    office = offices(reader)[-1] if len(offices(reader)) == 2 else None
    mine = desks(reader)
    years = (today.year, today.year + 1)
    page = {
        "office": reader.tree.name(office) or "全市",
        "terms": queries.terms(office, _autumns(), reader),
        "years": [
            (year, queries.days_off(year), queries.festivals(year), actions.is_announced(year))
            for year in years
        ],
        "may_write": bool(mine),
        "term": forms.get("term")
        or TermForm(autumns=_autumns(), initial={"region": mine[0] if mine else None}),
        "holidays": forms.get("holidays") or HolidaysForm(year=years[1]),
        "for_city": None in mine,
    }
    return render(request, "duties/calendar.html", page, status=status)
