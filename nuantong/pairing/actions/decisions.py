"""Accepting, rejecting, pinning and forbidding what a round proposed; nothing is in force yet."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction
from django.http import Http404

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.pairing.actions.lapsing import lapse
from nuantong.pairing.actions.rounds import must_not_be_publishing, touch
from nuantong.pairing.actions.slicing import Tell, asked_of, judged, nobody
from nuantong.pairing.models import PairingRound, Proposal, Rejection
from nuantong.pairing.models.round import OfRoundQuerySet

State = Proposal.State


@dataclass
class Decision:
    """What became of the proposals asked for; those already decided are not among them."""

    households: int = 0
    children: int = 0
    lapsed: list[Proposal] = field(default_factory=list)
    at_work: bool = False
    """Nothing yet: they are many, and a job decides them."""


@transaction.atomic
def accept_proposals(
    *, round: PairingRound, by: Reader, ids: Collection[int] | None = None
) -> Decision:
    """Accept undecided proposals: those named, or all the reader answers for. Nobody is paired yet.

    A proposal gone stale lapses and says why; the others go through. Asking twice changes nothing.
    """
    must_decide(round, by)
    return accept_of(round, proposed(round, by, ids), by, nobody)


def proposed(round: PairingRound, by: Reader, ids: Collection[int] | None) -> OfRoundQuerySet:
    """Those the reader answers for that wait for a decision."""
    return of_round(round, by, ids, [State.PROPOSED])


def accept_of(round: PairingRound, rows: OfRoundQuerySet, by: Reader, tell: Tell) -> Decision:
    """Slice by slice in the current transaction."""
    asked, decision = asked_of(rows), Decision()
    for some in judged(asked, by.on):
        decision.households += len(some.good)
        decision.children += sum(one.children for one in some.good)
        _mark([one.pk for one in some.good], State.ACCEPTED, by)
        decision.lapsed += lapse(some.lapsing, by)
        tell(100 * some.done // len(asked), f"已核对 {some.done:,} / {len(asked):,} 户")
    if asked:
        _log("采纳结对建议", round, by, decision)
    return decision


@transaction.atomic
def take_back(*, round: PairingRound, by: Reader, ids: Collection[int]) -> int:
    """Accepted proposals wait for a decision again, as long as they are not published."""
    proposals = undecided(round, by, ids, [State.ACCEPTED])
    keys = [one.pk for one in proposals]
    Proposal.objects.filter(id__any_of=keys).update(
        state=State.PROPOSED, decided_by=None, decided_at=None
    )
    if keys:
        _log("取消采纳结对建议", round, by, Decision(len(keys)))
    return len(keys)


def _mark(keys: Collection[int], state: str, by: Reader) -> None:
    decided = {"state": state, "decided_by": by.user, "decided_at": clock.now()}
    Proposal.objects.filter(id__any_of=list(keys)).update(**decided)


def _log(action: str, round: PairingRound, by: Reader, decision: Decision) -> None:
    touch(round)
    record(
        action=action, by=by, object_type="pairinground", object_id=round.pk,
        changes={"count": decision.households, "lapsed": len(decision.lapsed)},
    )  # fmt: skip


def undecided(
    round: PairingRound, by: Reader, ids: Collection[int] | None, states: Collection[str]
) -> list[Proposal]:
    """Locked: whoever decides at the same time waits, and then finds them decided."""
    must_decide(round, by)
    found = of_round(round, by, ids, states).defer("fits")
    return list(found.select_for_update(of=("self",)).order_by("pk"))


def of_round(
    round: PairingRound, by: Reader, ids: Collection[int] | None, states: Collection[str]
) -> OfRoundQuerySet:
    found = Proposal.objects.visible_to(by).filter(round=round, state__in=states)
    return found if ids is None else found.filter(id__any_of=list(ids))


def must_decide(round: PairingRound, by: Reader) -> None:
    """Shared with other deciders, not with a run that begins: `rerun_round` waits for this."""
    if not by.can(Permission.RUN_ROUNDS):
        raise Http404
    seen = PairingRound.objects.visible_to(by).filter(pk=round.pk)
    found = seen.select_for_update(of=("self",), no_key=True).first()
    if found is None:
        raise Http404
    if found.is_active:
        raise Refusal("这个批次正在计算，算完后再处理。")
    if not found.is_open:
        raise Refusal("这个批次已结束，不能再确认；请另行发起。")
    must_not_be_publishing(found)


@transaction.atomic
def reject_proposal(*, proposal: Proposal, by: Reader, reason: str) -> Proposal:
    """Turn a proposal down; the reason is kept, and later rounds do not propose the pair again."""
    stated = reason.strip()[:200]
    if len(stated) < 2:
        raise Refusal("请写明不采纳的原因，例如：路不通、家庭已另有约定。")
    found = undecided(proposal.round, by, [proposal.pk], [State.PROPOSED, State.ACCEPTED])
    if not found:
        raise Refusal("这条建议已经处理过了。")
    Proposal.objects.filter(pk=proposal.pk).update(
        state=State.REJECTED, reason=stated, decided_by=by.user, decided_at=clock.now()
    )
    Rejection.objects.create(proposal=proposal, carer_place_id=found[0].carer.place_id)
    touch(proposal.round)
    record(
        action="不采纳结对建议",
        by=by,
        object_type="proposal",
        object_id=proposal.pk,
        reason=stated,
        changes={"household": proposal.household_id, "carer": proposal.carer_id},
    )
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
