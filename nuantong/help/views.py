"""Writing to a named officer, and the officers' list and answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing, Sort
from nuantong.help import actions, queries
from nuantong.help.deadlines import ANSWER_WITHIN
from nuantong.help.filters import ComplaintFilter
from nuantong.help.forms import AnswerForm, ComplaintForm
from nuantong.help.models import Complaint
from nuantong.help.officers import officers_for

SORTS = {
    "state": Sort("状态", "answered", "due_on"),
    "kind": Sort("类别", "kind"),
    "at": Sort("提交时间", "at"),
    "due": Sort("答复期限", "due_on"),
}


@login_required
def complain(request: Request) -> HttpResponse:
    """The officer's name stands above the form, before anything is sent."""
    form = ComplaintForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.complain(
                by=request.reader, key=form.cleaned_data["key"], letter=form.letter()
            )
            messages.success(request, "已提交。")
            return redirect("help:complaint", kept.key)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    officers = officers_for(request.reader)
    page = {"form": form, "officers": officers, "days": ANSWER_WITHIN}
    return render(request, "help/complain.html", page)


@login_required
def mine(request: Request) -> HttpResponse:
    page = {"rows": queries.my_complaints(request.reader)}
    return render(request, "help/mine.html", page)


@require(Permission.ANSWER_COMPLAINTS)
def complaints(request: Request) -> HttpResponse:
    """The unanswered first, the nearest term on top."""
    answerable = Complaint.objects.answerable_by(request.reader).with_state()
    listing = Listing(
        request,
        answerable.select_related("writer", "handler"),
        filterset=ComplaintFilter,
        sorts=SORTS,
        default_sort="state",
    )
    rows = [queries.row_of(one, request.reader) for one in listing.rows]
    return render(request, "help/complaints.html", {"listing": listing, "rows": rows})


@login_required
def complaint(request: Request, key: str) -> HttpResponse:
    """A complaint with its answers; an officer's first look tells the writer that it arrived."""
    seen = Complaint.objects.visible_to(request.reader).select_related("writer", "handler")
    found = get_object_or_404(seen, key=key)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _answered(request, found, form):
        return redirect("help:complaint", found.key)
    actions.read_complaint(by=request.reader, complaint=found)
    page = {
        "complaint": found,
        "row": queries.row_of(Complaint.objects.with_state().get(pk=found.pk), request.reader),
        "steps": found.steps.select_related("by"),
        "form": form,
        "answers": Complaint.objects.answerable_by(request.reader).filter(pk=found.pk).exists(),
    }
    return render(request, "help/complaint.html", page)


def _answered(request: Request, found: Complaint, form: AnswerForm) -> bool:
    try:
        actions.answer(by=request.reader, complaint=found, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "已答复，对方打开就能看到。")
    return True
