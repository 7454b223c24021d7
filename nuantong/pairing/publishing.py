"""Which accepted proposals can begin together: plain reasoning over locked rows."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from nuantong.pairing.ledger import Ledger
from nuantong.pairing.models import Pairing, Proposal
from nuantong.pairing.models.words import Change

MOVED = "该户已迁居，远近须重新计算。"
OTHER_CARER = "该户现在的爱心妈妈已有变动，须重新计算。"
FULL = "{name}已满户，没有空余名额。"


class Asked(NamedTuple):
    """As much of a proposal as is reasoned about; a city has hundreds of thousands."""

    pk: int
    household_id: int
    carer_id: int
    current_id: int | None
    change: str
    place_id: int | None
    tier: str
    children: int

    @property
    def moves(self) -> bool:
        return self.change == Change.MOVED


class Ready(NamedTuple):
    """A proposal that nothing speaks against but perhaps her places; `joins`: it takes none."""

    asked: Asked
    children: tuple[int, ...]
    checked_on: dt.date
    joins: bool
    former: Sequence[Pairing] = ()
    """What a move ends."""


@dataclass
class Rooms:
    """What carers have and may have, gathered slice by slice."""

    load: dict[int, int] = field(default_factory=dict)
    known: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Capacity and name."""

    def learn(self, ledger: Ledger) -> None:
        self.load |= ledger.load
        self.known |= {pk: (carer.capacity, carer.name) for pk, carer in ledger.carers.items()}

    def crowded(self, carer: int, arriving: int, leaving: int) -> bool:
        return self.load.get(carer, 0) - leaving + arriving > self.known[carer][0]


def stale(one: Proposal | Asked, ledger: Ledger) -> str:
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


def _as_it_was(one: Proposal | Asked, ledger: Ledger) -> bool:
    """The same carer still, and not since today: a pair lasts a day at least."""
    begun = [row.start for row in ledger.pairings.get(one.household_id, [])]
    return ledger.carer_of(one.household_id) == one.current_id and max(begun) < ledger.on


def ready(one: Asked, ledger: Ledger) -> Ready:
    """With the children who wait, and with a move all those who had a carer."""
    waiting = ledger.units.get(one.household_id)
    former = ledger.pairings[one.household_id] if one.moves else ()
    children = [*(waiting.children if waiting else ()), *(row.child_id for row in former)]
    checked_on = ledger.carers[one.carer_id].background_checked_on
    assert checked_on is not None
    joins = ledger.joins_siblings(one.household_id, one.carer_id)
    return Ready(one, tuple(children), checked_on, joins, former)


def lapsing_full(found: Iterable[Ready], rooms: Rooms) -> dict[int, str]:
    """Proposals whose carer would have more households than places, with the reason.

    Who moves away makes room; when a move cannot be, its room is gone again: until nothing changes.
    """
    arriving: dict[int, list[Asked]] = defaultdict(list)
    leaving: Counter[int] = Counter()
    for one in found:
        if not one.joins:
            arriving[one.asked.carer_id].append(one.asked)
        if one.asked.moves and one.asked.current_id is not None:
            leaving[one.asked.current_id] += 1
    refused: dict[int, str] = {}
    asking = sorted(arriving)
    while asking:
        carer = asking.pop()
        while arriving[carer] and rooms.crowded(carer, len(arriving[carer]), leaving[carer]):
            last = arriving[carer].pop()
            refused[last.pk] = FULL.format(name=rooms.known[carer][1])
            if last.moves and last.current_id is not None:
                leaving[last.current_id] -= 1
                asking.append(last.current_id)
    return refused
