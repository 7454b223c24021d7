"""Schools → one form: 重庆市合川区涞滩中心初级中学 and 涞滩中心初中 are one."""

import re
from functools import lru_cache
from typing import Final
from unicodedata import normalize

import polars as pl

from nuantong.core.text import compact
from nuantong.core.text.words import is_placeholder
from nuantong.linkage.cleaning.distinct import understood, without_controls
from nuantong.linkage.cleaning.gazetteer import gazetteer
from nuantong.regions.place_names import DISTRICT, keys, without_city

COLUMNS: Final = {"school": pl.String, "school_district": pl.Int32}
SHORTER: Final = (
    (re.compile("初级中学"), "初中"),
    (re.compile("高级中学"), "高中"),
    (re.compile("小学校"), "小学"),
    (re.compile("中心校$"), "中心小学"),
    (re.compile(r"第?([一二三四五六七八九十]+)(小|中)学?$"), r"第\1\2学"),
    (re.compile(r"第?([一二三四五六七八九十]+)(初中|高中)$"), r"第\1\2"),
)
BRACKETS: Final = re.compile(r"[()\[\]【】]")
GENERAL: Final = re.compile(
    "(第[一二三四五六七八九十]+|中心|实验|希望|职业|特殊教育|民族|附属|外国语|完全|机关|城关)*"
    "(幼儿园|小学|中学|初中|高中|学校|职中|教育中心)?"
)
"""A name that every district has: it keeps its district, or says nothing."""


def schools(values: pl.Series) -> pl.DataFrame:
    """school, and the district where its name says that it is: school_district."""
    return understood(values.to_frame(), one_school, COLUMNS)


@lru_cache(1 << 16)
def one_school(text: str | None) -> tuple[str | None, int | None]:
    name = normalize("NFC", without_controls(BRACKETS.sub("", compact(text))))
    if not name or is_placeholder(name):
        return None, None
    district, stem, own = _parted(name)
    town = gazetteer().township_at(own, district)
    for long, short in SHORTER:
        own = long.sub(short, own)
    if is_placeholder(own):
        own = ""
    elif GENERAL.fullmatch(own):
        own = stem + own if stem and own else ""
    return own or None, district or (town and town // 1000)


def _parted(name: str) -> tuple[int | None, str, str]:
    """重庆市合川区涞滩小学 → 500117, 合川, 涞滩小学; of several districts the last."""
    bare = without_city(name)
    for form, (district, stem) in _districts().items():
        if bare.startswith(form) and len(bare) > len(form) + 1:
            nearer, short, own = _parted(bare[len(form) :])
            return nearer or district, short or stem, own
    return (None, "", bare) if bare == name else _parted(bare)


@lru_cache(1)
def _districts() -> dict[str, tuple[int, str]]:
    """The forms of districts' names that stand before a school's, longest first."""
    found: dict[str, tuple[int, str]] = {}
    for place in gazetteer().by_id.values():
        if place.level == DISTRICT:
            stem = keys(place.name, DISTRICT)[-1]
            forms = {place.name, stem, f"{stem}区", f"{stem}县"}
            found |= dict.fromkeys(forms, (place.id, stem))
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))
