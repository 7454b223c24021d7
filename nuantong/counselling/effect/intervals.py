"""Means, shares and effect sizes with their 95 % intervals."""

import math
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuantong.counselling.effect.numbers import Absent, Estimate, Result

Array = NDArray[np.float64]
Z: Final = 1.959963984540054
"""The normal distribution's 97.5 % point."""
NOBODY: Final = "没有两次都测过的人"
ONE: Final = "只有一个人，算不出范围"
ALIKE: Final = "第一次的分数都一样，没有可以比的尺度"


def t_point(freedom: float) -> float:
    """The t distribution's 97.5 % point."""
    from scipy import stats

    return float(stats.t.ppf(0.975, freedom))


def pairs(before: ArrayLike, after: ArrayLike) -> tuple[Array, Array]:
    """Those measured both times; NaN is not measured."""
    first, second = np.asarray(before, float), np.asarray(after, float)
    both = ~(np.isnan(first) | np.isnan(second))
    return first[both], second[both]


def mean(values: ArrayLike) -> Result:
    """The mean with Student's t interval."""
    found = np.asarray(values, float)
    found = found[~np.isnan(found)]
    if found.size < 2:
        return Absent(ONE if found.size else NOBODY, found.size)
    middle = math.fsum(found) / found.size
    half = t_point(found.size - 1) * float(np.std(np.sort(found), ddof=1)) / math.sqrt(found.size)
    return Estimate(middle, middle - half, middle + half, found.size)


def mean_change(before: ArrayLike, after: ArrayLike) -> Result:
    """After minus before of those measured both times: the paired t interval."""
    first, second = pairs(before, after)
    return mean(second - first)


def share(part: int, whole: int) -> Result:
    """A proportion with Wilson's score interval (1927): holds for few and for none or all."""
    if not whole:
        return Absent(NOBODY)
    p, square = part / whole, Z * Z
    centre = (p + square / (2 * whole)) / (1 + square / whole)
    half = Z * math.sqrt(p * (1 - p) / whole + square / (4 * whole**2)) / (1 + square / whole)
    low, high = max(0.0, centre - half), min(1.0, centre + half)
    return Estimate(p, low if part else 0.0, high if part < whole else 1.0, whole, percent=True)


def correction(freedom: float) -> float:
    """Hedges' factor (1981) that takes the upward bias of small groups off an effect size."""
    return math.exp(
        math.lgamma(freedom / 2) - math.log(math.sqrt(freedom / 2)) - math.lgamma((freedom - 1) / 2)
    )


def effect_size(before: ArrayLike, after: ArrayLike) -> Result:
    """Change in standard deviations of the first measurement, with Hedges' correction.

    The standardiser is the spread before the help, which the help cannot have changed (Becker 1988);
    the variance is 2(1 − r)/n + g²/2n, as metafor's SMCR has it.
    """
    first, second = pairs(before, after)
    if first.size < 3:
        return Absent("少于三人，算不出效应量" if first.size else NOBODY, first.size)
    spread = float(np.std(np.sort(first), ddof=1))
    if not spread:
        return Absent(ALIKE, first.size)
    change = math.fsum(second - first) / first.size
    return from_summary(change, spread, first.size, correlation(first, second))


def from_summary(change: float, spread: float, n: int, r: float) -> Estimate:
    """The effect size of a published mean change, spread before, size and correlation."""
    value = correction(n - 1) * change / spread
    half = Z * math.sqrt(2 * (1 - r) / n + value**2 / (2 * n))
    return Estimate(value, value - half, value + half, n, places=2)


def correlation(first: Array, second: Array) -> float:
    """Pearson's r; 0 where one side does not vary (the wider interval)."""
    order = np.lexsort((second, first))
    a, b = first[order] - first.mean(), second[order] - second.mean()
    length = math.sqrt(float(a @ a) * float(b @ b))
    return float(a @ b) / length if length > 1e-12 else 0.0
