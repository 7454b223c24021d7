"""The review queue: a card at a time, three keys, the next one without a page load."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.audit.actions import record as write_event
from nuantong.core.errors import Refusal
from nuantong.core.xlsx import workbook_response
from nuantong.sweeps.actions import reviewing
from nuantong.sweeps.models import Answer, Card
from nuantong.sweeps.queries import review as queries

allowed = require(P.REVIEW_SWEEPS)
LABELS = [
    "卡片",
    "比对规则版本",
    "相似分数",
    "第几候选",
    "不自动认定的原因",
    "各项比对结果",
    "结论",
    "是否两人分别看",
    "核对时间",
    "卡片最后结论",
]


@allowed
def review(request: Request) -> HttpResponse:
    """The next card; `place` narrows the queue to a part of one's scope."""
    return _next(request, "sweeps/review.html")


def _next(request: Request, template: str, problem: str = "") -> HttpResponse:
    reader = request.reader
    places = _places(request)
    only = request.GET.get("record", "")
    one = int(only) if only.isdecimal() and len(only) < 19 else None
    taken = reviewing.take(by=reader, places=places, record=one)
    page: dict[str, Any] = {
        "progress": queries.progress(reader, places), "problem": problem,
        "asked": f"?place={request.GET.get('place', '')}", "only": one,
    }  # fmt: skip
    if taken is not None:
        view = queries.view_of(taken.pk, reader)
        child = view.card.child
        write_event(action="查看核对卡片", by=reader, object_type="sweep_record",
                    object_id=view.card.record_id, child_number=child.number if child else "")  # fmt: skip
        page["view"] = view
    return render(request, template, page)


def _places(request: Request) -> list[int] | None:
    code, tree = request.GET.get("place", ""), request.reader.tree
    if not code:
        return None
    place = tree.by_code(code) if code.isdigit() and len(code) <= 12 else None
    if place is None:
        raise Http404
    return tree.below(place.id)


@require_POST
@allowed
def answer(request: Request, pk: int) -> HttpResponse:
    """One of the three keys; the answer is the next card."""
    card = get_object_or_404(Card.objects.visible_to(request.reader), pk=pk)
    said, problem = request.POST.get("answer", ""), ""
    if said not in Answer.values:
        raise Http404
    try:
        reviewing.answer(card=card, answer=said, by=request.reader)
    except Refusal as refusal:
        problem = str(refusal)
    return _after(request, problem)


@require_POST
@allowed
def undo(request: Request) -> HttpResponse:
    """Takes the last answer back; its card is in front again."""
    problem = ""
    try:
        reviewing.undo_last(by=request.reader)
    except Refusal as refusal:
        problem = str(refusal)
    return _after(request, problem)


def _after(request: Request, problem: str) -> HttpResponse:
    if request.htmx:
        return _next(request, "sweeps/card.html", problem)
    if problem:
        messages.error(request, problem)
    return redirect("sweeps:review")


@allowed
def agreement(request: Request) -> HttpResponse:
    """How far two readers agree, and how answers lie over the weights."""
    pairs = queries.read_twice(request.reader)
    page = {
        "agreement": queries.agreed(pairs), "weights": queries.by_weight(request.reader),
        "apart": [one for one in pairs if one.differ][:100],
    }  # fmt: skip
    return render(request, "sweeps/agreement.html", page)


@allowed
def labels(request: Request) -> HttpResponseBase:
    """Every answer with what the model said: for calibration. No names."""
    write_event(action="导出核对结论", by=request.reader, object_type="export")
    return workbook_response(
        "核对结论", "核对结论（供校准）", LABELS, queries.labels(request.reader)
    )
