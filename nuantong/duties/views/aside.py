"""The contacts that wait for somebody, and what is decided about them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.audit.actions import record as log
from nuantong.core.errors import Refusal
from nuantong.duties.actions import resolving
from nuantong.duties.forms.aside import REDATE, SAME, WITHDRAW, AsideForm, TwinForm
from nuantong.duties.models import SetAside
from nuantong.duties.twins import twin_of_contact

MOST = 200
acts = require(Permission.CHECK_CONTACTS)


@acts
def set_aside(request: Request) -> HttpResponse:
    """Those that wait, the oldest first."""
    rows = _rows(request)
    page = {"rows": rows[:MOST], "total": rows.count(), "most": MOST}
    return render(request, "duties/set_aside.html", page)


def _rows(request: Request) -> Any:
    rows = SetAside.objects.visible_to(request.reader, Permission.CHECK_CONTACTS).open()
    return rows.select_related("child", "contact__carer", "contact__recorded_by")


@acts
def resolve(request: Request, pk: int) -> HttpResponse:
    """One contact: what it says, why somebody is asked, and the ways on."""
    found = get_object_or_404(_rows(request), pk=pk)
    twice = found.why == SetAside.Why.TWIN
    form = (TwinForm if twice else AsideForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(found, form.cleaned_data, request)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已处理。")
            return redirect("duties:set_aside")
    if request.method == "GET":
        log(action="查看未计入的记录", by=request.reader, child_number=found.child.number)
    status = 422 if form.errors else 200
    page = {
        "aside": found, "form": form, "twice": twice,
        "twin": twin_of_contact(found.contact) if twice else None,
    }  # fmt: skip
    return render(request, "duties/resolve.html", page, status=status)


def _decide(found: SetAside, values: dict[str, Any], request: Request) -> None:
    if found.why == SetAside.Why.TWIN:
        (resolving.same if values["how"] == SAME else resolving.apart)(
            aside=found, by=request.reader
        )
    elif values["how"] == REDATE:
        resolving.redate(aside=found, on=values["on"], by=request.reader)
    elif values["how"] == WITHDRAW:
        resolving.withdraw(aside=found, words=values["words"], by=request.reader)
    else:
        resolving.keep(aside=found, words=values["words"], by=request.reader)
