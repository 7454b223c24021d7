"""How far two readers agree, and the model with what people found. Pure."""

import math
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


SURE = 2.58
"""Standard deviations that chance exceeds once in a hundred times, either way."""


def judged(expected: float, variance: float, found: int) -> str:
    """Of so many pairs the model `expected` these to be one child, people `found` these: 相符 within
    chance (the sum of independent draws, with half a pair for continuity), else which way it errs.
    """
    off = found - expected
    if abs(off) <= SURE * math.sqrt(variance) + 0.5:
        return "相符"
    return "电脑估低了" if off > 0 else "电脑估高了"
