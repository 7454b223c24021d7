"""Telephone numbers → 11 digits of a mobile, or a landline with its area code."""

import re
from typing import Final

import polars as pl

from nuantong.core.text import parse_phone
from nuantong.linkage.cleaning.distinct import mended

REPEATED: Final = "|".join(f"{digit}{{8}}" for digit in range(10))
PLACEHOLDER: Final = rf"(?:{REPEATED}|12345678|23456789|87654321|98765432)$|^13800138000$"
USUAL: Final = pl.col("text").str.contains(r"^1[3-9][0-9]{9}$") & ~pl.col("text").str.contains(
    PLACEHOLDER
)
MOBILE: Final = re.compile(r"1[3-9]\d{9}")
WITHIN: Final = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
LANDLINE: Final = re.compile(r"0\d{2,3}-[2-8]\d{6,7}")
LOCAL: Final = re.compile(r"[2-8]\d{7}")
AREA: Final = "023"
"""Of the city: only there are numbers written without it."""
UNUSED: Final = re.compile(PLACEHOLDER)


def phones(values: pl.Series) -> pl.Series:
    """The first mobile of a cell, else its first landline; null for none."""
    return mended(values, USUAL, one_phone)


def one_phone(text: str) -> str | None:
    phone = parse_phone(text)
    numbers = [n for n in (phone.text, *phone.others, *WITHIN.findall(text)) if n]
    mobiles = [number for number in numbers if MOBILE.fullmatch(number)]
    landlines = [found for number in numbers if (found := _landline(number))]
    return next((n for n in mobiles + landlines if not UNUSED.search(n)), None)


def _landline(number: str) -> str:
    if LOCAL.fullmatch(number):
        return f"{AREA}-{number}"
    return number if LANDLINE.fullmatch(number) else ""
