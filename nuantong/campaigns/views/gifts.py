"""Donors, one arrival with what may be done about it, and the letters to donors."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.campaigns import actions, forms, papers
from nuantong.campaigns.models import Arrival, Campaign
from nuantong.campaigns.queries import money as queries
from nuantong.core.errors import Refusal
from nuantong.documents.official import MEDIA


@require(P.RUN_CAMPAIGNS)
def donors(request: Request) -> HttpResponse:
    """Everybody who gave or will, by name, and a form for one more."""
    reader = request.reader
    form = forms.DonorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.register_donor(
                by=reader, region_id=reader.regions(P.RUN_CAMPAIGNS)[0], **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "捐赠人已登记。")
            return redirect("campaigns:donors")
    return render(
        request, "campaigns/donors.html", {"donors": queries.donors(reader), "form": form}
    )


@require(P.RUN_CAMPAIGNS)
def arrival(request: Request, key: Any) -> HttpResponse:
    """One arrival; a bounced one is undone, a part may go back."""
    found = _mine(request, key)
    which = request.POST.get("do", "")
    form: Any = None
    if which in DO:
        form = DO[which][0](request.POST, auto_id=f"{which}_%s")
        if form.is_valid() and _done(request, found, which, form):
            return redirect("campaigns:arrival", key)
    day = {"on": request.reader.on}
    page = {
        "arrival": found, "campaign": found.campaign, "given_back": found.given_back.all(),
        "undo": forms.WhyForm(initial=day, auto_id="undo_%s"),
        "back": forms.BackForm(initial=day, auto_id="back_%s"), **({which: form} if form else {}),
    }  # fmt: skip
    return render(request, "campaigns/arrival.html", page)


def _mine(request: Request, key: Any) -> Arrival:
    rows = Arrival.objects.filter(campaign__in=Campaign.objects.run_by(request.reader).values("pk"))
    found: Arrival = get_object_or_404(rows.select_related("donor", "fund", "campaign"), key=key)
    return found


def _done(request: Request, found: Arrival, which: str, form: Any) -> bool:
    try:
        DO[which][1](arrival=found, by=request.reader, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "已登记，账上同时改好。")
    return True


DO: dict[str, Any] = {
    "undo": (forms.WhyForm, actions.undo_arrival), "back": (forms.BackForm, actions.give_back)
}  # fmt: skip


@require(P.RUN_CAMPAIGNS)
def letter(request: Request, key: Any) -> HttpResponse:
    """The thank-you letter of a gift, as a Word document."""
    found = _mine(request, key)
    record(action="下载感谢信", by=request.reader, object_type="arrival", object_id=found.pk)
    return _word(papers.letter(found, request.reader), "感谢信")


@require(P.SEE_CAMPAIGNS)
def report(request: Request, key: Any) -> HttpResponse:
    """What donors may read of a campaign: figures, no names."""
    found = get_object_or_404(Campaign.objects.visible_to(request.reader), key=key)
    record(action="下载捐赠报告", by=request.reader, object_type="campaign", object_id=found.pk)
    return _word(papers.report(found, request.reader), f"{found.title}捐赠报告")


def _word(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=MEDIA)
    response["Content-Disposition"] = str(content_disposition_header(True, f"{name}.docx"))
    return response
