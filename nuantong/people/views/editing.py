"""Changing a child's record on one page."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.people import actions
from nuantong.people.forms import ChildForm
from nuantong.people.forms.child import initial_of
from nuantong.people.forms.overtaken import differences, refreshed
from nuantong.people.models import Child
from nuantong.people.queries.file import last_change, whole
from nuantong.people.views.common import asks_reason, child_for


@require(P.EDIT_CHILDREN)
@asks_reason
def edit_child(request: Request, number: str) -> HttpResponse:
    child = whole(child_for(request, number, P.EDIT_CHILDREN))
    form = _form(request, child, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_whole(
                child=child, version=form.cleaned_data["version"] or 0, filled=form.filled,
                by=request.reader,
            )  # fmt: skip
        except StaleVersion:
            return _both_versions(request, child, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{child.name}的资料已保存。")
            return redirect("people:child", number=number)
    return render(request, "people/edit.html", {"form": form, "child": child})


def _form(request: Request, child: Child, data: Any = None) -> ChildForm:
    initial = initial_of(child, request.reader)
    return ChildForm(data, reader=request.reader, child=child, initial=initial)


def _both_versions(request: Request, child: Child, form: ChildForm) -> HttpResponse:
    """Somebody saved in between: what each of the two says, and the form to go on with."""
    now = _form(request, child)
    again = _form(request, child, refreshed(form, now))
    page = {
        "form": again, "child": child, "differences": differences(form, now),
        "last_change": last_change(child),
    }  # fmt: skip
    return render(request, "people/edit.html", page, status=409)
