"""Whether a contact carries what a duty asks for."""

from nuantong.calendars.civil import CivilCalendar
from nuantong.duties.facts import Contact, Enrolment
from nuantong.duties.protocols import Acceptance, Duty


def carries(duty: Duty, contact: Contact, enrolment: Enrolment, calendar: CivilCalendar) -> bool:
    """One of the duty's ways is enough."""
    return any(
        _has_what(way, contact) and _is_open(way, contact, enrolment, calendar)
        for way in duty.accepts
        if not way.acts.isdisjoint(contact.acts)
    )


def _has_what(way: Acceptance, contact: Contact) -> bool:
    return (not way.means or contact.means in way.means) and (
        not way.topics or not way.topics.isdisjoint(contact.topics)
    )


def _is_open(
    way: Acceptance, contact: Contact, enrolment: Enrolment, calendar: CivilCalendar
) -> bool:
    """Whether this way is open to the child on the day."""
    on, stage = contact.happened_on, enrolment.stage
    if way.stages and stage not in way.stages:
        return False
    if way.boarding is not None and way.boarding != enrolment.boarding:
        return False
    if way.in_term is not None and way.in_term != calendar.in_term(on, stage):
        return False
    festivals = way.festivals
    return not festivals or not festivals.isdisjoint(calendar.festivals_on(on, enrolment.birthday))
