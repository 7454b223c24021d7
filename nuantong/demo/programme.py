"""The programme's eight months of pairing: three rounds in every district, and hand-overs.

Who takes whom is decided by pairing.matching, as in life; this module only says when.
"""

import datetime as dt
from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self, TypeVar

from nuantong.demo import cast
from nuantong.demo.carers import CarerPlan
from nuantong.demo.city import City
from nuantong.demo.families import Family
from nuantong.demo.places import Spot
from nuantong.demo.size import SEED, chance, day_between
from nuantong.pairing.matching import (
    Assignment,
    Carer,
    Household,
    Result,
    Tier,
    Where,
    fit,
    match,
)  # fmt: skip
from nuantong.pairing.models.words import EndReason
from nuantong.regions.plane import on_plane
from nuantong.regions.tree import Place

ROUNDS: Final = {
    dt.date(2017, 12, 28): dt.date(2018, 1, 1),
    dt.date(2018, 3, 29): dt.date(2018, 4, 2),
    dt.date(2018, 7, 5): dt.date(2018, 7, 9),
}
"""The day of a round, and the Monday from which its pairings hold."""
Placed = TypeVar("Placed", Family, CarerPlan)
Departure = tuple[dt.date, int, str]
LEAVING: Final = 0.022
LEAVING_DAYS: Final = dt.date(2018, 2, 26), dt.date(2018, 8, 13)


@dataclass(slots=True)
class PairingPlan:
    """A child with a carer, all by their index in the city's lists."""

    family: int
    child: int
    carer: int
    start: dt.date
    tier: str
    checked_on: dt.date
    round: int | None
    end: dt.date | None = None
    ended_reason: str = ""


@dataclass(slots=True)
class RoundPlan:
    district: Place
    on: dt.date
    households: list[Household]
    carers: list[Carer]
    paired: dict[str, int]
    """Children of the district who had a carer before, by tier."""
    result: Result


class Programme:
    """Plays the rounds and the hand-overs in the order of their days."""

    def __init__(self, city: City, seed: int = SEED) -> None:
        self.city, self._rng = city, chance("programme", seed)
        self.rounds: list[RoundPlan] = []
        self.pairings: list[PairingPlan] = []
        self.left: dict[int, dt.date] = {}
        """Carers who left the work, and when."""
        self._open: dict[int, dict[int, PairingPlan]] = defaultdict(dict)
        self._held: dict[int, set[int]] = defaultdict(set)
        self._at = {village: on_plane(point) for village, point in city.points.items()}
        self._families = _by_district(enumerate(city.families))
        self._carers = _by_district(enumerate(city.carers))

    def play(self) -> Self:
        first, *later = ROUNDS
        self._round(first)
        leaving = self._departures()
        for on in later:
            self._hand_over_all(leaving, before=ROUNDS[on])
            self._round(on)
        self._hand_over_all(leaving, before=dt.date.max)
        return self

    def _hand_over_all(self, leaving: deque[Departure], before: dt.date) -> None:
        while leaving and leaving[0][0] < before:
            day, carer, reason = leaving.popleft()
            self._hand_over(carer, day, reason)

    def _round(self, on: dt.date) -> None:
        for spots in self._families.values():
            self._round_of(spots[0][1].spot.district, on)

    def _round_of(self, district: Place, on: dt.date) -> None:
        waiting = self._waiting(district, on)
        households = [self._household(number, on, children) for number, children in waiting.items()]
        start, number = ROUNDS[on], len(self.rounds)
        carers, paired = self._offers(district, start), self._paired(district)
        result = self._match(households, carers)
        self.rounds.append(RoundPlan(district, on, households, carers, paired, result))
        for assignment in result.assignments:
            self._pair(assignment, waiting[int(assignment.household.id)], start, number)

    def _paired(self, district: Place) -> dict[str, int]:
        pairs = (
            pair.tier for number, _ in self._families[district.id]
            for pair in self._open[number].values()
        )  # fmt: skip
        return dict(Counter(pairs))

    def _match(self, households: list[Household], carers: list[Carer]) -> Result:
        """The tour's two are neighbours and go together; the others are matched."""
        ours, hers = self.tour_of(households, carers)
        result = match(
            [household for household in households if household not in ours],
            [carer for carer in carers if carer not in hers],
        )
        for household, carer in zip(ours, hers, strict=False):
            met, lacking = fit(household.needs, carer.skills)
            result.assignments.insert(0, Assignment(household, carer, Tier.VILLAGE, met, lacking))
        return result

    def tour_of(
        self, households: list[Household], carers: list[Carer]
    ) -> tuple[list[Household], list[Carer]]:
        """Of these, the tour's household and carer."""
        return (
            [h for h in households if self.city.families[int(h.id)].key == cast.SIBLINGS],
            [c for c in carers if self.city.carers[int(c.id)].key == cast.CARER.staff_number],
        )

    def _waiting(self, district: Place, on: dt.date) -> dict[int, list[int]]:
        """Children on the register and without a carer that day, by household."""
        found = {}
        for number, family in self._families[district.id]:
            registered = [
                child
                for child, plan in enumerate(family.children)
                if plan.registered_on <= on and child not in self._open[number]
            ]
            if registered:
                found[number] = registered
        return found

    def _household(self, number: int, on: dt.date, children: list[int]) -> Household:
        family = self.city.families[number]
        needs = {
            str(need.kind)
            for child in children
            for need in family.children[child].needs
            if need.raised_on <= on and (need.met_on is None or need.met_on > on)
        }
        siblings = next(iter(self._open[number].values()), None)
        return Household(
            number, len(children), where(family.spot), family.institution is not None,
            frozenset(needs), siblings.carer if siblings else None,
            at=self._at.get(family.spot.village.id),
        )  # fmt: skip

    def _offers(self, district: Place, start: dt.date, but: int = -1) -> list[Carer]:
        """The district's carers with the places they have free on the day."""
        return [
            Carer(
                number, where(plan.spot), max(plan.capacity - len(self._held[number]), 0),
                len(self._held[number]), plan.check_on(start) is not None, frozenset(plan.skills),
                self._at.get(plan.spot.village.id),
            )
            for number, plan in self._carers[district.id]
            if number not in self.left and number != but
        ]  # fmt: skip

    def _pair(
        self, made: Assignment, children: list[int], start: dt.date, round_: int | None
    ) -> None:
        family, carer = int(made.household.id), int(made.carer.id)
        checked_on = self.city.carers[carer].check_on(start)
        assert checked_on is not None
        for child in children:
            plan = PairingPlan(family, child, carer, start, made.tier, checked_on, round_)
            self.pairings.append(plan)
            self._open[family][child] = plan
        self._held[carer].add(family)

    def _departures(self) -> deque[Departure]:
        """Carers who stop in the middle of the year, for whatever reason, by their days."""
        busy = [carer for carer in sorted(self._held) if not self.city.carers[carer].key]
        leavers = self._rng.sample(busy, round(len(busy) * LEAVING))
        reasons = [str(EndReason.CARER_LEFT), str(EndReason.CARER_UNABLE)]
        return deque(
            sorted(
                (day_between(self._rng, *LEAVING_DAYS), carer, self._rng.choice(reasons))
                for carer in leavers
            )
        )

    def _hand_over(self, carer: int, day: dt.date, reason: str) -> None:
        """Her households get the nearest carer with a place; who finds none waits for a round."""
        if reason == EndReason.CARER_LEFT:
            self.left[carer] = day
        households, self._held[carer] = sorted(self._held[carer]), set()
        freed = {number: self._end(number, day, reason) for number in households}
        district = self.city.carers[carer].spot.district
        asking = [self._household(number, day, children) for number, children in freed.items()]
        for made in match(asking, self._offers(district, day, but=carer)).assignments:
            self._pair(made, freed[int(made.household.id)], day, None)

    def _end(self, number: int, day: dt.date, reason: str) -> list[int]:
        ended, self._open[number] = self._open[number], {}
        for plan in ended.values():
            plan.end, plan.ended_reason = day, reason
        return list(ended)


def where(spot: Spot) -> Where:
    return Where(spot.district.id, spot.township.id, spot.village.id)


def _by_district(placed: Iterable[tuple[int, Placed]]) -> dict[int, list[tuple[int, Placed]]]:
    found: dict[int, list[tuple[int, Placed]]] = defaultdict(list)
    for number, one in placed:
        found[one.spot.district.id].append((number, one))
    return found
