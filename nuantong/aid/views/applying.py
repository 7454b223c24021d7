"""For one child: which scheme fits, the application, and what she gets from others."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.aid import actions
from nuantong.aid.facts import check_scheme
from nuantong.aid.forms import ApplyForm, OtherForm
from nuantong.aid.models import Application, OtherAid, Scheme
from nuantong.aid.queries.listing import rows_of
from nuantong.aid.rules import broken
from nuantong.consents.models import Consent
from nuantong.core.errors import Refusal
from nuantong.people.actions.common import log_look
from nuantong.people.models import Child


def _child(request: Request, number: str, to: P) -> Child:
    rows = Child.objects.visible_to(request.reader, to=to).prefetch_related("labels", "guardians")
    found: Child = get_object_or_404(rows, number=number)
    return found


@require(P.APPLY_FOR_AID)
def choose(request: Request, number: str) -> HttpResponse:
    """Every scheme that is open, and whether the child fits, with the reason where not."""
    child, reader = _child(request, number, P.APPLY_FOR_AID), request.reader
    log_look("救助申请：打开项目", child, reader)
    checked = [
        (one, check_scheme(one, child, reader.on)) for one in Scheme.objects.open_on(reader.on)
    ]
    offers = [(one, broken(found), found) for one, found in checked]
    offers.sort(key=lambda offer: len(offer[1]))
    rows = Application.objects.filter(child=child).select_related("child", "scheme")
    page = {"child": child, "offers": offers, "rows": rows_of(rows, reader)}
    return render(request, "aid/choose.html", page)


@require(P.APPLY_FOR_AID)
def apply(request: Request, number: str, scheme: UUID) -> HttpResponse:
    child, reader = _child(request, number, P.APPLY_FOR_AID), request.reader
    found = get_object_or_404(Scheme, key=scheme)
    agreed = Consent.objects.in_force().filter(child=child, purpose=Consent.Purpose.AID).first()
    guardian = next((one for one in child.guardians.all() if one.until is None), None)
    name = guardian.name if guardian else ""
    form = ApplyForm(
        request.POST or None, request.FILES or None, scheme=found, asks=agreed is None,
        initial={"given_by": name, "payee": name},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        made = _made(request, child, found, form)
        if made is not None:
            return redirect("aid:application", made.key)
    page = {"child": child, "scheme": found, "form": form, "agreed": agreed,
            "broken": broken(check_scheme(found, child, reader.on))}  # fmt: skip
    return render(request, "aid/apply.html", page, status=422 if form.errors else 200)


def _made(request: Request, child: Child, scheme: Scheme, form: ApplyForm) -> Application | None:
    try:
        made = actions.apply(
            key=form.cleaned_data["key"], child=child, scheme=scheme,
            asked=form.asked(request.reader.on), by=request.reader,
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, "申请已经交上去了。")
    return made


@require(P.SEE_AID)
def other(request: Request, number: str) -> HttpResponse:
    """What the child gets from others: the rows, one more, and taking a mistake out."""
    child = _child(request, number, P.SEE_AID)
    form = OtherForm(request.POST if "source" in request.POST else None,
                     initial={"on": request.reader.on})  # fmt: skip
    if request.method == "POST" and _acted(request, child, form):
        return redirect("aid:other", number)
    if request.method == "GET":
        log_look("查看其他救助", child, request.reader)
    rows = OtherAid.objects.filter(child=child).order_by("voided_at", "-on")
    page = {"child": child, "form": form, "rows": rows}
    return render(request, "aid/other.html", page, status=422 if form.errors else 200)


def _acted(request: Request, child: Child, form: OtherForm) -> bool:
    void = request.POST.get("void", "")
    try:
        if void:
            row = _row(child, void)
            if row is None:
                raise Refusal("这一条已经不在了。")
            actions.void_other(other=row, by=request.reader)
            messages.success(request, "已作废。")
            return True
        if form.is_valid():
            said: dict[str, Any] = form.cleaned_data
            actions.record_other(child=child, by=request.reader, **said)
            messages.success(request, "已登记。")
            return True
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return bool(void)
    return False


def _row(child: Child, text: str) -> OtherAid | None:
    try:
        row: OtherAid | None = OtherAid.objects.filter(child=child, key=UUID(text)).first()
    except ValueError:
        return None
    return row
