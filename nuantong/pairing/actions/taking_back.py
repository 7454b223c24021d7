"""Taking a publication back, as far as no carer has been in contact; slice by slice, in one transaction."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from nuantong.access.reader import Reader
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.pairing import hooks
from nuantong.pairing.actions.common import NewPair, write_pairs
from nuantong.pairing.actions.freed import wait_for_another
from nuantong.pairing.actions.pairs import end_rows
from nuantong.pairing.actions.slicing import Tell, asked_of, slices
from nuantong.pairing.actions.telling import tell_restored, tell_undone
from nuantong.pairing.ledger import Ledger, lock, lock_all
from nuantong.pairing.models import Pairing, Proposal, Publication
from nuantong.pairing.models.words import EndReason
from nuantong.pairing.publishing import Asked
from nuantong.people.models import Child

ENDED: Final = 95
"""Percent of the work that is done when all that ends has ended."""


@dataclass
class Undone:
    publication: Publication | None = None
    households: int = 0
    kept: int = 0
    """Households that stay: their carer has been in contact, or the pair has ended since."""
    not_restored: int = 0
    """Moved households whose former carer cannot take them again: they wait for a new one."""


def take_out_of_force(made: Publication, by: Reader, tell: Tell) -> Undone:
    """A pair undone on its first day was never in force; later it ends today. Households that were
    moved have their former carer again."""
    reason = made.undone_reason
    asked = asked_of(Proposal.objects.filter(publication=made, state=Proposal.State.PUBLISHED))
    lock_all(asked)
    lock(Child.objects.filter(household__id__any_of=[one.household_id for one in asked]))
    told, moved = Undone(made), []
    for some, done in slices(asked, lambda one: one.carer_id):
        gone = _end(some, reason, by)
        told.households += len(gone)
        moved += [one for one in gone if one.moves]
        tell(ENDED * done // len(asked), f"已核对 {done:,} / {len(asked):,} 户，全部办完才一起撤回")
    told.kept = len(asked) - told.households
    told.not_restored = _restore(moved, by) if moved else 0
    record(
        action="撤回发布", by=by, object_type="pairinground", object_id=made.round_id,
        reason=reason, changes={"count": told.households},
    )  # fmt: skip
    return told


def _end(some: Sequence[Asked], reason: str, by: Reader) -> list[Asked]:
    """What nobody was in contact about ends; those are given back. Who was not moved here from
    another carer waits for a new one."""
    ledger = Ledger.of(some, by.on)
    free = [one for one in some if _untouched(one, ledger)]
    rows = [row for one in free for row in ledger.pairings[one.household_id]]
    known = hooks.contacted(rows)
    contacted = {row.child.household_id for row in rows if row.pk in known}
    gone = [one for one in free if one.household_id not in contacted]
    ended = [row for one in gone for row in ledger.pairings[one.household_id]]
    end_rows(ended, on=by.on, by=by, reason=EndReason.UNDONE, note=reason)
    moved = {one.household_id for one in gone if one.moves}
    alone = [row for row in ended if row.child.household_id not in moved]
    wait_for_another(alone, EndReason.UNDONE, by)
    Proposal.objects.filter(id__any_of=[one.pk for one in gone]).update(
        state=Proposal.State.UNDONE, reason=f"发布后撤回：{reason}"[:200], decided_at=clock.now()
    )
    tell_undone([(one.carer_id, one.pk) for one in gone], by)
    return gone


def _untouched(one: Asked, ledger: Ledger) -> bool:
    """Whether all that stands of the household came of this very proposal."""
    rows = ledger.pairings.get(one.household_id, [])
    return bool(rows) and all(row.proposal_id == one.pk for row in rows)


def _restore(moved: Collection[Asked], by: Reader) -> int:
    """Former carers take their households again where they still can; how many could not."""
    ledger = Ledger.of(moved, by.on)
    pairs: list[NewPair] = []
    restored: list[tuple[int, int]] = []
    taken: Counter[int] = Counter()
    for one in moved:
        carer, before = ledger.carers[one.current_id or 0], _before(one)
        room = carer.capacity - ledger.load.get(carer.pk, 0) - taken[carer.pk]
        day = carer.background_checked_on
        if day is None or ledger.unfit(carer.pk) or room <= 0 or not before:
            wait_for_another(before, EndReason.UNDONE, by)
            continue
        taken[carer.pk] += 1
        restored.append((carer.pk, one.pk))
        pairs += [NewPair(row.child_id, carer.pk, row.tier, day) for row in before]
    write_pairs(pairs, start=by.on, by=by)
    tell_restored(restored, by)
    return len(moved) - len(restored)


def _before(one: Asked) -> list[Pairing]:
    """The pairings the move ended."""
    ended = Pairing.objects.filter(
        child__household=one.household_id, ended_reason=EndReason.YEARLY, carer=one.current_id,
        child__pairings__proposal=one.pk,
    )  # fmt: skip
    latest: dict[int, Pairing] = {row.child_id: row for row in ended.order_by("end", "pk")}
    return list(latest.values())
