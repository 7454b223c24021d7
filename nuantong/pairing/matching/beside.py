"""Districts solved beside one another, each in one of a few processes.

They are independent, so the answer is the same however many processes there are. Only what was
found comes back; who is asked and whom they may get is there already.
"""

from collections.abc import Callable, Sequence
from multiprocessing import get_all_start_methods, get_context
from typing import Final

from nuantong.pairing.matching.districts import District, Solved
from nuantong.pairing.matching.measure import Measure

WORTH_IT: Final = 5_000
"""Households from which starting processes pays."""
HOW: Final = "fork"
"""A copy of this process: it knows the districts and the compiled code without being sent them."""

_given: list[tuple[Sequence[District], Measure]] = []
"""What a copied process works on."""


def possible(parts: Sequence[District], processes: int) -> bool:
    enough = sum(len(part.households) for part in parts) >= WORTH_IT
    return processes > 1 and len(parts) > 2 and enough and HOW in get_all_start_methods()


def solve_beside(
    parts: Sequence[District], measure: Measure, processes: int, done: Callable[[District], None]
) -> None:
    """Solves every part, the large ones first; what `done` raises ends the work."""
    order = sorted(range(len(parts)), key=lambda number: -len(parts[number].households))
    smallest = parts[order.pop()]
    smallest.solve(measure, lambda: None)
    done(smallest)
    with get_context(HOW).Pool(processes, _remember, (parts, measure)) as pool:
        for number, solved in pool.imap_unordered(_solve, order):
            parts[number].take(solved)
            done(parts[number])
        pool.close()
        pool.join()


def _remember(parts: Sequence[District], measure: Measure) -> None:
    _given[:] = [(parts, measure)]


def _solve(number: int) -> tuple[int, Solved]:
    parts, measure = _given[0]
    parts[number].solve(measure, lambda: None)
    return number, parts[number].solved()
