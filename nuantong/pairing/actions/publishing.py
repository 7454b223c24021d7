"""Putting accepted proposals in force in one step, and taking that back before the first contact."""

from collections import defaultdict
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
from nuantong.pairing import hooks
from nuantong.pairing.actions.common import REFUSALS, NewPair, write_pairs
from nuantong.pairing.actions.decisions import undecided
from nuantong.pairing.actions.freed import wait_for_another
from nuantong.pairing.actions.handovers import hand_over
from nuantong.pairing.actions.lapsing import mark_lapsed
from nuantong.pairing.actions.pairs import end_rows
from nuantong.pairing.actions.rounds import touch
from nuantong.pairing.actions.telling import tell_paired, tell_restored, tell_undone
from nuantong.pairing.ledger import Ledger, lock
from nuantong.pairing.models import Pairing, PairingRound, Proposal, Publication
from nuantong.pairing.models.words import Change, EndReason
from nuantong.pairing.publishing import lapsing_full, stale
from nuantong.people.models import Child

State = Proposal.State


@dataclass
class Published:
    """What began, and what lapsed instead with its reason."""

    publication: Publication | None = None
    households: int = 0
    children: int = 0
    lapsed: list[Proposal] = field(default_factory=list)


@transaction.atomic
def publish_round(*, round: PairingRound, by: Reader) -> Published:
    """Begin every accepted proposal the reader answers for, from today; carers are told.

    What has gone stale lapses with its reason and the others go through. Asking twice changes
    nothing: what is published is not accepted any more.
    """
    proposals = undecided(round, by, None, [State.ACCEPTED])
    ledger = Ledger.of(proposals, by.on)
    for one in proposals:
        one.reason = stale(one, ledger)
    full = lapsing_full([one for one in proposals if not one.reason], ledger)
    for one in proposals:
        one.reason = one.reason or full.get(one.pk, "")
    good = [one for one in proposals if not one.reason]
    told = Published(lapsed=[one for one in proposals if one.reason])
    mark_lapsed(told.lapsed, by)
    if good:
        _begin(round, good, ledger, told, by)
    if proposals:
        touch(round)
    _close_when_decided(round)
    return told


def _begin(
    round: PairingRound, good: list[Proposal], ledger: Ledger, told: Published, by: Reader
) -> None:
    """Moved households leave their carer first; then all begin by one COPY."""
    moved = [
        row for p in good if p.change == Change.MOVED for row in ledger.pairings[p.household_id]
    ]
    children = {p.pk: _children(p, ledger) for p in good}
    end_rows(moved, on=by.on, by=by, reason=EndReason.YEARLY, note="")
    pairs = [_pair(p, child, ledger) for p in good for child in children[p.pk]]
    with refusing(REFUSALS):
        write_pairs(pairs, start=by.on, by=by)
    told.households, told.children = len(good), len(pairs)
    made = told.publication = Publication.objects.create(
        round=round, by=by.user, at=clock.now(), on=by.on,
        households=told.households, children=told.children,
    )  # fmt: skip
    Proposal.objects.filter(id__any_of=[p.pk for p in good]).update(
        state=State.PUBLISHED, publication=made, decided_by=by.user, decided_at=clock.now()
    )
    new = [p for p in good if p.change != Change.MOVED]
    tell_paired(made, [(p.household_id, p.carer_id, len(children[p.pk])) for p in new], by)
    _hand_over([p for p in good if p.change == Change.MOVED], children, ledger, by)
    record(
        action="发布结对", by=by, object_type="pairinground", object_id=round.pk,
        changes={"count": told.households, "children": told.children},
    )  # fmt: skip


def _hand_over(
    moved: list[Proposal], children: dict[int, list[int]], ledger: Ledger, by: Reader
) -> None:
    """Whoever takes a household over is told what the one before her knew, and says that she has."""
    wanted = [child for one in moved for child in children[one.pk]]
    known = Child.objects.in_bulk(wanted) if wanted else {}
    for one in moved:
        hand_over(
            children=[known[child] for child in children[one.pk]],
            carer=ledger.carers[one.carer_id], on=by.on, by=by,
        )  # fmt: skip


def _children(proposal: Proposal, ledger: Ledger) -> list[int]:
    """Those who wait, and with a move all those who had a carer."""
    waiting = ledger.units.get(proposal.household_id)
    found = list(waiting.children) if waiting else []
    if proposal.change == Change.MOVED:
        found += [row.child_id for row in ledger.pairings[proposal.household_id]]
    return found


def _pair(proposal: Proposal, child: int, ledger: Ledger) -> NewPair:
    checked_on = ledger.carers[proposal.carer_id].background_checked_on
    assert checked_on is not None
    return NewPair(child, proposal.carer_id, proposal.tier, checked_on, proposal.pk)


def _close_when_decided(round: PairingRound) -> None:
    waiting = Proposal.objects.filter(round=round, state__in=[State.PROPOSED, State.ACCEPTED])
    if not waiting.exists():
        PairingRound.objects.filter(pk=round.pk).update(closed_at=clock.now())


@dataclass
class Undone:
    households: int = 0
    kept: int = 0
    """Households that stay: their carer has been in contact, or the pair has ended since."""
    not_restored: int = 0
    """Moved households whose former carer cannot take them again: they wait for a new one."""


@transaction.atomic
def undo_publication(*, publication: Publication, by: Reader, reason: str) -> Undone:
    """Take back what was published, where the new carer has not yet been in contact.

    A pair undone on its first day was never in force; later it ends today. Households that were
    moved have their former carer again.
    """
    stated = reason.strip()[:200]
    if len(stated) < 2:
        raise Refusal("请写明撤回的原因，例如：发布早了，名单还要核对。")
    found = Publication.objects.select_for_update(of=("self",)).filter(pk=publication.pk).first()
    if found is None or not may_undo(found, by):
        raise Http404
    if found.undone_at:
        return Undone()
    proposals = Proposal.objects.filter(publication=found, state=State.PUBLISHED)
    rows = list(proposals.defer("fits").select_for_update(of=("self",)).order_by("pk"))
    told = _undo(rows, by, stated)
    Publication.objects.filter(pk=found.pk).update(
        undone_at=clock.now(), undone_by=by.user, undone_reason=stated
    )
    touch(found.round)
    record(
        action="撤回发布", by=by, object_type="pairinground", object_id=found.round_id,
        reason=stated, changes={"count": told.households},
    )  # fmt: skip
    return told


def may_undo(publication: Publication, by: Reader) -> bool:
    """Whoever published, and whoever answers for the whole round."""
    own = publication.by_id is not None and publication.by_id == by.actor_id
    whole = by.covers(Permission.RUN_ROUNDS, publication.round.region_id)
    return by.can(Permission.RUN_ROUNDS) and (own or whole)


def _undo(proposals: list[Proposal], by: Reader, reason: str) -> Undone:
    ledger = Ledger.of(proposals, by.on)
    free = [one for one in proposals if _untouched(one, ledger)]
    rows = [row for one in free for row in ledger.pairings[one.household_id]]
    lock(Child.objects.filter(id__any_of=[row.child_id for row in rows]))
    known = hooks.contacted(rows)
    contacted = {row.child.household_id for row in rows if row.pk in known}
    gone = [one for one in free if one.household_id not in contacted]
    end_rows(
        [row for one in gone for row in ledger.pairings[one.household_id]],
        on=by.on, by=by, reason=EndReason.UNDONE, note=reason,
    )  # fmt: skip
    told = Undone(len(gone), len(proposals) - len(gone))
    moved = [one for one in gone if one.change == Change.MOVED]
    told.not_restored = _restore(moved, ledger, by)
    alone = [row for one in gone if one not in moved for row in ledger.pairings[one.household_id]]
    wait_for_another(alone, EndReason.UNDONE, by)
    Proposal.objects.filter(id__any_of=[one.pk for one in gone]).update(
        state=State.UNDONE, reason=f"发布后撤回：{reason}"[:200], decided_at=clock.now()
    )
    tell_undone([(one.household_id, one.carer_id, one.pk) for one in gone], by)
    return told


def _untouched(one: Proposal, ledger: Ledger) -> bool:
    """Whether all that stands of the household came of this very proposal."""
    rows = ledger.pairings.get(one.household_id, [])
    return bool(rows) and all(row.proposal_id == one.pk for row in rows)


def _restore(moved: Collection[Proposal], ledger: Ledger, by: Reader) -> int:
    """Former carers take their households again where they still can; how many could not."""
    fresh: dict[int, list[NewPair]] = defaultdict(list)
    refused, restored = 0, []
    places: dict[int, int] = {}
    for one in moved:
        carer = ledger.carers[one.current_id or 0]
        places.setdefault(carer.pk, carer.capacity - ledger.load.get(carer.pk, 0))
        before = _before(one)
        if ledger.unfit(carer.pk) or places[carer.pk] <= 0 or not before:
            refused += 1
            wait_for_another(before, EndReason.UNDONE, by)
            continue
        places[carer.pk] -= 1
        restored.append((carer.pk, one.pk))
        assert carer.background_checked_on is not None
        fresh[carer.pk] += [
            NewPair(row.child_id, carer.pk, row.tier, carer.background_checked_on) for row in before
        ]
    pairs = [pair for pairs in fresh.values() for pair in pairs]
    write_pairs(pairs, start=by.on, by=by)
    tell_restored(restored, by)
    return refused


def _before(one: Proposal) -> list[Pairing]:
    """The pairings the move ended."""
    ended = Pairing.objects.filter(
        child__household=one.household_id, ended_reason=EndReason.YEARLY, carer=one.current_id,
        child__pairings__proposal=one,
    )  # fmt: skip
    latest: dict[int, Pairing] = {row.child_id: row for row in ended.order_by("end", "pk")}
    return list(latest.values())
