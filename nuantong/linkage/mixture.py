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

    def weights(self, patterns: pl.DataFrame) -> pl.DataFrame:
        """The patterns with `weight`."""
        return patterns.with_columns(
            weight=self._matching() - log2_sum(self._strangers(), *self._relatives())
        )

    def _matching(self) -> pl.Expr:
        return pl.lit(self.matches).log(2) + likelihood(self.m)

    def _strangers(self) -> pl.Expr:
        return pl.lit(self.pairs).log(2) + likelihood(self.model.u) - pl.col("rarity")

    def _relatives(self) -> list[pl.Expr]:
        return [
            pl.lit(count).log(2) + likelihood(self.model.others[kind])
            for kind, count in self.others.items()
        ]


def expected(model: Model, left: int, right: int) -> Mixture:
    """Before anything was seen: half of the shorter list is on the other."""
    few = min(left, right)
    counts = {kind: max(share * few, FEWEST) for kind, share in BEFORE.items()}
    pairs = max(float(left) * right, 1.0)
    return Mixture(model, pairs, few, max(few / 2, FEWEST), counts, model.m)


def repeated(model: Model, rows: int) -> Mixture:
    """The same for a list with itself, where one child in two hundred stands twice."""
    counts = expected(model, rows, rows)
    matches = max(rows / 200, FEWEST)
    return replace(counts, pairs=max(rows * (rows - 1) / 2, 1.0), matches=matches)


def fit(patterns: pl.DataFrame, start: Mixture) -> Mixture:
    """`patterns`: PATTERN and `n`, how many pairs show it."""
    fixed = patterns.with_columns(
        strangers=start._strangers(),
        **{kind: likelihood(start.model.others[kind]) for kind in KINDS},
    )
    found = start
    for _ in range(ROUNDS):
        found = _round(fixed, found)
    return found


def _round(fixed: pl.DataFrame, now: Mixture) -> Mixture:
    others = [pl.col(kind) + pl.lit(count).log(2) for kind, count in now.others.items()]
    total = log2_sum(now._matching(), pl.col("strangers"), *others)
    share = fixed.select(
        *GAMMAS,
        "n",
        match=pl.lit(2.0).pow(now._matching() - total) * pl.col("n"),
        **{
            kind: pl.lit(2.0).pow(one - total) * pl.col("n")
            for kind, one in zip(now.others, others, strict=True)
        },
    )
    sums = share.select("match", *KINDS).sum().row(0, named=True)
    return replace(
        now,
        matches=min(max(sums["match"], FEWEST), max(MOST * now.rows, FEWEST)),
        others={kind: max(sums[kind], FEWEST) for kind in KINDS},
        m={one.name: _shares(share, one, now.model.m[one.name]) for one in COMPARISONS},
    )


def _shares(
    frame: pl.DataFrame, comparison: Comparison, before: dict[str, float]
) -> dict[str, float]:
    """How the matches spread over the levels, with what was known before."""
    seen = dict(frame.group_by(f"gamma_{comparison.name}").agg(pl.col("match").sum()).iter_rows())
    counts = {
        name: seen.get(comparison.gamma(name), 0.0) + STRENGTH * share
        for name, share in before.items()
    }
    total = sum(counts.values())
    return {
        name: min(max(count / total, before[name] / FARTHEST), before[name] * FARTHEST)
        for name, count in counts.items()
    }


def likelihood(found: Shares) -> pl.Expr:
    """log2 of the probability of a pattern where levels are found in these shares."""
    return pl.sum_horizontal(_log2(one, found[one.name]) for one in COMPARISONS)


def _log2(comparison: Comparison, found: dict[str, float]) -> pl.Expr:
    values = {comparison.gamma(name): share for name, share in found.items()} | {-1: 1.0}
    gamma = pl.col(f"gamma_{comparison.name}")
    return gamma.replace_strict(values, return_dtype=pl.Float64).log(2)


def log2_sum(*terms: pl.Expr) -> pl.Expr:
    most = pl.max_horizontal(terms)
    return most + pl.sum_horizontal(pl.lit(2.0).pow(one - most) for one in terms).log(2)


def counted(pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs → patterns. A bit of rarity is fine enough."""
    return pairs.group_by(PATTERN).agg(n=pl.len())


def rounded_rarity() -> pl.Expr:
    """Rarity counts where the names are the same."""
    same = pl.col("gamma_name") == NAME.gamma("equal")
    return pl.when(same).then(pl.col("rarity").round(0)).otherwise(0.0)
