"""One case: what is owed, what was done, and everything that may be done with it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.consents import actions as consents
from nuantong.consents.models import Consent
from nuantong.core.errors import Refusal
from nuantong.counselling import actions
from nuantong.counselling.access import rights_on
from nuantong.counselling.forms import (
    AssignForm,
    CloseForm,
    HospitalForm,
    MeasureForm,
    PauseForm,
    SaidForm,
    SessionForm,
    WriteForm,
)
from nuantong.counselling.models import Case, Session
from nuantong.counselling.queries import cases as queries
from nuantong.counselling.queries.choosing import options
from nuantong.instruments.asking import offered, on_screen, rules_of
from nuantong.instruments.models import AnswerSheet, InstrumentVersion
from nuantong.people.actions.common import log_look
from nuantong.people.queries.ages import age_on
from nuantong.screening.forms import SaidForm as AgreeForm

Data = dict[str, Any]


class Act(NamedTuple):
    """What a button does: for whom, with which form, what is said then (or where it leads)."""

    permission: P
    form: Callable[..., forms.Form]
    run: Callable[[Request, Case, Data], str | HttpResponse]
    title: str
    button: str = "保存"


def _assign(request: Request, case: Case, data: Data) -> str:
    chosen = {one.practitioner.pk: one.practitioner for one in options(case, request.reader)}
    person = chosen[data.pop("practitioner")]
    actions.assign(case=case, practitioner=person, by=request.reader, **data)
    return f"已交给{person.user.name}。"


def _session(request: Request, case: Case, data: Data) -> str:
    actions.record_session(case=case, by=request.reader, **data)
    return "已记下。"


def _note(request: Request, case: Case, data: Data) -> str:
    session = get_object_or_404(case.sessions, key=request.GET.get("session") or None)
    actions.write_note(session=session, by=request.reader, **data)
    return "咨询记录已保存。"


def _crisis(request: Request, case: Case, data: Data) -> str:
    actions.write_crisis_plan(case=case, by=request.reader, **data)
    return "危机预案已保存。"


def _goal(request: Request, case: Case, data: Data) -> str:
    actions.set_goal(case=case, by=request.reader, **data)
    return "已记下孩子的话。"


def _reach(request: Request, case: Case, data: Data) -> str:
    goal = get_object_or_404(case.goals, pk=request.GET.get("goal"))
    actions.reach_goal(goal=goal, by=request.reader)
    return "目标已达到。"


def _hospital(request: Request, case: Case, data: Data) -> str:
    actions.advise_hospital(case=case, by=request.reader, **data)
    return "已登记就医建议，等回执。"


def _answer(request: Request, case: Case, data: Data) -> str:
    referral = get_object_or_404(case.hospital_referrals, pk=request.GET.get("referral"))
    actions.answer_hospital(referral=referral, by=request.reader, **data)
    return "回执已登记。"


def _supervise(request: Request, case: Case, data: Data) -> str:
    actions.supervise(case=case, by=request.reader, **data)
    return "督导意见已保存。"


def _pause(request: Request, case: Case, data: Data) -> str:
    actions.pause(case=case, by=request.reader, why=data.pop("said"), **data)
    return "已暂停，这些天不算欠。"


def _resume(request: Request, case: Case, data: Data) -> str:
    actions.resume(case=case, on=request.reader.on, by=request.reader)
    return "已恢复。"


def _close(request: Request, case: Case, data: Data) -> str:
    actions.close(case=case, by=request.reader, **data)
    return "个案已结束。"


def _agree(purpose: Consent.Purpose) -> Callable[[Request, Case, Data], str]:
    """Yes or no of the guardian or the child; a no after a yes takes it back and ends the case."""

    def run(request: Request, case: Case, data: Data) -> str:
        yes, by = data.pop("agreed") == "yes", request.reader
        if purpose == Consent.Purpose.COUNSELLING_ASSENT:
            data |= {"giver": "child", "given_by": case.child.name, "how": "spoken"}
        rows = Consent.objects.in_force().filter(child=case.child_id, purpose=purpose)
        stands = rows.first()
        if stands is not None and not yes:
            consents.take_back(consent=stands, by=by)
            return "已撤回同意，个案已结束；不影响任何关爱和帮扶。"
        said = {"child": case.child, "purpose": purpose, "by": by, **data}
        if yes:
            consents.give(**said)
            return "已登记同意。"
        consents.refuse(**said)
        return "已登记不同意，不再排队；不影响任何关爱和帮扶。"

    return run


def _measure(request: Request, case: Case, data: Data) -> HttpResponse:
    version = InstrumentVersion.objects.get(pk=data["version"])
    mode = AnswerSheet.Mode.TABLET if on_screen(version) else AnswerSheet.Mode.PAPER
    sheet = actions.begin_sheet(
        key=data["key"], case=case, version=version, mode=mode, by=request.reader
    )
    page = "instruments:hand_over" if on_screen(version) else "instruments:enter"
    return redirect(page, sheet.key)


ACTS = {
    "guardian": Act(P.GIVE_SCALES, AgreeForm, _agree(Consent.Purpose.COUNSELLING), "监护人的意见"),
    "assent": Act(
        P.GIVE_SCALES, AgreeForm, _agree(Consent.Purpose.COUNSELLING_ASSENT), "孩子自己的意见"
    ),
    "assign": Act(P.ASSIGN_CASES, AssignForm, _assign, "选定咨询师"),
    "session": Act(P.COUNSEL, SessionForm, _session, "记一次辅导"),
    "note": Act(P.COUNSEL, WriteForm, _note, "咨询记录"),
    "goal": Act(P.COUNSEL, SaidForm, _goal, "目标：孩子自己的话"),
    "reach": Act(P.COUNSEL, forms.Form, _reach, "目标达到了", "达到了"),
    "crisis": Act(P.COUNSEL, WriteForm, _crisis, "危机预案"),
    "measure": Act(P.COUNSEL, MeasureForm, _measure, "测评", "开始填"),
    "hospital": Act(P.COUNSEL, HospitalForm, _hospital, "建议就医"),
    "answer": Act(P.COUNSEL, SaidForm, _answer, "就医回执"),
    "pause": Act(P.COUNSEL, PauseForm, _pause, "暂停"),
    "resume": Act(P.COUNSEL, forms.Form, _resume, "恢复辅导", "恢复"),
    "supervise": Act(P.SUPERVISE, SaidForm, _supervise, "督导意见"),
    "close": Act(P.SEE_CASES, CloseForm, _close, "结束个案", "结束个案"),
}


@require(P.SEE_CASES)
def case(request: Request, key: str) -> HttpResponse:
    """Whoever may not read notes sees the state and the plan, nothing of what was said."""
    found = _found(request, key)
    log_look("查看个案辅导", found.child, request.reader)
    return render(request, "counselling/case.html", _page(request, found))


@require(P.SEE_CASES)
def act(request: Request, key: str, which: str) -> HttpResponse:
    """One thing to do with a case, on a page of its own."""
    found, chosen = _found(request, key), ACTS.get(which)
    if chosen is None or chosen.permission not in rights_on(found, request.reader):
        return render(request, "404.html", status=404)
    given, today = _given(request, found, which), request.reader.on
    given["initial"] = {"on": today, "start": today, **given.get("initial", {})}
    form = chosen.form(request.POST if request.method == "POST" else None, **given)
    if request.method == "POST" and form.is_valid():
        try:
            said = chosen.run(request, found, dict(form.cleaned_data))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            if isinstance(said, HttpResponse):
                return said
            messages.success(request, said)
            return redirect("counselling:case", found.key)
    page = {"case": found, "child": found.child, "act": chosen, "form": form, "which": which}
    if which == "assign":
        page["barred"] = [one for one in options(found, request.reader) if one.wrong]
    return render(request, "counselling/act.html", page, status=422 if form.errors else 200)


def _found(request: Request, key: str) -> Case:
    rows = Case.objects.visible_to(request.reader, to=P.SEE_CASES)
    found: Case = get_object_or_404(rows.select_related("child", "area__contract"), key=key)
    return found


def _given(request: Request, case: Case, which: str) -> dict[str, Any]:
    """What a form is made with."""
    if which == "assign":
        return {"options": options(case, request.reader), "begun": case.has_begun}
    if which == "measure":
        age = age_on(case.child.birth_date, request.reader.on)
        fit = [one for one in offered() if age is not None and rules_of(one).fits(age)]
        return {"versions": fit}
    if which == "session":
        return {"kinds": [one for one in Session.Kind if not (case.is_open and one.after)]}
    if which == "assent":
        return {"child_name": case.child.name}
    if which == "note":
        session = get_object_or_404(case.sessions, key=request.GET.get("session") or None)
        return {"initial": _last(session.notes.first())}
    if which == "crisis":
        return {"initial": _last(case.crisis_plans.first())}
    return {}


def _last(row: Any) -> dict[str, Any]:
    return {"base": row.number, "said": row.words} if row else {"base": 0}


def _page(request: Request, case: Case) -> dict[str, Any]:
    may = rights_on(case, request.reader)
    sessions = list(case.sessions.select_related("practitioner__user"))
    pauses = list(case.pauses.all())
    page = {
        "case": case, "child": case.child, "place": request.reader.tree.full_name(case.child.place_id, " "),
        "state": queries.state_of(case, request.reader.on, pauses),
        "charges": case.charges.select_related("practitioner__user"),
        "owed": queries.owed(queries.plan_of(case, request.reader.on)) if case.has_begun else [],
        "sessions": sessions, "pauses": pauses, "may": {one.value: True for one in may},
        "asked": queries.asked(case), "follow_ups": queries.follow_up_lines(case, request.reader.on),
        "carers_view": P.READ_NOTES not in may,
    }  # fmt: skip
    if P.READ_NOTES in may:
        notes = queries.latest_notes(sessions)
        page |= {
            "sessions": [(one, notes.get(one.pk)) for one in sessions], "goals": case.goals.all(),
            "crisis": case.crisis_plans.first(), "hospitals": case.hospital_referrals.all(),
            "supervisions": case.supervisions.all(),
        }  # fmt: skip
    else:
        page["sessions"] = [(one, None) for one in sessions]
    return page
