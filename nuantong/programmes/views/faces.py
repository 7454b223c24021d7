"""Four faces, tapped by one child after another on the phone of whoever leads the session."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.programmes import actions
from nuantong.programmes.models import Face
from nuantong.programmes.views.sessions import session_of


@require(P.RUN_SESSIONS)
def faces(request: Request, key: Any) -> HttpResponse:
    """Nothing is asked but a face; nobody's name is on the page."""
    found = session_of(request, key)
    if request.method == "POST":
        try:
            how, once = int(request.POST.get("how", "")[:2]), UUID(request.POST.get("key", ""))
        except ValueError:
            return redirect("programmes:faces", key)
        try:
            actions.tap_face(session=found, how=how, key=once, by=request.reader)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "谢谢你！请把手机交给下一位。")
        return redirect("programmes:faces", key)
    children = found.participants.filter(came=True, child__isnull=False).count()
    page = {"session": found, "key": uuid4(), "choices": list(reversed(Face.How)),
            "tapped": found.faces.count(), "children": children}  # fmt: skip
    return render(request, "programmes/faces.html", page)
