"""A scale of a round typed in from paper, one row a child, and the same from a table."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.core.errors import Refusal
from nuantong.core.xlsx import workbook_response
from nuantong.instruments.asking import questions
from nuantong.instruments.tables import columns, legend
from nuantong.screening.actions.entering import load_table, report_of, save_row
from nuantong.screening.models import Participant, Round, RoundScale
from nuantong.screening.queries import entering as queries
from nuantong.screening.views.rounds import round_for


def _of(request: Request, pk: int, version: int) -> tuple[Round, RoundScale, Any]:
    found = round_for(request, pk)
    scale = get_object_or_404(found.scales.select_related("version__instrument"), version=version)
    return found, scale, questions(scale.version)


@require(P.GIVE_SCALES)
def grid(request: Request, pk: int, version: int) -> HttpResponse:
    """A page of fifty children, those without a finished sheet first."""
    found, scale, asked = _of(request, pk, version)
    everyone = queries.takers(found, scale, request.reader)
    page = max(1, int(number) if (number := request.GET.get("page", "")).isdecimal()
               and len(number) < 5 else 1)  # fmt: skip
    shown = list(everyone[(page - 1) * queries.PAGE : page * queries.PAGE + 1])
    rows = queries.grid_of(found, scale, asked, shown[: queries.PAGE], request.reader)
    context = {
        "round": found, "scale": scale, "questions": asked, "rows": rows, "legend": legend(asked),
        "page": page, "more": len(shown) > queries.PAGE,
        "load": found.loads.filter(version=version, loader=request.reader.actor_id or 0).first(),
    }  # fmt: skip
    if context["load"]:
        context["report"] = [one for one in report_of(context["load"]) if one.state != "done"]
    return render(request, "screening/grid.html", context)


@require_POST
@require(P.GIVE_SCALES)
def row(request: Request, pk: int, version: int, number: str) -> HttpResponse:
    """One child's row kept, or finished; the answer is the row anew."""
    found, scale, asked = _of(request, pk, version)
    takers = queries.takers(found, scale, request.reader)
    taking: Participant = get_object_or_404(takers, child__number=number)
    texts, errors, sheet = request.POST.dict(), dict[str, str](), None
    try:
        sheet, errors = save_row(
            round_=found, child=taking.child, version=scale.version, texts=texts,
            blanks="blanks" in texts, by=request.reader,
        )  # fmt: skip
    except Refusal as refusal:
        errors = {"": str(refusal)}
    line = queries.row_of(taking.child, sheet, asked, request.reader, texts, errors)
    if not request.htmx:
        if errors:
            messages.error(request, "；".join(errors.values()))
        return redirect("screening:grid", pk, version)
    context = {"round": found, "scale": scale, "row": line, "questions": asked}
    return render(request, "screening/grid_row.html", context)


@require(P.GIVE_SCALES)
def table(request: Request, pk: int, version: int) -> HttpResponseBase:
    """GET: the table to fill in, with the children who wait. POST: the filled one."""
    found, scale, asked = _of(request, pk, version)
    if request.method == "POST":
        return _load(request, found, scale)
    takers = queries.takers(found, scale, request.reader).filter(stage__in=queries.FILLING)
    rows = [[one.child.number, one.child.name] for one in takers]
    record(action="下载量表录入表", by=request.reader, object_type="round", object_id=pk,
           changes={"rows": len(rows)})  # fmt: skip
    title = f"{scale.version.instrument.title}录入表"
    return workbook_response(title, title, columns(asked), rows, note=legend(asked))


def _load(request: Request, found: Round, scale: RoundScale) -> HttpResponse:
    chosen = request.FILES.get("file")
    try:
        if chosen is None:
            raise Refusal("请先选择填好的表格。")
        load = load_table(
            round_=found, version=scale.version, data=chosen.read(), by=request.reader
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = f"已录入{load.done}行，以前已有{load.known}行，退回{load.refused}行。"
        (messages.warning if load.refused else messages.success)(request, said)
    return redirect("screening:grid", found.pk, scale.version_id)
