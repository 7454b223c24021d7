"""Which accepted proposals can begin together: plain reasoning over locked rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from nuantong.pairing.ledger import Ledger
from nuantong.pairing.models import Proposal
from nuantong.pairing.models.words import Change

MOVED = "该户已迁居，远近须重新计算。"
OTHER_CARER = "该户现在的爱心妈妈已有变动，须重新计算。"
FULL = "{name}已满户，没有空余名额。"


def stale(one: Proposal, ledger: Ledger) -> str:
    """The limit that binds now, '' when none does; her places are reckoned by `lapsing_full`."""
    if one.change == Change.NEW:
        why = ledger.why_not(one.household_id, one.carer_id, whatever_load=True)
        lives = ledger.lives_in(one.household_id, one.place_id)
    else:
        if not _as_it_was(one, ledger):
            return OTHER_CARER
        why = ledger.unfit(one.carer_id)
        lives = ledger.family_lives_in(one.household_id, one.place_id)
    return why or ("" if lives else MOVED)


def _as_it_was(one: Proposal, ledger: Ledger) -> bool:
    """The same carer still, and not since today: a pair lasts a day at least."""
    begun = [row.start for row in ledger.pairings.get(one.household_id, [])]
    return ledger.carer_of(one.household_id) == one.current_id and max(begun) < ledger.on


def lapsing_full(proposals: Iterable[Proposal], ledger: Ledger) -> dict[int, str]:
    """Proposals whose carer would have more households than places, with the reason.

    Who moves away makes room; when a move cannot be, its room is gone again: until nothing changes.
    """
    standing = {one.pk: one for one in proposals}
    arriving: dict[int, list[Proposal]] = defaultdict(list)
    leaving: Counter[int] = Counter()
    for one in standing.values():
        if not ledger.joins_siblings(one.household_id, one.carer_id):
            arriving[one.carer_id].append(one)
        if one.change == Change.MOVED and one.current_id is not None:
            leaving[one.current_id] += 1
    refused: dict[int, str] = {}
    asking = sorted(arriving)
    while asking:
        carer = asking.pop()
        while arriving[carer] and _crowded(carer, len(arriving[carer]), leaving[carer], ledger):
            last = arriving[carer].pop()
            refused[last.pk] = FULL.format(name=ledger.carers[carer].name)
            if last.change == Change.MOVED and last.current_id is not None:
                leaving[last.current_id] -= 1
                asking.append(last.current_id)
    return refused


def _crowded(carer: int, arriving: int, leaving: int, ledger: Ledger) -> bool:
    return ledger.load.get(carer, 0) - leaving + arriving > ledger.carers[carer].capacity
