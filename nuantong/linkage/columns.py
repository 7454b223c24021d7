"""The two frames of linkage: what a roster says (RAW), and what it means, made comparable (CLEAN).

Cleaning turns the one into the other, row by row and in order; the model reads CLEAN only.
"""

from enum import IntEnum
from typing import Final

import polars as pl

RAW: Final = (
    "name", "id_number", "birth_date", "sex", "guardian_name", "phone", "address",
    "district", "township", "village", "school",
)  # fmt: skip
"""Columns of text as written. Any may be absent; others are ignored. The three places may hold
names or the codes of 6, 9 and 12 digits that the register has."""


class IdState(IntEnum):
    """How far an ID number can be trusted; more is better. Stored as a small number."""

    NONE = 0
    """Missing, a placeholder, or too broken to use: id18 is null."""
    CUT = 1
    """A spreadsheet kept 15 digits and wrote 000: the first 15 of id18 are usable."""
    CHECK = 2
    """Mistyped: the date or the check character is wrong, or a character is missing or too many
    (16 to 19 of them). Sex and birth are taken from those of 18 only."""
    VALID = 3
    """The date exists and the check character of GB 11643 is right."""


CLEAN: Final = pl.Schema(
    {
        # From 1, in the order of the raw rows.
        "row": pl.Int32,
        # NFKC; no spaces, remarks or titles; · only inside minority names; □ for a lost character.
        # Null where there is no usable name, and with it the five below.
        "name": pl.String,
        "surname": pl.String,
        "given": pl.String,
        # 曾令芳 → zeng ling fang, so that syllables can be taken apart; □ and a character without
        # a reading stand for themselves, · is left out.
        "py": pl.String,
        # py folded as the south-west hears it: zh=z ch=c sh=s n=l h=f ng=n; 傅=付.
        "py_dialect": pl.String,
        # 18 characters (CHECK: 16 to 19), 15-digit numbers widened, G of 学籍号 dropped.
        "id18": pl.String,
        "id_state": pl.Int8,
        # Days since 1970-01-01: as written, a lunar date converted; else from id18.
        "dob": pl.Int32,
        # The day meant if what is written, unmarked, were a lunar date; never from id18.
        "dob_lunar": pl.Int32,
        # 1 male, 2 female; as written, else from id18 (VALID and CHECK).
        "sex": pl.Int8,
        # 11 digits of a mobile, or a landline as 023-12345678; null for 00000000000 and the like.
        "phone": pl.String,
        "guardian": pl.String,
        "guardian_py": pl.String,
        # Statistical codes of 6, 9 and 12 digits (tree of 2023, for lists of any year), down to
        # the deepest place that is certain. Columns go before the address.
        "district": pl.Int32,
        "town": pl.Int32,
        "village": pl.Int64,
        # Group and numbers: 7组123号 → 7-123, 7社 → 7, 12号3幢4-5 → -12-3-4-5.
        "house": pl.String,
        # Without the names of city and district: 合川区涞滩中心初级中学 → 涞滩中心初级中学.
        "school": pl.String,
    }
)
"""One row for each raw row. Null means not known; no text is ever ''."""
