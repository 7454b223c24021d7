"""Where one more carer would help most, township by township.

The prices say what a new carer could save at most (what the dearest household in her range pays
more than she would cost). For the best of these townships one carer is put there and the district
is solved again from where it stands: what it really saves, whoever moves.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from nuantong.pairing.matching.arrays import IDLE, Array, Columns, Ints, State
from nuantong.pairing.matching.districts import District
from nuantong.pairing.matching.measure import Measure
from nuantong.pairing.matching.orders import search
from nuantong.pairing.matching.solving import Problem, Scanner, Search
from nuantong.pairing.matching.values import Carer, Household, Result, Variant, Where

CHECKED: Final = 10
NEW: Final = "new"


class Recruit(NamedTuple):
    """One more carer without special skills, for one household, in the village named.

    `children`: so many fewer without a carer; `saves`: less cost in all; None where only the bound
    was worked out. `at_most`: what the prices allow.
    """

    where: Where
    at_most: int
    saves: int | None = None
    children: int | None = None


def recruit(result: Result, checked: int = CHECKED) -> list[Recruit]:
    """Every township with children left over, the most helpful first; the first ones checked by
    solving again."""
    if result.measure is None:
        return []
    found: list[tuple[Recruit, _Solved, int]] = []
    for district in result.districts:
        if (district.state.of == IDLE).any():
            solved = _Solved(district, result.measure)
            found += [(one, solved, n) for n, one in enumerate(solved.bounds())]
    found.sort(key=lambda one: (-one[0].at_most, str(one[0].where)))
    best = [solved.check(n, one) for one, solved, n in found[:checked]]
    best.sort(key=lambda one: (-(one.children or 0), -(one.saves or 0), str(one.where)))
    return best + [one for one, _, _ in found[checked:]]


class _Solved:
    """A district at its optimum in the policy's sum, with the carers it does not have."""

    def __init__(self, district: District, measure: Measure) -> None:
        self.problem, self.state = district.problem, district.state
        policy = measure.policy
        if policy.keep or policy.variant is not Variant.POLICY:
            plain = replace(policy, variant=Variant.POLICY, keep=False)
            parts = district.rows, district.columns, district.border
            again, _ = search(*parts, plain, lambda: None)
            self.problem, self.state = again.problem, again.state
        alone = [district.households[i] for i in np.flatnonzero(district.state.of == IDLE)]
        self.places = _villages(alone)
        new = [_carer(where, district.households, measure) for where in self.places]
        self.columns = district.codes.columns(new, {NEW: 1})

    def bounds(self) -> list[Recruit]:
        problem = _with(self.problem, self.columns, self.problem.rows.idle)
        free = np.zeros(problem.width, np.int64)
        rows, columns, costs = Scanner(problem).everywhere(free, self.state.u, problem.width)
        self.most = np.zeros(problem.width, np.int64)
        np.maximum.at(self.most, columns, self.state.u[rows] - costs)
        return [
            Recruit(where, int(most)) for where, most in zip(self.places, self.most, strict=True)
        ]

    def check(self, number: int, one: Recruit) -> Recruit:
        """With her in it, proven again from where it stands; her price begins at the bound."""
        new = Columns(*(part[number : number + 1] for part in self.columns))
        both = Columns(*(_joined(a, b) for a, b in zip(self.problem.columns, new, strict=True)))
        problem = _with(self.problem, both, self.problem.rows.idle.copy())
        found = Search.resume(problem, _state_with(self.state, self.most[number]))
        found.prove(lambda: None)
        alone = [problem.rows.size[state.of == IDLE].sum() for state in (self.state, found.state)]
        saves = _value(self.problem, self.state) - found.bound()
        return one._replace(saves=saves, children=int(alone[0] - alone[1]))


def _villages(alone: Sequence[Household]) -> list[Where]:
    """Of each township the village with most of its children left over."""
    children: dict[Where, Counter[Where]] = {}
    for one in alone:
        town = Where(one.where.district, one.where.township)
        children.setdefault(town, Counter())[one.where] += one.children
    return [
        max(villages, key=lambda where: (villages[where], str(where)))
        for _, villages in sorted(children.items(), key=lambda item: str(item[0]))
    ]


def _carer(where: Where, households: Sequence[Household], measure: Measure) -> Carer:
    """Somebody in the middle of the village's households."""
    points = [point for one in households if one.where == where and (point := measure.point(one))]
    at = None
    if points:
        x, y = (round(sum(axis) / len(points)) for axis in zip(*points, strict=True))
        at = (x, y)
    return Carer(NEW, where, 1, at=at)


def _with(problem: Problem, columns: Columns, idle: Ints) -> Problem:
    return replace(
        problem,
        columns=columns,
        rows=problem.rows._replace(idle=idle),
        prior=problem.prior._replace(
            fee=np.zeros((0, len(columns.x)), np.int64), v=np.zeros((0, len(columns.x)), np.int64)
        ),
    )


def _joined(some: Array, more: Array) -> Array:
    return np.concatenate([some, more])


def _state_with(state: State, price: int) -> State:
    """The state with an empty column of that price behind the others."""
    return State(
        state.u.copy(), np.append(state.v, price), state.of.copy(), np.append(state.taken, 0),
        np.append(state.first, -1), state.after.copy(), state.before.copy(),
    )  # fmt: skip


def _value(problem: Problem, state: State) -> int:
    paid = sum(r * v for r, v in zip(problem.columns.room.tolist(), state.v.tolist(), strict=True))
    return sum(state.u.tolist()) - paid
