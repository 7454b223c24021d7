"""Why a household has no carer: which limit binds, and whose.

The first that holds, for it is the one soonest lifted: somebody free costs more than the policy
counts for nobody, or was turned down; a check is out of date; a chain of moves would reach a free
place, but costs too much; a free carer lives across the border of the district; the region is
short, with the proof; whoever is in range was turned down; nobody is in range. Without the limit
named more would be possible (a property): a carer is named only where the pair is worth it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from nuantong.pairing.matching.arrays import IDLE, Array, Columns, Ints
from nuantong.pairing.matching.districts import District
from nuantong.pairing.matching.measure import Measure
from nuantong.pairing.matching.neighbours import chosen, nearest
from nuantong.pairing.matching.solving import Scanner
from nuantong.pairing.matching.values import (
    Carer,
    Household,
    Key,
    LeftOver,
    Policy,
    Reason,
    Shortage,
    Variant,
)

NAMED: Final = 5
"""How many carers a reason names; the nearest ones."""
LOOKED_AT: Final = 64
"""Among how many these are looked for where a pair may cost more than having nobody."""
Near = list[list[Carer]]
"""For each household the nearest of some carers."""


class Task(NamedTuple):
    """A solved district, all carers of it, and free ones of others near its border."""

    district: District
    carers: Sequence[Carer]
    abroad: "Abroad"
    measure: Measure


class Found(NamedTuple):
    """A row, its reason, the carers it hangs on and, where it is short, its region."""

    row: int
    reason: Reason
    whose: tuple[Key, ...]
    region: int


Explained = tuple[list[Found], list[Shortage]]
Run = Callable[[Callable[[Task], Explained], Iterable[Task]], Iterable[Explained]]
"""`map`, or one whose work is done elsewhere."""


def explain(
    districts: Sequence[District], carers: Sequence[Carer], measure: Measure, run: Run = map
) -> tuple[list[LeftOver], list[Shortage]]:
    """One reason for each household of these solved districts that has nobody."""
    asking = [(n, one) for n, one in enumerate(districts) if (one.state.of == IDLE).any()]
    tasks = _tasks(asking, Abroad.of(districts), _by_district(carers), measure)
    left: list[LeftOver] = []
    shortages: list[Shortage] = []
    for (_, district), (found, short) in zip(asking, run(explained, tasks), strict=True):
        left += [_left_over(district, one, short, len(shortages)) for one in found]
        shortages += short
    return left, shortages


def _tasks(
    asking: Sequence[tuple[int, District]], abroad: "Abroad", home: Mapping[Key, list[Carer]],
    measure: Measure,
) -> Iterator[Task]:  # fmt: skip
    for number, one in asking:
        names = [name for name in one.codes.district if name is not None]
        here = [carer for name in names for carer in home.get(name, ())]
        if len(one.codes.district) > 1:
            here.sort(key=lambda carer: carer.id)
        yield Task(one, here, abroad.around(number, one, measure.policy.range_m), measure)


def _by_district(carers: Iterable[Carer]) -> dict[Key, list[Carer]]:
    home: dict[Key, list[Carer]] = defaultdict(list)
    for carer in carers:
        if carer.where.district is not None:
            home[carer.where.district].append(carer)
    return home


def _left_over(
    district: District, one: Found, short: Sequence[Shortage], before: int
) -> LeftOver:  # fmt: skip
    """`before`: how many shortages the districts before this one have."""
    household = district.households[one.row]
    if one.region < 0:
        return LeftOver(household, one.reason, one.whose)
    region = short[one.region]
    waiting, number = len(region.households), before + one.region
    return LeftOver(household, one.reason, one.whose, waiting, region.places, number)


def explained(task: Task) -> Explained:
    why = _Why(*task)
    return why.found(), why.shortages


class _Why:
    """Everything that binds in one district."""

    def __init__(
        self, district: District, here: Sequence[Carer], abroad: "Abroad", measure: Measure
    ) -> None:
        self.district, self.measure, self.range_m = district, measure, measure.policy.range_m
        self.always_worth = _always_worth(district, measure.policy)
        self.alone = np.flatnonzero(district.state.of == IDLE)
        self.asking = [district.households[i] for i in self.alone]
        self.reach, self.shortages, self.region = _regions(district, self.alone)
        free = np.flatnonzero(district.state.taken < district.columns.room)
        open_ones = [district.carers[j] for j in free]
        self.untried = self._near(open_ones, refusing=True)
        barred = [one for one in here if not one.checked and one.free > 0]
        self.barred = self._worth(self._near(barred, refusing=True))
        rest = [one for one in here if one.checked or one.free <= 0]
        self.full = self._worth(self._near(rest, refusing=True))
        some = any(one.refused for one in self.asking)
        self.refused = self._worth(self._near(open_ones)) if some else []
        self.anybody = self._near(here) if some or not self.always_worth else self.full
        found = abroad.near(district, self.alone, self.range_m, self.most)
        self.abroad = self._worth(found)

    @property
    def most(self) -> int:
        return NAMED if self.always_worth else LOOKED_AT

    def _worth(self, near: Near) -> Near:
        """Of these, whom the household would rather have than nobody."""
        if self.always_worth:
            return near
        return [
            [other for other in some if self._is_worth(one, other)]
            for one, some in zip(self.asking, near, strict=True)
        ]

    def _is_worth(self, one: Household, other: Carer) -> bool:
        if self.always_worth:
            return True
        alone = one.children * self.measure.policy.unmatched_cost
        return self.measure.assign(one, other).cost < alone

    def _near(self, carers: Sequence[Carer], refusing: bool = False) -> Near:
        columns = self.district.codes.columns(carers, {one.id: 1 for one in carers})
        number = {one.id: j for j, one in enumerate(carers)}
        refused = [[number[k] for k in one.refused if k in number] for one in self.asking]
        rows = chosen(self.district.rows, self.alone, refused if refusing else None)
        found = nearest(rows, columns, self.district.border, self.range_m, self.most)
        return [[carers[j] for j in some] for some in found]

    def found(self) -> list[Found]:
        return [self._found(place) for place in range(len(self.asking))]

    def _found(self, place: int) -> Found:
        reason, whose = self._reason(place)
        names = tuple(one.id for one in whose[:NAMED])
        return Found(int(self.alone[place]), reason, names, int(self.region[place]))

    def _reason(self, place: int) -> tuple[Reason, Sequence[Carer]]:
        if self.untried[place]:
            return Reason.TOO_DEAR, self.untried[place]
        if self.refused and self.refused[place]:
            return Reason.TURNED_DOWN, self.refused[place]
        if self.barred[place]:
            return Reason.EXPIRED_CHECKS, self.barred[place]
        full = [one for one in self.full[place] if one.checked] or self.full[place]
        if self.reach[place] and full:
            return Reason.ONLY_BY_MOVES, full
        if self.abroad[place]:
            return Reason.ACROSS_BORDER, self.abroad[place]
        if full:
            return Reason.ALL_FULL, full
        if not self.anybody[place]:
            return Reason.NO_CARER, ()
        return self._of_refusals(self.asking[place], self.anybody[place])

    def _of_refusals(self, one: Household, near: Sequence[Carer]) -> tuple[Reason, list[Carer]]:
        """Whoever is in range was turned down, or is too dear."""
        refused = [other for other in near if other.id in one.refused]
        worth = [other for other in refused if self._is_worth(one, other)]
        others = [other for other in near if other.id not in one.refused]
        if worth or not others:
            return Reason.TURNED_DOWN, worth or refused
        return Reason.TOO_DEAR, others


def _always_worth(district: District, policy: Policy) -> bool:
    """Whether any pair in range costs less than having nobody."""
    if policy.variant is not Variant.POLICY:
        return True
    needs = max((len(one.needs) for one in district.households), default=0)
    most = policy.range_m + max(policy.tier_cost.values()) + policy.move_cost
    return most + policy.preference_cost * needs < policy.unmatched_cost


def _regions(district: District, alone: Ints) -> tuple[Ints, list[Shortage], Ints]:
    """Of each household alone: whether moves could reach a free place, and else its shortage."""
    if not len(district.columns.x):
        return np.zeros(len(alone), np.int64), [], np.full(len(alone), -1)
    from nuantong.pairing.matching.shortage import short_regions, within_reach

    problem, state, scanner = district.problem, district.state, Scanner(district.problem)
    rows, columns, groups = problem.rows, problem.columns, scanner.blocks
    border, weights, group, order = problem.border, problem.weights, scanner.group, scanner.order
    reach = within_reach(rows, columns, groups, scanner.block, border, weights, state, group, order)
    of_row, of_column = short_regions(
        rows, columns, groups, border, weights, state, group, order, reach
    )
    numbers = [k for k in np.unique(of_row[alone]) if k >= 0 and (of_column == k).any()]
    shortages = [_shortage(district, of_row == k, of_column == k) for k in numbers]
    number = {k: place for place, k in enumerate(numbers)}
    region = np.array([number.get(k, -1) for k in of_row[alone]], np.int64)
    return reach[alone], shortages, region


def _shortage(district: District, rows: Array, columns: Array) -> Shortage:
    return Shortage(
        tuple(district.households[i].id for i in np.flatnonzero(rows)),
        tuple(district.carers[j].id for j in np.flatnonzero(columns)),
        int(district.columns.room[columns].sum()),
    )


class Abroad(NamedTuple):
    """Free places, for those who live near a border: the point and the district of each."""

    carers: Sequence[Carer]
    points: Array

    @classmethod
    def of(cls, districts: Iterable[District]) -> "Abroad":
        carers: list[Carer] = []
        points: list[tuple[float, float, int]] = []
        for number, one in enumerate(districts):
            free = (one.state.taken < one.columns.room) & (one.columns.known > 0)
            for j in np.flatnonzero(free):
                carers.append(one.carers[j])
                points.append((one.columns.x[j], one.columns.y[j], number))
        return cls(carers, np.array(points, np.float64).reshape(-1, 3))

    def around(self, number: int, district: District, range_m: int) -> "Abroad":
        """Those of other districts that may be in range of a household here."""
        away = self.points[:, 2] != number
        rows = district.rows
        here = rows.known > 0
        for axis, of in enumerate((rows.x[here], rows.y[here])):
            if len(of):
                at = self.points[:, axis]
                away &= (at > of.min() - range_m - 1) & (at < of.max() + range_m + 1)
        return Abroad([self.carers[j] for j in np.flatnonzero(away).tolist()], self.points[away])

    def near(self, district: District, alone: Ints, range_m: int, most: int) -> Near:
        rows = chosen(district.rows, alone)
        rows = rows._replace(district=np.where(rows.known > 0, 0, 1))
        columns = _points(self.points, rows.needs.shape[1])
        only_out = np.array([[0, 1], [0, 0]])
        found = nearest(rows, columns, only_out, range_m, most)
        asking = [district.households[i].refused for i in alone]
        return [
            [self.carers[j] for j in some if self.carers[j].id not in refused]
            for some, refused in zip(found, asking, strict=True)
        ]


def _points(points: Array, words: int) -> Columns:
    """Carers of whom only the point counts."""
    one, unknown = np.ones(len(points), np.int64), np.full(len(points), -1)
    skills = np.zeros((len(points), words), np.uint64)
    return Columns(points[:, 0], points[:, 1], one, one, unknown, unknown, skills, one, one * 0)
