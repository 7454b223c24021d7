"""What is usual stays in polars; what is odd is understood once for each distinct text."""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

import polars as pl

CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def mended(values: pl.Series, usual: pl.Expr, meaning: Callable[[str], str | None]) -> pl.Series:
    """Usual texts as they are, the meaning of the others. `usual` is asked of a column `text`."""
    frame = values.alias("text").to_frame()
    odd = frame.filter(~usual).to_series().unique()
    if odd.is_empty():
        return values
    known = {text: meaning(text) for text in odd}
    looked_up = pl.col("text").replace_strict(
        list(known), pl.Series(list(known.values()), dtype=pl.String), default=None
    )
    return frame.select(pl.when(usual).then("text").otherwise(looked_up)).to_series()


def understood(
    frame: pl.DataFrame, meaning: Callable[..., tuple[Any, ...]], columns: dict[str, Any]
) -> pl.DataFrame:
    """The meaning of each distinct row of `frame`, spread over `columns`, in its order."""
    frame = frame.select(pl.col(name).alias(f"key {name}") for name in frame.columns)
    keys = frame.unique()
    means = pl.DataFrame([meaning(*row) for row in keys.iter_rows()], schema=columns, orient="row")
    found = keys.hstack(means)
    joined = frame.join(
        found, on=frame.columns, how="left", maintain_order="left", nulls_equal=True
    )
    return joined.select(*columns)


def without_controls(text: str) -> str:
    """Without the characters that no writing has and no database takes."""
    return CONTROLS.sub("", text)


def words(listed: Iterable[str]) -> str:
    """A pattern of any of the words, the longest first."""
    return "|".join(sorted(listed, key=lambda word: (-len(word), word)))
