"""Pictures as SVG, the same on the page and, drawn by typst, in a report. Shapes and words say what
colour says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from nuantong.counselling.effect.numbers import shown

INK, SOFT, LINE, TEAL, BAND = "#1d2b2f", "#56656a", "#9a8f80", "#0d5a5b", "#dcebe9"
LATE, GOOD, QUIET = "#a5371a", "#2b6b3f", "#5b676b"
FONT: Final = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"


@dataclass(frozen=True)
class Point:
    """A measurement: when, how much, and between what with 95 % confidence."""

    title: str
    value: float
    low: float
    high: float


def _text(x: float, y: float, words: str, *, anchor: str = "middle", fill: str = INK) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}">{escape(words)}</text>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, *, stroke: str = LINE, more: str = "") -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{stroke}" {more}/>'
    )


def _svg(width: int, height: int, title: str, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label={quoteattr(title)} font-size="15" font-family={quoteattr(FONT)}>'
        f"{''.join(parts)}</svg>"
    )


def curve(
    title: str, points: Sequence[Point], ends: tuple[float, float], cut: float | None = None
) -> str:
    """A child's or a group's scores over time, each with its band; `cut` is a dashed line."""
    width, height, left, right, top, bottom = 330, 230, 40, 12, 30, 36
    low, high = ends

    def down(value: float) -> float:
        return top + (high - value) / (high - low) * (height - top - bottom)

    step = (width - left - right) / max(1, len(points))
    across = [left + step * (number + 0.5) for number in range(len(points))]
    parts = [_line(left, down(v), width - right, down(v)) for v in (low, high)]
    parts += [
        _text(left - 8, down(v) + 5, shown(v, 0), anchor="end", fill=SOFT) for v in (low, high)
    ]
    parts += _band(points, across, down)
    if cut is not None:
        parts.append(
            _line(left, down(cut), width - right, down(cut), more='stroke-dasharray="6 4"')
        )
        parts.append(
            _text(width - right, down(cut) - 6, f"界线 {shown(cut)}", anchor="end", fill=SOFT)
        )
    return _svg(width, height, title, parts)


def _band(
    points: Sequence[Point], across: Sequence[float], down: Callable[[float], float]
) -> list[str]:
    """The error band, the line through the scores, and each score in words."""
    upper = [f"{x:.1f},{down(p.high):.1f}" for x, p in zip(across, points, strict=True)]
    lower = [f"{x:.1f},{down(p.low):.1f}" for x, p in zip(across, points, strict=True)]
    middle = [f"{x:.1f},{down(p.value):.1f}" for x, p in zip(across, points, strict=True)]
    parts = [f'<polygon points="{" ".join([*upper, *reversed(lower)])}" fill="{BAND}"/>']
    parts.append(
        f'<polyline points="{" ".join(middle)}" fill="none" stroke="{TEAL}" stroke-width="2.5"/>'
    )
    for x, point in zip(across, points, strict=True):
        parts.append(_line(x, down(point.low), x, down(point.high), stroke=TEAL))
        parts.append(f'<circle cx="{x:.1f}" cy="{down(point.value):.1f}" r="5" fill="{TEAL}"/>')
        parts.append(_text(x + 7, down(point.value) - 9, shown(point.value), anchor="start"))
        parts.append(_text(x, 222, point.title, fill=SOFT))
    return parts


@dataclass(frozen=True)
class Bar:
    """One score's classes: title, then (word, count) of better, unchanged, worse."""

    title: str
    parts: tuple[tuple[str, int], ...]


FILLS: Final = (GOOD, QUIET, LATE)


def shares(title: str, bars: Sequence[Bar]) -> str:
    """For each score one bar of those better, unchanged, worse; each part says its word and count."""
    width, row, left = 640, 66, 190
    parts: list[str] = []
    for number, bar in enumerate(bars):
        y = 12 + number * row
        parts.append(_text(left - 12, y + 24, bar.title, anchor="end"))
        parts += _pieces(bar, left, y, width - left - 16)
    return _svg(width, 24 + row * len(bars), title, parts)


def _pieces(bar: Bar, left: float, y: float, room: float) -> list[str]:
    whole = sum(count for _, count in bar.parts) or 1
    at, found = left, []
    for fill, (word, count) in zip(FILLS, bar.parts, strict=True):
        wide = room * count / whole
        found.append(
            f'<rect x="{at:.1f}" y="{y}" width="{wide:.1f}" height="36" fill="{fill}" '
            'stroke="#ffffff" stroke-width="2"/>'
        )
        words = f"{word} {count}"
        if wide > 16 * len(words):
            found.append(_text(at + wide / 2, y + 23, words, fill="#ffffff"))
        elif count:
            found.append(_text(min(at + wide / 2, left + room), y + 53, words, anchor="end"))
        at += wide
    return found
