"""Rounds: the list, making one, how far it has come, who is in it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing, Sort
from nuantong.core.xlsx import Column, workbook_response
from nuantong.instruments.asking import offered
from nuantong.screening.actions import rounds as actions
from nuantong.screening.colours import COLOURS, HINT
from nuantong.screening.filters import ParticipantFilter
from nuantong.screening.forms import RoundForm
from nuantong.screening.models import Participant, Round
from nuantong.screening.queries import rounds as queries

SORTS = {
    "name": Sort("姓名", "child__pinyin"), "place": Sort("居住地", "place"),
    "age": Sort("年龄", "age"), "stage": Sort("进度", "stage"), "changed": Sort("最近变化", "changed_at"),
}  # fmt: skip
COLUMNS: list[Column | str] = [Column("编号", 12), "姓名", "年龄", Column("居住地", 30), "进度", "已填", "应填",
           "无效", Column("颜色（筛查提示，不是诊断）", 26)]  # fmt: skip


@require(P.SEE_SCREENING)
def rounds(request: Request) -> HttpResponse:
    page = {
        "lines": queries.rounds_of(request.reader), "hint": HINT,
        "may_run": request.reader.can(P.RUN_SCREENING),
    }  # fmt: skip
    return render(request, "screening/rounds.html", page)


@require(P.RUN_SCREENING)
def new_round(request: Request) -> HttpResponse:
    form = RoundForm(
        request.POST or None, reader=request.reader, versions=offered(),
        initial={"starts_on": request.reader.on},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_round(
                key=form.cleaned_data["key"], plan=form.plan(), by=request.reader
            )
            messages.success(request, f"已建立，名单上有{made.participants.count()}名儿童。")
            return redirect("screening:round", made.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(
        request, "screening/new_round.html", {"form": form}, status=422 if form.errors else 200
    )


@require(P.SEE_SCREENING)
def round_(request: Request, pk: int) -> HttpResponse:
    """Counts by district, each of which opens to its list; drawing again and closing."""
    found = round_for(request, pk)
    if request.method == "POST":
        return _run(request, found)
    address = reverse("screening:participants", args=[pk])
    lines, total = queries.progress(found, request.reader, address)
    page = {
        "round": found, "lines": lines, "total": total, "groups": queries.GROUPS.values(),
        "colours": COLOURS.values(), "where": queries.where(found, request.reader), "hint": HINT,
        "scales": found.scales.select_related("version__instrument"), "list": address,
        "may_run": found.closed_at is None and actions.may_run(found, request.reader),
        "may_give": found.closed_at is None and request.reader.can(P.GIVE_SCALES),
    }  # fmt: skip
    return render(request, "screening/round.html", page)


def _run(request: Request, found: Round) -> HttpResponse:
    try:
        if "close" in request.POST:
            actions.close_round(round_=found, by=request.reader)
            messages.success(request, "这一轮已结束，不再填答。")
        else:
            joined = actions.draw(round_=found, by=request.reader)
            messages.success(request, f"名单新增{joined}名儿童。")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("screening:round", found.pk)


def round_for(request: Request, pk: int) -> Round:
    return get_object_or_404(Round.objects.visible_to(request.reader), pk=pk)


@require(P.SEE_SCREENING)
def participants(request: Request, pk: int) -> HttpResponseBase:
    """The children of a round whom the reader answers for: how far, and which colour."""
    found = round_for(request, pk)
    rows = queries.participants_of(found, request.reader).select_related("child")
    listing = Listing(request, rows, filterset=ParticipantFilter, sorts=SORTS, default_sort="name")
    if listing.wants_export and request.reader.can(P.EXPORT):
        return _export(request, found, listing)
    page = {
        "round": found, "listing": listing, "can_export": request.reader.can(P.EXPORT), "hint": HINT,
        "rows": [(one, COLOURS.get(one.colour), _place(request, one)) for one in listing.rows],
    }  # fmt: skip
    return render(request, "screening/participants.html", page)


def _export(request: Request, found: Round, listing: Listing) -> HttpResponseBase:
    record(action="导出筛查名单", by=request.reader, object_type="round", object_id=found.pk,
           changes={"rows": listing.total})  # fmt: skip
    rows = (_row(request, one) for one in listing.results.iterator(2000))
    return workbook_response("筛查名单", found.title, COLUMNS, rows, note=HINT)


def _row(request: Request, one: Participant) -> list[Any]:
    colour = COLOURS.get(one.colour)
    return [
        one.child.number, one.child.name, one.age, _place(request, one), one.get_stage_display(),
        one.done, one.wanted, one.invalid, colour.word if colour else "",
    ]  # fmt: skip


def _place(request: Request, one: Participant) -> str:
    return request.reader.tree.full_name(one.place_id)
