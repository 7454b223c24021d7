"""ID numbers as lists have them → 18 characters and how far they can be trusted (GB 11643-1999).

The region prefix is never judged: districts were renamed and people move.
"""

import re
from typing import Final

import polars as pl

from nuantong.core.text import check_character, clean
from nuantong.core.text.id_numbers import CHECKS, WEIGHTS
from nuantong.linkage.cleaning.days import FIRST_YEAR, civil_day, days_of
from nuantong.linkage.cleaning.distinct import mended
from nuantong.linkage.columns import IdState

USUAL: Final = pl.col("text").str.contains(r"^[0-9]{17}[0-9X]$")
SEVERAL: Final = re.compile(r"[/\\、,，;；\n]|和|或")
MASKED: Final = re.compile(r"\d[*×✕#?？]{2,}")
NOISE: Final = re.compile(r"[^0-9A-Z]")
LAST_X: Final = re.compile(r"(?<=\d{17})[*×✕乂✖χΧ]$")
LOOKALIKE: Final = str.maketrans("OQDILZSB", "00011258")
"""Letters read or typed for digits."""
OLD_STYLE: Final = re.compile(r"\d{15}")
NUMBER: Final = re.compile(r"\d{15,18}[\dX]")
CERTIFICATE: Final = re.compile(r"(\d{17}[\dX])[1-7][1-4](?:B\d)?")
"""残疾人证号 is the ID number, the type, the grade and B1… for a second copy."""
SCIENTIFIC: Final = re.compile(r"[A-Z]?(\d)(?:\.(\d+))?E\+?17")
KEPT: Final = 15
"""Digits that a spreadsheet keeps of a number."""
REPEATED: Final = "|".join(f"{digit}{{8}}" for digit in range(10))
PLACEHOLDER: Final = rf"^.{{6}}(?:{REPEATED}|1900)|^(?:{REPEATED})|123456789|987654321"


def id_numbers(values: pl.Series) -> pl.DataFrame:
    """id18 and id_state, and what the number tells: id_dob, id_sex and id_district."""
    text = mended(_bare(values), USUAL, one_number)
    number = pl.col("text").str
    digits = pl.col("text").str.slice(0, 17).cast(pl.Int64, strict=False)
    frame = (
        text.alias("text")
        .to_frame()
        .select(text=pl.when(~number.contains(PLACEHOLDER)).then("text"))
    )
    whole = pl.col("text").str.len_bytes() == 18
    frame = frame.with_columns(n=pl.when(whole).then(digits))
    born = days_of(frame.select(pl.col("n") // 1000 % 100_000_000).to_series())
    frame = frame.with_columns(born.alias("id_dob"))
    return frame.select(
        _state().cast(pl.Int8).alias("id_state"),
        "id_dob",
        pl.when(_state() >= IdState.CHECK).then(2 - pl.col("n") % 2).cast(pl.Int8).alias("id_sex"),
        pl.col("text").str.head(6).cast(pl.Int32, strict=False).alias("id_district"),
        id18="text",
    )


def _bare(values: pl.Series) -> pl.Series:
    """Numbers that only lack their case or have the G of 学籍号 before them."""
    trimmed = pl.col("text").str.to_uppercase().str.strip_chars(" '\t\u3000")
    number = trimmed.str.extract(r"^[GL]?([0-9]{17}[0-9X])$")
    return values.alias("text").to_frame().select(pl.coalesce(number, "text")).to_series()


def _state() -> pl.Expr:
    return (
        pl.when(pl.col("text").is_null()).then(int(IdState.NONE))
        .when(pl.col("text").str.ends_with("000") & pl.col("id_dob").is_not_null())
        .then(int(IdState.CUT))
        .when(pl.col("id_dob").is_not_null() & (check() == pl.col("text").str.slice(17)))
        .then(int(IdState.VALID))
        .otherwise(int(IdState.CHECK))
    )  # fmt: skip


def check() -> pl.Expr:
    """The 18th character that the first 17, the number `n`, ask for, by ISO 7064 MOD 11-2."""
    digits = [pl.col("n") // 10 ** (16 - place) % 10 for place in range(17)]
    total = pl.sum_horizontal(d * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11
    return pl.lit(CHECKS).str.slice(total, 1)


def one_number(text: str) -> str | None:
    """16 to 19 characters, or None; what a spreadsheet cut ends with 000."""
    whole = clean(text).upper().strip("'’‘`\"“” ").removesuffix(".0")
    if MASKED.search(whole):
        return None
    if ruined := SCIENTIFIC.fullmatch(whole):
        digits = ruined[1] + (ruined[2] or "")
        return digits[:KEPT] + "000" if len(digits) >= KEPT else None
    numbers = (_number(part) for part in SEVERAL.split(whole))
    return next((number for number in numbers if number), None)


def _number(part: str) -> str | None:
    text = NOISE.sub("", LAST_X.sub("X", part.strip()))
    for digits in (text, text[1:] if text[:1].isalpha() else "", _digits(text)):
        if certificate := CERTIFICATE.fullmatch(digits):
            return certificate[1]
        if NUMBER.fullmatch(digits):
            return digits
        if OLD_STYLE.fullmatch(digits):
            return _widened(digits)
    return None


def _digits(text: str) -> str:
    """50O113… → 500113…"""
    return text[:-1].translate(LOOKALIKE) + (
        text[-1:] if text.endswith("X") else text[-1:].translate(LOOKALIKE)
    )


def _widened(number: str) -> str | None:
    """A number of 15 digits is an old one, or the head of a new one that was cut off."""
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    if number[6:8] in ("19", "20") and civil_day(year, month, day) is not None:
        return number + "000"
    first = f"{number[:6]}{FIRST_YEAR // 100}{number[6:]}"
    return first + check_character(first)
