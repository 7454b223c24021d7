"""Helps to say what is written in one cell and what the cleaner makes of it."""

import polars as pl

from nuantong.linkage.cleaning import clean


def cleaned(**cells: str | None) -> dict[str, object]:
    """The clean row of one raw row."""
    return clean(pl.DataFrame({column: [cell] for column, cell in cells.items()})).row(
        0, named=True
    )
