"""The list of rounds, a round's two lists, and its progress."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from nuantong.access.http import Request
from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing, Sort
from nuantong.core.xlsx import workbook_response
from nuantong.pairing import actions
from nuantong.pairing.forms import (
    MOVE_KM,
    LeftOverFilter,
    PolicyForm,
    ProposalFilter,
    RoundFilter,
    StartForm,
    policy_from,
)
from nuantong.pairing.models import PairingRound, Shortage
from nuantong.pairing.models.words import Kind
from nuantong.pairing.queries import left_overs, proposals
from nuantong.pairing.queries.comparing import WAYS, compared, farthest, publications_of
from nuantong.pairing.queries.counting import left_known, proposals_known
from nuantong.pairing.queries.coverage import over_capacity, paired_share
from nuantong.pairing.queries.lists import RoundListing
from nuantong.pairing.queries.recruiting import recruits
from nuantong.pairing.queries.rounds import moved_in, outcome, round_lines, rounds_of
from nuantong.pairing.queries.shortages import lists_of
from nuantong.pairing.queries.since import since_run
from nuantong.people.models import Carer
from nuantong.regions.models import Region


@require(Permission.RUN_ROUNDS)
def rounds(request: Request) -> HttpResponse:
    """Rounds so far; posting the form begins one."""
    form = StartForm(_posted(request), reader=request.reader)
    if request.method == "POST" and form.is_valid():
        try:
            region = Region.objects.get(pk=form.cleaned_data["region_id"])
            begun = actions.start_round(
                region=region, by=request.reader, policy=form.policy(),
                kind=form.cleaned_data["kind"] or Kind.WAITING,
            )  # fmt: skip
            return redirect("pairing:round", begun.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "pairing/rounds.html", _rounds_page(request, form))


def _posted(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def _rounds_page(request: Request, form: StartForm) -> dict[str, Any]:
    reader = request.reader
    tops = reader.regions(Permission.RUN_ROUNDS)
    shares = paired_share(reader, tops)
    listing = Listing(
        request,
        rounds_of(reader),
        filterset=RoundFilter,
        sorts={"newest": Sort("发起", "-created_at")},
        default_sort="newest",
        page_size=20,
    )
    return {
        "form": form,
        "coverage": [(reader.tree.full_name(region), shares[region]) for region in tops],
        "listing": listing,
        "lines": round_lines(listing.rows, reader),
        "over": _over(reader),
    }


def _over(reader: Reader) -> int:
    """The reader's carers who have more households than places."""
    carers = Carer.objects.visible_to(reader, Permission.SEE_CARERS)
    return carers.filter(status=Carer.Status.ACTIVE, pk__in=over_capacity(reader.on)).count()


def round_for(request: Request, pk: int) -> PairingRound:
    return get_object_or_404(rounds_of(request.reader), pk=pk)


@require(Permission.RUN_ROUNDS)
def round(request: Request, pk: int) -> HttpResponseBase:
    """The result and the list of proposals."""
    found = round_for(request, pk)
    listing = RoundListing(
        request,
        proposals.proposals_of(found, request.reader),
        filterset=ProposalFilter,
        sorts=proposals.PROPOSAL_SORTS,
        default_sort="place",
        known=proposals_known(found, request.reader),
    )
    if listing.wants_export:
        rows = proposals.proposal_sheet(listing.results, request.reader)
        return _export(request, found, "结对建议", proposals.PROPOSAL_COLUMNS, rows)
    lines = proposals.proposal_lines(listing.rows, request.reader)
    page = _page(request, found, "proposals") | {"listing": listing, "lines": lines}
    return render(request, "pairing/round.html", page)


@require(Permission.RUN_ROUNDS)
def compare(request: Request, pk: int) -> HttpResponse:
    """Before and after; beside a clerk, the last round, other ways of weighing; the longest ways."""
    found, reader = round_for(request, pk), request.reader
    page = _page(request, found, "compare") | {
        "compared": compared(found, reader), "ways": WAYS, "moved": moved_in(found, reader),
        "policy": PolicyForm(initial=_as_asked(found.policy)),
        "worst": proposals.proposal_lines(farthest(found, reader), reader),
    }  # fmt: skip
    return render(request, "pairing/compare.html", page)


@require(Permission.RUN_ROUNDS)
def shortage(request: Request, pk: int, number: int) -> HttpResponse:
    """A region that is short: its households and the carers they can reach, to be counted."""
    found = round_for(request, pk)
    short = get_object_or_404(Shortage, round=found, number=number)
    page = {
        "round": found, "scope": request.reader.tree.full_name(found.region_id),
        "lists": lists_of(short, request.reader),
    }  # fmt: skip
    return render(request, "pairing/shortage.html", page)


@require(Permission.RUN_ROUNDS)
def left_over(request: Request, pk: int) -> HttpResponseBase:
    """Households nobody was found for, each with its reason and whose task it is."""
    found = round_for(request, pk)
    listing = RoundListing(
        request,
        left_overs.left_overs_of(found, request.reader),
        filterset=LeftOverFilter,
        sorts=left_overs.LEFT_SORTS,
        default_sort="place",
        known=left_known(found, request.reader),
    )
    if listing.wants_export:
        rows = left_overs.left_sheet(listing.results, request.reader)
        return _export(request, found, "未能结对", left_overs.LEFT_COLUMNS, rows)
    lines = left_overs.left_lines(listing.rows, request.reader)
    page = _page(request, found, "left") | {"listing": listing, "lines": lines}
    page["recruits"] = recruits(found, request.reader)
    return render(request, "pairing/left_over.html", page)


def _page(request: Request, found: PairingRound, tab: str) -> dict[str, Any]:
    """What stands over each of a round's tabs."""
    reader = request.reader
    publications = list(publications_of(found, reader))
    at_work = next((one for one in publications if one.is_active), None)
    return {
        "round": found,
        "scope": reader.tree.full_name(found.region_id),
        "outcome": outcome(found, reader),
        "publications": publications,
        "at_work": at_work,
        "may_stop": at_work is not None and actions.may_undo(at_work, reader),
        "tab": tab,
        "owner": reader.covers(Permission.RUN_ROUNDS, found.region_id),
        "can_export": reader.can(Permission.EXPORT),
    }


def _as_asked(policy: dict[str, Any]) -> dict[str, Any]:
    return {
        "variant": policy.get("variant"),
        "range_km": policy.get("range_m", 25_000) // 1000,
        "move_km": policy.get("move_cost", MOVE_KM * 1000) // 1000,
        "compare": policy.get("compare", False),
    }


@require_POST
@require(Permission.RUN_ROUNDS)
def rerun(request: Request, pk: int) -> HttpResponse:
    """Work the round out again around what is decided, by the policy as the form has it."""
    form = PolicyForm(request.POST)
    try:
        if not form.is_valid():
            raise Refusal("排法填得不对：公里数须是整数。")
        policy = policy_from(form.cleaned_data) if "variant" in request.POST else None
        actions.rerun_round(round=round_for(request, pk), by=request.reader, policy=policy)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("pairing:round", pk)


@require_POST
@require(Permission.RUN_ROUNDS)
def cancel(request: Request, pk: int) -> HttpResponse:
    actions.cancel_round(round=round_for(request, pk), by=request.reader)
    messages.success(request, "已停止计算。")
    return redirect("pairing:round", pk)


@require(Permission.RUN_ROUNDS)
def since(request: Request, pk: int) -> HttpResponse:
    """What has changed since the round was worked out, for the page to fetch by itself."""
    found = round_for(request, pk)
    page = {"round": found, "since": since_run(found, request.reader)}
    return render(request, "pairing/since.html", page)


def _export(
    request: Request, found: PairingRound, title: str, columns: Any, rows: Any
) -> HttpResponseBase:
    if not request.reader.can(Permission.EXPORT):
        return redirect("pairing:round", found.pk)
    record(
        action=f"导出{title}",
        by=request.reader,
        object_type="pairinground",
        object_id=found.pk,
        changes={"query": request.GET.dict()},
    )
    scope = request.reader.tree.full_name(found.region_id)
    note = f"{scope}　基准日 {found.on}　导出人 {request.user.name}"
    return workbook_response(
        f"{title}_{scope}_{found.on}", f"{scope}{title}", columns, rows, note=note
    )


@require(Permission.RUN_ROUNDS)
def progress(request: Request, pk: int) -> HttpResponse:
    """The bar alone; when the work is over the page around it is read anew."""
    found = round_for(request, pk)
    if not request.htmx:
        return redirect("pairing:round", pk)
    response = render(request, "pairing/progress.html", {"round": found})
    if not found.is_active:
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
@require(Permission.RUN_ROUNDS)
def close(request: Request, pk: int) -> HttpResponse:
    lapsed = actions.close_round(round=round_for(request, pk), by=request.reader)
    messages.success(request, f"批次已结束，{lapsed} 条未确认的建议不再有效。")
    return redirect("pairing:round", pk)
