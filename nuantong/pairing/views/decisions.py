"""Accepting and rejecting: one row, the chosen ones, or everything the filter shows."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing
from nuantong.pairing import actions
from nuantong.pairing.forms import ProposalFilter
from nuantong.pairing.models import PairingRound, Proposal
from nuantong.pairing.queries.proposals import PROPOSAL_SORTS, proposal_lines, proposals_of
from nuantong.pairing.queries.rounds import states_of
from nuantong.pairing.views.rounds import round_for


@require_POST
@require(Permission.RUN_ROUNDS)
def accept(request: Request, pk: int) -> HttpResponse:
    """The chosen proposals, or with `all` every undecided one that the address' filters show."""
    found = round_for(request, pk)
    try:
        _tell(request, _accepted(request, found))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    query = request.GET.urlencode()
    address = redirect("pairing:round", pk)
    address.headers["Location"] += f"?{query}" if query else ""
    return address


def _accepted(request: Request, found: PairingRound) -> actions.Decision:
    by = request.reader
    if "all" in request.POST:
        return actions.accept_all(round=found, by=by, ids=_shown(request, found))
    ids = [int(pk) for pk in request.POST.getlist("ids") if pk.isdigit()]
    return actions.accept_proposals(round=found, by=by, ids=ids)


def _shown(request: Request, found: PairingRound) -> list[int] | None:
    """What the filters leave, None where there are none."""
    listing = Listing(
        request,
        proposals_of(found, request.reader),
        filterset=ProposalFilter,
        sorts=PROPOSAL_SORTS,
        default_sort="place",
    )
    if not listing.chips:
        return None
    shown = listing.filters.qs.filter(state=Proposal.State.PROPOSED)
    return list(shown.order_by().values_list("pk", flat=True))


def _tell(request: Request, decision: actions.Decision) -> None:
    if decision.households:
        messages.success(
            request,
            f"已采纳 {decision.households} 户、{decision.children} 名儿童的建议，发布后生效。",
        )
    elif not decision.lapsed and not decision.at_work:
        messages.info(request, "没有待确认的建议：可能没有勾选，或已由别人处理。")
    tell_lapsed(request, decision.lapsed)


def tell_lapsed(request: Request, lapsed: list[Proposal]) -> None:
    if lapsed:
        reasons = "；".join(sorted({one.reason.rstrip("。") for one in lapsed})[:3])
        messages.warning(request, f"{len(lapsed)} 条已失效：{reasons}。重算可为这些家庭另找。")


def _proposal(request: Request, pk: int) -> Proposal:
    visible = Proposal.objects.visible_to(request.reader).select_related("round")
    return get_object_or_404(visible, pk=pk)


@require_POST
@require(Permission.RUN_ROUNDS)
def accept_one(request: Request, pk: int) -> HttpResponse:
    proposal = _proposal(request, pk)
    try:
        actions.accept_proposals(round=proposal.round, by=request.reader, ids=[pk])
    except Refusal as refusal:
        return _answer(request, proposal, str(refusal))
    return _answer(request, proposal)


@require_POST
@require(Permission.RUN_ROUNDS)
def take_back(request: Request, pk: int) -> HttpResponse:
    """An accepted proposal waits again."""
    proposal = _proposal(request, pk)
    try:
        actions.take_back(round=proposal.round, by=request.reader, ids=[pk])
    except Refusal as refusal:
        return _answer(request, proposal, str(refusal))
    return _answer(request, proposal)


@require_POST
@require(Permission.RUN_ROUNDS)
def reject(request: Request, pk: int) -> HttpResponse:
    proposal = _proposal(request, pk)
    try:
        actions.reject_proposal(
            proposal=proposal, by=request.reader, reason=request.POST.get("reason", "")
        )
    except Refusal as refusal:
        return _answer(request, proposal, str(refusal))
    return _answer(request, proposal)


@require_POST
@require(Permission.RUN_ROUNDS)
def lift(request: Request, pk: int) -> HttpResponse:
    proposal = _proposal(request, pk)
    try:
        actions.lift_rejection(
            proposal=proposal, by=request.reader, reason=request.POST.get("reason", "")
        )
    except Refusal as refusal:
        return _answer(request, proposal, str(refusal))
    return _answer(request, proposal)


def _answer(request: Request, proposal: Proposal, error: str = "") -> HttpResponse:
    """The row as it is now, with the round's counts; without script the page itself."""
    if not request.htmx:
        if error:
            messages.error(request, error)
        return redirect("pairing:round", proposal.round_id)
    rows = proposals_of(proposal.round, request.reader).filter(pk=proposal.pk)
    (line,) = proposal_lines(rows, request.reader)
    page = {"line": line, "round": proposal.round, "error": error, "fresh": True,
            "states": states_of(proposal.round, request.reader)}  # fmt: skip
    return render(request, "pairing/row.html", page)
