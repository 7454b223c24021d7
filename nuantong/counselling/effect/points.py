"""Which sheet is which measurement: by its day, whatever it was filled in for.

A case is measured when it begins, after half a year and after a year. A sheet belongs to a point
when it was finished in its window; of several the one nearest to the day itself counts, of two as
near the earlier. A screening shortly before the start is its first measurement.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from nuantong.counselling.effect.study import WAITED, Score


@dataclass(frozen=True)
class Window:
    """Days after the start: from, to (both within), and the day that is meant."""

    first: int
    last: int
    meant: int


WINDOWS: Final = {
    "m0": Window(-60, 45, 0),
    "m6": Window(140, 230, 183),
    "m12": Window(300, 450, 365),
}
LEAST_WAIT: Final = 90
"""Days between two measurements of a child who waits: less is the same fortnight twice."""


@dataclass(frozen=True)
class Sheet:
    """A valid score, finished on a day."""

    measure: str
    on: dt.date
    value: float


def scores(sheets: Iterable[Sheet], start: dt.date) -> tuple[Score, ...]:
    """The measurements of a case that began on `start`."""
    best: dict[tuple[str, str], tuple[int, dt.date, float]] = {}
    for sheet in sheets:
        after = (sheet.on - start).days
        for point, window in WINDOWS.items():
            if window.first <= after <= window.last:
                found = (abs(after - window.meant), sheet.on, sheet.value)
                place = (sheet.measure, point)
                best[place] = min(best.get(place, found), found)
    return tuple(
        Score(measure, point, (on - start).days // 7, value)
        for (measure, point), (_, on, value) in sorted(best.items())
    )


def waited(sheets: Iterable[Sheet]) -> tuple[Score, ...]:
    """The first and the last measurement of a child who never began, if far enough apart."""
    by_measure: dict[str, list[Sheet]] = {}
    for sheet in sorted(sheets, key=lambda one: (one.on, one.value)):
        by_measure.setdefault(sheet.measure, []).append(sheet)
    return tuple(
        Score(measure, point, (sheet.on - rows[0].on).days // 7, sheet.value)
        for measure, rows in sorted(by_measure.items())
        if (rows[-1].on - rows[0].on).days >= LEAST_WAIT
        for point, sheet in zip(WAITED, (rows[0], rows[-1]), strict=True)
    )
