"""Two frames of features → every pair worth comparing, with the level found in each comparison."""

import logging
from typing import Any, Final

import polars as pl

from nuantong.linkage.blocking import Blocking, block
from nuantong.linkage.engines import Engine, Resources, opened
from nuantong.linkage.features import features
from nuantong.linkage.levels import COMPARISONS, Comparison
from nuantong.linkage.model import Model, splink_settings

GAMMAS: Final = tuple(f"gamma_{one.name}" for one in COMPARISONS)
PEOPLE: Final = """
select * from l_side where uid in (select join_key_l from pairs)
union all select * from r_side where uid in (select join_key_r from pairs)
"""
"""Whoever is in a pair: nobody else needs a place in the engine's memory."""
FOUND: Final[Any] = {
    "uid_l": pl.Int32,
    "uid_r": pl.Int32,
    "match_weight": pl.Float64,
    "mw_tf_adj_name": pl.Float64,
} | {f"mw_{one.name}": pl.Float64 for one in COMPARISONS}


def score(
    left: pl.DataFrame,
    right: pl.DataFrame,
    model: Model,
    resources: Resources,
    *,
    pairs: Blocking = block,
    lowest: float,
) -> pl.DataFrame:
    """Two CLEAN frames → pairs that weigh `lowest` or more, with what is found of them.

    left_row, right_row, weight, rarity and the gammas. `pairs` says which: SQL with join_key_l and
    join_key_r of the tables l_side and r_side. They are found at once, two numbers each; who is in
    them is compared slice by slice of the right list, so memory grows with the slice and with what
    was found. How rare a name is, is counted over both whole lists: slices change no weight.
    """
    left, right, count = features(left), features(right), left.height
    size = max(resources.slice or right.height, 1)
    found: list[pl.DataFrame] = []
    with opened(resources) as engine:
        engine.register("names", _names(left, right))
        engine.register("l_side", left.with_columns(uid="row"))
        engine.register("r_side", right.with_columns(uid=pl.col("row") + count))
        engine.make("candidates", pairs(engine))
        for start in range(count, count + right.height, size):
            part = f"join_key_r > {start} and join_key_r <= {start + size}"
            engine.make("pairs", f"select *, '0' as match_key from candidates where {part}")
            engine.make("people", PEOPLE)
            found.append(_shaped(_predict(engine, model, lowest).cast(FOUND), count, model))
            resources.told(len(found))
    return pl.concat([_shaped(pl.DataFrame(schema=FOUND), count, model), *found])


def _names(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """How frequent each name is on both lists together."""
    both = pl.concat([left["name"], right["name"]]).drop_nulls()
    counts = both.value_counts(name="n")
    return counts.select("name", tf_name=pl.col("n") / max(both.len(), 1))


def _predict(engine: Engine, model: Model, lowest: float) -> pl.DataFrame:
    from splink import Linker

    logging.getLogger("splink").setLevel(logging.ERROR)
    people, pairs, names = (engine.api.register(name) for name in ("people", "pairs", "names"))
    linker = Linker(
        people, splink_settings(model), log_level=logging.ERROR, validate_settings=False
    )
    linker.table_management.register_term_frequency_lookup(names, "name")
    linker.table_management.register_blocked_pairs_for_predict(pairs)
    found = linker.inference.predict(threshold_match_weight=lowest, warning_mode="never")
    fetched = engine.fetch(f"select {', '.join(FOUND)} from {found.physical_name}")
    linker.table_management.delete_tables_created_by_splink_from_db()
    return fetched


def _shaped(found: pl.DataFrame, count: int, model: Model) -> pl.DataFrame:
    return found.select(
        left_row="uid_l",
        right_row=pl.col("uid_r") - count,
        weight="match_weight",
        rarity="mw_tf_adj_name",
        **{f"gamma_{one.name}": _gamma(one, model) for one in COMPARISONS},
    )


def _gamma(comparison: Comparison, model: Model) -> pl.Expr:
    """Splink hands out the weight of each level and not its number, so no two are alike."""
    numbers = range(-1, len(comparison.levels))
    found = {model.weight(comparison, gamma): gamma for gamma in numbers}
    return pl.col(f"mw_{comparison.name}").replace_strict(found, return_dtype=pl.Int8)
