"""警示与上报: the list, one child with whom to call and the answer, and who stands in for me."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from nuantong.access.http import Request, on_phone
from nuantong.access.officers import upwards
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.audit.actions import record as log
from nuantong.care import escalations as queries
from nuantong.care.forms import AnswerForm, AwayForm
from nuantong.care.queries import last_contacts
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing
from nuantong.duties.actions import answer_escalations, be_back, go_away
from nuantong.duties.models import DutyAway, Exemption
from nuantong.duties.queries import carers_of
from nuantong.people.file import Entry
from nuantong.people.models import Child

SEES = require(Permission.SEE_OVERDUE)
ACTS = require(Permission.ACT_ON_OVERDUE)


@SEES
def escalations(request: Request) -> HttpResponse:
    """Whom somebody has to answer for, the nearest end first."""
    reader = request.reader
    listing = Listing(
        request, queries.listed(reader), filterset=queries.EscalationFilter, sorts=queries.SORTS,
        default_sort="due",
    )  # fmt: skip
    page = {
        "listing": listing,
        "lines": queries.lines(listing.rows, reader),
        "counts": queries.counts(reader),
        "can_act": reader.can(Permission.ACT_ON_OVERDUE),
    }
    name = "care/escalations_phone.html" if on_phone(reader) else "care/escalations.html"
    return render(request, name, page)


@SEES
def escalation(request: Request, number: str) -> HttpResponse:
    """What happened, whom to call, and the answer: what I will do, and by when."""
    children = Child.objects.visible_to(request.reader, to=Permission.SEE_OVERDUE)
    child = get_object_or_404(children, number=number)
    seen = queries.seen_otherwise(child, request.reader)
    form = AnswerForm(request.POST or None, today=request.reader.on, seen=_in_words(seen))
    if request.method == "POST" and form.is_valid():
        try:
            answer_escalations(child=child, by=request.reader, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已记下您的答复。到期前没有新的联系，会再上报。")
            return redirect("care:escalation", number=number)
    if request.method == "GET":
        log(action="查看上报", by=request.reader, child_number=number)
    page = {**_page(request, child, form), "seen": seen}
    return render(request, "care/escalation.html", page)


def _in_words(seen: list[Entry]) -> str:
    """What an answer begins with when somebody has seen the child: 7月26日入户走访：见到了（张桂芳）."""
    return f"{seen[0].on.month}月{seen[0].on.day}日{seen[0].title}（{seen[0].who}）" if seen else ""


def _page(request: Request, child: Child, form: AnswerForm) -> dict[str, Any]:
    reader = request.reader
    [line] = queries.lines([child], reader)
    carer = carers_of([child.pk], reader.on).get(child.pk)
    guardian = child.guardians.filter(until=None).first()
    return {
        "child": child,
        "line": line,
        "form": form,
        "carer": carer,
        "guardian": guardian,
        "above": list(upwards(reader, child.place_id, Permission.ACT_ON_OVERDUE))[:6],
        "recent": last_contacts(child),
        "exempt": Exemption.objects.filter(child=child, start__lte=reader.on).exclude(
            end__lte=reader.on
        ),
        "history": queries.history(child, reader),
        "waiting": [one for one in line.steps if not one.row.answered],
        "may_answer": reader.covers(Permission.ACT_ON_OVERDUE, child.place_id),
        "may_record": reader.covers(Permission.RECORD_CONTACT, child.place_id),
        "may_open": reader.can(Permission.OPEN_FILE),
    }


@require_POST
@SEES
def call(request: Request, number: str) -> HttpResponse:
    """The phone number of the child's carer, to tap; that somebody asked for it is on the log."""
    children = Child.objects.visible_to(request.reader, to=Permission.SEE_OVERDUE)
    child = get_object_or_404(children, number=number)
    carer = carers_of([child.pk], request.reader.on).get(child.pk)
    log(action="打电话给爱心妈妈", by=request.reader, child_number=number, object_type="carer",
        object_id=carer.pk if carer else "")  # fmt: skip
    page = {"carer": carer, "value": carer.phone if carer else "", "kind": "phone"}
    if request.htmx and page["value"]:
        return render(request, "components/revealed.html", page)
    return render(request, "care/call.html", page)


@ACTS
def away(request: Request) -> HttpResponse:
    """I am away: who gets what the ladder would tell me."""
    reader = request.reader
    form = AwayForm(request.POST or None, reader=reader)
    if request.method == "POST" and form.is_valid():
        try:
            go_away(by=reader, **form.values)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已登记。")
            return redirect("care:away")
    mine = DutyAway.objects.filter(user=reader.user).select_related("stand_in")
    page = {
        "form": form,
        "coming": mine.filter(end__gt=reader.on),
        "for_me": DutyAway.objects.on(reader.on)
        .filter(stand_in=reader.user)
        .select_related("user"),
    }
    return render(request, "care/away.html", page)


@require_POST
@ACTS
def back(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(DutyAway, pk=pk, user=request.reader.user)
    be_back(away=found, by=request.reader)
    messages.success(request, "已记下，外出到此结束。")
    return redirect("care:away")
