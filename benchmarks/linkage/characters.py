"""Which characters sound alike, and which are easily mistaken: for the mistakes of lists."""

from collections import defaultdict
from functools import cache
from typing import Final

from pypinyin import Style, pinyin

RARE: Final = "䶮喆翀堃垚燚犇淼赟彧晞旻晟昶珺琤甯窈筱縯翯芃苒莜菡萱蓁蕖𬭎𫖯𬀩𬱖"
"""Characters of given names that old systems lack."""
LOOKALIKES: Final = {
    "己": "已", "未": "末", "王": "玉", "李": "季", "杨": "扬", "陈": "阵", "晨": "晟", "睿": "容",
    "涵": "函", "梓": "辛", "萱": "宣", "怡": "治", "瑶": "遥", "浩": "洁", "昊": "吴", "杰": "木",
    "俊": "峻", "鑫": "金", "雨": "两", "婷": "停", "琪": "祺", "佳": "住", "欣": "歆", "轩": "杆",
}  # fmt: skip
VARIANTS: Final = {
    "傅": "付", "肖": "萧", "戴": "代", "闫": "阎", "覃": "秦", "余": "佘", "曾": "增", "邓": "鄧",
    "陈": "陳", "刘": "劉", "张": "張", "杨": "楊", "龙": "龍", "冯": "馮", "谭": "譚", "罗": "羅",
}  # fmt: skip
DIALECT: Final = (
    ("n", "l"),
    ("zh", "z"),
    ("ch", "c"),
    ("sh", "s"),
    ("h", "f"),
    ("ing", "in"),
    ("eng", "en"),
)
"""South-western Mandarin does not tell these apart."""


@cache
def common() -> list[str]:
    """The 3,755 characters of GB 2312's first level, by their sound."""
    return [
        bytes((high, low)).decode("gb2312")
        for high in range(0xB0, 0xD8)
        for low in range(0xA1, 0xFF if high < 0xD7 else 0xFA)
    ]


@cache
def sound(character: str) -> str:
    return pinyin(character, style=Style.NORMAL)[0][0]


@cache
def _by_sound() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for character in common():
        found[sound(character)].append(character)
    return found


@cache
def homophones(character: str) -> list[str]:
    return [other for other in _by_sound()[sound(character)] if other != character]


@cache
def alike_in_dialect(character: str) -> list[str]:
    here = sound(character)
    changed = {
        here.replace(a, b) if here.startswith(a) or here.endswith(a) else "" for a, b in DIALECT
    }
    changed |= {
        here.replace(b, a) if here.startswith(b) or here.endswith(b) else "" for a, b in DIALECT
    }
    return [other for way in changed - {"", here} for other in _by_sound().get(way, [])]
