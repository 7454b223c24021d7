"""How far experts agree about the same files: kappas for words, ICC for marks.

A table has a row for each file and a column for each expert; None or NaN is not rated. A file with
a gap is left out. The interval of a kappa is the jackknife's over files (Kraemer 1980).
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike

from nuantong.counselling.effect.intervals import Array, t_point
from nuantong.counselling.effect.numbers import Absent, Estimate, Result

Rows = Sequence[Sequence[Any]]
FEW: Final = "至少要两份材料、每份两位专家都评过，才算得出一致程度"
ALL_ALIKE: Final = "所有评定都一样，除去碰巧后的一致程度算不出来"


def complete(rows: Rows) -> list[tuple[Any, ...]]:
    """Files that every expert rated, in an order of their own."""
    there = [tuple(row) for row in rows if not any(_gap(one) for one in row)]
    return sorted(there, key=repr)


def _gap(one: Any) -> bool:
    return one is None or one == "" or (isinstance(one, float) and math.isnan(one))


def cohen(rows: Rows, order: Sequence[Any] | None = None) -> Result:
    """Cohen's kappa of two experts (1960); with the categories' `order`, weighted by the square of
    the distance (Cohen 1968): then neighbours disagree less than ends."""
    return _jackknifed(rows, lambda found: _cohen(found, order))


def fleiss(rows: Rows) -> Result:
    """Fleiss' kappa (1971) of any number of experts."""
    return _jackknifed(rows, _fleiss)


def _cohen(rows: Rows, order: Sequence[Any] | None) -> float | None:
    words = list(order or sorted({one for row in rows for one in row}, key=repr))
    place = {word: at for at, word in enumerate(words)}
    table = np.zeros((len(words), len(words)))
    for first, second in rows:
        table[place[first], place[second]] += 1 / len(rows)
    apart = np.subtract.outer(np.arange(len(words)), np.arange(len(words)))
    weight = apart**2.0 if order else (apart != 0).astype(float)
    chance = float((weight * np.outer(table.sum(1), table.sum(0))).sum())
    return 1 - float((weight * table).sum()) / chance if chance > 1e-12 else None


def _fleiss(rows: Rows) -> float | None:
    experts = len(rows[0])
    totals: Counter[Any] = Counter(one for row in rows for one in row)
    agreed = sum(
        sum(count * (count - 1) for count in Counter(row).values()) / (experts * (experts - 1))
        for row in rows
    ) / len(rows)
    chance = sum((count / (len(rows) * experts)) ** 2 for count in totals.values())
    return (agreed - chance) / (1 - chance) if chance < 1 - 1e-12 else None


def _jackknifed(rows: Rows, kappa: Callable[[Rows], float | None]) -> Result:
    found = complete(rows)
    n = len(found)
    if n < 2 or len(found[0]) < 2:
        return Absent(FEW, n)
    whole = kappa(found)
    if whole is None:
        return Absent(ALL_ALIKE, n)
    without = [kappa([*found[:at], *found[at + 1 :]]) for at in range(n)]
    if any(one is None for one in without):
        return Absent("材料太少，算不出一致程度的范围", n)
    pseudo = np.array([n * whole - (n - 1) * one for one in without if one is not None])
    half = t_point(n - 1) * float(pseudo.std(ddof=1)) / math.sqrt(n)
    return Estimate(whole, max(-1.0, whole - half), min(1.0, whole + half), n, places=2)


def icc(rows: ArrayLike, average: bool = False) -> Result:
    """ICC(2,1), or ICC(2,k) of the experts' mean: experts as a sample, absolute agreement.

    Shrout & Fleiss 1979; the interval is theirs, by F and Satterthwaite's degrees of freedom.
    """
    table = np.array([row for row in np.asarray(rows, float) if not np.isnan(row).any()])
    if table.ndim != 2 or table.shape[0] < 2 or table.shape[1] < 2:
        return Absent(FEW, table.shape[0])
    table = table[np.lexsort(table.T[::-1])]
    single = _icc_single(table)
    if single is None:
        return Absent("各份材料的评分没有差别，算不出一致程度", table.shape[0])
    value, low, high = (_spearman_brown(v, table.shape[1]) if average else v for v in single)
    return Estimate(value, low, high, table.shape[0], places=2)


def _spearman_brown(one: float, k: int) -> float:
    return one * k / (1 + one * (k - 1))


def squares(table: Array) -> tuple[float, float, float]:
    """Mean squares between files, between experts, and of what is left."""
    n, k = table.shape
    grand = table.mean()
    files = k * float(((table.mean(1) - grand) ** 2).sum()) / (n - 1)
    experts = n * float(((table.mean(0) - grand) ** 2).sum()) / (k - 1)
    left = table - table.mean(1, keepdims=True) - table.mean(0) + grand
    return files, experts, float((left**2).sum()) / ((n - 1) * (k - 1))


def _icc_single(table: Array) -> tuple[float, float, float] | None:
    from scipy import stats

    n, k = table.shape
    files, experts, left = squares(table)
    below = files + (k - 1) * left + k * (experts - left) / n
    if files <= 1e-12 or below <= 1e-12:
        return None
    value = (files - left) / below
    if left <= 1e-12 and experts <= 1e-12:
        return 1.0, 1.0, 1.0
    freedom = _satterthwaite(value, n, k, experts / max(left, 1e-12))
    upper = float(stats.f.ppf(0.975, n - 1, freedom))
    lower = float(stats.f.ppf(0.975, freedom, n - 1))
    rest = k * experts + (k * n - k - n) * left
    low = n * (files - upper * left) / (upper * rest + n * files)
    high = n * (lower * files - left) / (rest + n * lower * files)
    return value, low, high


def _satterthwaite(value: float, n: int, k: int, ratio: float) -> float:
    a = k * value * ratio
    b = n * (1 + (k - 1) * value) - k * value
    above = (n - 1) * (k - 1) * (a + b) ** 2
    return above / ((n - 1) * a**2 + b**2)
