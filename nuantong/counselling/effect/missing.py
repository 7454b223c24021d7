"""Those who were measured at the beginning and not at the end: not left out.

The last score is filled in many times from the first (normal linear regression with its parameters
drawn anew each time, Rubin 1987), and the results are pooled by Rubin's rules with the degrees of
freedom of Barnard & Rubin 1999. It holds if those who are missing differ from the others by their
first score only; the worst case beside it holds always.
"""

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from nuantong.counselling.effect.intervals import Array, t_point
from nuantong.counselling.effect.numbers import Absent, Estimate, Result

TIMES: Final = 50
SEED: Final = 20180824
FEWEST: Final = 5
"""Complete pairs that a regression needs."""


class Pooled(NamedTuple):
    value: float
    variance: float
    freedom: float


def pool(values: ArrayLike, variances: ArrayLike, complete_freedom: float) -> Pooled:
    """Rubin's rules: the mean, within plus (1 + 1/m) between, and the degrees of freedom."""
    found = np.asarray(values, float)
    within = float(np.asarray(variances, float).mean())
    between = float(np.var(found, ddof=1)) * (1 + 1 / found.size)
    total = within + between
    fraction = between / total if total else 0.0
    old = (found.size - 1) / fraction**2 if fraction else math.inf
    observed = complete_freedom * (complete_freedom + 1) * (1 - fraction) / (complete_freedom + 3)
    return Pooled(float(found.mean()), total, 1 / (1 / old + 1 / observed) if observed else old)


def imputed_change(before: ArrayLike, after: ArrayLike) -> Result:
    """The mean change of everybody with a first score, the missing last ones filled in."""
    first, last = np.asarray(before, float), np.asarray(after, float)
    there = ~np.isnan(first)
    order = np.lexsort((last[there], first[there]))
    first, last = first[there][order], last[there][order]
    seen = ~np.isnan(last)
    if seen.sum() < FEWEST:
        return Absent(f"两次都测过的不足{FEWEST}人，不做填补", int(seen.sum()))
    return _pooled_change(first, last, seen)


def _pooled_change(first: Array, last: Array, seen: np.ndarray) -> Result:
    draws = _filled(first, last, seen)
    values, variances = [], []
    for filled in draws:
        change = filled - first
        values.append(change.mean())
        variances.append(change.var(ddof=1) / change.size)
    found = pool(values, variances, first.size - 1)
    half = t_point(found.freedom) * math.sqrt(found.variance)
    return Estimate(found.value, found.value - half, found.value + half, first.size)


def _filled(first: Array, last: Array, seen: np.ndarray) -> list[Array]:
    """The last scores, the missing ones drawn; the same draws for the same children."""
    random = np.random.default_rng(SEED)
    x = np.column_stack([np.ones(first.size), first])
    inverse = np.linalg.pinv(x[seen].T @ x[seen])
    slope = inverse @ x[seen].T @ last[seen]
    left = last[seen] - x[seen] @ slope
    freedom = int(seen.sum()) - 2
    root = np.linalg.cholesky(inverse + 1e-12 * np.eye(2))
    found = []
    for _ in range(TIMES):
        sigma = math.sqrt(float(left @ left) / random.chisquare(freedom))
        drawn = slope + sigma * root @ random.standard_normal(2)
        guess = x @ drawn + sigma * random.standard_normal(first.size)
        found.append(np.where(seen, last, guess))
    return found
