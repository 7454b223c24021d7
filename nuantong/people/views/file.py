"""A child's page, the reason asked before it, and the masked parts on it."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from nuantong.access.http import Request, on_phone
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.people import actions, file
from nuantong.people.models import Child
from nuantong.people.queries import file as queries
from nuantong.people.views.common import ask_reason, asks_reason


@require(P.OPEN_FILE, P.OPEN_FILE_WITH_REASON)
@asks_reason
def child_page(request: Request, number: str) -> HttpResponse:
    reader = request.reader
    child = queries.whole(actions.open_file(number=number, by=reader))
    header = queries.header(child, reader)
    page = {
        "child": child, "header": header, "parts": queries.parts(child),
        "open_parts": queries.shown_at_once(header.may), "may_reveal": P.REVEAL in header.may,
        "sections": file.sections(child, reader), "timeline": file.timeline(child, reader),
    }  # fmt: skip
    name = "people/child_phone.html" if on_phone(reader) else "people/child.html"
    return render(request, name, page)


@require_POST
@require(P.OPEN_FILE_WITH_REASON)
def give_reason(request: Request, number: str) -> HttpResponse:
    """Keep why a file is opened, then open it."""
    try:
        child = actions.give_reason(
            number=number, reason=request.POST.get("reason", ""), by=request.reader
        )
    except Refusal as refusal:
        children = Child.objects.visible_to(request.reader, to=P.OPEN_FILE_WITH_REASON)
        return ask_reason(request, get_object_or_404(children, number=number), str(refusal))
    back = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    if ours and f"/{child.number}/" in urlsplit(back).path:
        return redirect(back)
    return redirect("people:child", number=child.number)


@require_POST
@require(P.REVEAL)
@asks_reason
def reveal(request: Request, number: str) -> HttpResponse:
    """One masked part, on the log with its reason."""
    child = actions.openable(number=number, by=request.reader)
    part = queries.parts(child).get(request.POST.get("kind", ""))
    if part is None:
        raise Http404
    try:
        actions.reveal(
            child=child, part=part.key, reason=request.POST.get("reason", ""), by=request.reader
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("people:child", number=number)
    page = {"value": part.value, "kind": part.kind, "part": part, "child": child}
    if request.htmx:
        return render(request, "components/revealed.html", page)
    return render(request, "people/revealed.html", page)
