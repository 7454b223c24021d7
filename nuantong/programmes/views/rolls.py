"""The roll as a sheet: taken out to be filled, read back with an answer for each row."""

from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.core.errors import Refusal
from nuantong.core.xlsx import workbook_response
from nuantong.programmes import actions, forms
from nuantong.programmes.queries import lists
from nuantong.programmes.sheets import COLUMNS, read_sheet
from nuantong.programmes.views.sessions import session_of


@require(P.SEE_SERVICES, P.RUN_SESSIONS)
def sheet(request: Request, key: Any) -> HttpResponseBase:
    """GET gives the list to fill in; POST reads it back."""
    found = session_of(request, key)
    if request.method == "POST":
        return _read(request, found)
    record(action="导出团辅名单", by=request.reader, object_type="session", object_id=found.pk)
    title = f"{lists.where(found.plan, request.reader)}第{found.number}场团辅签到表"
    note = f"{found.on:%Y年%-m月%-d日}　{found.venue}　到场一栏填 是 或 否"
    rows = [_line(one) for one in lists.roll_of(found, request.reader)]
    return workbook_response(title, title, COLUMNS, rows, note=note)


def _line(one: lists.Called) -> list[Any]:
    child = one.row.child
    said = "" if one.row.came is None else "是" if one.row.came else "否"
    return [child.number if child else "", one.name, "儿童" if child else "爱心妈妈", said]


def _read(request: Request, found: Any) -> HttpResponseBase:
    form = forms.SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "请选择填好的名单。")
        return redirect("programmes:session", found.key)
    try:
        lines = read_sheet(form.cleaned_data["file"].read())
        answers = actions.read_roll(session=found, lines=lines, by=request.reader)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("programmes:session", found.key)
    page = {"session": found, "answers": answers, "taken": sum(a.taken for a in answers),
            "frame": "desk.html" if request.reader.can(P.SEE_SERVICES) else "phone.html"}  # fmt: skip
    return render(request, "programmes/answers.html", page)
