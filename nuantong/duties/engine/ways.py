"""How duties may be carried, as bits: one for each way that a version of a protocol knows."""

from collections.abc import Iterator, Set
from datetime import date
from functools import lru_cache

from nuantong.calendars.civil import CivilCalendar
from nuantong.calendars.festivals import Festival, birthday_in
from nuantong.duties.carrying import has_what, is_for, is_open
from nuantong.duties.facts import Contact
from nuantong.duties.protocols import Acceptance, ProtocolDefinition

NO_FESTIVAL: frozenset[Festival] = frozenset()


class Ways:
    """The ways of one version for one kind of child, through the civil years first to last."""

    def __init__(
        self,
        definition: ProtocolDefinition,
        calendar: CivilCalendar,
        stage: str,
        boarding: bool,
        years: tuple[int, int],
    ) -> None:
        self.of_duty: dict[str, int] = {}
        self._ways: list[tuple[int, Acceptance]] = []
        for duty in definition.duties:
            low = len(self._ways)
            self._ways += [(1 << (low + n), way) for n, way in enumerate(duty.accepts)]
            self.of_duty[duty.code] = (1 << len(self._ways)) - (1 << low)
        self._for = [(bit, way) for bit, way in self._ways if is_for(way, stage, boarding)]
        self._calendar, self._stage, self.years = calendar, stage, years
        self.first_day = date(years[0], 1, 1).toordinal()
        days = range(self.first_day, date(years[1] + 1, 1, 1).toordinal())
        self.by_day = list(self._open_on(days, NO_FESTIVAL))
        self.by_birthday = self.by_day
        if any(Festival.BIRTHDAY in way.festivals for _, way in self._for):
            self.by_birthday = list(self._open_on(days, frozenset({Festival.BIRTHDAY})))
        self.of_contact = lru_cache(maxsize=4096)(self._of_contact)

    def _of_contact(self, acts: frozenset[str], means: str, topics: frozenset[str]) -> int:
        """The ways for which such a contact has what is needed."""
        return sum(bit for bit, way in self._ways if has_what(way, acts, means, topics))

    def carry(self, duty: str, contact: Contact, birthday: date | None) -> bool:
        """Whether the contact carries the duty on its day."""
        on = contact.happened_on
        is_birthday = birthday is not None and birthday_in(on.year, birthday) == on
        ways = self.by_birthday if is_birthday else self.by_day
        has = self.of_contact(contact.acts, contact.means, contact.topics)
        return has & self.of_duty[duty] & ways[on.toordinal() - self.first_day] != 0

    def _open_on(self, days: range, besides: Set[Festival]) -> Iterator[int]:
        """The ways open on each day, if it is `besides` the festival given."""
        always = sum(bit for bit, way in self._for if way.in_term is None and not way.festivals)
        at_times = [(bit, way) for bit, way in self._for if not always & bit]
        for number in days:
            ways = always
            if at_times:
                on = date.fromordinal(number)
                festivals = self._calendar.festivals_on(on) | besides
                in_term = self._calendar.in_term(on, self._stage)
                ways |= sum(bit for bit, way in at_times if is_open(way, in_term, festivals))
            yield ways
