"""A signature drawn with a finger: strokes of points, not a picture.

A phone sends a few hundred numbers instead of a photo, nothing but lines can be in it, and whether
somebody signed at all can be judged. Pure: text in, text out.
"""

from dataclasses import dataclass
from typing import Final

WIDTH: Final = 600
HEIGHT: Final = 240
"""The field signed on, whatever the screen: points are of this grid."""
MOST_TEXT: Final = 40_000
FEWEST_POINTS: Final = 8
SMALLEST: Final = 60
"""A tap or a short dash is no signature: its longer side, in points of the grid."""

Point = tuple[int, int]


class BadSignature(ValueError):
    """What is wrong, for whoever holds the phone."""


@dataclass(frozen=True)
class Signature:
    strokes: tuple[tuple[Point, ...], ...]

    @property
    def text(self) -> str:
        """As it is kept: strokes by semicolons, points by blanks."""
        return ";".join(" ".join(f"{x},{y}" for x, y in stroke) for stroke in self.strokes)

    @property
    def path(self) -> str:
        """As an SVG draws it."""
        return "".join(
            "M" + "L".join(f"{x} {y}" for x, y in (stroke if len(stroke) > 1 else stroke * 2))
            for stroke in self.strokes
        )

    @property
    def svg(self) -> str:
        """A drawing of numbers alone: nothing that was sent is repeated in it."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'width="{WIDTH}" height="{HEIGHT}"><rect width="100%" height="100%" fill="#fff"/>'
            f'<path d="{self.path}" fill="none" stroke="#10304f" stroke-width="5" '
            'stroke-linecap="round" stroke-linejoin="round"/></svg>'
        )


def read_signature(text: str) -> Signature:
    """The strokes that were drawn, or BadSignature."""
    if len(text) > MOST_TEXT:
        raise BadSignature("签名太复杂了，请清除以后重新签。")
    strokes = tuple(filter(None, (_stroke(part) for part in text.split(";"))))
    points = [point for stroke in strokes for point in stroke]
    if len(points) < FEWEST_POINTS or _size(points) < SMALLEST:
        raise BadSignature("还没有签名：请在方框里用手指写下姓名。")
    return Signature(strokes)


def _stroke(text: str) -> tuple[Point, ...]:
    try:
        pairs = [pair.split(",") for pair in text.split()]
        points = [(int(x), int(y)) for x, y in pairs]
    except ValueError as error:
        raise BadSignature("签名没有传完整，请重新签。") from error
    return tuple((min(max(x, 0), WIDTH), min(max(y, 0), HEIGHT)) for x, y in points)


def _size(points: list[Point]) -> int:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return max(max(xs) - min(xs), max(ys) - min(ys))
