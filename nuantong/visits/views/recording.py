"""Recording a visit on the phone or at the desk, correcting it, taking it back."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from nuantong.access.http import Request, on_phone
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.core import drafts
from nuantong.core.errors import Refusal
from nuantong.people.actions import open_file
from nuantong.visits import actions, survey
from nuantong.visits.actions.recording import VisitedAlready, may_correct, prefilled
from nuantong.visits.filled import Subject
from nuantong.visits.forms import ChildForm, FoundForm, SurveyForm, WhyForm
from nuantong.visits.forms.survey import BadPhoto, read_photos
from nuantong.visits.models import Visit, VisitRequest
from nuantong.visits.queries import homes as queries
from nuantong.visits.queries.listing import rows_of

surveys = require(Permission.SURVEY_HOMES)
corrects = require(Permission.SURVEY_HOMES, Permission.ENTER_SURVEYS)


@dataclass
class Door:
    """Whom a survey is about, and what its form begins with."""

    subjects: list[Subject]
    place: int
    title: str
    supersedes: Visit | None = None
    initial: dict[str, Any] = field(default_factory=dict)
    each: list[dict[str, Any]] = field(default_factory=list)
    page: dict[str, Any] = field(default_factory=dict)


@surveys
def record(request: Request, number: str) -> HttpResponse:
    """The child's home, with the children who live there. Opening it is a look at the file."""
    child = get_object_or_404(queries.surveyed(request.reader), number=number)
    if child.place_id is None:
        messages.error(request, "这名儿童的居住地还没有采集，请先在档案里补上。")
        return redirect("people:child", number)
    if request.method == "GET":
        open_file(number=number, by=request.reader)
    mates = queries.household(child, request.reader)
    door = Door([Subject(one) for one in mates], child.place_id, "、".join(m.name for m in mates))
    door.page = {"child": child, **queries.at_the_door(mates)}
    return _survey(request, door)


@surveys
def record_asked(request: Request, key: UUID) -> HttpResponse:
    """Somebody who is looked for, on the register or not."""
    seen = VisitRequest.objects.open().visible_to(request.reader, to=Permission.SURVEY_HOMES)
    asked = get_object_or_404(seen.select_related("child"), key=key)
    if asked.child:
        return redirect("visits:record", asked.child.number)
    door = Door([Subject(None, asked.subject_key, asked.label)], asked.place_id, asked.label)
    door.page = {"asked": asked, "address": asked.address, "phone": asked.phone}
    return _survey(request, door)


@surveys
def record_found(request: Request) -> HttpResponse:
    """A home that nobody had on a list."""
    found = FoundForm(request.POST or None, reader=request.reader)
    place, label = 0, ""
    if request.method == "POST" and found.is_valid():
        place, label = found.cleaned_data["place"].id, found.cleaned_data["label"]
    door = Door([Subject(None, "", label)], place, "走访不在册的户", page={"found": found})
    return _survey(request, door)


@corrects
def correct(request: Request, key: UUID) -> HttpResponse:
    """The same form with what was said; saving supersedes it."""
    visit = _correctable(request, key)
    if not actions.words_shown(visit, request.reader):
        messages.info(request, "更正前请先在“谈到的内容”写明原因、打开内容，再点“更正”。")
        return redirect("visits:visit", key)
    rows = list(visit.children.select_related("child"))
    if len(rows_of(visit, request.reader)) < len(rows):
        messages.error(request, "这次走访的孩子中有的已不在您的工作范围内，请联系乡镇妇联更正。")
        return redirect("visits:visit", key)
    if request.method == "GET":
        actions.look_at(visit=visit, by=request.reader)
    door = Door(
        [Subject(row.child, row.subject_key, row.label) for row in rows], visit.place_id,
        "更正走访记录", visit, prefilled(visit), [queries.answers_of_child(row) for row in rows],
        {"back": reverse("visits:visit", args=[key])},
    )  # fmt: skip
    return _survey(request, door)


@corrects
def withdraw(request: Request, key: UUID) -> HttpResponse:
    if _withdrawn(request, key):
        return _is_withdrawn(request)
    visit = _correctable(request, key)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_visit(
                key=uuid5(key, "withdraw"), visit=visit, by=request.reader, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _is_withdrawn(request)
    return render(request, "visits/withdraw.html", {"visit": visit, "form": form})


def _withdrawn(request: Request, key: UUID) -> bool:
    """Whether it is withdrawn already: sent twice is answered as the first time."""
    seen = Visit.objects.visible_to(request.reader)
    return seen.filter(supersedes__key=key, key=uuid5(key, "withdraw")).exists()


def _is_withdrawn(request: Request) -> HttpResponse:
    messages.success(request, "已撤回这次走访记录。")
    return redirect("visits:homes")


def _correctable(request: Request, key: UUID) -> Visit:
    """The visit, for whoever may correct it."""
    visits = Visit.objects.in_effect().visible_to(request.reader)
    found: Visit = get_object_or_404(visits, key=key)
    if not may_correct(found, request.reader):
        raise Http404
    return found


def _survey(request: Request, door: Door) -> HttpResponse:
    """Draw the survey, or keep it and go on: to 110 when a child is in danger."""
    data = request.POST or None
    form = SurveyForm(data, reader=request.reader, initial=door.initial)
    each = door.each or [{} for _ in door.subjects]
    parts = [
        ChildForm(data, prefix=f"c{n}", subject=subject, initial=each[n])
        for n, subject in enumerate(door.subjects)
    ]
    if request.method == "POST" and _are_valid(form, parts, door):
        visit = _kept(request, door, form, parts)
        if visit is not None:
            return drafts.saved(_onwards(request, visit, parts), form.cleaned_data["key"])
    page = {
        "form": form, "parts": parts, "door": door, "grade_notes": survey.GRADE_NOTES, **door.page,
    }  # fmt: skip
    return render(request, "visits/record.html", page)


def _are_valid(form: SurveyForm, parts: list[ChildForm], door: Door) -> bool:
    found = door.page.get("found")
    return all(
        [form.is_valid(), *(part.is_valid() for part in parts), not found or found.is_valid()]
    )


def _kept(request: Request, door: Door, form: SurveyForm, parts: list[ChildForm]) -> Visit | None:
    source = Visit.Source.PHONE if on_phone(request.reader) else Visit.Source.DESK
    filled = form.filled(door.place, tuple(part.about() for part in parts), source)
    if "found" in door.page:
        filled = queries.with_children_named(filled, door.page["found"].cleaned_data["children"])
    try:
        return actions.record_visit(
            key=form.cleaned_data["key"], filled=filled, by=request.reader,
            supersedes=door.supersedes, again=form.cleaned_data["again"],
            photos=read_photos(request.FILES.getlist("photos")),
        )  # fmt: skip
    except VisitedAlready as refusal:
        form.asks_again = True
        form.add_error("again", str(refusal))
    except (BadPhoto, Refusal) as refusal:
        form.add_error(None, str(refusal))
    return None


def _onwards(request: Request, visit: Visit, parts: list[ChildForm]) -> HttpResponse:
    """Danger first, whatever the outcome: no queue, nobody's approval."""
    endangered = next((part for part in parts if part.in_danger), None)
    if endangered is None:
        return redirect("visits:saved", visit.key)
    messages.warning(request, "走访已保存。孩子可能有危险：先打 110，再在这里报告。")
    address = reverse("protection:report")
    child = endangered.subject.child
    return redirect(f"{address}?child={child.number}" if child else address)


@corrects
def saved(request: Request, key: UUID) -> HttpResponse:
    """The tick: what was kept, what follows from it, where to go next."""
    visit = get_object_or_404(Visit.objects.visible_to(request.reader), key=key)
    page = queries.saved_page(visit, rows_of(visit, request.reader), request.reader)
    return render(
        request, "visits/saved.html", {**page, "may_correct": may_correct(visit, request.reader)}
    )
