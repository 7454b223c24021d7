"""Eight months of contacts, as they were recorded."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from nuantong.core.clock import SHANGHAI
from nuantong.demo.city import City
from nuantong.demo.habits import DAY, Habit, Habits
from nuantong.demo.notes import Notes
from nuantong.demo.programme import PairingPlan
from nuantong.demo.size import SEED, TODAY, chance
from nuantong.demo.visits import Rhythm, Visit

LAGS: Final = {0: 80, 1: 13, 2: 4, 3: 1.2, 5: 0.9, 6: 0.5, 9: 0.4}
"""Days until it is typed: most on the same evening."""
BY_THE_CHAIR: Final = 0.8


@dataclass(slots=True)
class ContactPlan:
    family: int
    child: int
    carer: int
    recorded_by: int
    """The carer whose account typed it: herself, or the village's chair."""
    visit: Visit
    received_at: dt.datetime
    note: str
    key: UUID


class Contacts:
    def __init__(self, city: City, seed: int = SEED) -> None:
        rng = chance("contacts", seed)
        self._city, self._rng = city, rng
        self._seed = seed
        self._rhythm, self._notes = Rhythm(rng), Notes(rng)
        self._chairs = {
            plan.spot.village.id: number for number, plan in enumerate(city.carers) if plan.chairs
        }

    def plan(self, pairings: list[PairingPlan]) -> list[ContactPlan]:
        """Every contact that was received by today, in the order of its arrival."""
        busy = {one.carer for one in pairings if one.end is None}
        drawn = Habits(chance("habits", self._seed), busy)
        habits = [drawn.of(number, carer) for number, carer in enumerate(self._city.carers)]
        contacts = [
            contact
            for spell in _spells(pairings).values()
            for contact in self._of_spell(spell, habits[spell[0].carer])
        ]
        return sorted(contacts, key=lambda contact: contact.received_at)

    def _of_spell(self, spell: list[PairingPlan], habit: Habit) -> Iterator[ContactPlan]:
        """A spell is one carer with the children of a household over the same days."""
        start, end = spell[0].start, spell[0].end or TODAY + DAY
        for visit in self._rhythm.household(habit, start, end):
            yield from self._recorded(spell, habit, visit)
        for one in spell:
            for visit in self._rhythm.teacher(habit, start, end):
                yield from self._recorded([one], habit, visit)

    def _recorded(
        self, spell: list[PairingPlan], habit: Habit, visit: Visit
    ) -> Iterator[ContactPlan]:
        """One evening's record for each child; what is not typed yet is not there."""
        received_at = self._received_at(visit.on, habit)
        if received_at.date() > TODAY:
            return
        note = self._notes.line(visit.on, habit.is_tour)
        typed_by = self._typed_by(spell[0].carer, habit)
        for one in spell:
            key = UUID(int=self._rng.getrandbits(128), version=4)
            yield ContactPlan(
                one.family, one.child, one.carer, typed_by, visit, received_at, note, key
            )

    def _received_at(self, on: dt.date, habit: Habit) -> dt.datetime:
        lag = 0 if habit.is_tour else self._rng.choices(list(LAGS), list(LAGS.values()))[0]
        day = on + lag * DAY
        hour = self._rng.randint(6, 7) if day >= TODAY else self._rng.randint(12, 21)
        return dt.datetime(
            day.year, day.month, day.day, hour, self._rng.randint(0, 59), tzinfo=SHANGHAI
        )

    def _typed_by(self, carer: int, habit: Habit) -> int:
        if not habit.helped or self._rng.random() > BY_THE_CHAIR:
            return carer
        return self._chairs.get(self._city.carers[carer].spot.village.id, carer)


def _spells(pairings: list[PairingPlan]) -> dict[tuple[object, ...], list[PairingPlan]]:
    found: dict[tuple[object, ...], list[PairingPlan]] = defaultdict(list)
    for one in pairings:
        found[one.family, one.carer, one.start, one.end].append(one)
    return found
