"""The facts a judgement rests on, as plain values. Spans are half-open; an open end is None."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
Id = str | int
"""What names a contact, a carer or an enrolment: text in a file, a number in the database."""


Spans = tuple[tuple[date, date | None], ...]
ALWAYS: Final[Spans] = ((date.min, None),)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A child in a protocol. `no_signal`: when her village had none."""

    id: Id
    start: date
    end: date | None = None
    stage: str = ""
    boarding: bool = False
    no_signal: Spans = ()
    birthday: date | None = None

    def holds(self, on: date) -> bool:
        return self.start <= on and (self.end is None or on < self.end)


@dataclass(frozen=True, slots=True)
class Contact:
    """What happened, as it was reported. ``supersedes`` names the report it corrects."""

    id: Id
    carer: Id | None
    happened_on: date
    received_at: datetime
    acts: frozenset[str]
    means: str
    topics: frozenset[str] = frozenset()
    supersedes: Id | None = None

    @property
    def received_on(self) -> date:
        """The civil date on which the report arrived."""
        return self.received_at.astimezone(SHANGHAI).date()

    @property
    def order(self) -> tuple[date, datetime, Id]:
        return self.happened_on, self.received_at, self.id


@dataclass(frozen=True, slots=True)
class Holding:
    """A carer held the child for a span of days."""

    carer: Id
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Exemption:
    """For these days the child owes nobody anything, for a reason somebody approved."""

    start: date
    end: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of one child. ``heard`` is when each carer's phone last reported."""

    contacts: tuple[Contact, ...] = ()
    holdings: tuple[Holding, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    heard: Mapping[Id, datetime] = field(default_factory=dict)


def contacts_in_effect(contacts: Iterable[Contact], as_of: date) -> list[Contact]:
    """What was known at the end of the day: each report once, corrected ones replaced, in order."""
    known: dict[Id, Contact] = {}
    for contact in contacts:
        if contact.received_on <= as_of:
            known[contact.id] = min(known.get(contact.id, contact), contact, key=_arrival)
    replaced = {contact.supersedes for contact in known.values()}
    current = (contact for contact in known.values() if contact.id not in replaced)
    return sorted(current, key=lambda contact: contact.order)


def _arrival(contact: Contact) -> tuple[datetime, date]:
    return contact.received_at, contact.happened_on


def is_future(contact: Contact) -> bool:
    """Rule 4: it is dated after the day on which the report arrived."""
    return contact.happened_on > contact.received_on


def set_aside(contact: Contact, enrolment: Enrolment) -> str | None:
    """Why the contact waits for a person instead of counting; None when it counts."""
    if is_future(contact):
        return "future"
    if contact.happened_on < enrolment.start:
        return "before_enrolment"
    if not enrolment.holds(contact.happened_on):
        return "after_enrolment"
    return None


def last_contact(contacts: Iterable[Contact], as_of: date) -> date | None:
    """The newest day on which anybody was in touch with the child, as known at the day's end."""
    known = contacts_in_effect(contacts, as_of)
    return max(
        (one.happened_on for one in known if one.acts and one.happened_on <= as_of), default=None
    )
