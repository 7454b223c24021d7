"""Rows whose cells slipped by one column, as happens from row 500 of a list pasted together."""

from typing import Final

import polars as pl

TELLING: Final = {
    "id_number": r"^['\s]*[GgLl]?[0-9]{14,17}[0-9Xx]\s*$",
    "sex": r"^\s*[男女]性?\s*$",
    "birth_date": r"^\s*(?:19|20)[0-9]{2}(?:[-./年][0-9]{1,2}[-./月][0-9]{1,2}日?|[0-9]{4})\s*$",
    "phone": r"^\s*1[3-9][0-9]{9}\s*$",
}
"""Columns whose cells are known by their look."""
ENOUGH: Final = 2
"""Cells that look right one column further, where none does in its own."""


def straightened(frame: pl.DataFrame, index_of: dict[str, int]) -> pl.DataFrame:
    """The frame of c0, c1 … with slipped rows put back; `index_of` says where a raw column is."""
    shift = pl.lit(0)
    doubtful = frame.filter(_points(frame, index_of, 0) == 0)
    for by in (1, -1):
        slipped = _points(frame, index_of, by) >= ENOUGH
        if doubtful.select(slipped.any()).item():
            shift = pl.when(slipped).then(by).otherwise(shift)
    own = _points(frame, index_of, 0) > 0
    marked = frame.with_columns(shift=pl.when(own).then(0).otherwise(shift))
    if not marked.select((pl.col("shift") != 0).any()).item():
        return frame
    return marked.select(_put_back(frame, index) for index in range(frame.width))


def _points(frame: pl.DataFrame, index_of: dict[str, int], by: int) -> pl.Expr:
    """How many telling cells stand `by` columns to the right of their heading."""
    found = [
        pl.col(f"c{index_of[raw] + by}").str.contains(look).fill_null(value=False)
        for raw, look in TELLING.items()
        if raw in index_of and 0 <= index_of[raw] + by < frame.width
    ]
    return pl.sum_horizontal(found) if found else pl.lit(0)


def _put_back(frame: pl.DataFrame, index: int) -> pl.Expr:
    cells = {by: f"c{index + by}" for by in (1, -1) if 0 <= index + by < frame.width}
    cell = pl.col(f"c{index}")
    for by, name in cells.items():
        cell = pl.when(pl.col("shift") == by).then(name).otherwise(cell)
    return cell.alias(f"c{index}")
