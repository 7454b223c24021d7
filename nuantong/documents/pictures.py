"""Whether a picture can be drawn on paper, and pictures for documents that take no SVG.

typst draws nothing, and says nothing, where the content of a picture inside an SVG is broken: the
sheet would have an empty box. So it is drawn once, small, on a page of a colour that shows.
"""

import struct
from functools import lru_cache
from typing import Any, Final

from nuantong.documents.rendering import UnprintableError, our_fonts

PAGE: Final = b"""#set page(width: 8pt, height: 8pt, margin: 0pt, fill: rgb("#fe01fd"))
#image(bytes(sys.inputs.svg), format: "svg", width: 8pt)"""
NOTHING: Final = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"></svg>'
MOST: Final = 50_000_000
"""Pixels: more than a phone's photo has; a small file may unpack to gigabytes."""
FRAMES: Final = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""Markers of a JPEG that begin with its size."""


def pixels(kind: str, data: bytes) -> int:
    """How many a picture unpacks to, as its header says; 0 when it says nothing."""
    sizes = {"image/png": _png, "image/jpeg": _jpeg, "image/webp": _webp}
    try:
        wide, high = sizes[kind](data)
    except struct.error:
        return 0
    return wide * high


def _png(data: bytes) -> tuple[int, int]:
    wide, high = struct.unpack_from(">II", data, 16)
    return wide, high


def _jpeg(data: bytes) -> tuple[int, int]:
    at = 2
    while True:
        mark, marker, length = struct.unpack_from(">BBH", data, at)
        if mark != 0xFF or marker in FRAMES:
            break
        at += 2 + length
    high, wide = struct.unpack_from(">HH", data, at + 5)
    return wide, high


def _webp(data: bytes) -> tuple[int, int]:
    """The first part says it, each kind of part in its own way."""
    if data[12:16] == b"VP8X":
        low, high = struct.unpack_from("<I", data, 24)[0], struct.unpack_from("<I", data, 26)[0]
        return (low & 0xFFFFFF) + 1, (high >> 8) + 1
    if data[12:16] == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    wide, tall = struct.unpack_from("<HH", data, 26)
    return wide & 0x3FFF, tall & 0x3FFF


def can_be_drawn(svg: str) -> bool:
    """Whether anything of the picture in an SVG can be seen; some hundredths of a second."""
    return bool(_drawn(svg) != _empty())


@lru_cache
def _empty() -> Any:
    return _drawn(NOTHING)


def _drawn(svg: str) -> Any:
    import typst

    compiler = typst.Compiler(input=PAGE, ignore_system_fonts=True, sys_inputs={"svg": svg})
    return compiler.compile(format="png", ppi=72.0)


SHEET: Final = b"""#set page(width: 15.6cm, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)"""


def png(svg: str) -> bytes:
    """The SVG as wide as the type area of a document (156 mm), 200 dots an inch, in our font."""
    import typst

    compiler = typst.Compiler(
        input=SHEET, font_paths=our_fonts(), ignore_system_fonts=True, sys_inputs={"svg": svg}
    )
    drawn, warnings = compiler.compile_with_warnings(format="png", ppi=200.0)
    if warnings or not isinstance(drawn, bytes):
        raise UnprintableError(f"{warnings[:1]}")
    return drawn
