"""One child's slip: a receipt in one tap, or what was found; exchange and return."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from nuantong.access.http import Request, base_for, on_phone
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.handouts import actions, forms, states
from nuantong.handouts.accounts import masked
from nuantong.handouts.actions.common import log
from nuantong.handouts.keeping import scale_of
from nuantong.handouts.models import Receipt, Slip
from nuantong.handouts.queries import lists
from nuantong.handouts.signing import BadSignature, read_signature
from nuantong.people.visibility import permissions_on

SEE = P.SEE_HAND_OUTS
Acted = tuple[django_forms.Form | None, str]
"""A form with errors to show again, or what was done in words."""


@require(SEE)
def slip(request: Request, key: Any) -> HttpResponse:
    found = _slip(request, key)
    wrong: tuple[str, django_forms.Form] | None = None
    if request.method == "POST":
        do = request.POST.get("do", "")
        act = ACTS.get(do)
        if act is None:
            return redirect("handouts:slip", found.key)
        try:
            form, said = act(request, found)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("handouts:slip", found.key)
        if form is None:
            messages.success(request, said)
            return redirect(_next(request, found, do))
        wrong = (do, form)
    return render(request, "handouts/slip.html", _page(request, found, wrong), status=422 if wrong else 200)  # fmt: skip


def _slip(request: Request, key: Any) -> Slip:
    rows = Slip.objects.visible_to(request.reader, SEE).select_related(
        "child", "batch__project", "batch__item", "batch__kit", "batch__store", "batch__fund"
    )
    found: Slip = get_object_or_404(rows, key=key)
    return found


def _next(request: Request, found: Slip, do: str) -> str:
    """Back to the list after a receipt: the next child waits there."""
    if do in ("sign", "witness") or do in states.TRIED:
        return f"{list_url(request, found)}#s-{found.pk}"
    return reverse("handouts:slip", args=[found.key])


def list_url(request: Request, found: Slip) -> str:
    place = request.reader.tree.get(found.place_id)
    if place is None or not request.reader.covers(SEE, place.id):
        return reverse("handouts:mine", args=[found.batch.key])
    return reverse("handouts:list_at", args=[found.batch.key, place.code])


def _page(
    request: Request, found: Slip, wrong: tuple[str, django_forms.Form] | None
) -> dict[str, Any]:
    reader, sizes = request.reader, scale_of(found.batch)
    may = permissions_on(found.child, reader)
    guardian = lists.guardians_of([found.child_id]).get(found.child_id, "")
    receipt = found.receipts.filter(ended_on=None).first()
    shown: dict[str, django_forms.Form] = {
        "sign": forms.SignForm(initial={"signer": guardian}, auto_id="sign_%s"),
        "witness": forms.WitnessForm(auto_id="witness_%s"),
        "note": forms.NoteForm(auto_id="note_%s"),
        "resize": forms.SizeForm(sizes=sizes, initial={"size": found.size}, auto_id="size_%s"),
        "back": forms.BackForm(sizes=sizes, auto_id="back_%s"),
        "payee": forms.PayeeForm(initial={"version": found.version, "payee": found.payee or guardian,
                                          "bank": found.bank}, auto_id="payee_%s"),
    }  # fmt: skip
    if wrong:
        shown["note" if wrong[0] in states.TRIED else wrong[0]] = wrong[1]
    return {
        "frame": base_for(reader), "slip": found, "child": found.child, "batch": found.batch,
        "what": lists.what(found.batch), "where": reader.tree.full_name(found.place_id),
        "guardian": guardian, "receipt": receipt, "sizes": sizes, "forms": shown,
        "steps": found.steps.all(), "may_hand": P.HAND_OUT in may, "list_url": list_url(request, found),
        "former": found.receipts.exclude(ended_on=None).select_related("taken_back"),
        "account": masked(str(found.account or "")), "tried": [(one, states.TITLES[one]) for one in _tried(found)],
        "rows": found.bank_rows.select_related("list"), "phone": on_phone(reader),
        "takes_back": receipt is not None and receipt.how != Receipt.How.BANK,
        "has_left": found.child.status != "on_register",
    }  # fmt: skip


def _tried(found: Slip) -> list[str]:
    return [one for one in states.TRIED if one != states.WRONG_SIZE or found.size]


def _sign(request: Request, found: Slip) -> Acted:
    form = forms.SignForm(request.POST, auto_id="sign_%s")
    if not form.is_valid():
        return form, ""
    said = form.cleaned_data
    try:
        signature = read_signature(said["signature"])
    except BadSignature as bad:
        form.add_error(None, str(bad))
        return form, ""
    given = actions.Hand(slip=found.pk, how=Receipt.How.SIGNED, key=said["key"],
                         signer=said["signer"], signature=signature)  # fmt: skip
    actions.hand(slip=found, given=given, by=request.reader)
    return None, f"{found.child.name}已签收。"


def _witness(request: Request, found: Slip) -> Acted:
    form = forms.WitnessForm(request.POST, auto_id="witness_%s")
    if not form.is_valid():
        return form, ""
    said = form.cleaned_data
    given = actions.Hand(slip=found.pk, how=Receipt.How.WITNESSED, key=said["key"],
                         witness=said["witness"])  # fmt: skip
    actions.hand(slip=found, given=given, by=request.reader)
    return None, f"{found.child.name}已签收，见证人{said['witness']}。"


def _note(request: Request, found: Slip) -> Acted:
    form = forms.NoteForm(request.POST, auto_id="note_%s")
    if not form.is_valid():
        return form, ""
    kind = request.POST["do"]
    actions.note(slip=found, kind=kind, by=request.reader, **form.cleaned_data)
    return None, f"{found.child.name}：已记下{states.TITLES[kind]}。"


def _wait(request: Request, found: Slip) -> Acted:
    form = forms.NoteForm(request.POST, auto_id="note_%s")
    if not form.is_valid():
        return form, ""
    actions.wait_again(slip=found, by=request.reader, **form.cleaned_data)
    return None, f"{found.child.name}重新列入待发放。"


def _resize(request: Request, found: Slip) -> Acted:
    form = forms.SizeForm(request.POST, sizes=scale_of(found.batch), auto_id="size_%s")
    if not form.is_valid():
        return form, ""
    slip, kept = actions.resize(slip=found, by=request.reader, **form.cleaned_data)
    return None, _of_size(slip, kept)


def _of_size(slip: Slip, kept: bool) -> str:
    if kept:
        return f"已换成{slip.size}码，并留了货。"
    return f"已换成{slip.size}码。库里现在没有这个码，到货后再发。"


def _back(request: Request, found: Slip) -> Acted:
    form = forms.BackForm(request.POST, sizes=scale_of(found.batch), auto_id="back_%s")
    if not form.is_valid():
        return form, ""
    receipt = found.receipts.filter(ended_on=None).first()
    if receipt is None:
        raise Refusal("现在没有可以退回的签收，请刷新后再看。")
    actions.take_back(receipt=receipt, by=request.reader, **form.cleaned_data)
    return None, "已登记退回，东西回到库里。" if not found.batch.is_money else "已登记退回。"


def _payee(request: Request, found: Slip) -> Acted:
    form = forms.PayeeForm(request.POST, auto_id="payee_%s")
    if not form.is_valid():
        return form, ""
    actions.set_payee(slip=found, by=request.reader, **form.cleaned_data)
    return None, "收款账号已保存。"


ACTS: dict[str, Callable[[Request, Slip], Acted]] = {
    "sign": _sign, "witness": _witness, "wait": _wait, "resize": _resize, "back": _back,
    "payee": _payee, **dict.fromkeys(states.TRIED, _note),
}  # fmt: skip


@require(SEE)
def picture(request: Request, key: Any) -> HttpResponse:
    """What proves a receipt: the signature, or the photo of the list. On the log; no cache keeps it."""
    slips = Slip.objects.visible_to(request.reader, SEE)
    rows = Receipt.objects.filter(slip__in=slips.values("pk")).select_related(
        "slip__child", "sheet"
    )
    found = get_object_or_404(rows, key=key)
    if not found.sealed and found.sheet is None:
        raise Http404
    log("查看签收凭证", found.slip, request.reader)
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    if found.sheet is not None:
        photo = found.sheet.picture
        return HttpResponse(photo.data, content_type=photo.kind, headers=headers)
    drawn = read_signature(found.signature).svg
    return HttpResponse(drawn, content_type="image/svg+xml", headers=headers)
