"""One child in a round: asked first, then given her sheets."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.consents.actions import give, refuse, take_back
from nuantong.consents.models import Consent
from nuantong.core.errors import Refusal
from nuantong.instruments.actions import sheets
from nuantong.instruments.asking import on_screen, questions
from nuantong.instruments.models import AnswerSheet
from nuantong.people.views.common import asks_reason, child_for
from nuantong.people.visibility import permissions_on
from nuantong.screening.actions.entering import begin
from nuantong.screening.colours import COLOURS, HINT
from nuantong.screening.forms import SaidForm
from nuantong.screening.models import OCCASION, Participant
from nuantong.screening.queries.entering import parts_of, said_by
from nuantong.screening.views.rounds import round_for

PURPOSES = {"guardian": Consent.Purpose.SCREENING, "child": Consent.Purpose.SCREENING_ASSENT}


@require(P.SEE_SCREENING)
@asks_reason
def taking(request: Request, number: str, pk: int) -> HttpResponse:
    """What guardian and child said, and the sheets that are due; what came out in colours."""
    round_ = round_for(request, pk)
    child = child_for(request, number, P.SEE_SCREENING)
    found = get_object_or_404(Participant, round=round_, child=child)
    found.round, found.child = round_, child
    forms = _forms(request, found)
    if request.method == "POST":
        answer = _act(request, found, forms)
        if answer is not None:
            return answer
    return render(request, "screening/taking.html", _page(request, found, forms))


def _forms(request: Request, found: Participant) -> dict[str, SaidForm]:
    who = request.POST.get("who", "")
    on = {"given_on": request.reader.on}
    return {
        "guardian": SaidForm(request.POST if who == "guardian" else None, initial=on, prefix=None,
                             auto_id="guardian_%s"),
        "child": SaidForm(request.POST if who == "child" else None, initial=on,
                          child_name=found.child.name, auto_id="child_%s"),
    }  # fmt: skip


def _act(request: Request, found: Participant, forms: dict[str, SaidForm]) -> HttpResponse | None:
    """What was asked for has been done, or None: the form shows what is wrong."""
    sent = request.POST
    try:
        if sent.get("who") in forms:
            form = forms[sent["who"]]
            if not form.is_valid():
                return None
            say = give if form.yes else refuse
            say(child=found.child, purpose=PURPOSES[sent["who"]], by=request.reader, **form.said())
            messages.success(
                request, "已登记。" if form.yes else "已登记不愿意，不影响任何关爱和帮扶。"
            )
        elif sent.get("withdraw") in PURPOSES:
            _withdraw(request, found, sent["withdraw"])
        elif "version" in sent:
            return _begin(request, found)
        elif "void" in sent:
            _void(request, found)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("screening:taking", found.round_id, found.child.number)


def _withdraw(request: Request, found: Participant, who: str) -> None:
    rows = Consent.objects.in_force().filter(child=found.child, purpose=PURPOSES[who])
    take_back(consent=get_object_or_404(rows), by=request.reader)
    messages.success(request, "已撤回，不再填答；不影响任何关爱和帮扶。")


def _begin(request: Request, found: Participant) -> HttpResponse:
    version = get_object_or_404(
        found.round.scales.select_related("version__instrument"), version=request.POST["version"]
    ).version
    sheet = begin(round_=found.round, child=found.child, version=version,
                  mode=AnswerSheet.Mode.TABLET, by=request.reader)  # fmt: skip
    return redirect("instruments:hand_over", sheet.key)


def _void(request: Request, found: Participant) -> None:
    rows = AnswerSheet.objects.standing().of_occasion(OCCASION, found.round.key.hex)
    sheet = get_object_or_404(rows, child=found.child, key=request.POST["void"])
    sheets.void(sheet=sheet, why=request.POST.get("why", ""), by=request.reader)
    messages.success(request, "已作废，可以重填。")


def _page(request: Request, found: Participant, forms: dict[str, SaidForm]) -> dict[str, Any]:
    may = permissions_on(found.child, request.reader)
    scales = list(found.round.scales.select_related("version__instrument"))
    totals = {one.version_id: len(questions(one.version)) for one in scales}
    return {
        "round": found.round, "child": found.child, "taking": found, "forms": forms, "hint": HINT,
        "said": said_by(found.child), "parts": parts_of(found, totals),
        "colour": COLOURS.get(found.colour), "place": request.reader.tree.full_name(found.place_id),
        "may_give": P.GIVE_SCALES in may and found.round.closed_at is None,
        "on_screen": {one.version_id for one in scales if on_screen(one.version)},
        "may_read": P.READ_ANSWERS in may,
    }  # fmt: skip
