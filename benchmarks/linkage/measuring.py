"""Links against truth: what the issue's table says of a list, and nothing kinder.

Truth is every pair of a left and a right row that are one child, so a child who stands twice on a
list has two pairs. F1 counts pairs: at the program's own cut (weight >= 0, as likely as not), not
at a cut picked with the truth. The roster is the list on the right.
"""

from dataclasses import dataclass

import polars as pl

from benchmarks.linkage.generator import Lists

KEYS = ["left_row", "right_row"]


@dataclass(frozen=True)
class Figures:
    """Shares, not per cent. `missed`: rows said to be on no register of those who are on it."""

    f1: float
    auto_precision: float
    wrong: int
    review: float
    missed: float


def truth(lists: Lists) -> pl.DataFrame:
    sides = [
        pl.DataFrame({"person": person}).with_row_index(name, offset=1)
        for person, name in ((lists.left_person, KEYS[0]), (lists.right_person, KEYS[1]))
    ]
    return sides[0].join(sides[1], on="person").select(pl.col(KEYS).cast(pl.Int32))


def figures(pairs: pl.DataFrame, true: pl.DataFrame, roster: int) -> Figures:
    """`pairs` as `linking.Links` has them."""
    auto = pairs.filter(decision="auto")
    review = pairs.filter(decision="review").join(auto, on="right_row", how="anti")
    right = auto.join(true, on=KEYS, how="semi").height
    known = true["right_row"].unique()
    said = pairs.select(pl.col("right_row").unique()).filter(
        pl.col("right_row").is_in(known.implode())
    )
    return Figures(
        f1(pairs.filter(pl.col("weight") >= 0), true),
        right / max(auto.height, 1),
        auto.height - right,
        review["right_row"].n_unique() / max(roster, 1),
        1 - said.height / max(known.len(), 1),
    )


def f1(found: pl.DataFrame, true: pl.DataFrame) -> float:
    right = found.join(true, on=KEYS, how="semi").height
    return 2 * right / max(found.height + true.height, 1)


def best_f1(scored: pl.DataFrame, true: pl.DataFrame) -> float:
    """At the best cut of `weight`, picked with the truth; a favour done to the others only."""
    marked = scored.join(true.with_columns(right=1), on=KEYS, how="left")
    steps = marked.group_by("weight").agg(n=pl.len(), right=pl.col("right").sum())
    sums = steps.sort("weight", descending=True).select(pl.col("n", "right").cum_sum())
    found = sums.select(2 * pl.col("right") / (pl.col("n") + true.height)).to_series()
    return float(found.max() or 0.0)
