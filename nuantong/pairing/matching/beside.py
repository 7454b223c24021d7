"""Districts worked on beside one another, each in one of a few processes.

They are independent, so the answer is the same however many processes there are. A process is a
fresh one: it is sent a district and sends back what was found. The one that has the people of the
city loads none of the compiled code, so that no process holds both.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from multiprocessing import get_context
from multiprocessing.pool import Pool
from typing import Final

from nuantong.pairing.matching.arrays import Array, Columns, Ints, Rows
from nuantong.pairing.matching.districts import District, Solved, solved
from nuantong.pairing.matching.measure import Measure
from nuantong.pairing.matching.solving import Problem
from nuantong.pairing.matching.spreading import busy, spread
from nuantong.pairing.matching.values import Policy

WORTH_IT: Final = 20_000
"""Households from which starting processes pays: each loads the compiled code, some 1.5 CPU seconds."""
HOW: Final = "spawn"
Task = tuple[int, Rows, Columns, Array, Policy, Ints, Ints]


@contextmanager
def helpers(parts: Sequence[District], processes: int) -> Iterator[Pool | None]:
    """None where it is not worth it."""
    enough = sum(len(part.households) for part in parts) >= WORTH_IT
    if processes < 2 or len(parts) < 3 or not enough:
        yield None
        return
    with get_context(HOW).Pool(processes) as pool:
        yield pool
        pool.close()
        pool.join()


def solve_beside(
    pool: Pool, parts: Sequence[District], measure: Measure, done: Callable[[District], None]
) -> None:
    """Solves and spreads every part, the large ones first; what `done` raises ends the work."""
    order = sorted(range(len(parts)), key=lambda number: -len(parts[number].households))
    smallest, tasks = order.pop(), (_task(number, parts[number], measure) for number in order)
    compiled_once = pool.apply(_solve, [_task(smallest, parts[smallest], measure)])
    for number, found in chain([compiled_once], pool.imap_unordered(_solve, tasks)):
        parts[number].take(found)
        done(parts[number])


def _task(number: int, part: District, measure: Measure) -> Task:
    return number, part.rows, part.columns, part.border, measure.policy, *busy(part.carers)


def _solve(task: Task) -> tuple[int, Solved]:
    number, rows, columns, border, policy, load, rank = task
    found = solved(rows, columns, border, policy, lambda: None)
    problem = Problem(
        rows._replace(idle=found.idle), columns._replace(fee=found.fee), border, found.weights,
        found.prior,
    )  # fmt: skip
    spread(problem, found.state, load, rank)
    return number, found
