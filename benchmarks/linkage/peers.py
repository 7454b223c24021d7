"""What else one could do with the same cleaned columns."""

import logging
from typing import Any

import polars as pl

from benchmarks.linkage.measuring import KEYS
from nuantong.linkage.columns import IdState

PLAIN_SEED = 5


def same_number(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """Everybody whose valid ID numbers are equal."""
    return _joined(*(frame.filter(id_state=IdState.VALID) for frame in (left, right)), "id18")


def cascade(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """Three rules by hand: the number; name and birth date; name, guardian and town."""
    rules = (["name", "dob"], ["name", "guardian", "town"])
    found = [same_number(left, right), *(_joined(left, right, *rule) for rule in rules)]
    return pl.concat(found).unique()


def _joined(left: pl.DataFrame, right: pl.DataFrame, *columns: str) -> pl.DataFrame:
    sides = (
        frame.select(pl.col("row").alias(key), *columns).drop_nulls()
        for frame, key in zip((left, right), KEYS, strict=True)
    )
    one, two = sides
    return one.join(two, on=list(columns)).select(KEYS)


def plain_splink(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """Splink as its tutorial shows it: stock comparisons, three blocking rules, trained here.

    left_row, right_row, weight of every pair that it compares.
    """
    from splink import DuckDBAPI, Linker, block_on

    api = DuckDBAPI()
    api.duckdb_con.execute("set enable_progress_bar = false")
    tables = [_table(api, left, "a"), _table(api, right, "b")]
    linker = Linker(tables, _settings(), log_level=logging.ERROR)
    train = linker.training
    rules = [block_on("id18"), block_on("name", "dob")]
    train.estimate_probability_two_random_records_match(rules, recall=0.9)
    train.estimate_u_using_random_sampling(max_pairs=2e6, seed=PLAIN_SEED)
    for rule in rules:
        train.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(warning_mode="never").physical_name
    sql = f"select row_l as left_row, row_r as right_row, match_weight as weight from {found}"
    return api.duckdb_con.sql(sql).pl()


def _table(api: Any, frame: pl.DataFrame, name: str) -> Any:
    written = frame.with_columns(pl.from_epoch("dob", "d").dt.to_string("%Y-%m-%d"))
    return api.register(written.to_arrow(), dataset_display_name=name)


def _settings() -> Any:
    import splink.comparison_library as stock
    from splink import SettingsCreator, block_on

    return SettingsCreator(
        link_type="link_only",
        unique_id_column_name="row",
        comparisons=[
            stock.LevenshteinAtThresholds("id18", [1, 2]),
            stock.JaroWinklerAtThresholds("name", [0.92, 0.8]).configure(
                term_frequency_adjustments=True
            ),
            stock.DateOfBirthComparison("dob", input_is_string=True),
            stock.ExactMatch("sex"),
            stock.ExactMatch("phone"),
            stock.JaroWinklerAtThresholds("guardian", [0.92]),
            stock.ExactMatch("town"),
            stock.ExactMatch("school"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("id18"), block_on("name", "dob"), block_on("phone", "sex"),
        ],
    )  # fmt: skip
