"""One sheet filled in by the child: one question a page, and no way to anywhere else.

These pages ask for a ticket instead of a sign-in: whoever hands the tablet over is signed out first.
"""

from typing import Any

from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from nuantong.access.http import Request
from nuantong.access.reader import system_reader
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.instruments import occasions
from nuantong.instruments.actions import sheets as actions
from nuantong.instruments.asking import questions
from nuantong.instruments.models import AnswerSheet
from nuantong.instruments.tickets import sheet_of, ticket

GONE = "这张答题卡现在不能用了，请把平板还给老师。"


@require(Permission.GIVE_SCALES)
def hand_over(request: Request, key: str) -> HttpResponse:
    """What to do; on the press of the button the officer is signed out and the sheet opens."""
    rows = AnswerSheet.objects.visible_to(request.reader, to=Permission.GIVE_SCALES)
    rows = rows.standing().filter(finished_at=None).select_related("child", "version__instrument")
    sheet = get_object_or_404(rows, key=key)
    address = reverse("instruments:answer", args=[ticket(sheet)])
    if request.method == "POST":
        logout(request)
        return redirect(address)
    page = {"sheet": sheet, "child": sheet.child, "tail": sheet.child.number[-4:],
            "code": _code(request.build_absolute_uri(address))}  # fmt: skip
    return render(request, "instruments/hand_over.html", page)


def _code(address: str) -> SafeString:
    """The address as a picture that a camera reads."""
    import segno

    drawn = segno.make(address, error="m", micro=False)
    return mark_safe(drawn.svg_inline(scale=5, border=2, dark="#10393c", light="#ffffff"))


def answer(request: Request, token: str) -> HttpResponse:
    """The next question, or the one asked for by ?q=; the end; the pause."""
    sheet = sheet_of(token)
    if sheet is None:
        return _message(request, GONE)
    if sheet.finished_at or sheet.voided_at:
        return render(request, "instruments/thanks.html", {"stopped": bool(sheet.voided_at)})
    try:
        occasions.check(sheet)
        if request.method == "POST":
            return _post(request, sheet, token)
    except Refusal as refusal:
        return _message(request, f"{refusal}请把平板还给老师。")
    return _show(request, sheet, token)


def _post(request: Request, sheet: AnswerSheet, token: str) -> HttpResponse:
    here, by = reverse("instruments:answer", args=[token]), system_reader()
    sent = request.POST
    if "stop" in sent:
        actions.void(sheet=sheet, why=actions.CHILD_STOPPED, by=by)
    elif "finish" in sent:
        actions.finish(sheet=sheet, by=by)
    elif "item" in sent:
        actions.answer(sheet=sheet, item=sent["item"], value=sent.get("value", ""), by=by)
        return redirect(f"{here}?q={_after(sheet, sent['item'])}")
    else:
        return _show(request, sheet, token)
    return redirect(here)


def _after(sheet: AnswerSheet, item: str) -> int:
    """The number in line of the question that follows; one past the last is the end."""
    order = [one.key for one in questions(sheet.version)]
    return order.index(item) + 2 if item in order else 1


def _show(request: Request, sheet: AnswerSheet, token: str) -> HttpResponse:
    asked, given = questions(sheet.version), sheet.given
    page: dict[str, Any] = {"sheet": sheet, "total": len(asked), "tail": sheet.child.number[-4:]}
    if "pause" in request.GET:
        return render(request, "instruments/pause.html", page)
    number = _number(request.GET.get("q", ""), [one.key for one in asked], given)
    if number == 0:
        return render(request, "instruments/begin.html", page)
    if number > len(asked):
        left = [(n, one) for n, one in enumerate(asked, 1) if one.key not in given]
        return render(request, "instruments/end.html", {**page, "left": left})
    one = asked[number - 1]
    page |= {"question": one, "number": number, "before": number - 1, "chosen": given.get(one.key)}
    return render(request, "instruments/question.html", page)


def _number(asked_for: str, keys: list[str], given: dict[str, int]) -> int:
    """Which question: the one asked for, else the first open one; 0 is the beginning."""
    if asked_for.isascii() and asked_for.isdigit() and len(asked_for) < 4:
        return min(int(asked_for), len(keys) + 1)
    if not given:
        return 0
    return next((n for n, key in enumerate(keys, 1) if key not in given), len(keys) + 1)


def _message(request: Request, words: str) -> HttpResponse:
    return render(request, "instruments/closed.html", {"words": words})
