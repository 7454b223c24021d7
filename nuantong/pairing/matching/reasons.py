"""Why a household that could have had a carer has none: which limit binds, and whose."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from nuantong.pairing.matching.measure import TIERS, Measure
from nuantong.pairing.matching.values import (
    Assignment,
    Carer,
    Household,
    Key,
    LeftOver,
    Reason,
    tier_of,
)

NAMED = 5
"""How many carers a reason names; the nearest ones."""


class Why:
    """Knows each district as it was before the round, and who was given to whom."""

    def __init__(
        self,
        carers: Sequence[Carer],
        waiting: Sequence[Household],
        given: Iterable[Assignment],
        measure: Measure,
    ) -> None:
        self.measure = measure
        self.taken = Counter(one.carer.id for one in given if not one.with_siblings)
        self.waiting = Counter(household.where.district for household in waiting)
        self.places: Counter[Key | None] = Counter()
        self.carers: dict[Key | None, list[Carer]] = defaultdict(list)
        for carer in carers:
            self.carers[carer.where.district].append(carer)
            self.places[carer.where.district] += max(carer.free, 0) * carer.checked

    def left(self, household: Household) -> LeftOver:
        """The reason for a household that nobody was given to.

        A check out of date binds first, for renewing it gives a place at once.
        """
        near = self._in_range(household)
        free = [one for one in near if one.checked and self.taken[one.id] < one.free]
        barred = [one for one in near if not one.checked and one.free > 0]
        if untried := [one for one in free if one.id not in household.refused]:
            reason, whose = Reason.TOO_DEAR, untried
        elif free:
            reason, whose = Reason.TURNED_DOWN, free
        elif barred:
            reason, whose = Reason.EXPIRED_CHECKS, barred
        elif near:
            reason, whose = Reason.ALL_FULL, [one for one in near if one.checked] or near
        else:
            reason, whose = Reason.NO_CARER, []
        district = household.where.district
        names = tuple(one.id for one in whose[:NAMED])
        return LeftOver(household, reason, names, self.waiting[district], self.places[district])

    def _in_range(self, household: Household) -> list[Carer]:
        """Nearest first."""
        found = []
        for district, carers in self.carers.items():
            if not carers or not self.measure.may_meet(household, carers[0]):
                continue
            for number, carer in enumerate(carers):
                metres = self.measure.metres(household, carer)
                if metres <= self.measure.policy.range_m:
                    tier = TIERS.index(tier_of(household.where, carer.where))
                    found.append((tier, metres, str(district), number, carer))
        return [one[-1] for one in sorted(found, key=lambda one: one[:-1])]
