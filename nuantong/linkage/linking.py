"""Two cleaned lists → links: who is who, how sure, and what says so."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from nuantong.linkage import mixture
from nuantong.linkage.blocking import block, within
from nuantong.linkage.deciding import AUTO, REVIEW, UNLIKELY, decide, stated
from nuantong.linkage.engines import Resources
from nuantong.linkage.levels import COMPARISONS, ID, Comparison
from nuantong.linkage.mixture import PATTERN, Mixture
from nuantong.linkage.model import PRIOR_WEIGHT, Model, trained
from nuantong.linkage.scoring import score

FIELDS: Final = tuple(one.name for one in COMPARISONS)
EVIDENCE: Final = 0.0
"""Pairs of which less than this speaks for one child are forgotten at once (log2 of m/u)."""


@dataclass(frozen=True)
class Links:
    """`pairs`, one row each, the surest first:

    left_row, right_row as in the two frames; weight, log2 of the odds that it is one child;
    posterior, the same as a probability; decision, auto or review; guard, why a person must look
    although the weight is high (rival, number, name) or null; and for each comparison of
    `levels.COMPARISONS` a column of its name with the name of the level found, null where one of
    the two does not say. A row of the right that is in no pair is on no register.
    """

    pairs: pl.DataFrame
    mixture: Mixture

    @property
    def auto(self) -> pl.DataFrame:
        return self.pairs.filter(decision=AUTO)

    @property
    def review(self) -> pl.DataFrame:
        return self.pairs.filter(decision=REVIEW)


def link(
    left: pl.DataFrame,
    right: pl.DataFrame,
    *,
    model: Model | None = None,
    resources: Resources | None = None,
) -> Links:
    """CLEAN frames or their features, the register on the left. The same lists give the same links, on any engine."""
    model = model or trained()
    lowest = PRIOR_WEIGHT + EVIDENCE
    found = score(left, right, model, resources or Resources(), pairs=block, lowest=lowest)
    start = mixture.expected(model, left.height, right.height)
    return _links(found.with_columns(stated=stated(found, left, right)), start)


def dedupe(
    one: pl.DataFrame, *, model: Model | None = None, resources: Resources | None = None
) -> Links:
    """Rows of one list that may be one child, the smaller row on the left.

    Brothers, sisters and twins are many on one list and repeated rows are few, so nothing but the
    same valid ID number and nothing against it is linked without a person.
    """
    model = model or trained()
    found = score(
        one, one, model, resources or Resources(), pairs=within, lowest=PRIOR_WEIGHT + EVIDENCE
    )
    start = mixture.repeated(model, one.height)
    links = _links(found.with_columns(stated=stated(found, one, one)), start)
    sure = (pl.col("decision") == AUTO) & (pl.col(ID.name) == "equal")
    decision = pl.when(sure).then(pl.lit(AUTO)).otherwise(pl.lit(REVIEW))
    return Links(links.pairs.with_columns(decision=decision), links.mixture)


def _links(found: pl.DataFrame, start: Mixture) -> Links:
    pairs = found.with_columns(rarity=mixture.rounded_rarity()).sort("left_row", "right_row")
    patterns = mixture.counted(pairs)
    fitted = mixture.fit(patterns, start) if pairs.height else start
    weights = fitted.weights(patterns).select(*PATTERN, "weight")
    likely = weights.filter(pl.col("weight") >= UNLIKELY)
    weighed = pairs.drop("weight").join(likely, on=PATTERN, maintain_order="left")
    columns = ["left_row", "right_row", "weight", "posterior", "decision", "guard"]
    named = [_named(one) for one in COMPARISONS]
    decided = decide(weighed).sort(
        "weight", "right_row", "left_row", descending=[True, False, False]
    )
    return Links(decided.select(*columns, *named), fitted)


def _named(comparison: Comparison) -> pl.Expr:
    names: dict[int, str | None] = {
        comparison.gamma(level.name): level.name for level in comparison.levels
    }
    gamma = pl.col(f"gamma_{comparison.name}")
    found = gamma.replace_strict(names | {-1: None}, return_dtype=pl.String)
    return found.alias(comparison.name)
