"""The list of signs 日常观察清单 that carers tick: our own words, not a scale. Nothing is added up.

What is red is what the law and any counsellor want a person to look at the same day: injuries nobody
can explain, self-harm, words about dying, a child who says that somebody hurts her.
"""

from collections.abc import Collection
from typing import Final, NamedTuple


class Sign(NamedTuple):
    code: str
    words: str
    red: bool = False


class Group(NamedTuple):
    title: str
    signs: tuple[Sign, ...]


GROUPS: Final = (
    Group("睡觉", (
        Sign("sleepless", "睡不着，或者半夜常醒"), Sign("nightmares", "常做噩梦，不敢一个人睡"),
    )),
    Group("吃饭", (
        Sign("no_appetite", "饭量突然变少，不想吃"), Sign("overeating", "突然吃得很多，或者吃了又吐"),
    )),
    Group("上学", (
        Sign("no_school", "不想上学，或者逃学"), Sign("falling_behind", "上课、作业突然变差"),
        Sign("bullied", "被同学欺负，或者欺负别人"),
    )),
    Group("跟人来往", (
        Sign("withdrawn", "不愿见人，总是一个人待着"), Sign("angry", "突然爱发脾气，跟人打架"),
        Sign("joyless", "以前喜欢的事也不想做了"), Sign("tearful", "常常哭，或者一整天闷闷不乐"),
    )),
    Group("身上的伤", (
        Sign("injuries", "身上有伤，说不清怎么来的", red=True),
        Sign("self_harm", "有自己弄的伤：划的、烫的、掐的", red=True),
    )),
    Group("说过的话", (
        Sign("dying", "说过不想活、死了算了", red=True),
        Sign("farewell", "跟人道别、送掉心爱的东西、写过遗书", red=True),
        Sign("hurt_by_someone", "说有人打、摸、欺负过自己", red=True),
    )),
)  # fmt: skip
SIGNS: Final = {sign.code: sign for group in GROUPS for sign in group.signs}
RED: Final = frozenset(code for code, sign in SIGNS.items() if sign.red)


def known(codes: Collection[str]) -> list[str]:
    """Those that are on the list, in its order, each once."""
    return [code for code in SIGNS if code in codes]


def is_red(codes: Collection[str]) -> bool:
    return not RED.isdisjoint(codes)


def words_of(codes: Collection[str], *, red_only: bool = False) -> list[str]:
    chosen = [SIGNS[code] for code in known(codes)]
    return [sign.words for sign in chosen if sign.red or not red_only]
