"""Rows whose cells slipped by one column, as happens from row 500 of a list pasted together."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from nuantong.rosters.sheets import text_of

TELLING: Final = {
    "id_number": r"^['\s]*[GgLl]?[0-9]{14,17}[0-9Xx]\s*$",
    "sex": r"^\s*[男女]性?\s*$",
    "birth_date": r"^\s*(?:19|20)[0-9]{2}(?:[-./年][0-9]{1,2}[-./月][0-9]{1,2}日?|[0-9]{4})\s*$",
    "phone": r"^\s*1[3-9][0-9]{9}\s*$",
    "school": r"(?:小学|中学|学校|幼儿园|初中|高中|校)\s*$",
    "address": r"(?:[镇乡]|街道).+(?:村|社区).*[0-9]",
}
"""Columns whose cells are known by their look."""
ENOUGH: Final = 2
"""Cells that look right one column further, beyond the last that is in its place."""

SIDE_BY_SIDE: Final = 0.02
"""Share of rows with two cells of one look from which on that is how the list is made."""


def slipped(
    rows: Sequence[Sequence[Any]], index_of: Mapping[str, int]
) -> dict[int, list[str | None]]:
    """Rows of cells that slipped, put back, by their place among the rows; see `straightened`."""
    width = max([*map(len, rows), *(index + 1 for index in index_of.values())], default=0) + 1
    texts = ([*map(text_of, row), *[None] * (width - len(row))] for row in rows)
    schema = {f"c{index}": pl.String for index in range(width)}
    frame = pl.DataFrame(texts, schema=schema, orient="row")
    straight = straightened(frame, index_of)
    if straight is frame:
        return {}
    moved = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_")) for name in schema)
    both = pl.concat([frame, straight.rename(lambda name: f"{name}_")], how="horizontal")
    at = both.select(moved.arg_true()).to_series()
    return dict(zip(at.to_list(), map(list, straight[at].iter_rows()), strict=True))


def straightened(frame: pl.DataFrame, index_of: Mapping[str, int]) -> pl.DataFrame:
    """The frame of c0, c1 … with slipped cells put back; `index_of` says where a raw column is.

    What stands left of a cell in its place has not slipped. A row that tells nothing of itself
    stands as the row above it.
    """
    telling = {raw: index for raw, index in index_of.items() if raw in TELLING}
    if not telling:
        return frame
    kept = pl.max_horizontal(
        pl.when(_looks(raw, index)).then(index).otherwise(-1) for raw, index in telling.items()
    )
    marked = frame.with_columns(kept=kept)
    doubtful = marked.filter(pl.col("kept") < max(telling.values()))
    slipped = {by: _points(frame, telling, by) >= ENOUGH for by in (1, -1)}
    if not doubtful.select(pl.any_horizontal(*slipped.values()).any()).item():
        return frame
    shift = pl.when(slipped[1]).then(1).when(slipped[-1]).then(-1)
    shift = shift.when(pl.col("kept") >= 0).then(0)
    marked = marked.with_columns(shift=shift)
    told = pl.col("shift").is_not_null()
    marked = marked.with_columns(
        pl.col("shift").forward_fill(),
        kept=pl.when(told).then("kept").forward_fill(),
        first=pl.when(told).then(_first(frame, telling)).forward_fill(),
    )
    return marked.select(_put_back(frame, index) for index in range(frame.width))


def _looks(raw: str, index: int) -> pl.Expr:
    return pl.col(f"c{index}").str.contains(TELLING[raw]).fill_null(value=False)


def _points(frame: pl.DataFrame, telling: dict[str, int], by: int) -> pl.Expr:
    """Telling cells that stand `by` columns beside their heading, right of all that are in place."""
    found = _beside(frame, telling, by)
    return pl.sum_horizontal(found.values()) if found else pl.lit(0)


def _first(frame: pl.DataFrame, telling: dict[str, int]) -> pl.Expr:
    """The first column whose cell is seen to have slipped to the right."""
    found = _beside(frame, telling, 1).items()
    return pl.min_horizontal([pl.lit(frame.width), *(pl.when(s).then(i) for i, s in found)])


def _beside(frame: pl.DataFrame, telling: dict[str, int], by: int) -> dict[int, pl.Expr]:
    """Not where the list has two such columns side by side, as the numbers of child and guardian."""
    within = {raw: i for raw, i in telling.items() if 0 <= i + by < frame.width}
    both = frame.select(
        (_looks(raw, i) & _looks(raw, i + by)).mean().alias(raw) for raw, i in within.items()
    )
    return {
        i: _looks(raw, i + by) & (pl.col("kept") < i)
        for raw, i in within.items()
        if (both[raw][0] or 0) < SIDE_BY_SIDE
    }


def _put_back(frame: pl.DataFrame, index: int) -> pl.Expr:
    cell = pl.col(f"c{index}")
    for by in (1, -1):
        if 0 <= index + by < frame.width:
            slipped = (pl.col("shift") == by) & (pl.col("kept") < index)
            other = pl.col(f"c{index + by}")
            unsure = (pl.col("first") > index) & (other.fill_null("").str.strip_chars() == "")
            cell = pl.when(slipped & ~(unsure & (by == 1))).then(other).otherwise(cell)
    return cell.alias(f"c{index}")
