"""移交: what the new carer reads before she takes the children, her answer, and the sheet on paper."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.care.handing import given, in_gap
from nuantong.care.handover_paper import TITLE, handover_sheet
from nuantong.core.errors import Refusal
from nuantong.core.forms import WordsField
from nuantong.documents.rendering import pdf_response
from nuantong.pairing.actions import accept_handover, decline_handover
from nuantong.pairing.actions.handovers import may_answer
from nuantong.pairing.models import Handover
from nuantong.people.actions import ReasonNeeded, openable
from nuantong.people.actions.common import log_look
from nuantong.people.actions.looking import LOOK
from nuantong.people.models import Child
from nuantong.people.views.common import ask_reason

PRINTED = "打印移交表"
SEES = require(Permission.RECORD_CONTACT, Permission.RUN_ROUNDS)


class DeclineForm(forms.Form):
    why = WordsField(label="为什么不能接手", rows=2, max_length=1000,
                     error_messages={"required": "请写明为什么不能接手，好另作安排。"})  # fmt: skip


@SEES
def handover(request: Request, pk: int) -> HttpResponse:
    """Last contacts, needs, what is owed, what was left to say; and her answer."""
    found = _found(request, pk)
    form = DeclineForm(request.POST if request.POST.get("do") == "decline" else None)
    if request.method == "POST" and _answered(request, found, form):
        return redirect("care:handover", pk)
    return _shown(request, found, "care/handover.html", form=form)


@SEES
def sheet(request: Request, pk: int) -> HttpResponse:
    """The same on paper, with lines to sign: a PDF, on the log."""
    found = _found(request, pk)
    page = _opened(request, found)
    if isinstance(page, HttpResponse):
        return page
    record(action=PRINTED, by=request.reader, object_type="handover", object_id=found.pk)
    pdf = handover_sheet(found, page["parts"], page["gaps"], request.reader)
    return pdf_response(pdf, f"{TITLE} {found.on:%Y%m%d}")


def _found(request: Request, pk: int) -> Handover:
    rows = Handover.objects.visible_to(request.reader).select_related("carer", "former")
    return get_object_or_404(rows, pk=pk)


def _shown(request: Request, found: Handover, template: str, **page: Any) -> HttpResponse:
    known = _opened(request, found)
    if isinstance(known, HttpResponse):
        return known
    return render(request, template, known | page)


def _opened(request: Request, found: Handover) -> dict[str, Any] | HttpResponse:
    """Opening it is opening the files of its children: on the log, with a reason where one must."""
    reader = request.reader
    numbers = Child.objects.visible_to(reader).filter(handovers=found)
    try:
        children = [openable(number=n, by=reader) for n in numbers.values_list("number", flat=True)]
    except ReasonNeeded as needed:
        return ask_reason(request, needed.child)
    for child in children:
        log_look(LOOK, child, reader)
    parts = given(found, reader)
    return {
        "handover": found,
        "parts": parts,
        "gaps": {one for part in parts for one in part.owed if in_gap(one, found)},
        "may_answer": found.waits and may_answer(found, reader),
        "own": found.carer.user_id == reader.actor_id,
    }


def _answered(request: Request, found: Handover, form: DeclineForm) -> bool:
    try:
        if request.POST.get("do") != "decline":
            accept_handover(handover=found, by=request.reader)
            messages.success(request, "已接手，孩子的事从今天起由您操心，辛苦了。")
            return True
        if form.is_valid():
            decline_handover(handover=found, why=form.cleaned_data["why"], by=request.reader)
            messages.success(request, "已告诉乡镇（街道）妇联，另作安排以前请先照看。")
            return True
    except Refusal as refusal:
        form.is_valid()
        messages.error(request, str(refusal))
        return True
    return False
