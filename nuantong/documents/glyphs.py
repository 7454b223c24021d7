"""Which characters the paper's font can draw.

A name may hold a character that no font has yet: typst would print an empty box and say nothing.
Such a character is printed as 〓, the printer's sign for a missing type, and the sheet says which it
was, so that a person writes it in by hand.
"""

import mmap
import struct
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

MISSING: Final = "〓"
UNICODE_FULL: Final = {(3, 10), (0, 4), (0, 6)}
"""Character maps that reach beyond the BMP (platform, encoding): OpenType, `cmap`, format 12."""
UNSEEN: Final = dict.fromkeys([*range(10), *range(11, 32), *range(0x7F, 0xA0), 0xFEFF, 0xFFFE])
"""Control characters that a form may carry; a line's end stays."""


def font_file() -> Path:
    """Noto Sans CJK, from its package."""
    from noto_cjk_sans_otc import FONT_PATH

    return Path(FONT_PATH)


@lru_cache
def knows() -> Callable[[str], bool]:
    """Whether the font has a glyph for a character. The font's map is read once."""
    with (
        font_file().open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as font,
    ):
        groups = _groups(font)
    firsts = [first for first, _ in groups]

    @lru_cache(maxsize=20_000)
    def has(character: str) -> bool:
        code = ord(character)
        at = bisect_right(firsts, code) - 1
        return at >= 0 and code <= groups[at][1]

    return has


def _groups(font: Any) -> list[tuple[int, int]]:
    """First and last code of each run of characters, in order; all faces of the file share them."""
    [face] = struct.unpack_from(">I", font, 12)
    [tables] = struct.unpack_from(">H", font, face + 4)
    entries = (struct.unpack_from(">4s4xII", font, face + 12 + 16 * n) for n in range(tables))
    start = next(offset for tag, offset, _ in entries if tag == b"cmap")
    [maps] = struct.unpack_from(">H", font, start + 2)
    for number in range(maps):
        platform, encoding, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * number)
        if (platform, encoding) in UNICODE_FULL:
            [count] = struct.unpack_from(">I", font, start + offset + 12)
            runs = struct.iter_unpack(">III", font[start + offset + 16 :][: 12 * count])
            return [(first, last) for first, last, _ in runs]
    raise ValueError("the font has no map of all of Unicode")


@dataclass
class Printable:
    """Data with nothing in them that the font cannot draw, and what it could not."""

    missing: dict[str, None] = field(default_factory=dict)

    def of(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, dict):
            return {key: self.of(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [self.of(one) for one in value]
        return value

    def _text(self, text: str) -> str:
        clean = text.translate(UNSEEN)
        if clean.isascii():
            return clean
        has = knows()
        return "".join(c if c == "\n" or has(c) else self._note(c) for c in clean)

    def _note(self, character: str) -> str:
        self.missing[f"U+{ord(character):04X}"] = None
        return MISSING
