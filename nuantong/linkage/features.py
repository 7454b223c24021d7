"""CLEAN → the columns that blocking and levels compare."""

from typing import Final

import polars as pl

from nuantong.linkage.columns import IdState

HASHED: Final = (
    "name", "surname", "given", "py", "py_dialect", "guardian", "guardian_py", "phone", "house",
    "school",
)  # fmt: skip
"""Only ever compared for equality: eight bytes instead of a text."""
PLAIN: Final = (
    "row", "id18", "id_state", "dob", "dob_lunar", "sex", "district", "town", "village",
)  # fmt: skip
LETTERS: Final = 4
"""Characters of a name that are compared one by one."""
LOST: Final = "□"
LOST_LETTER, NO_LETTER = -1, 0


def features(clean: pl.DataFrame) -> pl.DataFrame:
    """One row for each clean row, in order. `id_dob` is the date in a valid ID number.

    Linking takes a frame of these instead of CLEAN as well: of millions, it is half as large.
    """
    if "id_dob" in clean.columns:
        return clean
    name, number, day = pl.col("name"), pl.col("id18"), pl.from_epoch("dob", "d")
    date = number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    return clean.select(
        *PLAIN,
        *[_hashed(pl.col(column)).alias(column) for column in HASHED],
        *[_letter(place).alias(f"letter_{place}") for place in range(1, LETTERS + 1)],
        letters=name.str.len_chars().cast(pl.Int8),
        more=_hashed(name.str.slice(LETTERS)),
        without_2=_hashed(name.str.slice(0, 1) + name.str.slice(2)),
        without_3=_hashed(name.str.slice(0, 2) + name.str.slice(3)),
        id_first=_hashed(number.str.slice(0, 15)),
        id_last=_hashed(number.str.slice(6, 12)),
        year=day.dt.year().cast(pl.Int16),
        month=day.dt.month(),
        day=day.dt.day(),
        id_dob=pl.when(pl.col("id_state") == IdState.VALID).then(date.cast(pl.Int32)),
    )


def _hashed(text: pl.Expr) -> pl.Expr:
    return pl.when(text.is_not_null()).then(text.hash().reinterpret(signed=True))


def _letter(place: int) -> pl.Expr:
    """NO_LETTER where the name is shorter, null where there is none."""
    letter = pl.col("name").str.slice(place - 1, 1)
    known = {"": NO_LETTER, LOST: LOST_LETTER}
    found = _hashed(letter)
    for text, number in known.items():
        found = pl.when(letter == text).then(pl.lit(number, pl.Int64)).otherwise(found)
    return found
