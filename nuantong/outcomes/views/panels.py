"""Panels of experts: drawing one, judging its files, signing its result."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.outcomes import actions
from nuantong.outcomes.forms import DrawForm, JudgeForm, SignForm
from nuantong.outcomes.models import Panel
from nuantong.outcomes.queries import panels as queries
from nuantong.outcomes.views.projects import loaded


@require(P.RUN_PANELS)
def panels(request: Request) -> HttpResponse:
    """The panels of a project, and the form for another."""
    if request.reader.places(P.RUN_PANELS) is not None:
        raise Http404
    found = loaded(request)
    form = DrawForm(request.POST or None, reader=request.reader)
    if request.method == "POST" and form.is_valid():
        try:
            drawn = actions.draw_panel(
                key=form.cleaned_data["key"], project=found.project.key, title=found.project.title,
                cases=found.to_draw, size=form.cleaned_data["size"], users=form.team(),
                by=request.reader,
            )  # fmt: skip
            return redirect("outcomes:panel", drawn.key)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    page = {
        "project": found.project,
        "form": form,
        "panels": queries.of_project(found.project.key),
        "count": len(found.to_draw),
    }
    return render(request, "outcomes/panels.html", page)


@require(P.JUDGE_FILES)
def mine(request: Request) -> HttpResponse:
    """The panels an expert belongs to."""
    page = {"panels": Panel.objects.visible_to(request.reader).select_related("result")}
    return render(request, "outcomes/mine.html", page)


@require(P.JUDGE_FILES, P.RUN_PANELS)
def panel(request: Request, key: UUID) -> HttpResponse:
    """How far a panel is, its signed result; its head signs here."""
    found = _panel(request, key)
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign_result(
                panel=found, name=form.cleaned_data["name"], opinion=form.cleaned_data["opinion"],
                by=request.reader,
            )  # fmt: skip
            messages.success(request, "结果已签署。")
            return redirect("outcomes:panel", key)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    page = {"panel": found, "form": form, "state": queries.state(found, request.reader)}
    return render(request, "outcomes/panel.html", page)


def _panel(request: Request, key: UUID) -> Panel:
    return get_object_or_404(Panel.objects.visible_to(request.reader), key=key)


@require(P.JUDGE_FILES)
def file(request: Request, key: UUID, number: int) -> HttpResponse:
    """A file without name, place or counsellor, and the form for it."""
    found = _panel(request, key)
    material = get_object_or_404(found.files, number=number)
    if not found.experts.filter(user=request.user).exists():
        raise Http404
    form = JudgeForm(request.POST or None, initial=queries.former(material, request.reader))
    if request.method == "POST" and form.is_valid():
        try:
            actions.judge_file(
                file=material, key=form.cleaned_data["key"], overall=form.cleaned_data["overall"],
                marks=form.marks(), words=form.cleaned_data["words"], by=request.reader,
            )  # fmt: skip
            messages.success(request, f"材料{number:02}已评。")
            return redirect("outcomes:panel", key)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    page = {"panel": found, "file": material, "form": form, "blind": queries.blind(material)}
    return render(request, "outcomes/file.html", page)
