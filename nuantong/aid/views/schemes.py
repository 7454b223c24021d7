"""What one may apply for; the city opens schemes and closes them early."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.aid import actions
from nuantong.aid.facts import terms_of
from nuantong.aid.forms import SchemeForm
from nuantong.aid.models import Scheme
from nuantong.core.errors import Refusal


@require(P.SEE_AID)
def schemes(request: Request) -> HttpResponse:
    reader = request.reader
    if request.method == "POST":
        return _close(request)
    rows = Scheme.objects.annotate(count=Count("applications"))
    found = [(one, terms_of(one), one.is_open(reader.on)) for one in rows]
    return render(request, "aid/schemes.html", {"rows": found, "may": reader.can(P.DECIDE_AID)})


def _close(request: Request) -> HttpResponse:
    pk = request.POST.get("scheme", "")
    known = pk.isascii() and pk.isdigit() and len(pk) < 12
    scheme = get_object_or_404(Scheme, pk=int(pk) if known else 0)
    try:
        actions.close_scheme(scheme=scheme, by=request.reader)
        messages.success(request, f"“{scheme.title}”今天截止受理，已经提出的照常办理。")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("aid:schemes")


@require(P.DECIDE_AID)
def new_scheme(request: Request) -> HttpResponse:
    form = SchemeForm(request.POST or None, initial={"opens_on": request.reader.on})
    if request.method == "POST" and form.is_valid():
        try:
            actions.make_scheme(key=form.cleaned_data["key"], offer=form.offer(), by=request.reader)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "救助项目已设立。")
            return redirect("aid:schemes")
    return render(
        request, "aid/new_scheme.html", {"form": form}, status=422 if form.errors else 200
    )
