"""How far two readers agree. Pure."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple


class Agreement(NamedTuple):
    """`percent` and Cohen's `kappa` (1960) of `pairs` double readings; None where undefined."""

    pairs: int
    percent: float | None
    kappa: float | None


def agreement(answers: Sequence[tuple[str, str]]) -> Agreement:
    """Kappa is agreement beyond what the two readers' own shares would give by chance."""
    count = len(answers)
    if not count:
        return Agreement(0, None, None)
    observed = sum(first == second for first, second in answers) / count
    firsts, seconds = (Counter(side) for side in zip(*answers, strict=True))
    chance = sum(firsts[word] * seconds[word] for word in firsts) / count**2
    kappa = None if chance == 1 else (observed - chance) / (1 - chance)
    return Agreement(count, 100 * observed, kappa)
