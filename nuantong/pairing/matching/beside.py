"""Districts solved beside one another, each in one of a few processes.

They are independent, so the answer is the same however many processes there are. A process is a
fresh one: it is sent the arrays of a district and sends back what was found, so that none holds
the people of the city beside what it works on.
"""

from collections.abc import Callable, Sequence
from multiprocessing import get_context
from typing import Final

from nuantong.pairing.matching.arrays import Array, Columns, Rows
from nuantong.pairing.matching.districts import District, Solved, solved
from nuantong.pairing.matching.measure import Measure
from nuantong.pairing.matching.values import Policy

WORTH_IT: Final = 20_000
"""Households from which starting processes pays: each loads the compiled code, some 1.5 CPU seconds."""
HOW: Final = "spawn"
Task = tuple[int, Rows, Columns, Array, Policy]


def possible(parts: Sequence[District], processes: int) -> bool:
    enough = sum(len(part.households) for part in parts) >= WORTH_IT
    return processes > 1 and len(parts) > 2 and enough


def solve_beside(
    parts: Sequence[District], measure: Measure, processes: int, done: Callable[[District], None]
) -> None:
    """Solves every part, the large ones first; what `done` raises ends the work."""
    order = sorted(range(len(parts)), key=lambda number: -len(parts[number].households))
    smallest = parts[order.pop()]
    smallest.solve(measure, lambda: None)  # compiled once, if it was not; the others load it
    done(smallest)
    tasks = ((n, parts[n].rows, parts[n].columns, parts[n].border, measure.policy) for n in order)
    with get_context(HOW).Pool(processes) as pool:
        for number, found in pool.imap_unordered(_solve, tasks):
            parts[number].take(found)
            done(parts[number])
        pool.close()
        pool.join()


def _solve(task: Task) -> tuple[int, Solved]:
    number, rows, columns, border, policy = task
    return number, solved(rows, columns, border, policy, lambda: None)
