"""Whether a duty can be met at all: a promise nobody can keep is a mistake in the protocol."""

from datetime import date, timedelta

from nuantong.calendars.civil import CivilCalendar
from nuantong.calendars.festivals import Festival
from nuantong.calendars.periods import Rule
from nuantong.duties.carrying import is_open
from nuantong.duties.protocols.definition import Acceptance, Duty, InvalidDefinition

TWO_YEARS = 731


def refuse_what_cannot_be_met(
    duties: tuple[Duty, ...], calendar: CivilCalendar, since: date
) -> None:
    """Raises InvalidDefinition where no day of the two years after `since` would do."""
    for duty in duties:
        if not any(has_a_day(duty, way, calendar, since) for way in duty.accepts):
            raise InvalidDefinition(
                f"职责 {duty.code}：完成方式所要求的节日、学期与周期没有一天能同时满足，这项职责永远无法完成。"
            )


def has_a_day(duty: Duty, way: Acceptance, calendar: CivilCalendar, since: date) -> bool:
    if way.in_term is None and not way.festivals:
        return True
    return any(
        _is_a_day(duty, way, calendar, since + timedelta(number), stage)
        for stage in way.stages or {""}
        for number in range(TWO_YEARS)
    )


def _is_a_day(duty: Duty, way: Acceptance, calendar: CivilCalendar, on: date, stage: str) -> bool:
    """A day that may be the child's birthday, in a window of the duty."""
    in_term = calendar.in_term(on, stage)
    festivals = calendar.festivals_on(on) | {Festival.BIRTHDAY}
    return is_open(way, in_term, festivals) and (in_term or duty.period != Rule.TERM)
