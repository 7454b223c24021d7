"""One household of a round: whom it was given, whom else it could have, pinning and forbidding."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.pairing import actions
from nuantong.pairing.models import LeftOver, PairingRound, Proposal, Wish
from nuantong.pairing.queries.candidates import candidates
from nuantong.pairing.queries.left_overs import left_lines
from nuantong.pairing.queries.proposals import proposal_lines, proposals_of
from nuantong.pairing.views.rounds import round_for
from nuantong.people.models import Carer, Child


@require(Permission.RUN_ROUNDS)
def household(request: Request, pk: int, household: int) -> HttpResponse:
    """Carers near the household; posting one pins it to her, or forbids her."""
    found = round_for(request, pk)
    if request.method == "POST":
        return _wish(request, found, household)
    reader = request.reader
    proposals = proposals_of(found, reader).filter(household=household).order_by("-pk")
    left = LeftOver.objects.visible_to(reader).filter(round=found, household=household)
    lines, left_over = proposal_lines(proposals, reader), left_lines(left, reader)
    if not lines and not left_over:
        raise Http404
    children = Child.objects.visible_to(reader, to=Permission.RUN_ROUNDS).on_register()
    own = list(children.filter(household=household).order_by("birth_date", "pk"))
    q = request.GET.get("q", "").strip()[:40]
    wishes = Wish.objects.filter(round=found, household=household, lifted_at=None)
    page = {
        "round": found, "scope": reader.tree.full_name(found.region_id), "household": household,
        "lines": lines, "left": left_over, "children": own, "q": q,
        "wishes": wishes.select_related("carer", "by").defer("carer__id_number", "carer__phone"),
        "candidates": candidates(own[0], reader, q) if own else [],
        "place": reader.tree.full_name(own[0].place_id, " ") if own else "",
        "decided": any(
            line.proposal.state in (Proposal.State.ACCEPTED, Proposal.State.PUBLISHED)
            for line in lines
        ),
    }  # fmt: skip
    return render(request, "pairing/household.html", page)


def _wish(request: Request, found: PairingRound, household: int) -> HttpResponse:
    chosen = request.POST.get("carer", "")
    carers = Carer.objects.visible_to(request.reader, Permission.RUN_ROUNDS)
    carer = get_object_or_404(
        carers, pk=int(chosen) if chosen.isdigit() and len(chosen) < 18 else 0
    )
    kind = Wish.Kind.FORBID if "forbid" in request.POST else Wish.Kind.PIN
    try:
        actions.wish(
            round=found, household=household, carer=carer, kind=kind, by=request.reader,
            reason=request.POST.get("reason", ""),
        )  # fmt: skip
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        word = "已指定" if kind == Wish.Kind.PIN else "已排除"
        messages.success(request, f"{word}{carer.name}。点“重算”后生效。")
    return redirect("pairing:household", found.pk, household)


@require_POST
@require(Permission.RUN_ROUNDS)
def lift(request: Request, pk: int) -> HttpResponse:
    visible = Wish.objects.visible_to(request.reader).select_related("round")
    found = get_object_or_404(visible, pk=pk)
    try:
        actions.lift_wish(wish=found, by=request.reader)
        messages.success(request, "已取消。点“重算”后生效。")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("pairing:household", found.round_id, found.household_id)
