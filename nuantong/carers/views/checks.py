"""Checks that end soon, and many new ones at once. A sheet of them comes in as a roster does."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.carers import actions, forms
from nuantong.carers.actions import Check
from nuantong.carers.queries import checks as queries
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing
from nuantong.people.models import Carer


def _page(
    request: Request, form: forms.ManyChecksForm, ticked: set[str], status: int = 200
) -> HttpResponse:
    listing = Listing(
        request, queries.expiring(request.reader), filterset=queries.ExpiringFilter,
        sorts=queries.SORTS, default_sort="day",
    )  # fmt: skip
    page = {
        "listing": listing, "lines": queries.lines(listing.rows, request.reader), "form": form,
        "ticked": ticked, "here": request.get_full_path(),
    }  # fmt: skip
    return render(request, "carers/checks.html", page, status=status)


@require(P.EDIT_CARERS)
def checks(request: Request) -> HttpResponse:
    """Whose check is over, missing or ends soon; those ticked get one of the same day and organ."""
    if request.method != "POST":
        return _page(request, forms.ManyChecksForm(initial={"on": request.reader.on}), set())
    form = forms.ManyChecksForm(request.POST)
    ticked = {one for one in request.POST.getlist("carer") if one.isdigit() and len(one) < 12}
    if form.is_valid():
        try:
            count = _enter(request, ticked, form.check)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _said(count, len(ticked)))
            return redirect(request.get_full_path())
    return _page(request, form, ticked)


def _enter(request: Request, ticked: set[str], check: Check) -> int:
    if not ticked:
        raise Refusal("请先在名单里勾选爱心妈妈。")
    carers = list(Carer.objects.filter(pk__in=[int(one) for one in ticked]))
    return actions.enter_checks(checks=[(carer, check) for carer in carers], by=request.reader)


def _said(new: int, asked: int) -> str:
    more = f"另有{asked - new}名此前已登记过同一天的查询，没有重复。" if asked > new else ""
    return f"已登记{new}名爱心妈妈的背景查询。{more}"
