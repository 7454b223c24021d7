"""Everything a rule needs to know of the calendar, in one value."""

from dataclasses import dataclass
from datetime import date

from nuantong.calendars.festivals import Festival, FestivalTable, known_festivals
from nuantong.calendars.periods import Frame
from nuantong.calendars.terms import DEFAULT_TERMS, TermTable


@dataclass(frozen=True, eq=False)
class CivilCalendar:
    """The school terms and the festivals in force."""

    terms: TermTable
    festivals: FestivalTable

    def frame(self, stage: str = "", plan_start: date | None = None) -> Frame:
        return Frame(self.terms, stage, plan_start)

    def in_term(self, on: date, stage: str = "") -> bool:
        return self.terms.term_on(on, stage) is not None

    def festivals_on(self, on: date, birthday: date | None = None) -> frozenset[Festival]:
        return self.festivals.festivals_on(on, birthday)


def default_calendar() -> CivilCalendar:
    """The usual terms and the festivals as they are seeded; no database is asked."""
    return CivilCalendar(DEFAULT_TERMS, known_festivals())
