"""Weights → who is linked at once, who is shown to a person, who is on no register.

The cuts come from the odds of these two lists and from nothing else: automatic links are as many
as keep the expected share of wrong ones below WRONG, and so many are shown that of the children
who are on the register no more than MISSED are expected below.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from nuantong.linkage.levels import BIRTH, ID, NAME, Comparison

TWICE: Final = 7.0
"""Bits against a second partner: not one child in a hundred stands twice on a list."""
CLOSE: Final = 6.0
"""Bits between two partners of which a number of theirs must say who it is."""
WRONG: Final = 0.0003
MISSED: Final = 0.0001
LOWEST: Final = -9.0
"""Nobody looks at pairs of a smaller weight, however many are expected among them."""
SURE: Final = 6.0
LIKELY: Final = -1.0
"""Half of F1, in odds: pairs above are links more often than not."""

AUTO: Final = "auto"
REVIEW: Final = "review"


@dataclass(frozen=True)
class Cuts:
    """Weights from which a pair is linked at once, and from which it is shown."""

    auto: float
    review: float


def with_rivals(pairs: pl.DataFrame) -> pl.DataFrame:
    """Whoever has a better partner is less likely to be this one: `better`, and the lower weight."""
    order = pl.col("weight").rank("ordinal", descending=True)
    better = (order.over("left_row") > 1) | (order.over("right_row") > 1)
    rival = pl.max_horizontal(
        pl.col("weight").max().over("left_row"), pl.col("weight").max().over("right_row")
    )
    second = pl.col("weight").filter(order == 2).first().over("right_row")
    return pairs.with_columns(
        better=better & (rival > 0), close=(pl.col("weight") - second).fill_null(CLOSE) < CLOSE
    ).with_columns(weight=pl.col("weight") - pl.when("better").then(TWICE).otherwise(0.0))


def guard() -> pl.Expr:
    """Why a pair is never linked without a person; null where nothing speaks against it."""
    numbers = _one_of(ID, "equal", "cut", "typo")
    other_name = _one_of(NAME, "shifted", "character", "given", "surname", "other")
    other_birth = _one_of(BIRTH, "month", "year", "other")
    return (
        pl.when(pl.col("better"))
        .then(pl.lit("rival"))
        .when(~numbers & pl.col("close"))
        .then(pl.lit("close"))
        .when(numbers & _one_of(NAME, "given", "surname", "other") & other_birth)
        .then(pl.lit("number"))
        .when(~numbers & other_name)
        .then(pl.lit("name"))
    )


def decide(pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs with `weight` → those to be linked or shown, with posterior, guard and decision."""
    found = with_rivals(pairs).with_columns(guard=guard(), posterior=posterior("weight"))
    cuts = find_cuts(found)
    decision = (
        pl.when(pl.col("guard").is_null() & (pl.col("weight") >= cuts.auto))
        .then(pl.lit(AUTO))
        .otherwise(pl.lit(REVIEW))
    )
    return found.filter(pl.col("weight") >= cuts.review).with_columns(decision=decision)


def find_cuts(pairs: pl.DataFrame) -> Cuts:
    free = pairs.filter(pl.col("guard").is_null() & (pl.col("weight") >= SURE))
    wrong = free.sort("weight", descending=True).select(
        "weight", share=(1 - pl.col("posterior")).cum_sum() / pl.int_range(1, pl.len() + 1)
    )
    auto = wrong.filter(pl.col("share") <= WRONG)["weight"].min()
    best = pairs.group_by("right_row").agg(pl.col("weight", "posterior").max()).sort("weight")
    missed = best.select("weight", sum=pl.col("posterior").cum_sum())
    allowed = MISSED * best["posterior"].sum()
    review = missed.filter(pl.col("sum") > allowed)["weight"].min()
    return Cuts(
        SURE if auto is None else float(auto),
        LOWEST if review is None else min(max(float(review), LOWEST), LIKELY),
    )


def posterior(column: str) -> pl.Expr:
    return 1 / (1 + pl.lit(2.0).pow(-pl.col(column)))


def _one_of(comparison: Comparison, *names: str) -> pl.Expr:
    gammas = [comparison.gamma(name) for name in names]
    return pl.col(f"gamma_{comparison.name}").is_in(gammas)
