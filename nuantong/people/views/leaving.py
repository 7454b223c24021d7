"""Leaving the register, coming back, away for a time."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.people import actions, forms
from nuantong.people.models import Absence, ExitReason
from nuantong.people.views.common import act_page, asks_reason, child_for

AWAY = (P.EDIT_CHILDREN, P.RECORD_CONTACT)


@require(P.EDIT_CHILDREN)
@asks_reason
def leave(request: Request, number: str) -> HttpResponse:
    child, reader = child_for(request, number, P.EDIT_CHILDREN), request.reader
    form = forms.LeaveForm(
        request.POST or None, initial={"on": reader.on, "version": child.version}
    )

    def act(filled: dict[str, Any]) -> str:
        actions.end_registration(child=child, by=reader, **filled)
        return f"{child.name}已退出台账，结对和关爱任务随之结束。"

    return act_page(
        request, child, form, act, title="退出台账", button="确认退出", died=True,
        lead="档案会保留；退出后不再安排结对和关爱任务。弄错了可以撤销。",
    )  # fmt: skip


@require(P.EDIT_CHILDREN)
@asks_reason
def died(request: Request, number: str) -> HttpResponse:
    """Filled in, looked at once more, then written."""
    child, reader = child_for(request, number, P.EDIT_CHILDREN), request.reader
    form = forms.DeathForm(request.POST or None, initial={"version": child.version})
    page = {"child": child, "form": form, "step": "fill"}
    if request.method == "POST" and form.is_valid():
        page["step"] = "look" if request.POST.get("step") != "write" else "write"
        if page["step"] == "write":
            try:
                actions.end_registration(
                    child=child, by=reader, reason=ExitReason.DIED, **form.cleaned_data
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                page["step"] = "fill"
            else:
                messages.info(request, f"已登记{child.name}去世。")
                return redirect("people:child", number)
    return render(request, "people/died.html", page)


@require(P.EDIT_CHILDREN)
@asks_reason
def undo_exit(request: Request, number: str) -> HttpResponse:
    child = child_for(request, number, P.EDIT_CHILDREN)
    form = forms.WhyForm(request.POST or None)

    def act(filled: dict[str, Any]) -> str:
        actions.undo_exit(child=child, by=request.reader, **filled)
        return f"已撤销退出，{child.name}一直在册；原来的爱心妈妈没有自动恢复，请重新结对。"

    return act_page(
        request, child, form, act, title="撤销退出", button="撤销退出",
        lead="退出登记有误时使用：孩子视为一直在册。情况变化后又回来的，请用“恢复在册”。",
    )  # fmt: skip


@require(P.EDIT_CHILDREN)
@asks_reason
def come_back(request: Request, number: str) -> HttpResponse:
    child, reader = child_for(request, number, P.EDIT_CHILDREN), request.reader
    form = forms.ReturnForm(request.POST or None, initial={"on": reader.on})

    def act(filled: dict[str, Any]) -> str:
        actions.return_to_register(child=child, by=reader, **filled)
        return f"{child.name}已恢复在册，请安排结对。"

    return act_page(
        request, child, form, act, title="恢复在册", button="恢复在册",
        lead="曾经退出、现在又符合条件或搬回来的孩子，从这一天起重新在册，档案接着用。",
    )  # fmt: skip


@require_POST
@require(P.EDIT_CHILDREN)
def take_back(request: Request) -> HttpResponse:
    """From the search before registering: a child who left elsewhere comes back here."""
    reader = request.reader
    asked = request.POST.get("step") == "save"
    begin = {"id_number": request.POST.get("id_number", ""), "on": reader.on}
    form = forms.TakeBackForm(request.POST if asked else None, reader=reader, initial=begin)
    if asked and form.is_valid():
        filled = form.cleaned_data
        try:
            child = actions.take_back(by=reader, **filled | {"place": filled["place"].id})
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{child.name}已恢复在册，请核对资料并安排结对。")
            return redirect("people:child", child.number)
    return render(request, "people/take_back.html", {"form": form})


@require(*AWAY)
@asks_reason
def new_absence(request: Request, number: str) -> HttpResponse:
    child, reader = child_for(request, number, *AWAY), request.reader
    form = forms.AbsenceForm(request.POST or None, initial={"since": reader.on})

    def act(filled: dict[str, Any]) -> str:
        actions.begin_absence(child=child, by=reader, **filled)
        return f"已登记{child.name}暂时离开；孩子仍在册。"

    return act_page(request, child, form, act, title="登记暂时离开", button="登记")


@require(*AWAY)
@asks_reason
def close_absence(request: Request, number: str, absence: int) -> HttpResponse:
    child = child_for(request, number, *AWAY)
    row = get_object_or_404(Absence, pk=absence, child=child)
    form = forms.BackForm(request.POST or None, initial={"on": request.reader.on})

    def act(filled: dict[str, Any]) -> str:
        actions.end_absence(absence=row, by=request.reader, **filled)
        return f"已登记{child.name}回来。"

    return act_page(request, child, form, act, title="登记回来", button="登记")
