"""An answer at once: what can be done for one household, the least disturbing first; what a round
would do follows when it is worked out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.pairing.actions import take_answer
from nuantong.pairing.forms import OptionForm
from nuantong.pairing.models.words import EndReason
from nuantong.pairing.queries.options import Options
from nuantong.pairing.queries.wording import decode
from nuantong.people.models import Child


@require(Permission.RUN_ROUNDS)
def options(request: Request, number: str) -> HttpResponse:
    """Free carers, then a swap; posting one does all of it in one step.

    What has changed since the page was made is said, and the options are worked out anew.
    """
    children = Child.objects.visible_to(request.reader, to=Permission.RUN_ROUNDS)
    child = get_object_or_404(children, number=number)
    found = Options(child, request.reader)
    form = OptionForm(request.POST or None, changes=_changes(found))
    if request.method == "POST":
        if form.is_valid() and _taken(request, form):
            return redirect("people:child", number)
        found = Options(child, request.reader)
    page = {
        "child": child,
        "place": request.reader.tree.full_name(child.place_id, " "),
        "options": found.found,
        "event": found.event,
        "current": found.current,
        "form": form,
        "blank": OptionForm(changes=_changes(found)) if not form.is_bound else form,
    }
    return render(request, "pairing/options.html", page)


@require(Permission.RUN_ROUNDS)
def widest(request: Request, number: str) -> HttpResponse:
    """The part of the page that takes longer: the best for the whole district, whoever moves."""
    children = Child.objects.visible_to(request.reader, to=Permission.RUN_ROUNDS)
    found = Options(get_object_or_404(children, number=number), request.reader)
    return render(request, "pairing/widest.html", {"one": found.widest, "current": found.current})


def _changes(found: Options) -> bool:
    return found.event is not None and found.event.current is not None


def _taken(request: Request, form: OptionForm) -> bool:
    values: dict[str, Any] = form.cleaned_data
    moves = decode(values["option"])
    if not moves:
        form.add_error(None, "请选一种安排。")
        return False
    try:
        made = take_answer(
            moves=moves, by=request.reader, words=values["words"],
            reason=EndReason(values.get("reason") or EndReason.REARRANGED),
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    names = "、".join(one.carer.name for one in made)
    messages.success(
        request, f"已安排，等{names}在手机上接手；双方都已通知。" if made else "已结对。"
    )
    return True
