"""One family needs a carer today: who can take it, and who would have to move for that.

Nobody moves if it can be helped. So the answers come as a menu: a free carer; one other family
that changes carers; the optimum of the district, whoever moves. Each with its price.
"""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from heapq import nsmallest
from typing import Final, NamedTuple

import numpy as np

from nuantong.pairing.matching.arrays import (
    FAR,
    IDLE,
    OUT,
    Ints,
    Rows,
    State,
    fresh_state,
    fresh_work,
    graph,
)
from nuantong.pairing.matching.districts import District, districts
from nuantong.pairing.matching.engine import Centres
from nuantong.pairing.matching.measure import Measure, centres_of
from nuantong.pairing.matching.neighbours import part_of
from nuantong.pairing.matching.orders import as_policy, search
from nuantong.pairing.matching.solving import Arcs, Problem, Scanner
from nuantong.pairing.matching.values import (
    DEFAULT,
    Assignment,
    Carer,
    Household,
    Key,
    Policy,
)

NO_PLACE: Final = 2**61
"""The price of a column that has none."""
ANY_COST: Final = 2**60
ROW_LISTS: Final = ("after", "before")
WIDE: Final = 4_096
"""At most so many carers are asked whether one of their families could move."""


class Answer(NamedTuple):
    """`given`: whom those who wait would get; `moved`: families who would change carers, and to
    whom. `cost`: what the policy counts for all of it, less what it counted for those who move
    before (for one more household without a carer, `unmatched_cost` a child)."""

    given: tuple[Assignment, ...]
    moved: tuple[Assignment, ...]
    left: tuple[Key, ...]
    """Those who would still wait."""
    cost: int


@dataclass
class Standing:
    """A district as it stands: every household with its `current` carer, and who waits.

    Made once (arrays of everybody), asked often. `free` of a carer are her places beyond the
    households she has. Carers whose check is out of date keep their households and get none.
    """

    district: District
    measure: Measure
    problem: Problem = field(init=False)
    state: State = field(init=False)

    def __post_init__(self) -> None:
        from nuantong.pairing.matching.paths import attach

        one = self.district
        self.problem = as_policy(one.rows, one.columns, one.border, self.measure.policy)
        self.scanner = Scanner(self.problem)
        self.row = {household.id: i for i, household in enumerate(one.households)}
        self.column = {carer.id: j for j, carer in enumerate(one.carers)}
        self.state = fresh_state(len(one.households), len(one.carers))
        for i, j in enumerate(one.rows.current.tolist()):
            if j >= 0:
                attach(self.state, i, j)

    def asked_by(self, event: Household) -> "Standing":
        """The same with one household more that asks, in a few milliseconds. Its `current` carer is
        being left: she gets nobody, and her other families stay where they are. `optimum` is not
        to be asked of it."""
        from nuantong.pairing.matching.paths import detach

        old, state = self.problem, State(*(part.copy() for part in self.state))
        left = self.column.get(event.current) if event.current is not None else None
        room = old.columns.room.copy()
        gone = [self.row[event.id]] if event.id in self.row else []
        if left is not None:
            gone += np.flatnonzero(state.of == left).tolist()
            room[left] = 0
        for i in set(gone):
            detach(state, i, OUT)
        barred = event.refused | ({event.current} if event.current is not None else set())
        asks = event._replace(current=None, refused=frozenset(barred))
        found, row = copy(self), self._row_of(asks)
        rows, columns = _with_row(old.rows, row), old.columns._replace(room=room)
        found.problem = replace(old, rows=rows, columns=columns)
        found.scanner = self.scanner.with_another(found.problem, row)
        found.state = _with_waiting(state)
        found.row = {**self.row, event.id: len(self.district.households)}
        found.district = replace(self.district, households=[*self.district.households, asks])
        return found

    def _row_of(self, event: Household) -> Rows:
        one = self.district
        refused = sorted(self.column[key] for key in event.refused if key in self.column)
        rows = one.codes.rows([event._replace(refused=frozenset())], [])._replace(
            refused=np.array(refused, np.int64), refused_from=np.array([0, len(refused)])
        )
        return as_policy(rows, one.columns, one.border, self.measure.policy).rows

    def answers(self, waiting: Sequence[Key]) -> list[Answer]:
        """The answer in which nobody moves, then one in which a single family does where that
        places more of those who wait, or costs less. (For one that waits both are the best there
        are; for several the family that moves makes room for one of them.)"""
        who = np.sort(np.array([self.row[key] for key in waiting], np.int64))
        nobody = self._nobody_moves(who)
        answers = [self._answer(who, nobody, None)]
        best = None
        for place in range(len(who)):
            others = np.delete(nobody, place)
            swap = self._swap(int(who[place]), others, int(nobody[place]))
            if swap is None:
                continue
            given = nobody.copy()
            given[place] = swap[0]
            answer = self._answer(who, given, swap)
            if best is None or _worth(answer) < _worth(best):
                best = answer
        if best is not None and _worth(best) < _worth(answers[0]):
            answers.append(best)
        return answers

    def free(self, waiting: Key, most: int) -> list[Answer]:
        """The cheapest free carers for one household, each an answer in which nobody moves; of
        those that cost the same, who has fewer households comes first."""
        i = self.row[waiting]
        limit = np.full(self.problem.height, -FAR)
        limit[i] = NO_PLACE
        _, columns, costs = self.scanner.everywhere(self._shut(), limit, self.problem.width)
        pairs = zip(costs.tolist(), columns.tolist(), strict=True)
        best = nsmallest(most, pairs, key=lambda one: (one[0], self.district.carers[one[1]].load))
        return [self._priced([(i, j)], [], [i]) for _, j in best]

    def optimum(self, waiting: Sequence[Key]) -> Answer:
        """What a round over the whole district would do: nobody who has a carer loses her for
        nobody, and each move has its price. Takes as long as a round does."""
        who = np.array([self.row[key] for key in waiting], np.int64)
        take_part = np.union1d(np.flatnonzero(self.state.of >= 0), who)
        one, policy = self.district, replace(self.measure.policy, keep=True)
        rows = part_of(one.rows, take_part)
        found, _ = search(rows, one.columns, one.border, policy, lambda: None)
        pairs = zip(take_part.tolist(), found.state.of.tolist(), strict=True)
        given = [(i, j) for i, j in pairs if j >= 0 and j != self.state.of[i]]
        waited = set(who.tolist())
        new = [pair for pair in given if pair[0] in waited]
        return self._priced(new, [p for p in given if p[0] not in waited], who.tolist())

    def _nobody_moves(self, who: Ints) -> Ints:
        """The cheapest free columns of those who wait, all together."""
        room = self.problem.columns.room - self.state.taken
        limit = np.full(self.problem.height, -FAR)
        limit[who] = NO_PLACE
        rows, columns, costs = self.scanner.everywhere(self._shut(), limit, len(who))
        given = np.full(len(who), IDLE, np.int64)
        some = np.unique(columns)
        if len(some):
            few = np.searchsorted(who, rows), np.searchsorted(some, columns), costs
            of = _share(few, self.problem.rows.idle[who], room[some])
            given[of >= 0] = some[of[of >= 0]]
        return given

    def _shut(self) -> Ints:
        """Prices that keep everybody out of full columns."""
        return np.where(self.problem.columns.room > self.state.taken, 0, NO_PLACE)

    def _swap(self, i: int, others: Ints, alone: int) -> tuple[int, int, int] | None:
        """(column for i, the row that leaves it, the free column that takes that row): the
        cheapest among places that cost less than the free column `alone`."""
        from nuantong.pairing.matching.menu import cheapest_move, families_at

        problem, state = self.problem, self.state
        bar = NO_PLACE if alone < 0 else self._assigned([(i, alone)])[0].cost
        limit = np.full(problem.height, -FAR)
        limit[i] = bar
        no_price = np.zeros(problem.width, np.int64)
        _, columns, costs = self.scanner.everywhere(no_price, limit, min(problem.width, WIDE))
        limit[i] = -FAR
        total = np.full(problem.height, FAR)
        families_at(
            problem.rows, problem.columns, problem.border, problem.weights, state, columns, costs,
            limit, total, min(bar, ANY_COST),
        )  # fmt: skip
        taken = state.taken + np.bincount(others[others >= 0], minlength=problem.width)
        shut = np.where(taken < problem.columns.room, 0, NO_PLACE)
        who = np.flatnonzero(limit > 0)
        one, order = self.scanner, who[np.argsort(total[who], kind="stable")]
        k, target = cheapest_move(
            order, problem.rows, problem.columns, one.blocks, one.reach, one.group,
            problem.weights, problem.prior, shut, limit, total,
        )  # fmt: skip
        return (int(state.of[k]), k, target) if k >= 0 else None

    def _answer(self, who: Ints, given: Ints, swap: tuple[int, int, int] | None) -> Answer:
        pairs = [(i, j) for i, j in zip(who.tolist(), given.tolist(), strict=True) if j >= 0]
        return self._priced(pairs, [swap[1:]] if swap else [], who.tolist())

    def _priced(
        self, given: list[tuple[int, int]], moved: list[tuple[int, int]], who: list[int]
    ) -> Answer:
        new, changed = self._assigned(given), self._assigned(moved)
        had = self._assigned([(i, int(self.state.of[i])) for i, _ in moved])
        left = [i for i in who if i not in {i for i, _ in given}]
        nobody = sum(self.district.households[i].children for i in left)
        cost = sum(one.cost for one in (*new, *changed)) - sum(one.cost for one in had)
        cost += nobody * self.measure.policy.unmatched_cost
        return Answer(new, changed, tuple(self.district.households[i].id for i in left), cost)

    def _assigned(self, pairs: Iterable[tuple[int, int]]) -> tuple[Assignment, ...]:
        one = self.district
        return tuple(self.measure.assign(one.households[i], one.carers[j]) for i, j in pairs)


def standing(
    households: Iterable[Household],
    carers: Iterable[Carer],
    policy: Policy = DEFAULT,
    centres: Centres | None = None,
    asked: frozenset[str] = frozenset(),
) -> list[Standing]:
    """Everybody of each district, with the pairs they have; each answers for its own. `asked` are
    needs of those who may ask later."""
    asking = sorted(households, key=lambda household: household.id)
    known = sorted(carers, key=lambda carer: carer.id)
    measure = Measure(policy, centres_of(asking, known) if centres is None else centres)
    rooms = {carer.id: max(carer.free, 0) for carer in known if carer.checked}
    for household in asking:
        if household.current in rooms:
            rooms[household.current] += 1
    return [Standing(part, measure) for part in districts(asking, known, rooms, measure, asked)]


def _with_row(rows: Rows, one: Rows) -> Rows:
    """One of one row at the end."""
    plain = {
        name: np.concatenate([part, getattr(one, name)])
        for name, part in rows._asdict().items()
        if name != "refused_from"
    }
    return Rows(**plain, refused_from=np.append(rows.refused_from, len(plain["refused"])))


def _with_waiting(state: State) -> State:
    """With a row more that has nobody."""
    of, none = np.append(state.of, OUT), (np.append(part, -1) for part in state[-2:])
    return state._replace(u=np.append(state.u, 0), of=of, **dict(zip(ROW_LISTS, none, strict=True)))


def _worth(answer: Answer) -> tuple[int, int]:
    return len(answer.left), answer.cost


def _share(arcs: Arcs, idle: Ints, room: Ints) -> Ints:
    """The cheapest column of each row, all together, among these arcs."""
    from nuantong.pairing.matching.paths import insert_all

    height, width = len(idle), len(room)
    state = fresh_state(height, width)
    net = graph(*arcs, 0, height, width)
    insert_all(np.arange(height), net, state, idle, room, fresh_work(height, width))
    return state.of
