"""Personal names: 周　思昊 is 周思昊, 阿依古丽.买买提 is 阿依古丽·买买提."""

import re
import unicodedata
from typing import Final, NamedTuple

from nuantong.core.text.characters import PRIVATE_USE, clean
from nuantong.core.text.words import is_placeholder

DOT: Final = "·"  # GB/T 2659 and the household register write U+00B7
DOTS: Final = re.compile(r"\s*[.．。•・‧∙⋅●○･\u2024\u2027\u30fb]\s*")
EDGES: Final = DOT + "'\",;:-"
"""What may stand around a name and is no part of it."""
LOST: Final = "□"
LOST_MARKS: Final = re.compile(r"[?？*＊□�■〓]")
REMARK: Final = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?|【[^【】]*】?|<[^<>]*>?")
SUFFIX: Final = re.compile(r"(?<=[\u2e80-\U0003ffff])(\d+|[A-Za-z]|[①-⑳])$")
BETWEEN_HAN: Final = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")
LETTER: Final = re.compile(r"[^\W\d_]|□")
PLAIN: Final = re.compile(r"[\u4e00-\u9fff]{2,4}")


class Name(NamedTuple):
    """A usable name ('' when there is none), and what had to be done to get it."""

    text: str
    problem: str = ""


def normalise_name(value: object) -> str:
    """The name alone; '' when the cell holds no usable name."""
    return parse_name(value).text


def parse_name(value: object) -> Name:
    """Reads a name cell. Characters beyond the BMP are kept as they are."""
    if isinstance(value, str) and PLAIN.fullmatch(value) and not is_placeholder(value):
        return Name(value)
    raw = clean(value)
    text = BETWEEN_HAN.sub("", DOTS.sub(DOT, LOST_MARKS.sub(LOST, raw))).strip(EDGES)
    text = unicodedata.normalize("NFC", text)
    if not raw or is_placeholder(text):
        return Name("", "没有姓名，请补填" if not raw else f"“{raw}”不是姓名，请补填")
    bare = _without(_without(text, REMARK), SUFFIX)
    if not LETTER.search(bare.replace(LOST, "")):
        return Name("", f"“{raw}”不是姓名，请补填")
    return Name(bare, _problem(text, bare))


def _without(text: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub("", text).strip(f" {EDGES}")


def _problem(text: str, bare: str) -> str:
    if LOST in bare:
        return "姓名有字未能显示，请按户口簿补写"
    if PRIVATE_USE.search(bare):
        return "姓名有字属自造字，请按户口簿重新输入"
    if text != bare:
        return f"姓名后的“{text.removeprefix(bare)}”不是姓名的一部分，已略去"
    return "姓名只有一个字，请核对" if len(bare) == 1 else ""
