"""Service organisations and their people."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.services import actions, forms
from nuantong.services.models import Practitioner, Provider


@require(P.SEE_SERVICES)
def people(request: Request) -> HttpResponse:
    """Every organisation, and those of its people who work for the reader's places."""
    reader = request.reader
    rows = Practitioner.objects.visible_to(reader).select_related("user", "provider__organisation")
    page = {
        "providers": Provider.objects.select_related("organisation"),
        "people": [(p, p.lacks(reader.on), reader.tree.name(p.district_id)) for p in rows],
        "may_edit": reader.can(P.EDIT_SERVICES),
    }
    return render(request, "services/people.html", page)


@require(P.EDIT_SERVICES)
def new_provider(request: Request) -> HttpResponse:
    form = forms.ProviderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.register_provider(by=request.reader, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "服务机构已登记。")
            return redirect("services:people")
    return render(request, "services/form.html", {"form": form, "title": "登记服务机构"})


@require(P.EDIT_SERVICES)
def new_practitioner(request: Request) -> HttpResponse:
    reader = request.reader
    form = forms.PractitionerForm(request.POST or None, reader=reader, initial={"since": reader.on})
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.register_practitioner(
                user=form.cleaned_data["number"], provider=form.cleaned_data["provider"],
                credentials=form.credentials, by=reader,
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已登记。背景查询和承诺书登记以后才能接触孩子。")
            return redirect("services:practitioner", found.pk)
    return render(request, "services/form.html", {"form": form, "title": "登记机构人员"})


@require(P.SEE_SERVICES)
def practitioner(request: Request, pk: int) -> HttpResponse:
    """One person: what entitles her, what is missing, and the forms of whoever keeps it."""
    reader = request.reader
    rows = Practitioner.objects.visible_to(reader).select_related("user", "provider__organisation")
    found = get_object_or_404(rows, pk=pk)
    may = reader.covers(P.EDIT_SERVICES, found.district_id)
    bound, done = _act(request, found) if may and request.method == "POST" else ({}, False)
    if done:
        return redirect("services:practitioner", pk)
    page = {
        "person": found, "lacks": found.lacks(reader.on), "may": may,
        "place": reader.tree.name(found.district_id), "checks": found.checks.all() if may else [],
        "pledges": found.pledges.all(),
        "check": forms.CheckForm(initial={"on": reader.on}, auto_id="check_%s"),
        "pledge": forms.PledgeForm(initial={"on": reader.on}, auto_id="pledge_%s"),
        **bound,
    }  # fmt: skip
    if may and "change" not in page:
        page["change"] = forms.ChangeForm(
            reader=reader, initial=forms.initial_of(found, reader), auto_id="change_%s"
        )
    return render(request, "services/practitioner.html", page)


def _act(request: Request, found: Practitioner) -> tuple[dict[str, Any], bool]:
    """The form that was sent with its errors, and whether what it asked for is done."""
    which = request.POST.get("do", "")
    if which not in ACTS:
        return {}, False
    form = _form(request, which)
    if not form.is_valid():
        return {which: form}, False
    try:
        ACTS[which](request, found, form)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return {which: form}, False
    messages.success(request, "已保存。")
    return {}, True


def _form(request: Request, which: str) -> Any:
    if which == "change":
        return forms.ChangeForm(request.POST, reader=request.reader, auto_id="change_%s")
    form = forms.CheckForm if which == "check" else forms.PledgeForm
    return form(request.POST, auto_id=f"{which}_%s")


def _check(request: Request, found: Practitioner, form: Any) -> None:
    actions.check_practitioner(practitioner=found, by=request.reader, **form.cleaned_data)


def _pledge(request: Request, found: Practitioner, form: Any) -> None:
    actions.sign_pledge(practitioner=found, on=form.cleaned_data["on"], by=request.reader)


def _change(request: Request, found: Practitioner, form: Any) -> None:
    actions.update_practitioner(
        practitioner=found, credentials=form.credentials, version=form.cleaned_data["version"],
        left_on=form.cleaned_data["left_on"], by=request.reader,
    )  # fmt: skip


ACTS: dict[str, Any] = {"check": _check, "pledge": _pledge, "change": _change}
