"""Which windows an enrolment has: each duty of each protocol version, period by period."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from nuantong.calendars.civil import CivilCalendar
from nuantong.calendars.periods import Frame, Period, periods_between
from nuantong.duties.facts import Enrolment
from nuantong.duties.protocols import Duty, ProtocolDefinition

GRACE_WITHOUT_SIGNAL = 7
LEAST_DAYS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """One period of one duty for one enrolment.

    ``partial``: too few of its days fall in the enrolment (rule 6). ``left_on``: the day the
    enrolment ended inside the window.
    """

    duty: Duty
    key: str
    start: date
    end: date
    grace_end: date
    partial: bool = False
    left_on: date | None = None

    @property
    def days(self) -> int:
        return (self.end - self.start).days


@dataclass(frozen=True, eq=False)
class Version:
    """What a protocol says from a day on."""

    valid_from: date
    definition: ProtocolDefinition


class Rulebook:
    """A protocol's versions on one calendar. It remembers the windows of equal enrolments."""

    def __init__(self, versions: Iterable[Version], calendar: CivilCalendar) -> None:
        self.versions = tuple(sorted(versions, key=lambda version: version.valid_from))
        self.calendar = calendar
        self.duty_codes = tuple(
            dict.fromkeys(
                duty.code for version in self.versions for duty in version.definition.duties
            )
        )
        self._remembered = lru_cache(maxsize=2048)(self._windows)

    def windows(
        self, enrolment: Enrolment, as_of: date, since: date = date.min
    ) -> tuple[tuple[Window, ...], ...]:
        """The windows begun by the day, in order, one tuple for each duty code.

        Those whose grace ended before `since` are left out.
        """
        kind = self.calendar.terms.kind_of(enrolment.stage)
        return self._remembered(
            enrolment.start, enrolment.end, kind, enrolment.no_signal, as_of, since
        )

    def _windows(
        self, start: date, end: date | None, stage: str, no_signal: bool, as_of: date, since: date
    ) -> tuple[tuple[Window, ...], ...]:
        span = Enrolment("", start, end, stage, no_signal=no_signal)
        frame = self.calendar.frame(stage, plan_start=start)
        return tuple(
            tuple(
                window
                for window in self._windows_of(code, span, frame, as_of)
                if window.grace_end >= since
            )
            for code in self.duty_codes
        )

    def _windows_of(
        self, code: str, span: Enrolment, frame: Frame, as_of: date
    ) -> Iterator[Window]:
        """A version governs the windows that start in its time; the first also all before it."""
        until = min(span.end or date.max, as_of + timedelta(days=1))
        for number, version in enumerate(self.versions):
            duty = version.definition.by_code.get(code)
            if duty is None:
                continue
            since = version.valid_from if number else date.min
            before = self._superseded_on(number)
            for period in periods_between(duty.period, span.start, until, frame):
                if since <= period.start < before:
                    yield _window(duty, period, span)

    def _superseded_on(self, number: int) -> date:
        later = self.versions[number + 1 :]
        return later[0].valid_from if later else date.max


def _window(duty: Duty, period: Period, span: Enrolment) -> Window:
    grace = duty.grace_days + (GRACE_WITHOUT_SIGNAL if span.no_signal else 0)
    left = span.end is not None and span.end < period.end
    return Window(
        duty=duty,
        key=period.key,
        start=period.start,
        end=period.end,
        grace_end=period.end + timedelta(days=grace),
        partial=_is_partial(period, span),
        left_on=span.end if left else None,
    )


def _is_partial(period: Period, span: Enrolment) -> bool:
    """Rule 6: at least half of the days and at least three of them make a whole window."""
    enrolled = overlap(period.start, period.end, span.start, span.end)
    return 2 * enrolled < period.days or enrolled < min(LEAST_DAYS, period.days)


def overlap(start: date, end: date, other_start: date, other_end: date | None) -> int:
    """The days two half-open spans share."""
    last = end if other_end is None else min(end, other_end)
    return max((last - max(start, other_start)).days, 0)
