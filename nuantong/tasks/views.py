"""待办事项: the list, one task with what may be done to it, the number in the menu."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from nuantong.access.http import Request, on_phone
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing
from nuantong.tasks import actions, forms, queries
from nuantong.tasks.filters import TaskFilter
from nuantong.tasks.models import Task
from nuantong.tasks.persons import persons_for


@require(Permission.DO_TASKS)
def tasks(request: Request) -> HttpResponse:
    """What is to be done, the nearest end first."""
    reader = request.reader
    listing = Listing(
        request, queries.listed(reader), filterset=TaskFilter, sorts=queries.SORTS,
        default_sort="due",
    )  # fmt: skip
    page = {
        "listing": listing,
        "lines": queries.lines(listing.rows, reader),
        "counts": queries.counts(reader),
    }
    name = "tasks/tasks_phone.html" if on_phone(reader) else "tasks/tasks.html"
    return render(request, name, page)


@require_GET
@login_required
def number(request: Request) -> HttpResponse:
    """The number in the menu, asked for after the page when it was not at hand."""
    return render(request, "tasks/number.html", {"number": queries.number(request.reader)})


def _task(request: Request, pk: int) -> Task:
    rows = Task.objects.visible_to(request.reader).select_related("child", "owner", "region")
    return get_object_or_404(rows, pk=pk)


@require(Permission.DO_TASKS)
def task(request: Request, pk: int) -> HttpResponse:
    """One task: what it is about, where it is done, and the three things one may do to it."""
    found, reader = _task(request, pk), request.reader
    if found.child and request.method == "GET":
        record(action="查看待办", by=reader, child_number=found.child.number,
               object_type="task", object_id=found.pk)  # fmt: skip
    bound, done = _asked(request, found)
    if done:
        return redirect("tasks:task", pk)
    start = {"version": found.version, "to": found.owner_id or ""}
    persons = persons_for(found, reader)
    page = {
        "task": found,
        "line": queries.line(found, reader),
        "steps": found.steps.all(),
        "opens": queries.may_read_note(found, reader),
        "finish": forms.FinishForm(initial=start, auto_id="finish_%s"),
        "assign": forms.AssignForm(initial=start, persons=persons, auto_id="assign_%s"),
        "withdraw": forms.WithdrawForm(initial=start, auto_id="withdraw_%s"),
        **bound,
    }
    return render(request, "tasks/task.html", page)


def _asked(request: Request, found: Task) -> tuple[dict[str, django_forms.Form], bool]:
    """The form that was sent, with its errors, and whether what it asked for is done."""
    which = request.POST.get("do", "")
    if request.method != "POST" or which not in ACTS:
        return {}, False
    persons = {"persons": persons_for(found, request.reader)} if which == "assign" else {}
    form = FORMS[which](request.POST, auto_id=f"{which}_%s", **persons)
    if form.is_valid():
        try:
            ACTS[which](request, found, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            queries.forget_number(request.reader)
            return {}, True
    return {which: form}, False


def _finish(request: Request, found: Task, form: Any) -> None:
    actions.finish(task=found, by=request.reader, **form.cleaned_data)
    messages.success(request, "已办结。")


def _assign(request: Request, found: Task, form: Any) -> None:
    version = form.cleaned_data["version"]
    actions.assign(task=found, to=form.chosen, by=request.reader, version=version)
    messages.success(
        request, f"已交给{form.chosen.name}办理。" if form.chosen else "已改由本级办理。"
    )


def _withdraw(request: Request, found: Task, form: Any) -> None:
    actions.withdraw(task=found, by=request.reader, **form.cleaned_data)
    messages.success(request, "已撤销。")


FORMS: dict[str, Any] = {
    "finish": forms.FinishForm, "assign": forms.AssignForm, "withdraw": forms.WithdrawForm,
}  # fmt: skip
ACTS: dict[str, Callable[[Request, Task, Any], None]] = {
    "finish": _finish, "assign": _assign, "withdraw": _withdraw,
}  # fmt: skip
