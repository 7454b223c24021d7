"""年度回访: the short form of a year's review, and what follows from it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.pairing.actions.reviews import keep_review
from nuantong.pairing.forms import ReviewForm
from nuantong.pairing.models import Pairing, Review
from nuantong.pairing.models.review import Outcome
from nuantong.pairing.years import full_years


@require(Permission.RUN_ROUNDS)
def review(request: Request, pk: int) -> HttpResponse:
    """Once a year; a change leads to the options, an end to ending it."""
    visible = Pairing.objects.visible_to(request.reader, to=Permission.RUN_ROUNDS)
    pairing = get_object_or_404(visible.select_related("child", "carer"), pk=pk)
    year = full_years(pairing.start, request.reader.on)
    form = ReviewForm(request.POST or None, initial={"year": year})
    if request.method == "POST" and form.is_valid():
        kept = _kept(request, pairing, form)
        if kept is not None:
            return _follows(kept)
    page = {
        "pairing": pairing,
        "year": year,
        "form": form,
        "over": pairing.end is not None and pairing.end <= request.reader.on,
        "done": Review.objects.filter(pairing=pairing, year=year).first(),
    }
    return render(request, "pairing/review.html", page)


def _kept(request: Request, pairing: Pairing, form: ReviewForm) -> Review | None:
    given = form.cleaned_data
    try:
        kept = keep_review(pairing=pairing, year=given["year"], given=given, by=request.reader)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, "回访已登记。")
    return kept


def _follows(kept: Review) -> HttpResponse:
    if kept.outcome == Outcome.CHANGE:
        return redirect("pairing:options", kept.child.number)
    if kept.outcome == Outcome.END:
        return redirect("pairing:end", kept.pairing_id)
    return redirect("people:child", kept.child.number)
