"""Which windows there are: each duty of each protocol version, period by period."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from nuantong.calendars.civil import CivilCalendar
from nuantong.calendars.periods import FROM_START, periods_between
from nuantong.duties.engine.ways import Ways
from nuantong.duties.facts import Enrolment, Spans
from nuantong.duties.protocols import Duty, ProtocolDefinition

GRACE_WITHOUT_SIGNAL = 7


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """One period of one duty. `ways` are those of the protocol's version it is judged by."""

    duty: Duty
    key: str
    start: date
    end: date
    grace_end: date
    ways: Ways

    @property
    def days(self) -> int:
        return (self.end - self.start).days


Plan = tuple[tuple[Window, ...], ...]
"""The windows of one kind of child in order, one tuple for each duty."""


@dataclass(frozen=True, eq=False)
class Version:
    """What a protocol says from a day on."""

    valid_from: date
    definition: ProtocolDefinition


class Kind(NamedTuple):
    """What of a child decides its windows; equal kinds have equal ones.

    `start` is the enrolment's where a duty counts from it, `years` the civil years looked at,
    the last one included.
    """

    stage: str
    boarding: bool
    no_signal: Spans
    start: date | None
    years: tuple[int, int]


class Rulebook:
    """A protocol's versions on one calendar. It remembers the windows of each kind of child."""

    def __init__(self, versions: Iterable[Version], calendar: CivilCalendar) -> None:
        self.versions = tuple(sorted(versions, key=lambda version: version.valid_from))
        self.calendar = calendar
        duties = [duty for version in self.versions for duty in version.definition.duties]
        ways = [way for duty in duties for way in duty.accepts]
        self.duty_codes = tuple(dict.fromkeys(duty.code for duty in duties))
        self.from_start = any(duty.period in FROM_START for duty in duties)
        self._by_boarding = any(way.boarding is not None for way in ways)
        self._stages = frozenset(stage for way in ways for stage in way.stages)
        self.plan = lru_cache(maxsize=4096)(self._plan)
        self._line = lru_cache(maxsize=65536)(self._line_of)
        self._ways = lru_cache(maxsize=1024)(self._ways_of)

    def kind(self, enrolment: Enrolment, as_of: date) -> Kind:
        """The kind of child the enrolment makes, for windows begun by the day."""
        stage, start = enrolment.stage, enrolment.start
        return Kind(
            stage if stage in self._stages else self.calendar.terms.kind_of(stage),
            enrolment.boarding and self._by_boarding,
            enrolment.no_signal,
            start if self.from_start else None,
            (min(start, as_of).year, as_of.year),
        )

    def _plan(self, kind: Kind) -> Plan:
        return tuple(
            self._line(code, kind if self._countsfrom_start(code) else kind._replace(start=None))
            for code in self.duty_codes
        )

    def _countsfrom_start(self, code: str) -> bool:
        duties = (version.definition.by_code.get(code) for version in self.versions)
        return any(duty.period in FROM_START for duty in duties if duty)

    def _line_of(self, code: str, kind: Kind) -> tuple[Window, ...]:
        """A version governs the windows that start in its time; the first also all before it."""
        return tuple(
            window
            for number, version in enumerate(self.versions)
            if (duty := version.definition.by_code.get(code)) is not None
            for window in self._windows(duty, number, kind)
        )

    def _windows(self, duty: Duty, number: int, kind: Kind) -> Iterator[Window]:
        since = self.versions[number].valid_from if number else date.min
        later = self.versions[number + 1 :]
        until = later[0].valid_from if later else date.max
        first, last = date(kind.years[0], 1, 1), date(kind.years[1] + 1, 1, 1)
        frame = self.calendar.frame(kind.stage, plan_start=kind.start)
        ways = self._ways(number, kind.stage, kind.boarding, kind.years)
        for period in periods_between(duty.period, first, last, frame):
            if since <= period.start < until:
                grace = timedelta(duty.grace_days + _longer(kind.no_signal, period.end))
                yield Window(duty, period.key, period.start, period.end, period.end + grace, ways)

    def _ways_of(self, number: int, stage: str, boarding: bool, years: tuple[int, int]) -> Ways:
        definition = self.versions[number].definition
        return Ways(definition, self.calendar, stage, boarding, years)


def _longer(no_signal: Spans, end: date) -> int:
    """Days more, where the village has no signal on the window's last day: what ended before it
    was marked, or after it had signal again, has the usual grace."""
    last = end - timedelta(1)
    silent = any(since <= last and (until is None or last < until) for since, until in no_signal)
    return GRACE_WITHOUT_SIGNAL if silent else 0
