"""Pinyin for search: 曾令芳 is found by zlf and by zenglingfang."""

import os
import unicodedata
from functools import lru_cache
from typing import Final

from nuantong.core.text.words import listed

SURNAMES: Final[dict[str, str]] = dict(
    pair.split(":")
    for pair in listed("""
    曾:zeng 单:shan 解:xie 查:zha 仇:qiu 区:ou 覃:qin 朴:piao 翟:zhai 乐:yue 缪:miao 种:chong
    重:chong 繁:po 秘:bi 折:she 召:shao 员:yun 黑:he 便:pian 句:gou 卜:bu 都:du 阚:kan 洗:xian
    祭:zhai 郇:xun 隗:wei 能:nai 适:kuo 藏:zang 乜:nie 薄:bo
    """)
)
"""Surnames read otherwise than the character alone."""

COMPOUND: Final = {"单于": "chan yu", "尉迟": "yu chi", "万俟": "mo qi", "澹台": "tan tai"}
"""Surnames of two characters, likewise."""

GIVEN: Final = {"晟": "sheng", "长": "chang"}
"""Readings usual in given names."""


@lru_cache(1)
def readings() -> dict[int, str]:
    """Code point → readings, the usual one first: pypinyin's table of single characters, loaded when the first name is read."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin.constants import PINYIN_DICT

    return PINYIN_DICT


@lru_cache(1 << 16)
def syllable(character: str) -> str:
    """The usual reading without its tone; '' for what has none."""
    reading = readings().get(ord(character), "").partition(",")[0]
    if reading:
        return _toneless(reading)
    return character.lower() if character.isascii() and character.isalnum() else ""


def _toneless(reading: str) -> str:
    """lǘ → lv, zhōng → zhong."""
    letters = unicodedata.normalize("NFD", unicodedata.normalize("NFC", reading))
    umlauted = letters.replace("u\u0308", "v").replace("u\u0304\u0308", "v")
    return "".join(letter for letter in umlauted if letter.isascii() and letter.isalpha())


def given(character: str) -> str:
    """The reading in a given name."""
    return GIVEN.get(character) or syllable(character)


@lru_cache(1 << 16)
def syllables(name: str) -> tuple[str, ...]:
    """曾令芳 → zeng, ling, fang; '' where a character has no reading."""
    compound = COMPOUND.get(name[:2])
    if compound and len(name) > 2:
        return (*compound.split(), *map(given, name[2:]))
    first = SURNAMES.get(name[:1]) or syllable(name[0]) if name else ""
    return (first, *map(given, name[1:]))


def pinyin_initials(name: str) -> str:
    """曾令芳 → zlf."""
    return "".join([syllable[:1] for syllable in syllables(name)])


def pinyin_full(name: str) -> str:
    """曾令芳 → zenglingfang."""
    return "".join(syllables(name))
