"""Pages that each do one thing to one child."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.people import actions, forms
from nuantong.people.models import Label, Need
from nuantong.people.views.common import act_page, asks_reason, child_for


@require(P.EDIT_CHILDREN)
@asks_reason
def new_label(request: Request, number: str) -> HttpResponse:
    child = child_for(request, number, P.EDIT_CHILDREN)
    form = forms.LabelForm(request.POST or None, initial={"since": request.reader.on})

    def act(filled: dict[str, Any]) -> None:
        actions.add_label(child=child, by=request.reader, **filled)

    return act_page(request, child, form, act, title="添加类别", button="添加")


@require(P.EDIT_CHILDREN)
@asks_reason
def close_label(request: Request, number: str, label: int) -> HttpResponse:
    child = child_for(request, number, P.EDIT_CHILDREN)
    row = get_object_or_404(Label, pk=label, child=child)
    form = forms.EndLabelForm(request.POST or None, initial={"on": request.reader.on})

    def act(filled: dict[str, Any]) -> None:
        actions.end_label(label=row, by=request.reader, **filled)

    title = f"结束类别“{row.get_category_display()}”"
    return act_page(request, child, form, act, title=title, button="结束")


@require(P.EDIT_CHILDREN, P.RECORD_CONTACT)
@asks_reason
def new_need(request: Request, number: str) -> HttpResponse:
    child = child_for(request, number, P.EDIT_CHILDREN, P.RECORD_CONTACT)
    form = forms.NeedForm(request.POST or None)

    def act(filled: dict[str, Any]) -> None:
        actions.raise_need(child=child, by=request.reader, **filled)

    return act_page(request, child, form, act, title="提出需求", button="提出")


@require(P.EDIT_CHILDREN, P.RECORD_CONTACT)
@asks_reason
def close_need(request: Request, number: str, need: int) -> HttpResponse:
    child = child_for(request, number, P.EDIT_CHILDREN, P.RECORD_CONTACT)
    row = get_object_or_404(Need, pk=need, child=child)
    form = forms.MeetNeedForm(request.POST or None)

    def act(filled: dict[str, Any]) -> None:
        actions.meet_need(need=row, by=request.reader, **filled)

    title = f"需求已解决：{row.get_kind_display()}"
    return act_page(request, child, form, act, title=title, button="已解决")
