"""What a carer does with a household from week to week: the year's rhythm of contacts."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from nuantong.demo.habits import DAY, Habit
from nuantong.demo.size import TODAY, day_between
from nuantong.duties.vocabulary import Act, Means

WEEK: Final = dt.timedelta(days=7)
WEEKDAYS: Final = (10, 9, 11, 10, 15, 27, 18)
HOLIDAYS: Final = dt.date(2018, 7, 6)
IN_THE_HOLIDAYS: Final = 0.95
THIS_WEEK: Final = 0.55
SECOND_VISIT: Final = 0.02
CALLED_INSTEAD: Final = 0.25
FESTIVALS: Final = (
    (dt.date(2018, 1, 1), dt.date(2018, 1, 1), 0.09),
    (dt.date(2018, 2, 15), dt.date(2018, 2, 21), 0.47),
    (dt.date(2018, 3, 2), dt.date(2018, 3, 2), 0.1),
    (dt.date(2018, 6, 1), dt.date(2018, 6, 1), 0.36),
    (dt.date(2018, 6, 16), dt.date(2018, 6, 18), 0.34),
)
"""元旦, 春节, 元宵, 六一, 端午: the days somebody keeps with a child, and how many do."""
ACTIVITY: Final = dt.date(2018, 3, 10), dt.date(2018, 6, 30)
AROUND_CHILDRENS_DAY: Final = dt.date(2018, 5, 26), dt.date(2018, 6, 3)
QUARTERS: Final = (
    (dt.date(2018, 3, 5), dt.date(2018, 3, 30), 0.93),
    (dt.date(2018, 4, 9), dt.date(2018, 6, 29), 0.95),
    (dt.date(2018, 7, 1), dt.date(2018, 7, 5), 0.2),
)
"""When the homeroom teacher is spoken with; in the third quarter mostly after 1 September."""
TALKED: Final = frozenset({Act.TALK.value})
TEACHER: Final = frozenset({Act.TEACHER.value})


@dataclass(frozen=True, slots=True)
class Visit:
    on: dt.date
    acts: frozenset[str]
    means: str


class Rhythm:
    """Draws the contacts of one household with one carer."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def household(self, habit: Habit, start: dt.date, end: dt.date) -> Iterator[Visit]:
        """Everything the children share, from `start` to before `end`."""
        days: dict[dt.date, Visit] = {}
        for visit in self._all(habit, start, end):
            if start <= visit.on < end and not habit.is_silent(visit.on):
                known = days.get(visit.on)
                days[visit.on] = _together(known, visit) if known else visit
        yield from days.values()

    def teacher(self, habit: Habit, start: dt.date, end: dt.date) -> Iterator[Visit]:
        """About one child: once a quarter, mostly by phone."""
        for first, last, share in QUARTERS:
            on = day_between(self._rng, first, last)
            likely = habit.is_tour or self._rng.random() < share * _eagerness(habit)
            if likely and start <= on < end:
                means = Means.PHONE if self._rng.random() < 0.7 else Means.FACE
                yield Visit(on, TEACHER, means.value)

    def _all(self, habit: Habit, start: dt.date, end: dt.date) -> Iterator[Visit]:
        yield from self._weekly(habit, start, end)
        yield from self._festivals(habit)
        yield from self._activity(habit)

    def _weekly(self, habit: Habit, start: dt.date, end: dt.date) -> Iterator[Visit]:
        rng, monday = self._rng, start - start.weekday() * DAY
        while monday < end:
            if rng.random() < _likelihood(habit, monday):
                yield self._visit(habit, monday)
                if rng.random() < SECOND_VISIT:
                    yield self._visit(habit, monday)
            elif not habit.is_tour and rng.random() < CALLED_INSTEAD:
                yield Visit(self._day(monday), TALKED, Means.PHONE.value)
            monday += WEEK

    def _visit(self, habit: Habit, monday: dt.date, *also: Act) -> Visit:
        return Visit(self._day(monday), self._acts(habit, *also), Means.FACE.value)

    def _day(self, monday: dt.date) -> dt.date:
        """A day of the week, more often at the weekend; this week has come to Friday."""
        days = min((TODAY - monday).days + 1, 7)
        return monday + self._rng.choices(range(days), WEEKDAYS[:days])[0] * DAY

    def _acts(self, habit: Habit, *also: Act) -> frozenset[str]:
        acts = {Act.MEET.value, *(act.value for act in also)}
        if self._rng.random() < habit.talks:
            acts.add(Act.TALK.value)
        if self._rng.random() < habit.guardian:
            acts.add(Act.GUARDIAN.value)
        return frozenset(acts)

    def _festivals(self, habit: Habit) -> Iterator[Visit]:
        for first, last, share in FESTIVALS:
            if habit.is_tour or self._rng.random() < share * _eagerness(habit):
                on = day_between(self._rng, first, last)
                yield Visit(on, self._acts(habit, Act.FESTIVAL), Means.FACE.value)

    def _activity(self, habit: Habit) -> Iterator[Visit]:
        rng = self._rng
        span = AROUND_CHILDRENS_DAY if rng.random() < 0.55 else ACTIVITY
        if habit.is_tour or rng.random() < 0.93 * _eagerness(habit):
            on = day_between(rng, *span)
            yield Visit(on, self._acts(habit, Act.ACTIVITY), Means.FACE.value)


def _together(one: Visit, other: Visit) -> Visit:
    """Two contacts of one day are one record; whoever was called was seen as well."""
    means = Means.FACE.value if Means.FACE in (one.means, other.means) else one.means
    return Visit(one.on, one.acts | other.acts, means)


def _likelihood(habit: Habit, monday: dt.date) -> float:
    if monday + WEEK > TODAY:
        return 0.0 if habit.is_tour else habit.weekly * THIS_WEEK
    return habit.weekly * (IN_THE_HOLIDAYS if monday >= HOLIDAYS and not habit.is_tour else 1.0)


def _eagerness(habit: Habit) -> float:
    """From 0.75 for the weakest to 1."""
    return min(1.0, 0.5 + habit.weekly / 2)
