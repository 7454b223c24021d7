"""Households and carers as the arrays of one district, or of several whose borders are open."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from nuantong.pairing.matching.arrays import (
    ABSENT,
    NOBODY,
    Array,
    Columns,
    Ints,
    Prior,
    Rows,
    State,
)
from nuantong.pairing.matching.blocks import by_place
from nuantong.pairing.matching.measure import Measure
from nuantong.pairing.matching.needs import ANSWERS
from nuantong.pairing.matching.orders import search
from nuantong.pairing.matching.solving import Problem, Search, Tick
from nuantong.pairing.matching.values import Carer, Household, Key, Policy, Where

Rooms = dict[Key, int]


class Solved(NamedTuple):
    """What a search finds, without what the district knows already."""

    idle: Ints
    fee: Ints
    weights: Ints
    prior: Prior
    state: State
    proofs: list[tuple[int, int]]


def solved(rows: Rows, columns: Columns, border: Array, policy: Policy, tick: Tick) -> Solved:
    found, proofs = search(rows, columns, border, policy, tick)
    one = found.problem
    return Solved(one.rows.idle, one.columns.fee, one.weights, one.prior, found.state, proofs)


@dataclass
class District:
    """One independent part of the problem: row i is households[i], column j is carers[j].

    After `solve`, `state` is its optimum (`of[i]` the column of a row, `u` and `v` the prices),
    `problem` what was solved, and `proofs` are cost and bound of each stage; `search` can be
    changed and proven again.
    """

    households: list[Household]
    carers: list[Carer]
    rows: Rows
    columns: Columns
    border: Array
    codes: "Codes" = field(repr=False)
    problem: Problem = field(init=False, repr=False)
    state: State = field(init=False, repr=False)
    proofs: list[tuple[int, int]] = field(default_factory=list)

    def solve(self, measure: Measure, tick: Tick) -> None:
        self.take(solved(self.rows, self.columns, self.border, measure.policy, tick))

    def take(self, found: Solved) -> None:
        """What was found, here or elsewhere."""
        rows = self.rows._replace(idle=found.idle)
        columns = self.columns._replace(fee=found.fee)
        self.problem = Problem(rows, columns, self.border, found.weights, found.prior)
        self.state, self.proofs = found.state, found.proofs

    @cached_property
    def search(self) -> Search:
        """Warm, made when it is asked for: the arcs of a city would fill the memory."""
        return Search.resume(self.problem, self.state)


def districts(
    households: Sequence[Household], carers: Sequence[Carer], rooms: Rooms, measure: Measure,
    asked: frozenset[str] = frozenset(),
) -> list[District]:  # fmt: skip
    """The parts of a problem; everybody is in exactly one, and the input's order is that of ids.
    `asked` are needs that somebody may have who is not here yet."""
    known = {one.where.district: None for one in households}
    known |= {one.where.district: None for one in carers}
    part = _parts(measure, known)
    waiting: dict[Key, list[Household]] = defaultdict(list)
    able: dict[Key, list[Carer]] = defaultdict(list)
    for household in households:
        if household.where.district is not None:
            waiting[part[household.where.district]].append(household)
    for carer in carers:
        if carer.where.district is not None and rooms.get(carer.id, 0) > 0:
            able[part[carer.where.district]].append(carer)
    return [_district(waiting[key], able[key], rooms, measure, asked) for key in waiting]


def _parts(measure: Measure, known: Iterable[Key | None]) -> dict[Key, Key]:
    """District → the first district of its part."""
    leader = {one: one for one in known if one is not None}
    for one, other in sorted(measure.policy.cross_border):
        if one in leader and other in leader:
            keep, drop = sorted((leader[one], leader[other]))
            leader = {key: keep if lead == drop else lead for key, lead in leader.items()}
    return leader


def _district(
    households: list[Household], carers: list[Carer], rooms: Rooms, measure: Measure,
    asked: frozenset[str],
) -> District:  # fmt: skip
    names = list(dict.fromkeys(_districts(households) + _districts(carers)))
    border = np.array([[_open(measure, one, other) for other in names] for one in names])
    codes = Codes(names, households, carers, measure, asked)
    columns = codes.columns(carers, rooms)
    order = by_place(columns)
    carers = [carers[j] for j in order]
    columns = Columns(*(part[order] for part in columns))
    households = [households[i] for i in by_place(codes.rows(households, []))]
    return District(households, carers, codes.rows(households, carers), columns, border, codes)


def _districts(people: Sequence[Household] | Sequence[Carer]) -> list[Key | None]:
    return [one.where.district for one in people]


def _open(measure: Measure, one: Key | None, other: Key | None) -> bool:
    pairs = measure.policy.cross_border
    return one == other or (one, other) in pairs or (other, one) in pairs


class Codes:
    """Numbers for places, needs and skills; those of places in the order of first mention."""

    def __init__(
        self,
        names: Sequence[Key | None],
        households: Sequence[Household],
        carers: Sequence[Carer],
        measure: Measure,
        more: frozenset[str] = frozenset(),
    ) -> None:
        self.measure = measure
        self.district = {name: number for number, name in enumerate(names)}
        self.town: dict[tuple[Key | None, Key | None], int] = {}
        self.village: dict[Where, int] = {}
        for where in [*(one.where for one in households), *(one.where for one in carers)]:
            if where.township is not None:
                self.town.setdefault(where[:2], len(self.town))
            if where.village is not None:
                self.village.setdefault(where, len(self.village))
        answers = measure.policy.answers if measure.policy.answers is not None else ANSWERS
        asked = sorted(more.union(*(one.needs for one in households)) & answers.keys())
        self.needs = {need: [bit] for bit, need in enumerate(asked)}
        self.skills: dict[str, list[int]] = defaultdict(list)
        for bit, need in enumerate(asked):
            self.skills[answers[need]].append(bit)

    def knows(self, carer: Carer) -> bool:
        """Whether somebody of this part could be given to her."""
        return carer.where.district in self.district

    def rows(self, households: Sequence[Household], carers: Sequence[Carer]) -> Rows:
        column = {carer.id: j for j, carer in enumerate(carers)}
        refused = [sorted(column[k] for k in one.refused if k in column) for one in households]
        x, y, known, district, town, village = self._places(households)
        return Rows(
            x,
            y,
            known,
            district,
            town,
            village,
            _ints(one.children for one in households),
            self._marks([one.needs for one in households], self.needs),
            _ints(
                NOBODY if one.current is None else column.get(one.current, ABSENT)
                for one in households
            ),
            np.cumsum([0, *map(len, refused)], dtype=np.int64),
            _ints(j for some in refused for j in some),
            np.zeros(len(households), np.int64),
        )

    def columns(self, carers: Sequence[Carer], rooms: Rooms) -> Columns:
        x, y, known, district, town, village = self._places(carers)
        return Columns(
            x,
            y,
            known,
            district,
            town,
            village,
            self._marks([one.skills for one in carers], self.skills),
            _ints(rooms[one.id] for one in carers),
            np.zeros(len(carers), np.int64),
        )

    def _places(self, people: Sequence[Household] | Sequence[Carer]) -> list[Array]:
        points = [self.measure.point(one) for one in people]
        return [
            np.array([point[0] if point else 0.0 for point in points], np.float64),
            np.array([point[1] if point else 0.0 for point in points], np.float64),
            _ints(point is not None for point in points),
            _ints(self.district[one.where.district] for one in people),
            _ints(self.town.get(one.where[:2], -1) for one in people),
            _ints(self.village.get(one.where, -1) for one in people),
        ]

    def _marks(self, marks: Sequence[frozenset[str]], bits: Mapping[str, list[int]]) -> Array:
        """Of few different sets: each is written once and copied."""
        kinds = {found: number for number, found in enumerate(dict.fromkeys(marks))}
        words = np.zeros((max(len(kinds), 1), max(1, -(-len(self.needs) // 64))), np.uint64)
        for found, number in kinds.items():
            for mark in found & bits.keys():
                for bit in bits[mark]:
                    words[number, bit // 64] |= np.uint64(1 << bit % 64)
        return words[_ints(kinds[found] for found in marks)]


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int64)
