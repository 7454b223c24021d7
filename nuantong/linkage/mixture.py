"""How sure: each pair is of one child, of relatives or of strangers, and two lists say how many.

Fellegi and Sunter know matches and random pairs. Brothers, sisters and twins are neither: they
share the home, the surname and perhaps the birthday, and no level alone tells them apart. They
are kinds of their own here. What strangers and relatives look like is the model's; how many
matches there are, and how often their levels agree, is learnt anew from each pair of lists by
expectation maximisation over the patterns found, because bad lists have other shares than good
ones. The weight is log2 of the odds, so 0 is as likely as not, and the cut that makes F1 largest
lies at half of F1: close to 0, without any label.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from nuantong.linkage.levels import COMPARISONS, NAME, Comparison
from nuantong.linkage.model import Model, Shares

KINDS: Final = ("siblings", "twins", "namesakes", "locals", "neighbours")
"""Same home; same home and birthday; same name, sex and year; same name and town; and numbers that
differ little because place and date in them are the same."""
BEFORE: Final = dict(zip(KINDS, (0.2, 0.005, 0.1, 0.02, 0.005), strict=True))
"""So many for each row of the shorter list, before anything was seen."""
ROUNDS: Final = 20
STRENGTH: Final = 300.0
"""The trained shares count as so many matches seen before these lists."""
FEWEST: Final = 0.01
MOST: Final = 1.02
"""Matches for each row of the shorter list: children do not stand on a list twice as a rule."""
FARTHEST: Final = 8.0
"""A level is learnt to be so many times as frequent as trained, or as rare, and no more."""
GAMMAS: Final = tuple(f"gamma_{one.name}" for one in COMPARISONS)
PATTERN: Final = (*GAMMAS, "rarity")
Bits = npt.NDArray[np.float64]
"""log2 of something, of each pattern."""


@dataclass(frozen=True)
class Mixture:
    """How many pairs of each kind, and the shares of matches, for two given lists."""

    model: Model
    pairs: float
    """Every left row with every right row."""
    rows: int
    """Of the shorter list."""
    matches: float
    others: dict[str, float]
    m: Shares
    least: dict[str, float]
    """No kind is learnt to be rarer."""

    def weights(self, patterns: pl.DataFrame) -> pl.DataFrame:
        """The patterns with `weight`."""
        matching = np.log2(self.matches) + likelihood(patterns, self.m)
        relatives = [
            np.log2(count) + likelihood(patterns, self.model.others[kind])
            for kind, count in self.others.items()
        ]
        return patterns.with_columns(
            weight=matching - log2_sum(strangers(patterns, self.model, self.pairs), *relatives)
        )


def strangers(patterns: pl.DataFrame, model: Model, pairs: float) -> Bits:
    return np.log2(pairs) + likelihood(patterns, model.u) - patterns["rarity"].to_numpy()


def expected(model: Model, left: int, right: int) -> Mixture:
    """Before anything was seen: half of the shorter list is on the other."""
    few = min(left, right)
    counts = {kind: max(share * few, FEWEST) for kind, share in BEFORE.items()}
    pairs = max(float(left) * right, 1.0)
    least = dict.fromkeys(KINDS, FEWEST)
    return Mixture(model, pairs, few, max(few / 2, FEWEST), counts, model.m, least)


def repeated(model: Model, rows: int) -> Mixture:
    """The same for a list with itself, where one child in two hundred stands twice.

    Few pairs of relatives are looked at (blocking.REPEATS), so they say nothing of how many there are.
    """
    counts = expected(model, rows, rows)
    matches = max(rows / 200, FEWEST)
    pairs = max(rows * (rows - 1) / 2, 1.0)
    return replace(counts, pairs=pairs, matches=matches, least=counts.others)


def fit(patterns: pl.DataFrame, start: Mixture) -> Mixture:
    """`patterns`: PATTERN and `n`, how many pairs show it."""
    model, found = start.model, start
    fixed = strangers(patterns, model, start.pairs)
    relatives = {kind: likelihood(patterns, model.others[kind]) for kind in KINDS}
    for _ in range(ROUNDS):
        found = _round(patterns, fixed, relatives, found)
    return found


def _round(
    patterns: pl.DataFrame, fixed: Bits, relatives: dict[str, Bits], now: Mixture
) -> Mixture:
    matching = np.log2(now.matches) + likelihood(patterns, now.m)
    others = {kind: relatives[kind] + np.log2(now.others[kind]) for kind in KINDS}
    total = log2_sum(matching, fixed, *others.values())
    n = patterns["n"].to_numpy()
    match = np.exp2(matching - total) * n
    sums = {kind: float((np.exp2(one - total) * n).sum()) for kind, one in others.items()}
    return replace(
        now,
        matches=min(max(float(match.sum()), FEWEST), max(MOST * now.rows, FEWEST)),
        others={kind: max(count, now.least[kind]) for kind, count in sums.items()},
        m={one.name: _shares(patterns, match, one, now.model.m[one.name]) for one in COMPARISONS},
    )


def _shares(
    patterns: pl.DataFrame, match: Bits, comparison: Comparison, before: dict[str, float]
) -> dict[str, float]:
    """How the matches spread over the levels, with what was known before."""
    seen = np.bincount(_gammas(patterns, comparison) + 1, match, len(before) + 1)
    counts = {
        name: float(seen[comparison.gamma(name) + 1]) + STRENGTH * share
        for name, share in before.items()
    }
    total = sum(counts.values())
    return {
        name: min(max(count / total, before[name] / FARTHEST), before[name] * FARTHEST)
        for name, count in counts.items()
    }


def likelihood(patterns: pl.DataFrame, found: Shares) -> Bits:
    """log2 of the probability of each pattern where levels are found in these shares."""
    every = [_bits(one, found[one.name])[_gammas(patterns, one) + 1] for one in COMPARISONS]
    return np.sum(every, axis=0)


def _gammas(patterns: pl.DataFrame, comparison: Comparison) -> npt.NDArray[np.int8]:
    return patterns[f"gamma_{comparison.name}"].to_numpy()


def _bits(comparison: Comparison, found: dict[str, float]) -> Bits:
    """Of each gamma, from -1 on."""
    bits = np.zeros(len(found) + 1)
    for name, share in found.items():
        bits[comparison.gamma(name) + 1] = np.log2(share)
    return bits


def log2_sum(*terms: Bits) -> Bits:
    return np.logaddexp2.reduce(terms)


def counted(pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs → patterns, a bit of rarity is fine enough; in one order, so that sums do not differ."""
    return pairs.group_by(PATTERN).agg(n=pl.len()).sort(PATTERN)


def rounded_rarity() -> pl.Expr:
    """Rarity counts where the names are the same."""
    same = pl.col("gamma_name") == NAME.gamma("equal")
    return pl.when(same).then(pl.col("rarity").round(0)).otherwise(0.0)
