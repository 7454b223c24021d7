"""Money by bank: who has an account, lists out, their answers."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.core.errors import Refusal
from nuantong.core.xlsx import workbook_response
from nuantong.handouts import actions, forms
from nuantong.handouts.accounts import masked
from nuantong.handouts.bank_sheets import COLUMNS, read_answers, yuan
from nuantong.handouts.models import BankList, BankRow
from nuantong.handouts.queries import money
from nuantong.handouts.views.batches import batch_of

MOST_SHOWN = 300


@require(P.RUN_CAMPAIGNS)
def lists(request: Request, key: Any) -> HttpResponse:
    """The lists of a batch, and making the next one."""
    found = batch_of(request, key)
    if request.method == "POST":
        return _make(request, found)
    page = {"batch": found, "key": uuid.uuid4(), **money.figures(found, request.reader)}  # fmt: skip
    return render(request, "handouts/bank.html", page)


def _make(request: Request, found: Any) -> HttpResponse:
    try:
        key = uuid.UUID(request.POST.get("key", ""))
        made = actions.make_list(batch=found, key=key, by=request.reader)
    except (Refusal, ValueError) as refusal:
        messages.error(request, str(refusal) if isinstance(refusal, Refusal) else "请刷新后再做。")
        return redirect("handouts:bank", found.key)
    messages.success(request, f"第{made.number}份名单已生成，共{made.rows}笔，请下载后送银行。")
    return redirect("handouts:bank_list", made.key)


@require(P.RUN_CAMPAIGNS)
def bank_list(request: Request, key: Any) -> HttpResponseBase:
    """One list: to download, to read back, row by row."""
    rows = BankList.objects.visible_to(request.reader).select_related(
        "batch__project", "batch__fund"
    )
    found = get_object_or_404(rows, key=key)
    if request.GET.get("file") == "xlsx":
        return _sheet(request, found)
    page: dict[str, Any] = {"list": found, "batch": found.batch, "form": forms.AnswersForm()}
    if request.method == "POST":
        page |= _read(request, found)
    lines = found.lines.select_related("slip").order_by("-outcome", "number")
    page |= {"lines": [(one, masked(str(one.account))) for one in lines[:MOST_SHOWN]],
             **money.outcomes(found), "most": MOST_SHOWN}  # fmt: skip
    return render(request, "handouts/bank_list.html", page)


def _read(request: Request, found: BankList) -> dict[str, Any]:
    form = forms.AnswersForm(request.POST, request.FILES)
    if not form.is_valid():
        return {"form": form}
    try:
        answers = read_answers(form.cleaned_data["file"].read())
        result = actions.read_back(made=found, answers=answers, by=request.reader)
    except Refusal as refusal:
        form.add_error("file", str(refusal))
        return {"form": form}
    return {"form": forms.AnswersForm(), "result": result}


def _sheet(request: Request, found: BankList) -> HttpResponseBase:
    record(action="下载银行代发名单", by=request.reader, object_type="banklist", object_id=found.pk,
           changes={"count": found.rows})  # fmt: skip
    title = f"{found.batch.title}代发第{found.number}份"
    note = f"{found.on:%Y年%-m月%-d日}　{found.rows}笔　合计{yuan(found.fen)}元　处理结果一栏请填 成功 或 失败"
    return workbook_response(
        title, title, COLUMNS, map(_line, found.lines.iterator(2000)), note=note
    )


def _line(one: BankRow) -> list[Any]:
    said = "" if one.outcome == BankRow.Outcome.SENT else one.get_outcome_display()
    return [one.number, one.payee, one.account, one.bank, yuan(one.fen), "", said, one.why or ""]
