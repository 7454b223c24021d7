"""One application: how it stands, and everything that may be done with it."""

import io
from collections.abc import Callable
from typing import Any, Final, NamedTuple
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.aid import actions, forms, money
from nuantong.aid.actions import Account
from nuantong.aid.models import Application
from nuantong.aid.queries.page import acts, page_of
from nuantong.core.errors import Refusal
from nuantong.people.actions.common import log_look

Data = dict[str, Any]
NEXT: Final = ("visit", "township", "district", "decide", "answer", "follow", "appeal")
"""What brings it further; the rest may be done beside it."""
SHOWN: Final = {"image/jpeg", "image/png", "image/webp"}


class Act(NamedTuple):
    """What a button does: its form, what is said then."""

    form: type[django_forms.Form]
    run: Callable[[Request, Application, Data], str]
    title: str
    button: str
    lead: str = ""


def _visit(request: Request, one: Application, data: Data) -> str:
    actions.visit(application=one, by=request.reader, **data)
    return "入户情况已记下。"


def _township(request: Request, one: Application, data: Data) -> str:
    agree = data.pop("agree") == "yes"
    actions.township_opinion(application=one, agree=agree, by=request.reader, **data)
    return "意见已签，转到区县。"


def _district(request: Request, one: Application, data: Data) -> str:
    agree = data.pop("agree") == "yes"
    actions.district_opinion(application=one, agree=agree, by=request.reader, **data)
    return "意见已签，转到市妇联。"


def _decide(request: Request, one: Application, data: Data) -> str:
    said = {"application": one, "words": data["words"], "key": data["key"], "by": request.reader}
    if data["agree"] == "no":
        actions.refuse(**said)
        return "已决定不予救助，申请人会看到理由，也会知道怎样申请复核。"
    actions.grant(fen=data["fen"], source=data["source"], **said)
    return "已同意救助，钱已经在账上留出，转给财务拨付。"


def _answer(request: Request, one: Application, data: Data) -> str:
    granted = data["agree"] == "yes"
    actions.answer_appeal(
        application=one, words=data["words"], key=data["key"], by=request.reader,
        fen=data["fen"] if granted else 0, source=data["source"] if granted else None,
    )  # fmt: skip
    return "复核决定已登记。"


def _follow(request: Request, one: Application, data: Data) -> str:
    actions.follow_up(application=one, by=request.reader, **data)
    return "回访已记下，这件申请办结了。"


def _appeal(request: Request, one: Application, data: Data) -> str:
    actions.appeal(application=one, by=request.reader, **data)
    return "已申请复核，由另外的人重新看。"


def _withdraw(request: Request, one: Application, data: Data) -> str:
    actions.withdraw(application=one, by=request.reader, **data)
    return "申请已撤回。"


def _paper(request: Request, one: Application, data: Data) -> str:
    actions.add_paper(application=one, by=request.reader, **data)
    return "材料已添加。"


def _payee(request: Request, one: Application, data: Data) -> str:
    actions.set_payee(application=one, payee=Account(**data), by=request.reader)
    return "收款人已登记。"


ACTS: Final[dict[str, Act]] = {
    "visit": Act(forms.VisitForm, _visit, "入户核实", "保存",
                 "写在家里看到的：孩子怎样、谁在照顾、家里靠什么过日子、申请里写的是不是这样。"),
    "township": Act(forms.OpinionForm, _township, "签乡镇（街道）意见", "签意见",
                    "同意的要已经入户、材料齐全；不同意的写明理由。"),
    "district": Act(forms.OpinionForm, _district, "签区县意见", "签意见"),
    "decide": Act(forms.DecideForm, _decide, "审定", "作出决定",
                  "同意的，钱马上在账上留出；不予救助的，理由会告诉这家人。"),
    "answer": Act(forms.DecideForm, _answer, "复核", "作出决定",
                  "由没有作原决定的人办理，看申请、意见和家里的话。"),
    "follow": Act(forms.FollowForm, _follow, "回访", "保存并办结",
                  "问一问：钱收到没有、用在哪里、孩子现在怎样。"),
    "appeal": Act(forms.SaidForm, _appeal, "申请复核", "申请复核",
                  "用家里人的话写：为什么不同意这个决定，有什么没有说到的。"),
    "paper": Act(forms.PaperForm, _paper, "补材料", "添加"),
    "payee": Act(forms.PayeeForm, _payee, "登记收款人", "保存",
                 "一般是监护人。对照银行卡填，一位数字都不能错。"),
    "withdraw": Act(forms.WithdrawForm, _withdraw, "撤回申请", "撤回"),
}  # fmt: skip


def _found(request: Request, key: UUID) -> Application:
    rows = Application.objects.visible_to(request.reader)
    return get_object_or_404(rows.select_related("child", "scheme", "consent"), key=key)


@require(P.SEE_AID)
def application(request: Request, key: UUID) -> HttpResponse:
    found = _found(request, key)
    log_look("查看救助申请", found.child, request.reader)
    page = page_of(found, request.reader)
    buttons = [(name, ACTS[name].title) for name in page.acts]
    return render(
        request, "aid/application.html",
        {"page": page, "application": found, "child": found.child, "buttons": buttons, "next": NEXT},
    )  # fmt: skip


@require(P.SEE_AID)
def act(request: Request, key: UUID, which: str) -> HttpResponse:
    """One form that does one thing and goes back to the application."""
    found, what = _found(request, key), ACTS.get(which)
    if what is None:
        raise Http404
    if which not in acts(found, request.reader, list(found.steps.all())):
        messages.info(request, "这一步现在不由您办理，或者已经办过了。")
        return redirect("aid:application", key)
    form = what.form(request.POST or None, request.FILES or None, **_given(which, found, request))
    if request.method == "POST" and form.is_valid() and _done(request, found, what, form):
        return redirect("aid:application", key)
    page = {"form": form, "act": what, "application": found, "child": found.child, "which": which}
    return render(request, "aid/act.html", page, status=422 if form.errors else 200)


def _given(which: str, found: Application, request: Request) -> Data:
    """What a form is made with."""
    if which in ("decide", "answer"):
        sources = list(money.sources(found.scheme.purpose, request.reader))
        return {"sources": sources, "initial": {"fen": found.asked_fen}}
    if which in ("visit", "follow"):
        return {"initial": {"on": request.reader.on}}
    if which == "payee":
        last = found.payees.first()
        names = ("name", "bank", "account")
        return {"initial": {name: getattr(last, name) for name in names} if last else {}}
    return {}


def _done(request: Request, found: Application, what: Act, form: Any) -> bool:
    data = dict(form.cleaned_data)
    if data.get("source"):
        data["source"] = form.sources[data["source"]]
    try:
        messages.success(request, what.run(request, found, data))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@require(P.SEE_AID)
def paper(request: Request, key: UUID, paper: UUID) -> HttpResponseBase:
    """A picture is shown, anything else is only handed out to be kept; each look is on the log."""
    found = _found(request, key)
    kept = get_object_or_404(found.papers, key=paper, sealed__isnull=False)
    log_look("查看救助材料", found.child, request.reader)
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    if kept.kind in SHOWN:
        return HttpResponse(kept.content, content_type=kept.kind, headers=headers)
    return FileResponse(
        io.BytesIO(kept.content), as_attachment=True, filename=kept.file_name or "材料",
        content_type="application/octet-stream", headers=headers,
    )  # fmt: skip
