"""Characters that look alike made one: full-width forms, odd spaces, invisible marks."""

import re
import unicodedata
from typing import Final

INVISIBLE: Final = dict.fromkeys(
    [0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10)]
)
"""Zero-width marks and variation selectors; they come along when a list is copied."""

FROM_PRIVATE_USE: Final = str.maketrans({"\ue863": "䶮", "\ue81e": "龴", "\ue864": "龻"})
"""Characters that old GBK fonts kept in the private use area and Unicode has a place for."""

PRIVATE_USE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")


USUAL: Final = re.compile(r"[\u4e00-\u9fff0-9A-Za-z、-]+")
"""What needs no cleaning."""


def clean(value: object) -> str:
    """The text of a cell: NFKC, no invisible marks, single spaces, trimmed."""
    text = plain(value)
    return text if USUAL.fullmatch(text) else _cleaned(text)


def _cleaned(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(FROM_PRIVATE_USE)).translate(INVISIBLE)
    return " ".join(text.split())


def compact(value: object) -> str:
    """clean() without any space."""
    return clean(value).replace(" ", "")


def plain(value: object) -> str:
    """A cell as a person reads it: whole numbers without '.0', nothing as ''."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
