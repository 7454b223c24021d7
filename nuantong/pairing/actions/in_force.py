"""Putting accepted proposals in force, slice by slice in one transaction: nobody sees a part of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from nuantong.access.reader import Reader
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.pairing.actions.common import REFUSALS, NewPair, write_pairs
from nuantong.pairing.actions.handovers import hand_over
from nuantong.pairing.actions.lapsing import lapse
from nuantong.pairing.actions.pairs import end_rows
from nuantong.pairing.actions.slicing import Tell, asked_of, judged, slices
from nuantong.pairing.actions.telling import tell_paired
from nuantong.pairing.models import PairingRound, Proposal, Publication
from nuantong.pairing.models.round import OfRoundQuerySet
from nuantong.pairing.models.words import EndReason
from nuantong.pairing.publishing import Asked, Ready, Rooms, lapsing_full, ready
from nuantong.people.models import Carer, Child

JUDGED: Final = 30
"""Percent of the work that is done when it is known what can begin."""


@dataclass
class Published:
    """What began, and what lapsed instead with its reason."""

    publication: Publication | None = None
    households: int = 0
    children: int = 0
    lapsed: list[Proposal] = field(default_factory=list)


def accepted(round: PairingRound, by: Reader) -> OfRoundQuerySet:
    """What the reader answers for."""
    return Proposal.objects.visible_to(by).filter(round=round, state=Proposal.State.ACCEPTED)


def put_in_force(made: Publication, by: Reader, tell: Tell) -> Published:
    """Every accepted proposal the reader answers for, from today; carers are told. What has gone stale
    lapses with its reason and the others go through."""
    asked = asked_of(accepted(made.round, by))
    good, lapsing = _judged(asked, by, tell)
    told = Published(made, len(good), sum(len(one.children) for one in good), lapse(lapsing, by))
    former = [row for one in good for row in one.former]
    end_rows(former, on=by.on, by=by, reason=EndReason.YEARLY, note="")
    for some, done in slices(good, lambda one: one.asked.carer_id):
        _begin(made, some, by)
        percent = JUDGED + (100 - JUDGED) * done // len(good)
        tell(percent, f"已写入 {done:,} / {len(good):,} 户，全部写完才一起生效")
    record(
        action="发布结对", by=by, object_type="pairinground", object_id=made.round_id,
        changes={"count": told.households, "children": told.children},
    )  # fmt: skip
    return told


def _judged(
    asked: Sequence[Asked], by: Reader, tell: Tell
) -> tuple[list[Ready], dict[int, str]]:  # fmt: skip
    """Those that can begin together; the others with what speaks against them now."""
    found: list[Ready] = []
    lapsing: dict[int, str] = {}
    rooms = Rooms()
    for some in judged(asked, by.on):
        rooms.learn(some.ledger)
        lapsing |= some.lapsing
        found += [ready(one, some.ledger) for one in some.good]
        tell(JUDGED * some.done // len(asked), f"已核对 {some.done:,} / {len(asked):,} 户")
    lapsing |= lapsing_full(found, rooms)
    return [one for one in found if one.asked.pk not in lapsing], lapsing


def _begin(made: Publication, some: Sequence[Ready], by: Reader) -> None:
    pairs = [
        NewPair(child, one.asked.carer_id, one.asked.tier, one.checked_on, one.asked.pk)
        for one in some
        for child in one.children
    ]
    with refusing(REFUSALS):
        write_pairs(pairs, start=by.on, by=by)
    Proposal.objects.filter(id__any_of=[one.asked.pk for one in some]).update(
        state=Proposal.State.PUBLISHED, publication=made, decided_by=by.user,
        decided_at=clock.now(),
    )  # fmt: skip
    tell_paired(
        made, [(one.asked.carer_id, len(one.children)) for one in some if not one.asked.moves], by
    )
    _hand_over([one for one in some if one.asked.moves], by)


def _hand_over(moved: Iterable[Ready], by: Reader) -> None:
    """Whoever takes a household over is told what the one before her knew, and says that she has."""
    rows = list(moved)
    children = _known(Child, (child for one in rows for child in one.children))
    carers = _known(Carer, (one.asked.carer_id for one in rows))
    for one in rows:
        hand_over(
            children=[children[child] for child in one.children],
            carer=carers[one.asked.carer_id], on=by.on, by=by,
        )  # fmt: skip


def _known(model: Any, keys: Iterable[int]) -> dict[int, Any]:
    wanted = list(keys)
    return model.objects.in_bulk(wanted) if wanted else {}
