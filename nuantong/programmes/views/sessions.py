"""Sessions: the list, one of them with its roll, the library of games."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing
from nuantong.programmes import actions, forms
from nuantong.programmes.games import library
from nuantong.programmes.models import Face, Participant, Session
from nuantong.programmes.queries import lists
from nuantong.services.models import Area


@require(P.SEE_SERVICES, P.RUN_SESSIONS)
def sessions(request: Request) -> HttpResponse:
    """An officer's districts' sessions; to whoever leads some, her own."""
    reader = request.reader
    listing = Listing(
        request, lists.sessions_of(reader), filterset=lists.SessionFilter, sorts=lists.SORTS,
        default_sort="-on",
    )  # fmt: skip
    lines = [(one, lists.where(one.plan, reader), lists.state_of(one)) for one in listing.rows]
    page = {"listing": listing, "lines": lines, "officer": reader.can(P.SEE_SERVICES),
            "ended": lists.ended_for(reader)}  # fmt: skip
    return render(request, "programmes/sessions.html", page)


@require(P.SEE_SERVICES, P.RUN_SESSIONS)
def games(request: Request) -> HttpResponse:
    """The library, to choose from and to print."""
    return render(request, "programmes/games.html", {"games": library().values()})


def session_of(request: Request, key: Any) -> Session:
    rows = lists.sessions_of(request.reader).select_related("plan__area__contract")
    found: Session = get_object_or_404(rows, key=key)
    return found


@require(P.SEE_SERVICES, P.RUN_SESSIONS)
def session(request: Request, key: Any) -> HttpResponse:
    """One session: its roll by tapping, what was seen, and for the officers who is asked."""
    found, reader = session_of(request, key), request.reader
    bound: dict[str, Any] = {}
    if request.method == "POST":
        bound, answer = _act(request, found)
        if answer is not None:
            return answer
    page = {**_page(request, found), **bound}
    record(action="查看团辅名单", by=reader, object_type="session", object_id=found.pk)
    return render(request, "programmes/session.html", page)


def _page(request: Request, found: Session) -> dict[str, Any]:
    reader = request.reader
    officer = reader.can(P.SEE_SERVICES)
    mine = officer and Area.objects.of(reader, P.EDIT_SERVICES).filter(pk=found.plan.area_id)
    return {
        "frame": "desk.html" if officer else "phone.html", "session": found, "officer": officer,
        "mine": bool(mine), "where": lists.where(found.plan, reader),
        "state": lists.state_of(found), "games": lists.games_of(found),
        "may_call": found.on <= reader.on and found.cancelled_at is None,
        "observations": found.observations.all(), "faces": face_counts(found),
        "ask": forms.AskForm(auto_id="ask_%s"), "why": forms.WhyForm(auto_id="why_%s"),
        "observe": forms.ObservationForm(auto_id="observe_%s"), "sheet": forms.SheetForm(),
        **roll(found, request),
    }  # fmt: skip


def roll(found: Session, request: Request) -> dict[str, Any]:
    called = lists.roll_of(found, request.reader)
    return {
        "called": called, "here": sum(1 for one in called if one.row.came),
        "unmarked": sum(1 for one in called if one.row.came is None),
        "untold": sum(1 for one in called if one.row.child_id and not one.row.agreed),
    }  # fmt: skip


def face_counts(found: Session) -> list[tuple[int, str, int]]:
    tapped = list(found.faces.values_list("how", flat=True))
    return [(how.value, how.label, tapped.count(how.value)) for how in reversed(Face.How)]


Act = Callable[[Request, Session], tuple[dict[str, Any], str]]


def _act(request: Request, found: Session) -> tuple[dict[str, Any], HttpResponse | None]:
    """What was sent: forms with errors to show again, or where to go on."""
    do = request.POST.get("do", "")
    if do in ("came", "missed"):
        return _tap(request, found, do == "came")
    act = ACTS.get(do)
    if act is None:
        return {}, redirect("programmes:session", found.key)
    try:
        bound, said = act(request, found)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return {}, None
    if bound:
        return bound, None
    messages.success(request, said)
    return {}, redirect("programmes:session", found.key)


def _tap(
    request: Request, found: Session, came: bool
) -> tuple[dict[str, Any], HttpResponse | None]:
    """One line of the roll; without a script the page comes back at that line."""
    row = _participant(request, found)
    try:
        actions.mark(participant=row, came=came, by=request.reader)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return {}, None
    if not request.htmx:
        return {}, redirect(f"{request.path}#p-{row.pk}")
    page = {"session": found, "may_call": True, **roll(found, request)}
    page["one"] = next(one for one in page["called"] if one.row.pk == row.pk)
    return {}, render(request, "programmes/tapped.html", page)


def _participant(request: Request, found: Session) -> Participant:
    pk = request.POST.get("participant", "")
    rows = Participant.objects.visible_to(request.reader).filter(session=found)
    known = pk.isascii() and pk.isdigit() and len(pk) < 12
    row: Participant = get_object_or_404(rows, pk=int(pk) if known else 0)
    return row


def _rest(request: Request, found: Session) -> tuple[dict[str, Any], str]:
    count = actions.mark_rest(session=found, by=request.reader)
    return {}, f"{count}人记为到场。"


def _ask(request: Request, found: Session) -> tuple[dict[str, Any], str]:
    form = forms.AskForm(request.POST, auto_id="ask_%s")
    if not form.is_valid():
        return {"ask": form}, ""
    said = form.cleaned_data
    lines = said.pop("lines").splitlines()
    answers = actions.ask(session=found, lines=lines, by=request.reader, **said)
    refused = [one for one in answers if not one.taken]
    taken = len(answers) - len(refused)
    if refused:
        return {"answers": answers, "taken": taken, **roll(found, request)}, ""
    return {}, f"{taken}名孩子已在名单上。"


def _off(request: Request, found: Session) -> tuple[dict[str, Any], str]:
    actions.take_off(participant=_participant(request, found), by=request.reader)
    return {}, "已从名单上去掉。"


def _cancel(request: Request, found: Session) -> tuple[dict[str, Any], str]:
    form = forms.WhyForm(request.POST, auto_id="why_%s")
    if not form.is_valid():
        return {"why": form}, ""
    actions.cancel_session(session=found, why=form.cleaned_data["why"], by=request.reader)
    return {}, "这场活动已取消。"


def _observe(request: Request, found: Session) -> tuple[dict[str, Any], str]:
    form = forms.ObservationForm(request.POST, auto_id="observe_%s")
    if not form.is_valid():
        return {"observe": form}, ""
    actions.observe(session=found, by=request.reader, **form.cleaned_data)
    return {}, "观察记录已保存。"


ACTS: dict[str, Act] = {
    "rest": _rest, "ask": _ask, "off": _off, "cancel": _cancel, "observe": _observe
}  # fmt: skip
