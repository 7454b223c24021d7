"""Columns and addresses → codes of district, township and village, and the house.

Columns are believed first; an address below the place they give is nearer. What is not certain is
left out: a township's name alone, if the city has it twice, finds nothing.
"""

import re
from functools import lru_cache
from typing import Final

import polars as pl

from nuantong.core.text import compact
from nuantong.core.text.dates import arabic
from nuantong.core.text.words import is_placeholder
from nuantong.linkage.cleaning.distinct import understood
from nuantong.linkage.cleaning.gazetteer import TOWNSHIPS, VILLAGES, gazetteer, successors

COLUMNS: Final = ("district", "township", "village")
CITY: Final = "50"
GROUP: Final = "(?:村民小组|居民小组|小组|合作社|农业社|生产队|[组社队])"
MARKS: Final = re.compile(r"[,、。.:;()\[\]-]")
NUMERAL: Final = "[一二三四五六七八九十]{1,3}"
GROUP_FIRST: Final = re.compile(rf"(\d{{1,3}}){GROUP}(?!区)")
DIGITS: Final = re.compile(r"\d+")
GROUP_IN_WORDS: Final = re.compile(rf"第?({NUMERAL}){GROUP}(?:({NUMERAL})号)?$")


def places(raw: pl.DataFrame, near: pl.Series) -> pl.DataFrame:
    """district, town, village and house. `near`: the district that other columns point to."""
    address = raw.select(
        head=pl.col("address").str.extract(r"^([^0-9０-９]+)"),
        tail=pl.col("address").str.extract(r"([0-9０-９].*)$"),
    )
    stated = understood(raw.select(COLUMNS), one_stated, {"stated": pl.Int64})
    asked = address.select("head").hstack(stated)
    written = understood(asked, one_written, {"place": pl.Int64, "group": pl.String})
    place = _resolved(asked.hstack(written).with_columns(near.alias("near")))
    house = understood(
        address.select("tail").hstack(written.select("group")), one_house, {"house": pl.String}
    )
    return pl.concat([_spread(place), house], how="horizontal")


def _resolved(frame: pl.DataFrame) -> pl.DataFrame:
    """Places that are several by their name alone are looked for near by."""
    several = pl.col("place").is_null() & pl.col("head").is_not_null()
    asked = frame.select(pl.when(several).then("head"), pl.when(several).then("near"))
    found = understood(asked, one_near, {"found": pl.Int64})
    return frame.hstack(found).select(place=pl.coalesce("place", "found"))


def _spread(frame: pl.DataFrame) -> pl.DataFrame:
    """A code → those of its district, township and village."""
    place = pl.col("place")
    village = pl.when(place >= VILLAGES).then(place)
    town = pl.coalesce(village // 1000, pl.when(place >= TOWNSHIPS).then(place))
    district = pl.coalesce(town // 1000, place)
    return frame.select(district=district.cast(pl.Int32), town=town.cast(pl.Int32), village=village)


@lru_cache(1 << 16)
def one_house(tail: str | None, group: str | None) -> tuple[str | None]:
    """7组123号 → 7-123; the group may have stood in words before the first digit."""
    text = compact(tail)
    if grouped := GROUP_FIRST.match(text):
        group, text = grouped[1], text[grouped.end(1) :]
    numbers = DIGITS.findall(text)
    return ("-".join([group or "", *numbers]) if group or numbers else None,)


@lru_cache(1 << 16)
def one_stated(
    district: str | None, township: str | None, village: str | None
) -> tuple[int | None]:
    """The code of what three columns say, names or codes."""
    texts = [_said(text) for text in (district, township, village)]
    codes = [code for text in texts if text.isdecimal() and (code := _code(text))]
    if codes:
        return (codes[-1],)
    if not any(texts):
        return (None,)
    known = gazetteer()
    return (_deeper(known.find(*texts).region, known.place_of("".join(texts))),)


@lru_cache(1 << 17)
def one_written(head: str | None, stated: int | None) -> tuple[int | None, str | None]:
    """The deepest certain place by columns and address together, and a group in words."""
    if not head:
        return stated, None
    text = MARKS.sub("", compact(head))
    grouped = GROUP_IN_WORDS.search(text)
    group = "-".join(map(arabic, filter(None, grouped.groups()))) if grouped else None
    return _nearer(stated, text), group


@lru_cache(1 << 14)
def one_near(head: str | None, near: int | None) -> tuple[int | None]:
    if head is None or near is None:
        return (None,)
    return (gazetteer().place_of(MARKS.sub("", compact(head)), near),)


def _nearer(stated: int | None, text: str) -> int | None:
    """The address alone, then as a continuation of the columns."""
    known = gazetteer()
    if stated is None or stated >= VILLAGES:
        return stated or known.place_of(text)
    return _deeper(_deeper(stated, known.place_of(text)), known.descend(stated, text))


def _deeper(place: int | None, other: int | None) -> int | None:
    """The other where it lies in the place or nothing else is known."""
    if place is None or place < 0:
        return other if other and other > 0 else None
    return other if other and str(other).startswith(str(place)) else place


def _said(text: str | None) -> str:
    plain = compact(text)
    return "" if is_placeholder(plain) else plain


def _code(text: str) -> int | None:
    """A statistical code of the city, without the zeros of lower levels."""
    if not text.startswith(CITY) or len(text) not in (6, 9, 12):
        return None
    while len(text) > 6 and text.endswith("000"):
        text = text[:-3]
    return successors().get(int(text), int(text))
