"""Why a household that could have had a carer has none: which limit binds, and whose."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from nuantong.pairing.matching.values import (
    Carer,
    Household,
    Key,
    LeftOver,
    Reason,
    Tier,
    Where,
    tier_of,
)

NAMED = 5
"""How many carers a reason names; the nearest ones."""
NEARNESS = {tier: rank for rank, tier in enumerate(Tier)}


class Why:
    """Knows each district as it was before the round: who waited and who could have helped."""

    def __init__(self, carers: Sequence[Carer], waiting: Sequence[Household]) -> None:
        self.waiting = Counter(household.where.district for household in waiting)
        self.places: Counter[Key | None] = Counter()
        self.barred: dict[Key | None, list[Carer]] = defaultdict(list)
        self.able: dict[Key | None, list[Carer]] = defaultdict(list)
        self._near: dict[Where, tuple[Key, ...]] = {}
        for carer in carers:
            self._sort(carer)

    def _sort(self, carer: Carer) -> None:
        district = carer.where.district
        if carer.checked:
            self.able[district].append(carer)
            self.places[district] += max(carer.free, 0)
        elif carer.free > 0:
            self.barred[district].append(carer)

    def left(self, household: Household, spare: Sequence[Carer]) -> LeftOver:
        """The reason for a household that every tier left over; `spare` are carers still free.

        Who is still free in its district was turned down for it. Any other household that is left
        over has seen every checked place of the district taken: the district's waiting households
        and its places are the proof. A check out of date binds first, for renewing it gives a
        place at once.
        """
        district = household.where.district
        if free := [carer for carer in spare if carer.where.district == district]:
            reason, whose = Reason.TURNED_DOWN, tuple(carer.id for carer in free[:NAMED])
        elif barred := self.barred[district]:
            reason, whose = Reason.EXPIRED_CHECKS, self._nearest(household.where, barred)
        elif able := self.able[district]:
            reason, whose = Reason.ALL_FULL, self._nearest(household.where, able)
        else:
            reason, whose = Reason.NO_CARER, ()
        waiting, places = self.waiting[district], self.places[district]
        return LeftOver(household, reason, whose, waiting, places)

    def _nearest(self, where: Where, carers: Sequence[Carer]) -> tuple[Key, ...]:
        """The same for everybody of a place: worked out once."""
        if where not in self._near:
            by_distance = sorted(carers, key=lambda one: NEARNESS[tier_of(where, one.where)])
            self._near[where] = tuple(carer.id for carer in by_distance[:NAMED])
        return self._near[where]
