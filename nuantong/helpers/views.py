"""Pages of helpers: the list, one of them, a need with who can answer it, a child's circle."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from nuantong.access.http import Request, on_phone
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing
from nuantong.core.masking import mask_id_number
from nuantong.core.xlsx import workbook_response
from nuantong.helpers import actions, forms, queries, vetting
from nuantong.helpers.closeness import ASKED, Closeness
from nuantong.helpers.models import Helper, Service
from nuantong.people import actions as people
from nuantong.people.models import Need
from nuantong.people.views.common import asks_reason, child_for
from nuantong.people.visibility import permissions_on


@require(P.SEE_HELPERS)
def helpers(request: Request) -> HttpResponseBase:
    reader = request.reader
    rows = Helper.objects.visible_to(reader).defer(*queries.UNREAD)
    listing = Listing(
        request, rows, filterset=queries.HelperFilter, sorts=queries.SORTS, default_sort="place"
    )
    if listing.wants_export and reader.can(P.EXPORT):
        return _sheet(request, listing)
    page = {
        "listing": listing, "lines": queries.lines(listing.rows, reader),
        "can_register": reader.can(P.EDIT_HELPERS), "can_export": reader.can(P.EXPORT),
    }  # fmt: skip
    name = "helpers_phone" if on_phone(reader) else "helpers"
    return render(request, f"helpers/{name}.html", page)


def _sheet(request: Request, listing: Listing) -> HttpResponseBase:
    """Whom the reader sees, without ID numbers; the log says who took it."""
    reader = request.reader
    filters = {chip.label: chip.value for chip in listing.chips}
    record(
        action="导出帮扶力量", by=reader, object_type="export",
        changes={"count": listing.total, "filters": filters},
    )  # fmt: skip
    note = f"截至{reader.on:%Y年%m月%d日}　共{listing.total}位　{reader.actor_name}导出"
    rows = queries.sheet_rows(listing.results, reader)
    return workbook_response("帮扶力量", "帮扶力量", queries.COLUMNS, rows, note=note)


@require(P.EDIT_HELPERS)
def expiring(request: Request) -> HttpResponse:
    """Where the task of the night leads: the list with those whose check is due."""
    return redirect(f"{reverse('helpers:helpers')}?vetting=due")


@require(P.EDIT_HELPERS)
def new_helper(request: Request) -> HttpResponse:
    form = forms.HelperForm(
        request.POST or None, reader=request.reader, initial={"since": request.reader.on}
    )
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.register_helper(
                offer=form.offer, key=form.cleaned_data["key"], by=request.reader
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{found.name}已登记。")
            return redirect("helpers:helper", found.pk)
    return render(request, "helpers/form.html", {"form": form})


def _helper(request: Request, pk: int) -> Helper:
    found: Helper = get_object_or_404(Helper.objects.visible_to(request.reader), pk=pk)
    return found


@require(P.EDIT_HELPERS)
def edit_helper(request: Request, pk: int) -> HttpResponse:
    found, reader = _helper(request, pk), request.reader
    form = forms.HelperForm(
        request.POST or None, reader=reader, initial=forms.initial_of(found, reader)
    )
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            actions.update_helper(helper=found, offer=form.offer, version=version, by=reader)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已保存。")
            return redirect("helpers:helper", pk)
    return render(request, "helpers/form.html", {"form": form, "helper": found})


@require(P.SEE_HELPERS)
def helper(request: Request, pk: int) -> HttpResponse:
    """One helper: what she offers, what is known of her, and whom of the reader's she helps."""
    found, reader = _helper(request, pk), request.reader
    services = Service.objects.visible_to(reader).filter(helper=found).select_related("child")
    page = {
        "helper": found, "line": queries.lines([found], reader)[0],
        "may_edit": reader.covers(P.EDIT_HELPERS, found.place_id),
        "services": services.order_by("state", "-start")[:100], "checks": found.checks.all(),
        "pledges": found.pledges.all(),
        "asked": ASKED[Closeness(found.closeness)],
        "masked_id": mask_id_number(str(found.id_number)),
    }  # fmt: skip
    return render(request, "helpers/helper.html", page)


@require(P.EDIT_HELPERS)
def new_check(request: Request, pk: int) -> HttpResponse:
    found = _helper(request, pk)
    form = forms.HelperCheckForm(request.POST or None, initial={"on": request.reader.on})
    if request.method == "POST" and form.is_valid():
        try:
            vetting.check_helper(helper=found, by=request.reader, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "背景查询已登记。")
            return redirect("helpers:helper", pk)
    return render(request, "helpers/check.html", {"form": form, "helper": found})


@require(P.EDIT_HELPERS)
def new_pledge(request: Request, pk: int) -> HttpResponse:
    found = _helper(request, pk)
    form = forms.HelperPledgeForm(request.POST or None, initial={"on": request.reader.on})
    if request.method == "POST" and form.is_valid():
        try:
            vetting.sign_pledge(helper=found, by=request.reader, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "承诺书已登记。")
            return redirect("helpers:helper", pk)
    page = {"form": form, "helper": found, "title": "登记强制报告承诺书"}
    return render(request, "helpers/check.html", page)


@require(P.EDIT_HELPERS, P.RECORD_CONTACT)
@asks_reason
def need(request: Request, number: str, need: int) -> HttpResponse:
    """A need: who answers it, or else who can; the township asks one and keeps the answer."""
    reader = request.reader
    child = child_for(request, number, P.EDIT_HELPERS, P.RECORD_CONTACT)
    found = get_object_or_404(Need.objects.select_related("child"), pk=need, child=child)
    services = list(found.services.select_related("helper"))
    now = next((one for one in services if one.state in ("asked", "accepted")), None)
    may_ask = P.EDIT_HELPERS in permissions_on(child, reader)
    bound, done = _asked(request, found, now)
    if done:
        return redirect("helpers:need", number, need)
    start = {"version": now.version if now else 0, "start": reader.on, "closeness": "group"}
    page = {
        "child": child, "need": found, "now": now, "may_ask": may_ask,
        "earlier": [one for one in services if one is not now],
        "candidates": queries.candidates(found, reader)
        if may_ask and not now and not found.met_on
        else [],
        **{name: form(initial=start, auto_id=f"{name}_%s") for name, form in FORMS.items()},
        **bound,
    }  # fmt: skip
    return render(request, "helpers/need.html", page)


def _asked(
    request: Request, found: Need, now: Service | None
) -> tuple[dict[str, django_forms.Form], bool]:
    """The form that was sent, with its errors, and whether what it asked for is done."""
    which = request.POST.get("do", "")
    if request.method != "POST" or which not in ACTS or (which != "ask" and now is None):
        return {}, False
    form = FORMS[which](request.POST, auto_id=f"{which}_%s")
    if form.is_valid():
        try:
            said = ACTS[which](request, found if which == "ask" else now, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return {}, True
    return {which: form}, False


def _ask(request: Request, found: Need, filled: dict[str, Any]) -> str:
    pk = request.POST.get("helper", "")
    rows = Helper.objects.visible_to(request.reader)
    chosen = rows.filter(pk=int(pk)).first() if pk.isdigit() and len(pk) < 12 else None
    if chosen is None:
        raise Refusal("请先选一位帮扶人。")
    actions.ask(need=found, helper=chosen, by=request.reader, **filled)
    return f"已邀请{chosen.name}，请联系她并记下答复。"


def _answer(request: Request, now: Service, filled: dict[str, Any]) -> str:
    accepts = filled["accepts"] == "yes"
    actions.answer(
        service=now, accepts=accepts, words=filled["words"], version=filled["version"],
        by=request.reader,
    )  # fmt: skip
    return "已记下：她答应了。" if accepts else "已记下：她不能帮，请另找一位。"


def _finish(request: Request, now: Service, filled: dict[str, Any]) -> str:
    actions.finish(service=now, by=request.reader, **filled)
    return "帮扶已结束，情况已记下。"


FORMS: dict[str, Any] = {
    "ask": forms.AskForm, "answer": forms.AnswerForm, "finish": forms.FinishForm
}  # fmt: skip
ACTS: dict[str, Callable[[Request, Any, dict[str, Any]], str]] = {
    "ask": _ask, "answer": _answer, "finish": _finish
}  # fmt: skip


@require(P.OPEN_FILE, P.OPEN_FILE_WITH_REASON)
@asks_reason
def circle(request: Request, number: str) -> HttpResponse:
    """Everybody around a child on one page, to look at and to print."""
    child = people.open_file(number=number, by=request.reader)
    record(
        action="查看关爱圈", by=request.reader, child_number=child.number, object_type="child",
        object_id=child.pk,
    )  # fmt: skip
    page = {"child": child, "circle": queries.circle_of(child, request.reader)}
    return render(request, "helpers/circle.html", page)
