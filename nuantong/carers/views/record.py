"""Pages that each add one thing to a carer's record, and what a carer keeps herself."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.carers import actions, forms
from nuantong.carers.actions.vouching import sign_own_pledge
from nuantong.carers.models import BackgroundCheck
from nuantong.core.errors import Refusal
from nuantong.people.models import Carer
from nuantong.people.queries.carers import check_of


def _carer(request: Request, carer_id: int) -> Carer:
    seen = Carer.objects.visible_to(request.reader, to=P.EDIT_CARERS)
    carer: Carer = get_object_or_404(seen, pk=carer_id)
    return carer


def _act_page(
    request: Request, carer: Carer, form: django_forms.Form, act: Callable[[Any], Any], title: str
) -> HttpResponse:
    """A page with one form that does one thing to one carer's record and goes back to her page."""
    back = reverse("people:carer", args=[carer.pk])
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{title}：已保存。")
            return redirect(back)
    page = {"form": form, "carer": carer, "back": back, "title": title}
    return render(request, "carers/act.html", page)


@require(P.EDIT_CARERS)
def new_carer(request: Request) -> HttpResponse:
    """A carer whom nobody proposed: on the register at once, with her check where it was made."""
    form = forms.NewCarerForm(request.POST or None, reader=request.reader)
    if request.method == "POST" and form.is_valid():
        try:
            carer = actions.register_checked(
                values=form.values, check=form.check, by=request.reader
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{carer.name}已登记。")
            return redirect("people:carer", carer_id=carer.pk)
    return render(request, "people/carer_form.html", {"form": form})


@require(P.EDIT_CARERS)
def new_check(request: Request, carer_id: int) -> HttpResponse:
    carer = _carer(request, carer_id)
    form = forms.CheckForm(request.POST or None, initial={"on": request.reader.on})

    def act(filled: Any) -> None:
        if not actions.enter_check(carer=carer, check=form.check, by=request.reader):
            raise Refusal("同一天、同样结果的查询已经登记过。")

    return _act_page(request, carer, form, act, "登记背景查询")


@require(P.EDIT_CARERS)
def void_check(request: Request, carer_id: int, pk: int) -> HttpResponse:
    carer = _carer(request, carer_id)
    check = get_object_or_404(BackgroundCheck, pk=pk, carer=carer)
    form = forms.VoidForm(request.POST or None)

    def act(filled: Any) -> None:
        actions.void_check(check=check, by=request.reader, **filled)

    return _act_page(request, carer, form, act, f"作废{check.on:%Y年%m月%d日}的背景查询")


@require(P.EDIT_CARERS)
def new_pledge(request: Request, carer_id: int) -> HttpResponse:
    carer = _carer(request, carer_id)
    form = forms.PledgeForm(request.POST or None, initial={"on": request.reader.on})

    def act(filled: Any) -> None:
        actions.sign_pledge(carer=carer, by=request.reader, **filled)

    return _act_page(request, carer, form, act, "登记强制报告承诺书")


@require(P.EDIT_CARERS)
def new_training(request: Request, carer_id: int) -> HttpResponse:
    carer = _carer(request, carer_id)
    form = forms.TrainingForm(request.POST or None, initial={"on": request.reader.on})

    def act(filled: Any) -> None:
        actions.add_training(carer=carer, by=request.reader, **filled)

    return _act_page(request, carer, form, act, "登记培训")


@login_required
def own(request: Request) -> HttpResponse:
    """What a carer keeps right herself, on her phone: her number, her times, her pledge."""
    carer: Carer = get_object_or_404(Carer, user=request.user)
    names = ("phone", "availability", "hours", "languages", "skills", "version")
    start = {name: getattr(carer, name) for name in names}
    form = forms.OwnForm(request.POST if request.POST.get("do") == "save" else None, initial=start)
    if request.method == "POST":
        done = (
            _sign(request, carer)
            if request.POST.get("do") == "sign"
            else _save(request, carer, form)
        )
        if done:
            return redirect("carers:own")
    page = {
        "form": form, "carer": carer, "place": request.reader.tree.full_name(carer.place_id, " "),
        "check": check_of(carer, request.reader), "pledge": carer.pledges.first(),
        "trainings": list(carer.trainings.all()),
    }  # fmt: skip
    return render(request, "carers/own.html", page)


def _save(request: Request, carer: Carer, form: forms.OwnForm) -> bool:
    if not form.is_valid():
        return False
    values = {k: v for k, v in form.cleaned_data.items() if k != "version"}
    version = form.cleaned_data["version"]
    try:
        actions.update_own(carer=carer, version=version, values=values, by=request.reader)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        form.data = request.POST.copy()
        form.data["version"] = str(Carer.objects.values_list("version", flat=True).get(pk=carer.pk))
        return False
    messages.success(request, "已保存。")
    return True


def _sign(request: Request, carer: Carer) -> bool:
    sign_own_pledge(carer=carer, by=request.reader)
    messages.success(request, "承诺书已签署。")
    return True
