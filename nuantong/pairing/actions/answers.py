"""Taking one of the answers that were shown: all of its moves in one step, or none."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.http import Http404

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.pairing.actions.common import REFUSALS, NewPair, write_pairs
from nuantong.pairing.actions.handovers import hand_over
from nuantong.pairing.actions.pairs import DAY, end_open
from nuantong.pairing.inputs import where
from nuantong.pairing.ledger import Ledger, lock
from nuantong.pairing.matching import tier_of
from nuantong.pairing.models import Handover, Pairing
from nuantong.pairing.models.words import EndReason
from nuantong.people.models import Carer, Child, Household

CHANGED = "您看的时候，情况有了变化：{}下面是重新算出的安排，请再选一次。"
ArrangedMove = tuple[int, int | None, int]
"""A household goes from a carer (None: it has none) to another."""


@transaction.atomic
def take_answer(
    *, moves: Sequence[ArrangedMove], by: Reader, reason: EndReason, note: str = "", words: str = ""
) -> list[Handover]:
    """Do what the answer says from today: end, pair, hand over, tell. The first move is the one
    that was asked for; `reason` is why it leaves its carer, the others make room for it.

    StaleVersion when anybody of them has moved, left or filled up since the answer was shown.
    """
    _check_scope(moves, by)
    lock(Household.objects.filter(pk__in=[household for household, _, _ in moves]))
    lock(Carer.objects.filter(pk__in={c for _, source, to in moves for c in (source, to) if c}))
    _check_unchanged(moves, by)
    start = _end_all(moves, by, reason, note)
    pairs = _pairs(moves, start, by)
    with refusing({name: CHANGED.format(why) for name, why in REFUSALS.items()}):
        write_pairs([pair for group in pairs for pair in group], start=start, by=by)
    return [
        _hand_over(group, start, by, words if number == 0 else "")
        for number, (group, move) in enumerate(zip(pairs, moves, strict=True))
        if move[1] != move[2]
    ]


def _check_scope(moves: Sequence[ArrangedMove], by: Reader) -> None:
    """Every household and every carer lies where the reader pairs."""
    homes = {household for household, _, _ in moves}
    carers = {carer for _, source, to in moves for carer in (source, to) if carer}
    children = Child.objects.visible_to(by, to=Permission.RUN_ROUNDS).filter(household__in=homes)
    seen = Carer.objects.visible_to(by, Permission.RUN_ROUNDS).filter(pk__in=carers)
    known = children.order_by().values("household").distinct().count()
    if not moves or not by.can(Permission.RUN_ROUNDS) or known < len(homes):
        raise Http404
    if seen.count() < len(carers):
        raise Http404


def _check_unchanged(moves: Sequence[ArrangedMove], by: Reader) -> None:
    """Whose each household is: of a pairing that ends tomorrow and one that begins then, the latter."""
    homes = [household for household, _, _ in moves]
    standing = Pairing.objects.standing(by.on).filter(child__household__in=homes)
    rows = standing.order_by().values_list("child__household", "carer", "end")
    now = {home: {carer for one, carer, _ in rows if one == home} for home in homes}
    stays = {home: {c for one, c, end in rows if one == home and end is None} for home in homes}
    for household, source, _ in moves:
        if (stays[household] or now[household]) != ({source} if source else set()):
            raise StaleVersion(CHANGED.format("有家庭已另外结对或解除。"))


def _end_all(moves: Sequence[ArrangedMove], by: Reader, reason: EndReason, note: str) -> dt.date:
    """End what is left behind; the day from which the new pairings hold, one for all of them.

    A pairing made today ends tomorrow, and then all of them change hands: nobody has a day between.
    """
    left = [
        Pairing.objects.filter(child__household=household, carer=source)
        for household, source, target in moves
        if source is not None and source != target
    ]
    start = max([by.on, *(_over_on(row, by.on) for old in left for row in old.standing(by.on))])
    for number, old in enumerate(left):
        first = number == 0 and moves[0][1] not in (None, moves[0][2])
        why, words = (reason, note.strip()[:200]) if first else (EndReason.REARRANGED, "")
        end_open(old, on=start, by=by, reason=why, note=words)
    return start


def _over_on(row: Pairing, on: dt.date) -> dt.date:
    """The first day on which the child may be another's."""
    return row.end or max(on, row.start + DAY)


def _pairs(moves: Sequence[ArrangedMove], start: dt.date, by: Reader) -> list[list[NewPair]]:
    """The new pairs of each move, under the same limits as any pairing."""
    ledger = Ledger([move[0] for move in moves], {move[2] for move in moves}, start)
    found = []
    for household, _, target in moves:
        refused = ledger.why_not(household, target)
        if refused:
            raise StaleVersion(CHANGED.format(refused))
        unit, carer = ledger.take(household, target), ledger.carers[target]
        assert carer.background_checked_on is not None
        tier = tier_of(where(by.tree, unit.place()), where(by.tree, carer.place_id)).value
        found.append([NewPair(c, target, tier, carer.background_checked_on) for c in unit.children])
    return found


def _hand_over(group: list[NewPair], start: dt.date, by: Reader, words: str) -> Handover:
    children = list(Child.objects.filter(pk__in=[pair.child for pair in group]))
    carer = Carer.objects.get(pk=group[0].carer)
    if not children:
        raise Refusal("这个家庭没有需要结对的孩子。")
    return hand_over(children=children, carer=carer, on=start, by=by, words=words)
