"""The least cost of one district, proven on every carer in range (column generation).

A household first sees the carers best for it at a guess of the prices. Shortest augmenting paths
find the optimum among these arcs, and its prices; a scan of all carers in range then says who
would rather have somebody else at these prices. Those arcs are added and only their rows come in
again. When nobody would rather have anybody else, the prices prove that no other answer costs
less: sum(u) - sum(places x price) is a lower bound by linear programming duality, and equals the
cost.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from nuantong.pairing.matching.arrays import (
    FAR,
    IDLE,
    OUT,
    Array,
    Blocks,
    Columns,
    Graph,
    Ints,
    Prior,
    Reach,
    Rows,
    State,
    fresh_state,
    fresh_work,
    graph,
)
from nuantong.pairing.matching.blocks import blocks, each_alone, nearest_first
from nuantong.pairing.matching.guessing import guess

FIRST: Final = 16
MORE: Final = 24
"""Arcs a household begins with, and how many it may be given in one round."""
CLOSE: Final = 500
"""An arc is close to being used when it lacks less than this part of what having nobody costs."""
CHUNK: Final = 2_000
"""Households worked on between two looks at whether to go on."""

Tick = Callable[[], None]
"""Called now and then; what it raises cancels the work."""
Arcs = tuple[Ints, Ints, Ints]
"""Rows, columns, costs."""


@dataclass
class Problem:
    """Rows and columns sorted by place; `border[d, e]`: households of d may go to carers of e."""

    rows: Rows
    columns: Columns
    border: Array
    weights: Ints
    prior: Prior

    @property
    def height(self) -> int:
        return len(self.rows.x)

    @property
    def width(self) -> int:
        return len(self.columns.x)


class Scanner:
    """Looks through the columns for those that rows would rather have."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.blocks, self.block = blocks(problem.columns)
        self.groups, self.group = blocks(problem.rows)
        self.order = nearest_first(self.groups, self.blocks)
        self.reach = self._reach(self.groups, self.order)

    def with_another(self, problem: Problem, row: Rows) -> "Scanner":
        """For the same problem with one row more, the last."""
        found, alone = copy(self), each_alone(row)
        more = self._reach(alone, nearest_first(alone, self.blocks))
        start = np.append(self.reach.start, self.reach.start[-1] + more.start[1:])
        lists = (np.append(*pair) for pair in zip(self.reach[1:], more[1:], strict=True))
        found.problem, found.reach = problem, Reach(start, *lists)
        found.group = np.append(self.group, len(self.groups.known))
        return found

    def everywhere(self, v: Ints, limit: Ints, most: int) -> Arcs:
        """Arcs that cost, with the price of their column, less than the limit of their row."""
        return self._scan(v, self.group, self.reach, limit, most)

    def within(self, target: Ints, v: Ints, most: int) -> Arcs:
        """The best arcs of each row into the block `target` names."""
        limit = np.where(target < 0, -FAR, FAR)
        reach = self._reach(each_alone(self.problem.rows), np.maximum(target, 0)[:, None])
        return self._scan(v, np.arange(len(target)), reach, limit, most)

    def _reach(self, groups: Blocks, order: Ints) -> Reach:
        from nuantong.pairing.matching.scanning import reachable

        one = self.problem
        if not one.width:
            order = order[:, :0]
        return reachable(groups, self.blocks, order, one.border, one.weights)

    def _scan(self, v: Ints, group: Ints, reach: Reach, limit: Ints, most: int) -> Arcs:
        from nuantong.pairing.matching.scanning import scan

        one = self.problem
        if not one.height or not one.width:
            nothing = np.zeros(0, np.int64)
            return nothing, nothing, nothing
        return scan(
            one.rows, one.columns, self.blocks, reach, group, one.weights, one.prior, v, limit,
            0, len(limit), most,
        )  # fmt: skip


@dataclass
class Search:
    """A solution that can be changed and proven again.

    After `prove` it is the optimum. `take_out` and `bring_in` change who takes part; `prove` then
    finds the new optimum from where it stands. Rooms and idle costs are those of the problem and
    may be changed in place, a room only upwards or where places are free.
    """

    problem: Problem
    state: State = field(init=False)
    net: Graph = field(init=False)
    rounds: int = 0

    def __post_init__(self) -> None:
        one = self.problem
        self.state = fresh_state(one.height, one.width)
        self.work = fresh_work(one.height, one.width)
        self.scanner = Scanner(one)
        target = np.full(one.height, -1)
        if one.height and one.width:
            self.state.v[:], target = guess(one, self.scanner)
        more = self.scanner.within(target, self.state.v, MORE)
        limit = np.minimum(one.rows.idle, _nth(more, self.state.v, one.height) + 1)
        first = self.scanner.everywhere(self.state.v, limit, FIRST)
        self.arcs = _join(first, _without(more, first, one.width))
        self.net = graph(*self.arcs, 0, one.height, one.width)

    @classmethod
    def resume(cls, problem: Problem, state: State) -> "Search":
        """The search that ended in this state; it forgot most arcs, and sees those that are close
        to being used."""
        found = cls.__new__(cls)
        found.problem, found.state, found.rounds = problem, state, 0
        found.work = fresh_work(problem.height, problem.width)
        found.scanner = Scanner(problem)
        given = np.flatnonzero(state.of >= 0)
        used = given, state.of[given], state.u[given] - state.v[state.of[given]]
        near = found.scanner.everywhere(state.v, state.u + problem.rows.idle // CLOSE, FIRST)
        found.arcs = _join(used, _without(near, used, problem.width))
        found.net = graph(*found.arcs, len(found.arcs[0]), problem.height, problem.width)
        return found

    def copy(self) -> "Search":
        """One that can be changed while this one stays."""
        other = copy(self)
        other.state = State(*(part.copy() for part in self.state))
        columns = self.problem.columns._replace(room=self.problem.columns.room.copy())
        rows = self.problem.rows._replace(idle=self.problem.rows.idle.copy())
        other.problem = replace(self.problem, rows=rows, columns=columns)
        other.work = fresh_work(self.problem.height, self.problem.width)
        return other

    def run(self, tick: Tick) -> None:
        """From nothing to the optimum."""
        self.bring_in(np.arange(self.problem.height), tick)
        self.prove(tick)

    def bring_in(self, who: Ints, tick: Tick) -> None:
        """Gives rows the best of the columns they see, moving others where that costs less."""
        from nuantong.pairing.matching.paths import insert_all

        one = self.problem
        for begin in range(0, len(who), CHUNK):
            some = who[begin : begin + CHUNK]
            insert_all(some, self.net, self.state, one.rows.idle, one.columns.room, self.work)
            tick()

    def take_out(self, who: Ints) -> None:
        """These rows take no part until they are brought in again."""
        from nuantong.pairing.matching.paths import detach

        for i in who:
            detach(self.state, i, OUT)
            self.state.u[i] = 0

    def prove(self, tick: Tick) -> None:
        """Fills places that became free, then adds arcs until no carer in range is preferred."""
        self._release()
        while True:
            found = self.scanner.everywhere(self.state.v, self.state.u, MORE)
            self.rounds += 1
            if not len(found[0]):
                return
            old = len(self.arcs[0])
            self.arcs = _join(self.arcs, found)
            self.net = graph(*self.arcs, old, self.problem.height, self.problem.width)
            self.bring_in(np.unique(found[0]), tick)
            self._release()

    def _release(self) -> None:
        from nuantong.pairing.matching.paths import release_all

        room = self.problem.columns.room
        free = np.flatnonzero((self.state.v > 0) & (self.state.taken < room))
        release_all(free, self.net, self.state, room, self.work)

    def bound(self) -> int:
        """What no answer can cost less than, in exact integers."""
        rooms, prices = self.problem.columns.room.tolist(), self.state.v.tolist()
        paid = sum(room * price for room, price in zip(rooms, prices, strict=True))
        return sum(self.state.u.tolist()) - paid

    def cost(self) -> int:
        """What the answer costs, added up from its arcs."""
        idle = self.problem.rows.idle[self.state.of == IDLE]
        rows, columns, costs = self.arcs
        return sum(costs[self.state.of[rows] == columns].tolist()) + sum(idle.tolist())


def _join(some: Arcs, more: Arcs) -> Arcs:
    one, two, three = (np.concatenate(pair) for pair in zip(some, more, strict=True))
    return one, two, three


def _nth(some: Arcs, v: Ints, height: int) -> Ints:
    """What the FIRST best arc of each row costs with its price; FAR where there are fewer. (Arcs
    are sorted by row, then by this.)"""
    begin = np.searchsorted(some[0], np.arange(height)) + FIRST - 1
    enough = begin < np.searchsorted(some[0], np.arange(height), side="right")
    found = np.full(height, FAR - 1)
    found[enough] = (some[2] + v[some[1]])[begin[enough]]
    return found


def _without(some: Arcs, known: Arcs, width: int) -> Arcs:
    fresh = ~np.isin(some[0] * width + some[1], known[0] * width + known[1])
    return some[0][fresh], some[1][fresh], some[2][fresh]
