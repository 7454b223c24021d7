"""The lists of a contract as they are typed or pasted: a line for each district, one for each stage."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Final

from nuantong.core.errors import Refusal
from nuantong.core.text import clean
from nuantong.regions.models import Organisation
from nuantong.regions.tree import Tree
from nuantong.services.actions import Share, Stage

DAY: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$)|\d{3},)")
BUYER: Final = "购买方"
MOST: Final = 10**13
"""Fen: more than any city pays for this."""


def shares(text: str, tree: Tree) -> list[Share]:
    """巴南区 20: a district or a zone, and its places."""
    zones = dict(
        Organisation.objects.filter(kind=Organisation.Kind.ZONE).values_list("short_name", "pk")
    )
    districts = {place.name: place.id for place in tree.districts()}
    return [_share(at, words, districts, zones) for at, words in _lines(text)]


def _share(at: int, words: list[str], districts: dict[str, int], zones: dict[str, int]) -> Share:
    name, count = words[0], words[-1].removesuffix("名")
    if len(words) != 2 or not (count.isascii() and count.isdigit() and int(count[:9]) > 0):
        raise Refusal(f"区县名额第{at}行看不懂：请写成“巴南区 20”。")
    if name in zones:
        return Share(int(count[:9]), zone=zones[name])
    if name not in districts:
        raise Refusal(f"区县名额第{at}行：没有“{name[:20]}”这个区县或功能区，请写全称。")
    return Share(int(count[:9]), region=districts[name])


def stages(text: str) -> list[Stage]:
    """中期报告 2018-06-30 300000: what, by when, how many yuan; 购买方 behind it when it accepts."""
    return [_stage(at, words) for at, words in _lines(text)]


def _stage(at: int, words: list[str]) -> Stage:
    by_buyer = words[-1] == BUYER
    words = words[:-1] if by_buyer else words
    if len(words) < 3:
        raise Refusal(f"阶段第{at}行看不懂：请写成“中期报告 2018-06-30 300000”。")
    *title, day, money = words
    return Stage("".join(title), _day(at, day), _fen(at, money), by_buyer)


def _day(at: int, text: str) -> dt.date:
    found = DAY.fullmatch(text)
    with suppress(ValueError):
        if found:
            return dt.date(*map(int, found.groups()))
    raise Refusal(f"阶段第{at}行：“{text[:20]}”不是日期，请写成 2018-06-30。")


def _fen(at: int, text: str) -> int:
    try:
        fen = Decimal(text.removesuffix("元").replace(",", "")) * 100
        if not fen.is_finite() or fen != int(fen) or not 0 < fen < MOST:
            raise InvalidOperation
    except InvalidOperation as error:
        raise Refusal(f"阶段第{at}行：“{text[:20]}”不是金额，请写元，如 300000。") from error
    return int(fen)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines that are not empty, with their number; words apart by blanks or commas."""
    for at, line in enumerate(text.splitlines(), 1):
        words = re.split(r"[\s,，、;；]+", clean(THOUSANDS.sub("", line)))
        if kept := [word for word in words if word]:
            yield at, kept
