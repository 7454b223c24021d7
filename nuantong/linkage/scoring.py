"""Two frames of features → every pair worth comparing, with the level found in each comparison."""

import logging
from collections.abc import Callable
from typing import Final

import polars as pl

from nuantong.linkage.blocking import block
from nuantong.linkage.engines import Engine, Resources, opened
from nuantong.linkage.levels import COMPARISONS, Comparison
from nuantong.linkage.model import Model, splink_settings

GAMMAS: Final = tuple(f"gamma_{one.name}" for one in COMPARISONS)


def score(
    left: pl.DataFrame,
    right: pl.DataFrame,
    model: Model,
    resources: Resources,
    *,
    pairs: Callable[[Engine], str] = block,
    lowest: float,
) -> pl.DataFrame:
    """left_row, right_row, match_weight, rarity and the gammas of pairs that weigh `lowest` or more.

    `pairs` says which: SQL with join_key_l and join_key_r of the tables l_side and r_side.
    """
    count = left.height
    records = pl.concat(
        [left.with_columns(uid="row"), right.with_columns(uid=pl.col("row") + count)]
    )
    with opened(resources) as engine:
        engine.register("everybody", records)
        engine.register("l_side", records[:count])
        engine.register("r_side", records[count:])
        engine.make("pairs", f"select p.*, '0' as match_key from ({pairs(engine)}) as p")
        found = _predict(engine, model, lowest)
    return found.select(
        left_row="uid_l",
        right_row=pl.col("uid_r") - count,
        weight="match_weight",
        rarity="mw_tf_adj_name",
        **{f"gamma_{one.name}": _gamma(one, model) for one in COMPARISONS},
    )


def _predict(engine: Engine, model: Model, lowest: float) -> pl.DataFrame:
    from splink import Linker

    logging.getLogger("splink").setLevel(logging.ERROR)
    people, pairs = (engine.api.register(name) for name in ("everybody", "pairs"))
    linker = Linker(people, splink_settings(model), log_level=logging.ERROR)
    linker.table_management.register_blocked_pairs_for_predict(pairs)
    found = linker.inference.predict(threshold_match_weight=lowest, warning_mode="never")
    weights = ", ".join(f"mw_{one.name}" for one in COMPARISONS)
    return engine.fetch(
        f"select uid_l, uid_r, match_weight, mw_tf_adj_name, {weights} from {found.physical_name}"
    )


def _gamma(comparison: Comparison, model: Model) -> pl.Expr:
    """Splink hands out the weight of each level and not its number, so no two are alike."""
    numbers = range(-1, len(comparison.levels))
    found = {model.weight(comparison, gamma): gamma for gamma in numbers}
    return pl.col(f"mw_{comparison.name}").replace_strict(found, return_dtype=pl.Int8)
