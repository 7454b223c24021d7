"""The answers of one sheet, for whoever may read answers; every look is on the log."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.instruments.asking import questions
from nuantong.instruments.models import AnswerSheet
from nuantong.people.actions.common import log_look

LOOK = "查看量表作答"


@require(P.READ_ANSWERS)
def sheet(request: Request, key: str) -> HttpResponse:
    """Question by question, with the result; the child's counsellor and the supervisor alone."""
    rows = AnswerSheet.objects.visible_to(request.reader, to=P.READ_ANSWERS)
    found = get_object_or_404(rows.select_related("child", "version__instrument"), key=key)
    log_look(LOOK, found.child, request.reader)
    given = found.given
    page = {
        "sheet": found, "child": found.child,
        "lines": [(one, dict(one.choices).get(given.get(one.key, -1), ""), given.get(one.key))
                  for one in questions(found.version)],
    }  # fmt: skip
    return render(request, "instruments/sheet.html", page)
