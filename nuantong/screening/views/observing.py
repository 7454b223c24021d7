"""The list of signs, from the child's page on the phone; and what to do when one of them is red."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.people.models import Child
from nuantong.people.views.common import asks_reason, child_for
from nuantong.people.visibility import permissions_on
from nuantong.screening import watchlist
from nuantong.screening.actions.observing import observe as keep
from nuantong.screening.forms import ObserveForm
from nuantong.screening.models import Observation


@require(P.OBSERVE)
@asks_reason
def observe(request: Request, number: str) -> HttpResponse:
    child = child_for(request, number, P.OBSERVE)
    form = ObserveForm(request.POST or None, initial={"on": request.reader.on})
    if request.method == "POST" and form.is_valid():
        try:
            kept = keep(child=child, by=request.reader, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _kept(request, child, kept)
    page = {"child": child, "form": form, "groups": watchlist.GROUPS,
            "chosen": request.POST.getlist("signs")}  # fmt: skip
    return render(request, "screening/observe.html", page, status=422 if form.errors else 200)


def _kept(request: Request, child: Child, kept: Observation) -> HttpResponse:
    if kept.red:
        return redirect("screening:observed", child.number, kept.key)
    messages.success(request, "观察清单已保存，谢谢您留心。")
    return redirect("people:child", child.number)


@require(P.OBSERVE, P.ANSWER_RED)
@asks_reason
def observed(request: Request, number: str, key: str) -> HttpResponse:
    """Whom to call first, and that somebody has been told; to its writer and whoever answers."""
    child = child_for(request, number, P.OBSERVE, P.ANSWER_RED)
    rows = Observation.objects.filter(child=child, key=key, red=True)
    if P.ANSWER_RED not in permissions_on(child, request.reader):
        rows = rows.filter(writer=request.reader.actor_id or 0)
    kept = get_object_or_404(rows)
    page = {"child": child, "kept": kept, "signs": watchlist.words_of(kept.signs, red_only=True)}
    return render(request, "screening/observed.html", page)
