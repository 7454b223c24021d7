"""Moves: starting one, what waits for an answer, answering."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.people import actions, forms
from nuantong.people.models import Child
from nuantong.people.queries import moves as queries
from nuantong.people.queries.file import mates
from nuantong.people.views.common import act_page, asks_reason, child_for

LEAD = "同一乡镇（街道）内直接办理；迁到别处要等当地妇联接收，接收以前孩子仍由您负责。"
ASKS = "提出后由迁入地的乡镇（街道）妇联接收，接收以前孩子仍由您这里负责。"


@require(P.MOVE_CHILDREN)
@asks_reason
def move(request: Request, number: str) -> HttpResponse:
    child, reader = child_for(request, number, P.MOVE_CHILDREN), request.reader
    form = forms.MoveForm(
        request.POST or None, reader=reader, here=child.place_id,
        mates=mates(child, reader).exists(),
        initial={"on": reader.on, "version": child.version, "together": True},
    )  # fmt: skip

    def act(filled: dict[str, Any]) -> str:
        return _move(request, child, filled)

    return act_page(request, child, form, act, title="登记迁居", button="确认迁居",
                    lead=LEAD if reader.can(P.EDIT_CHILDREN) else ASKS)  # fmt: skip


def _move(request: Request, child: Child, filled: dict[str, Any]) -> str:
    reader, place = request.reader, filled.pop("place").id
    key, version = filled.pop("key"), filled.pop("version")
    where = reader.tree.full_name(place)
    if reader.covers(P.EDIT_CHILDREN, child.place_id) and actions.is_direct(
        reader, child.place_id, place
    ):
        actions.move_child(child=child, place=place, by=reader, version=version, **filled)
        return f"{child.name}已迁到{where}。"
    actions.propose_move(child=child, place=place, by=reader, key=key, **filled)
    return f"已向{where}提出搬迁，等对方接收；接收以前{child.name}仍由您负责。"


@require(P.MOVE_CHILDREN)
def moves(request: Request) -> HttpResponse:
    """What waits for the reader's answer, what she waits for, and what was decided lately."""
    page = {"lists": queries.moves_of(request.reader)}
    return render(request, "people/moves.html", page)


@require(P.EDIT_CHILDREN)
def moves_number(request: Request) -> HttpResponse:
    """The number beside the menu's line."""
    return render(request, "tasks/number.html", {"number": queries.number(request.reader)})


@require(P.MOVE_CHILDREN)
def one_move(request: Request, key: UUID) -> HttpResponse:
    """A move with everybody in it; whoever may decides."""
    found = queries.one(key, request.reader)
    if found is None:
        raise Http404
    form = forms.WhyForm(request.POST or None)
    if request.method == "GET":
        actions.look_at_move(moves=found.moves, by=request.reader)
    if request.method == "POST":
        answer = _decide(request, key, found, form)
        if answer is not None:
            return answer
    return render(request, "people/move.html", {"move": found, "form": form})


def _decide(
    request: Request, key: UUID, found: queries.Line, form: forms.WhyForm
) -> HttpResponse | None:
    """None: the page is shown again with what is wrong."""
    reader, wanted = request.reader, request.POST.get("do", "")
    queries.forget_number(reader)
    try:
        if wanted == "accept":
            children = actions.accept_move(key=key, by=reader)
            messages.success(request, f"已接收{found.names}，现在由您负责。")
            return redirect("people:child", children[0].number)
        if not form.is_valid():
            return None
        if wanted == "refuse":
            actions.refuse_move(key=key, why=form.cleaned_data["why"], by=reader)
        else:
            actions.withdraw_move(key=key, why=form.cleaned_data["why"], by=reader)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已办理，对方会看到原因。")
    return redirect(reverse("people:moves"))
