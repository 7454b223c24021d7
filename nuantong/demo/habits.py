"""How each carer works: most are diligent, some townships weak, some silent for weeks."""

import datetime as dt
from dataclasses import dataclass
from random import Random
from typing import Final

from nuantong.demo import cast
from nuantong.demo.carers import CarerPlan
from nuantong.demo.size import TODAY, day_between

WEAK_TOWNSHIPS: Final = 0.07
WEAK: Final = 0.5, 0.72
DILIGENT: Final = 0.87, 0.98
SILENT: Final = 0.035
SILENT_NOW: Final = 0.4
HELPED: Final = 0.03
"""Carers without a smartphone: the village's chair enters most of their contacts."""
DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Habit:
    weekly: float
    """How likely she sees the household in a week."""
    talks: float
    guardian: float
    silent: tuple[dt.date, dt.date] | None = None
    """Days without any contact, half-open."""
    helped: bool = False
    is_tour: bool = False

    def is_silent(self, on: dt.date) -> bool:
        return self.silent is not None and self.silent[0] <= on < self.silent[1]


TOUR_HABIT: Final = Habit(1.0, 0.9, 0.6, is_tour=True)


class Habits:
    """Draws a habit for every carer; `busy` are those with a household today."""

    def __init__(self, rng: Random, busy: set[int]) -> None:
        self._rng, self._busy = rng, busy
        self._weak: dict[int, bool] = {}
        self._quiet_in_tour = False

    def of(self, number: int, carer: CarerPlan) -> Habit:
        rng = self._rng
        weak = self._weak.setdefault(carer.spot.township.id, rng.random() < WEAK_TOWNSHIPS)
        weekly = rng.uniform(*(WEAK if weak else DILIGENT))
        habit = Habit(
            weekly, rng.uniform(0.66, 0.9), rng.uniform(0.4, 0.66), self._silence(number, carer),
            rng.random() < HELPED and not carer.chairs,
        )  # fmt: skip
        return TOUR_HABIT if carer.key == cast.CARER.staff_number else habit

    def _silence(self, number: int, carer: CarerPlan) -> tuple[dt.date, dt.date] | None:
        """20 to 45 days; for some it lasts today. One neighbour of the tour is among them."""
        rng = self._rng
        days = rng.randint(20, 45)
        now, silent = rng.random() < SILENT_NOW, rng.random() < SILENT
        if number in self._busy and self._is_quiet_neighbour(carer):
            return TODAY - 23 * DAY, TODAY + 7 * DAY
        if not silent:
            return None
        if now:
            return TODAY - rng.randint(12, days) * DAY, TODAY + 30 * DAY
        start = day_between(rng, dt.date(2018, 1, 8), TODAY - 60 * DAY)
        return start, start + days * DAY

    def _is_quiet_neighbour(self, carer: CarerPlan) -> bool:
        """The first busy carer of the tour's township who is not of the cast."""
        here = carer.spot.township.code.startswith(cast.TOWNSHIP) and not carer.key
        if not here or self._quiet_in_tour:
            return False
        self._quiet_in_tour = True
        return True
