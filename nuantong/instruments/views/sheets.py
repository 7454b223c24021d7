"""The answers of one sheet, for whoever may read answers; every look is on the log."""

import json

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.instruments.asking import may_see, questions, rules_of
from nuantong.instruments.definition import Colour
from nuantong.instruments.exchange import answers
from nuantong.instruments.models import AnswerSheet
from nuantong.instruments.scoring import Score
from nuantong.instruments.views.library import file_of
from nuantong.people.actions.common import log_look

LOOK, TAKEN = "查看量表作答", "下载量表作答"


@require(P.READ_ANSWERS)
def sheet(request: Request, key: str) -> HttpResponse:
    """Question by question, with the result; the child's counsellor and the supervisor alone."""
    found = _sheet(request, key)
    log_look(LOOK, found.child, request.reader)
    given = found.given
    page = {
        "sheet": found, "child": found.child,
        "lines": [(one, dict(one.choices).get(given.get(one.key, -1), ""), given.get(one.key))
                  for one in questions(found.version)],
    }  # fmt: skip
    return render(request, "instruments/sheet.html", page)


@require(P.READ_ANSWERS)
def response(request: Request, key: str) -> HttpResponse:
    """The same for another system: FHIR, with the child's number and without her name."""
    found = _sheet(request, key)
    log_look(TAKEN, found.child, request.reader)
    written = answers.response(
        rules_of(found.version), {int(item): value for item, value in found.given.items()},
        _result(found), child=found.child.number, status=_status(found),
        authored=timezone.localtime(found.finished_at or found.started_at).isoformat(),
    )  # fmt: skip
    return file_of(json.dumps(written, ensure_ascii=False, indent=1), f"{key}.json")


def _sheet(request: Request, key: str) -> AnswerSheet:
    rows = AnswerSheet.objects.visible_to(request.reader, to=P.READ_ANSWERS)
    found = get_object_or_404(rows.select_related("child", "version__instrument"), key=key)
    if not may_see(found.version, request.reader):
        raise Http404
    return found


def _status(sheet: AnswerSheet) -> str:
    if sheet.voided_at:
        return "entered-in-error"
    return "completed" if sheet.finished_at else "in-progress"


def _result(sheet: AnswerSheet) -> Score | None:
    """What came out when it was finished, as it is stored."""
    if not sheet.finished_at:
        return None
    return Score(
        None if sheet.total is None else int(sheet.total), sheet.subscales,
        Colour(sheet.colour) if sheet.colour else None, bool(sheet.valid), bool(sheet.red),
        sheet.reason,
    )  # fmt: skip
