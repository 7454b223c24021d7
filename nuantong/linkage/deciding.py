"""Weights → who is linked at once, who is shown to a person, who is on no register.

The cuts come from the odds of these two lists and from nothing else: automatic links are as many
as keep the expected share of wrong ones below WRONG, and so many are shown that of the children
who are on the register no more than MISSED are expected below.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from nuantong.linkage.levels import BIRTH, ID, NAME, SEX, Comparison

TWICE: Final = 7.0
"""Bits against a second partner: not one child in a hundred stands twice on a list."""
CLOSE: Final = 6.0
"""Two partners who are fewer bits apart: a number, or name and birthday, must say which it is."""
WRONG: Final = 0.0012
"""Expected; found are a sixth of it, because the odds of weak pairs are on the careful side."""
MISSED: Final = 0.0001
LOWEST: Final = -9.0
"""Nobody looks at pairs of a smaller weight, however many are expected among them."""
UNLIKELY: Final = LOWEST - TWICE
"""Pairs of a smaller weight are nobody's partner and change nobody's cut."""
SURE: Final = 4.0
"""No cut for automatic links is lower, however few wrong ones are expected."""
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
    """Whoever has a better partner is less likely to be this one: the lower weight, and why.

    `rival`: there is a better partner, and the two are not plainly one child written twice.
    `close`: a second partner is nearly as good.
    """
    order = pl.col("weight").rank("ordinal", descending=True)
    sides = ("left_row", "right_row")
    better = pl.any_horizontal(
        (order.over(side) > 1) & (pl.col("weight").max().over(side) > 0) for side in sides
    )
    rival = pl.any_horizontal(
        (order.over(side) > 1) & ~_written_twice(order, side) for side in sides
    )
    second = pl.col("weight").filter(order == 2).first().over("right_row")
    close = (pl.col("weight") - second).fill_null(CLOSE) < CLOSE
    return (
        pairs.with_columns(by_number=_by_number(), by_name=_by_name())
        .with_columns(better=better, rival=better & rival, close=close)
        .with_columns(weight=pl.col("weight") - pl.when("better").then(TWICE).otherwise(0.0))
        .drop("by_number", "by_name", "better")
    )


def _written_twice(order: pl.Expr, side: str) -> pl.Expr:
    """This partner and the best one agree with the row of `side` in the same way, so with each other."""
    return pl.any_horizontal(
        pl.col(way) & pl.col(way).filter(order == 1).first().over(side)
        for way in ("by_number", "by_name")
    )


def _by_number() -> pl.Expr:
    return _one_of(ID, "equal") & ~_one_of(NAME, "given", "surname", "other")


def _by_name() -> pl.Expr:
    same = _one_of(NAME, "equal") & _one_of(BIRTH, "equal")
    return same & ~_one_of(SEX, "other") & ~_one_of(ID, "different", "other")


def stated(pairs: pl.DataFrame, left: pl.DataFrame, right: pl.DataFrame) -> pl.Series:
    """Of each pair of CLEAN rows: both have a birth date that was not read off the ID number."""
    sides = ((left, "left_row"), (right, "right_row"))
    one, other = (_own_birth(frame, pairs[row] - 1) for frame, row in sides)
    return one & other


def _own_birth(frame: pl.DataFrame, rows: pl.Series) -> pl.Series:
    """A date as written has a lunar meaning beside it, or differs from that of the number.

    A written one of the number's day that is no lunar day (the 31st) counts as read off: a person
    looks once more.
    """
    read_off = pl.col("id18").str.slice(6, 8).str.to_date("%Y%m%d", strict=False).cast(pl.Int32)
    own = pl.col("dob_lunar").is_not_null() | pl.col("dob").ne_missing(read_off)
    said = frame.select(pl.col("dob", "dob_lunar", "id18").gather(rows))
    return said.select(pl.col("dob").is_not_null() & own).to_series()


def guard() -> pl.Expr:
    """Why a pair is never linked without a person; null where nothing speaks against it.

    `number`: it stands alone. Under her brother's number a sister has his birth date too, unless
    her own is written, and they share the home; only the name tells, by a character.
    """
    numbers = _one_of(ID, "equal", "cut", "typo")
    other_name = _one_of(NAME, "character", "given", "surname", "other")
    own_birth = pl.col("stated") & ~_one_of(BIRTH, "month", "year", "other")
    return (
        pl.when("rival")
        .then(pl.lit("rival"))
        .when(~numbers & ~_by_name() & pl.col("close"))
        .then(pl.lit("close"))
        .when(numbers & (other_name | _one_of(NAME, "shifted")) & ~own_birth)
        .then(pl.lit("number"))
        .when(~numbers & other_name)
        .then(pl.lit("name"))
    )


def decide(pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs with `weight` and `stated` → those to be linked or shown, with posterior, guard and decision."""
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
    wrong = (1 - pl.col("posterior")).cum_sum() / pl.int_range(1, pl.len() + 1)
    auto = free.sort("weight", descending=True).filter(wrong <= WRONG)
    best = pairs.group_by("right_row").agg(pl.col("weight", "posterior").max()).sort("weight")
    missed = pl.col("posterior").cum_sum()
    review = best.filter(missed > MISSED * pl.col("posterior").sum())
    return Cuts(_least(auto, SURE), min(max(_least(review, LOWEST), LOWEST), LIKELY))


def _least(pairs: pl.DataFrame, otherwise: float) -> float:
    return min(pairs["weight"].to_list(), default=otherwise)


def posterior(column: str) -> pl.Expr:
    return 1 / (1 + pl.lit(2.0).pow(-pl.col(column)))


def _one_of(comparison: Comparison, *names: str) -> pl.Expr:
    gammas = [comparison.gamma(name) for name in names]
    return pl.col(f"gamma_{comparison.name}").is_in(gammas)
