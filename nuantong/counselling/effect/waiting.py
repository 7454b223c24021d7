"""Beside those who still wait: how much more did the helped change?"""

import math

import numpy as np
from numpy.typing import ArrayLike

from nuantong.counselling.effect.intervals import ALIKE, Z, correction, correlation, pairs, t_point
from nuantong.counselling.effect.numbers import Absent, Estimate, Result

FEW = "帮助组或等待组不足三人，不作比较"


def difference(helped: tuple[ArrayLike, ArrayLike], waited: tuple[ArrayLike, ArrayLike]) -> Result:
    """Change of the helped minus change of the waiting, with Welch's interval (1947)."""
    one, two = (np.sort(after - before) for before, after in (pairs(*helped), pairs(*waited)))
    if min(one.size, two.size) < 3:
        return Absent(FEW, min(one.size, two.size))
    parts = [float(group.var(ddof=1)) / group.size for group in (one, two)]
    value, variance = float(one.mean() - two.mean()), sum(parts)
    if not variance:
        return Estimate(value, value, value, one.size + two.size)
    below = sum(p**2 / (g.size - 1) for p, g in zip(parts, (one, two), strict=True))
    half = t_point(variance**2 / below) * math.sqrt(variance)
    return Estimate(value, value - half, value + half, one.size + two.size)


def effect_size(helped: tuple[ArrayLike, ArrayLike], waited: tuple[ArrayLike, ArrayLike]) -> Result:
    """The difference in standard deviations pooled over both groups' first scores (Morris 2008,
    d_ppc2), with Hedges' correction."""
    (a, b), (c, d) = pairs(*helped), pairs(*waited)
    if min(a.size, c.size) < 3:
        return Absent(FEW, min(a.size, c.size))
    spreads = [float(np.std(np.sort(group), ddof=1)) for group in (a, c)]
    if not any(spreads):
        return Absent(ALIKE, a.size + c.size)
    changes = [math.fsum(b - a) / a.size, math.fsum(d - c) / c.size]
    r = (a.size * correlation(a, b) + c.size * correlation(c, d)) / (a.size + c.size)
    return from_summary(changes, spreads, [a.size, c.size], r)


def from_summary(
    changes: list[float], spreads: list[float], sizes: list[int], r: float
) -> Estimate:
    """From each group's mean change, first spread and size: Morris 2008, equations 8 and 25."""
    n, m = sizes
    freedom = n + m - 2
    pooled = math.sqrt(((n - 1) * spreads[0] ** 2 + (m - 1) * spreads[1] ** 2) / freedom)
    factor = correction(freedom)
    value = factor * (changes[0] - changes[1]) / pooled
    scale = 2 * (1 - r) * (n + m) / (n * m)
    bias = freedom / (freedom - 2)
    variance = factor**2 * scale * bias * (1 + value**2 / scale) - value**2 if scale else 0.0
    half = Z * math.sqrt(max(0.0, variance))
    return Estimate(value, value - half, value + half, n + m, places=2)
