"""The open page: no sign-in. And the pages on which a chair shows it and a township answers."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request, on_phone
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.accounts.attempts import attempted
from nuantong.audit.actions import record
from nuantong.carers import actions, forms
from nuantong.carers.actions.erasing import erased_from
from nuantong.carers.models import Submission
from nuantong.carers.pictures import picture_of
from nuantong.carers.queries import submissions as queries
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.masking import mask_id_number
from nuantong.people.places import Scope
from nuantong.regions.tree import tree_on

NOT_FOUND: Final = "没有找到。请核对回执号和手机号后四位，或者问村（社区）妇联主席。"


def join(request: HttpRequest, token: str) -> HttpResponse:
    """我想做爱心妈妈: what is asked, and after it the receipt. Says the same to everybody."""
    tree = tree_on(clock.today())
    place = queries.invited(token, tree)
    if place is None:
        return render(request, "carers/join_over.html", status=404)
    form = forms.JoinForm(request.POST or None, places=queries.villages(place, tree))
    page = {"form": form, "place": tree.full_name(place.id, " ")}
    if request.method == "POST" and form.is_valid():
        sender = str(request.META.get("REMOTE_ADDR", ""))
        try:
            sent = actions.submit(
                applicant=form.applicant, key=form.cleaned_data["key"], sender=sender
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "carers/joined.html", {"sent": sent})
    status = 422 if form.errors else 200
    return render(request, "carers/join.html", page, status=status)


def receipt(request: HttpRequest) -> HttpResponse:
    """How far it has come, for whoever has the number and the end of the telephone."""
    form = forms.ReceiptForm(request.POST or None)
    state = ""
    if request.method == "POST" and form.is_valid():
        asked, sender = form.cleaned_data, str(request.META.get("REMOTE_ADDR", ""))
        try:
            state = attempted(
                "receipt", [asked["number"], sender], lambda: queries.state_of(**asked)
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            if not state:
                form.add_error(None, NOT_FOUND)
    return render(request, "carers/receipt.html", {"form": form, "state": state})


@require(P.PROPOSE_CARERS)
def invite(request: Request) -> HttpResponse:
    """The link to the open page, to be shown or sent, for a village or township of hers."""
    reader = request.reader
    scope = Scope(reader, P.PROPOSE_CARERS)
    chosen = scope.chosen(request.GET.get("place", ""))
    own = queries.offices(reader, [chosen.id] if chosen else reader.regions(P.PROPOSE_CARERS))
    links = [
        (reader.tree.full_name(place.id, " "), link, picture_of(link))
        for place in own
        if (link := request.build_absolute_uri(queries.link_of(place)))
    ]
    page = {"links": links, "form": forms.InviteForm(request.GET or None, reader=reader)}
    name = "invite_phone" if on_phone(reader) else "invite"
    return render(request, f"carers/{name}.html", page)


def _erase(request: Request, found: Submission) -> HttpResponse:
    try:
        actions.erase_submission(submission=found, by=request.reader)
        messages.success(request, "个人信息已删除，只留下回执号、日期和结果。")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("carers:submission", found.key)


@require(P.EDIT_CARERS)
def submission(request: Request, key: UUID) -> HttpResponse:
    """Somebody who applied though she is known already: who she is, and how she was answered."""
    reader = request.reader
    seen = Submission.objects.visible_to(reader, to=P.EDIT_CARERS)
    found: Submission = get_object_or_404(seen, key=key)
    if found.application:
        return redirect("carers:application", found.application.key)
    if request.POST.get("do") == "erase":
        return _erase(request, found)
    form = forms.AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_submission(submission=found, by=reader, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已记下。")
            return redirect("carers:submission", key)
    if request.method == "GET":
        record(action="查看网上申请", by=reader, object_type="submission", object_id=found.pk)
    page = {
        "found": found, "form": form, "erased_from": erased_from(found.answered_on), "place": reader.tree.full_name(found.place_id, " "),
        "masked_id": mask_id_number(str(found.id_number)),
        "carer": queries.same_carer(found, reader), "application": queries.same_application(found, reader),
    }  # fmt: skip
    return render(request, "carers/submission.html", page)
