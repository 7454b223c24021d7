"""Sexes as numbers of GB/T 2261.1."""

import polars as pl

from nuantong.core.text import parse_sex
from nuantong.linkage.cleaning.distinct import understood

NUMBER = {"男": 1, "女": 2}


def sexes(values: pl.Series) -> pl.Series:
    """1 male, 2 female, null where neither is said."""
    return understood(values.to_frame(), one_sex, {"sex": pl.Int8}).to_series()


def one_sex(text: str | None) -> tuple[int | None]:
    return (NUMBER.get(parse_sex(text)),)
