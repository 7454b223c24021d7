"""Accepting and rejecting what a round proposed, one by one or all at once."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction
from django.http import Http404

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.pairing.actions.common import REFUSALS, NewPair, write_pairs
from nuantong.pairing.ledger import Ledger
from nuantong.pairing.models import PairingRound, Proposal, Rejection

MOVED = "该户已迁居，远近须重新计算。"


@dataclass
class Decision:
    """What became of the proposals asked for; those already decided are not among them."""

    households: int = 0
    children: int = 0
    lapsed: list[Proposal] = field(default_factory=list)


@transaction.atomic
def accept_proposals(
    *, round: PairingRound, by: Reader, ids: Collection[int] | None = None
) -> Decision:
    """Pair the households of undecided proposals: those named, or all the reader answers for.

    A proposal gone stale lapses and says why; the others go through. Asking twice changes nothing.
    """
    proposals = _undecided(round, by, ids)
    ledger = Ledger([p.household_id for p in proposals], {p.carer_id for p in proposals}, by.on)
    decision, pairs = Decision(), []
    for proposal in proposals:
        proposal.reason = _stale(proposal, ledger)
        if proposal.reason:
            decision.lapsed.append(proposal)
            continue
        unit = ledger.take(proposal.household_id, proposal.carer_id)
        pairs += _pairs(proposal, unit.children, ledger)
        decision.households += 1
    decision.children = len(pairs)
    with refusing(REFUSALS):
        write_pairs(pairs, start=by.on, by=by)
    _mark(proposals, by)
    _close_when_decided(round)
    return decision


def _undecided(round: PairingRound, by: Reader, ids: Collection[int] | None) -> list[Proposal]:
    """Locked: whoever decides at the same time waits, and then finds them decided."""
    _must_decide(round, by)
    found = Proposal.objects.visible_to(by).filter(round=round, state=Proposal.State.PROPOSED)
    if ids is not None:
        found = found.filter(pk__in=ids)
    return list(found.select_for_update(of=("self",)).order_by("pk"))


def _must_decide(round: PairingRound, by: Reader) -> None:
    if not by.can(Permission.RUN_ROUNDS):
        raise Http404
    found = PairingRound.objects.visible_to(by).filter(pk=round.pk).first()
    if found is None:
        raise Http404
    if not found.is_open:
        raise Refusal("这个批次已结束，不能再确认；请另行发起。")


def _stale(proposal: Proposal, ledger: Ledger) -> str:
    why = ledger.why_not(proposal.household_id, proposal.carer_id)
    if why or ledger.lives_in(proposal.household_id, proposal.place_id):
        return why
    return MOVED


def _pairs(proposal: Proposal, children: list[int], ledger: Ledger) -> list[NewPair]:
    carer = ledger.carers[proposal.carer_id]
    assert carer.background_checked_on is not None
    return [
        NewPair(child, carer.pk, proposal.tier, carer.background_checked_on, proposal.pk)
        for child in children
    ]


def _mark(proposals: list[Proposal], by: Reader) -> None:
    at, stale = clock.now(), [p for p in proposals if p.reason]
    accepted = [p.pk for p in proposals if not p.reason]
    Proposal.objects.filter(pk__in=accepted).update(
        state=Proposal.State.ACCEPTED, decided_by=by.user, decided_at=at
    )
    for proposal in stale:
        proposal.state = Proposal.State.LAPSED
        proposal.decided_by, proposal.decided_at = by.user, at
    fields = ["state", "decided_by", "decided_at", "reason"]
    Proposal.objects.bulk_update(stale, fields, batch_size=1000)


def _close_when_decided(round: PairingRound) -> None:
    if not Proposal.objects.filter(round=round, state=Proposal.State.PROPOSED).exists():
        PairingRound.objects.filter(pk=round.pk).update(closed_at=clock.now())


@transaction.atomic
def reject_proposal(*, proposal: Proposal, by: Reader, reason: str) -> Proposal:
    """Turn a proposal down; the reason is kept, and later rounds do not propose the pair again."""
    stated = reason.strip()[:200]
    if len(stated) < 2:
        raise Refusal("请写明不采纳的原因，例如：路不通、家庭已另有约定。")
    found = _undecided(proposal.round, by, [proposal.pk])
    if not found:
        raise Refusal("这条建议已经处理过了。")
    Proposal.objects.filter(pk=proposal.pk).update(
        state=Proposal.State.REJECTED, reason=stated, decided_by=by.user, decided_at=clock.now()
    )
    Rejection.objects.create(proposal=proposal, carer_place_id=found[0].carer.place_id)
    record(
        action="不采纳结对建议",
        by=by,
        object_type="proposal",
        object_id=proposal.pk,
        reason=stated,
        changes={"household": proposal.household_id, "carer": proposal.carer_id},
    )
    _close_when_decided(proposal.round)
    proposal.refresh_from_db()
    return proposal


@transaction.atomic
def lift_rejection(*, proposal: Proposal, by: Reader, reason: str) -> Rejection:
    """Let later rounds propose the pair again. Twice equals once."""
    stated = reason.strip()[:200]
    if len(stated) < 2:
        raise Refusal("请写明撤销的原因，例如：桥已修通、家庭改变了主意。")
    seen = Proposal.objects.visible_to(by).filter(pk=proposal.pk)
    rejections = Rejection.objects.filter(proposal__in=seen).select_for_update(of=("self",))
    found = rejections.first()
    if found is None or not by.can(Permission.RUN_ROUNDS):
        raise Http404
    if found.lifted_at is None:
        found.lifted_at, found.lifted_by, found.lifted_reason = clock.now(), by.user, stated
        found.save()
        record(
            action="撤销不采纳", by=by, object_type="proposal", object_id=proposal.pk, reason=stated,
            changes={"household": proposal.household_id, "carer": proposal.carer_id},
        )  # fmt: skip
    return found
