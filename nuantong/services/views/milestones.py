"""A milestone: what shows that it was reached, and what each district says of it."""

import io
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.core.errors import Refusal
from nuantong.services import actions, forms
from nuantong.services.models import Acceptance, Area, Contract, Evidence, Milestone
from nuantong.services.papers import read_paper
from nuantong.services.queries import contracts as queries


@require(P.SEE_SERVICES)
def milestone(request: Request, pk: int) -> HttpResponse:
    """The areas with what they said; of one (?area=) evidence, history and the forms."""
    reader = request.reader
    seen = Contract.objects.visible_to(reader)
    found = get_object_or_404(
        Milestone.objects.filter(contract__in=seen).select_related("contract", "payment"), pk=pk
    )
    by_buyer = found.acceptor == Milestone.Acceptor.BUYER
    area = None if by_buyer else _area(request, found)
    whole = by_buyer or area is not None
    if request.method == "POST" and whole:
        bound, done = _act(request, found, area)
        if done:
            return redirect(_address(found, area))
    else:
        bound = {}
    page = {"milestone": found, "contract": found.contract, "by_buyer": by_buyer, "area": area,
            "whole": whole, "payment": queries.payment_of(found)}  # fmt: skip
    page |= _one(request, found, area, bound) if whole else {}
    if not by_buyer:
        page["places"] = queries.places(found.contract, reader, found)
        page["mine"] = set(Area.objects.of(reader, P.SEE_SERVICES).filter(
            contract=found.contract_id).values_list("pk", flat=True))  # fmt: skip
    return render(request, "services/milestone.html", page)


def _area(request: Request, found: Milestone) -> Area | None:
    """The one asked for, or the reader's only one."""
    rows = Area.objects.of(request.reader, P.SEE_SERVICES).filter(contract=found.contract_id)
    asked = request.GET.get("area", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 12:
        return get_object_or_404(rows.select_related("zone"), pk=int(asked))
    mine = list(rows.select_related("zone")[:2])
    return mine[0] if len(mine) == 1 else None


def _address(found: Milestone, area: Area | None) -> str:
    url = reverse("services:milestone", args=[found.pk])
    return f"{url}?area={area.pk}" if area else url


def _one(
    request: Request, found: Milestone, area: Area | None, bound: dict[str, Any]
) -> dict[str, Any]:
    reader = request.reader
    rows = Acceptance.objects.filter(milestone=found, area=area)
    standing = rows.filter(verdict="accepted", withdrawn_at=None).first()
    if area is None:
        may = reader.covers(P.ACCEPT_SERVICES, found.contract.buyer_id)
        name = reader.tree.name(found.contract.buyer_id)
    else:
        may = Area.objects.of(reader, P.ACCEPT_SERVICES).filter(pk=area.pk).exists()
        name = queries.named(area, reader)
    return {
        "name": name, "evidence": Evidence.objects.filter(milestone=found, area=area).defer("sealed"),
        "history": rows, "standing": standing, "may": may,
        "show": forms.EvidenceForm(auto_id="show_%s"),
        "verdict": forms.VerdictForm(auto_id="verdict_%s"),
        "withdraw": forms.WithdrawForm(auto_id="withdraw_%s"), **bound,
    }  # fmt: skip


def _act(request: Request, found: Milestone, area: Area | None) -> tuple[dict[str, Any], bool]:
    """The form that was sent with its errors, and whether what it asked for is done."""
    which = request.POST.get("do", "")
    if which not in FORMS:
        return {}, False
    form = FORMS[which](request.POST, request.FILES, auto_id=f"{which}_%s")
    if not form.is_valid():
        return {which: form}, False
    try:
        said = ACTS[which](request, found, area, form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return {which: form}, False
    messages.success(request, said)
    return {}, True


def _show(request: Request, found: Milestone, area: Area | None, said: dict[str, Any]) -> str:
    file = said["file"]
    paper = read_paper(file.name, file.read()) if file else None
    actions.add_evidence(
        milestone=found, area=area, said=said["said"], key=said["key"], paper=paper,
        by=request.reader,
    )  # fmt: skip
    return "佐证已添加。"


def _judge(request: Request, found: Milestone, area: Area | None, said: dict[str, Any]) -> str:
    act = actions.accept if said["verdict"] == "accepted" else actions.send_back
    act(milestone=found, area=area, said=said["said"], by=request.reader)
    return "验收意见已登记。"


def _withdraw(request: Request, found: Milestone, area: Area | None, said: dict[str, Any]) -> str:
    rows = Acceptance.objects.filter(milestone=found, area=area, verdict="accepted")
    standing = rows.filter(withdrawn_at=None).first()
    if standing is None:
        raise Refusal("现在没有可以撤回的验收。")
    actions.withdraw(acceptance=standing, why=said["why"], by=request.reader)
    return "验收已撤回。"


FORMS: dict[str, Any] = {
    "show": forms.EvidenceForm, "verdict": forms.VerdictForm, "withdraw": forms.WithdrawForm
}  # fmt: skip
ACTS: dict[str, Any] = {"show": _show, "verdict": _judge, "withdraw": _withdraw}


@require(P.SEE_SERVICES)
def evidence(request: Request, key: Any) -> HttpResponseBase:
    """A file that was handed in, to keep: never shown by the program itself."""
    reader = request.reader
    rows = Evidence.objects.filter(milestone__contract__in=Contract.objects.visible_to(reader))
    found = get_object_or_404(rows, key=key, sealed__isnull=False)
    mine = Area.objects.of(reader, P.SEE_SERVICES)
    if found.area_id and not mine.filter(pk=found.area_id).exists():
        return HttpResponse(status=404)
    record(action="下载验收佐证", by=reader, object_type="milestone", object_id=found.milestone_id)
    return FileResponse(
        io.BytesIO(found.content), as_attachment=True, filename=str(found.file_name),
        content_type="application/octet-stream",
    )  # fmt: skip
