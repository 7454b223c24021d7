"""What the pages of one child share: opening her file, refusing, the phone or the desk."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.core.errors import Refusal
from nuantong.people import actions
from nuantong.people.models import Child
from nuantong.people.visibility import permissions_on

View = Callable[..., HttpResponseBase]


def asks_reason(view: View) -> View:
    """Whoever may open a file only with a reason is asked for it first, then led back."""

    @wraps(view)
    def asking(request: Request, number: str, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, number, **kwargs)
        except actions.ReasonNeeded as needed:
            return ask_reason(request, needed.child)

    return asking


def typed(request: Request) -> str:
    """What an input with suggestions holds: `q`, or the parameter that `from` names."""
    return request.GET.get(request.GET.get("from", "q"), "").strip()


def ask_reason(request: Request, child: Child, error: str = "") -> HttpResponse:
    back = request.POST.get("next") or request.get_full_path()
    page = {"child": child, "place": request.reader.tree.full_name(child.place_id, " "),
            "back": back, "error": error}  # fmt: skip
    return render(request, "people/reason.html", page)


def child_for(request: Request, number: str, *permissions: Permission) -> Child:
    """The child whose file is opened for work; the opening is on the log, once per form."""
    opened = actions.openable if request.method == "POST" else actions.open_file
    child = opened(number=number, by=request.reader)
    if not permissions_on(child, request.reader) & set(permissions):
        raise PermissionDenied
    return child


def act_page(
    request: Request,
    child: Child,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    **page: Any,
) -> HttpResponse:
    """A page with one form that does one thing to one child and goes back to her page.

    `act` may give the words that say what was done.
    """
    back = reverse("people:child", args=[child.number])
    if request.method == "POST" and form.is_valid():
        try:
            said = act(form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            form.data = request.POST.copy()
            form.data["version"] = str(child.version)
        else:
            messages.success(
                request, said if isinstance(said, str) else f"{page['title']}：已保存。"
            )
            return redirect(back)
    page = {"form": form, "child": child, "back": back, **page}
    return render(request, "people/act.html", page)
