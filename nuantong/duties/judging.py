"""What became of each window: the rules of the duty engine, one child at a time.

The rules are numbered as in docs/reference/duties.md. Nothing here reads a clock or a database:
the same facts give the same outcomes, in whatever order they arrived.
"""

from bisect import bisect_right
from datetime import date, timedelta
from typing import NamedTuple

from nuantong.duties.carrying import carries
from nuantong.duties.facts import Contact, Enrolment, Facts, Id, contacts_in_effect, set_aside
from nuantong.duties.holdings import heard_since, is_handover
from nuantong.duties.vocabulary import FULFILLED, PARTIAL, UNMET, Outcome
from nuantong.duties.windows import Rulebook, Window, overlap


class Judged(NamedTuple):
    """A window with its one outcome. ``contacts`` are those that fulfil it, wholly or so far."""

    window: Window
    outcome: Outcome
    reason: str = ""
    contacts: tuple[Contact, ...] = ()
    handover: bool = False

    @property
    def contact(self) -> Contact | None:
        """The contact that made it fulfilled."""
        return self.contacts[-1] if self.outcome in FULFILLED else None

    @property
    def credit_carer(self) -> Id | None:
        """Rule 5: credit goes to whoever did it."""
        return self.contact.carer if self.contact else None


RECENT = timedelta(days=120)
"""No window whose grace ended this long ago shares a contact with one that is running now."""


def judge(
    enrolment: Enrolment,
    facts: Facts,
    rulebook: Rulebook,
    as_of: date,
    *,
    only_recent: bool = False,
) -> list[Judged]:
    """Judge every window begun by the end of the day, from what was known then.

    `only_recent` leaves out what closed long ago and cannot touch a running window: for pages.
    """
    contacts = counted_contacts(enrolment, facts, as_of)
    since = as_of - RECENT if only_recent else date.min
    return [
        _judge_window(window, fulfilling, facts, as_of)
        for windows in rulebook.windows(enrolment, as_of, since)
        for window, fulfilling in _Ledger(windows, contacts, enrolment, facts, rulebook).settled()
    ]


def counted_contacts(enrolment: Enrolment, facts: Facts, as_of: date) -> list[Contact]:
    """Rule 4: what lies in the future or outside the enrolment is kept, but not counted."""
    known = contacts_in_effect(facts.contacts, as_of)
    return [contact for contact in known if set_aside(contact, enrolment) is None]


class _Ledger:
    """One duty's windows with the contacts that carry it.

    ``own`` are the contacts dated in each window (rule 1), ``loose`` those in the gap after it,
    as between two school terms.
    """

    def __init__(
        self,
        windows: tuple[Window, ...],
        contacts: list[Contact],
        enrolment: Enrolment,
        facts: Facts,
        rulebook: Rulebook,
    ) -> None:
        self.windows, self.enrolment, self.calendar = windows, enrolment, rulebook.calendar
        self.facts = facts
        self.own: list[list[Contact]] = [[] for _ in windows]
        self.loose: list[list[Contact]] = [[] for _ in windows]
        starts = [window.start for window in windows]
        for contact in contacts:
            self._enter(contact, bisect_right(starts, contact.happened_on) - 1)

    def _enter(self, contact: Contact, number: int) -> None:
        """Rule 2: a contact carries a duty in one window at most."""
        if number < 0 or not self._carries(self.windows[number], contact):
            return
        inside = contact.happened_on < self.windows[number].end
        (self.own if inside else self.loose)[number].append(contact)

    def _carries(self, window: Window, contact: Contact) -> bool:
        return carries(window.duty, contact, self.enrolment, self.calendar)

    def settled(self) -> list[tuple[Window, list[Contact]]]:
        """Each window with the contacts that count for it, surplus ones moved back (rule 3)."""
        for number, window in enumerate(self.windows):
            if window.duty.catch_up and len(self.own[number]) < window.duty.times:
                self._catch_up(number, window)
        return list(zip(self.windows, self.own, strict=True))

    def _catch_up(self, number: int, window: Window) -> None:
        if window.partial or exempting_reason(window, self.facts):
            return
        surplus = self._surplus_for(number, window)
        lacking = window.duty.times - len(self.own[number])
        if len(surplus) < lacking:
            return
        for holder, contact in surplus[:lacking]:
            holder.remove(contact)
            self.own[number].append(contact)

    def _surplus_for(self, number: int, window: Window) -> list[tuple[list[Contact], Contact]]:
        """Contacts within grace that their own window can spare, or that have none; in order."""
        found = [(self.loose[number], contact) for contact in self.loose[number]]
        for later in range(number + 1, len(self.windows)):
            if self.windows[later].start >= window.grace_end:
                break
            spare = max(len(self.own[later]) - self.windows[later].duty.times, 0)
            found += [(self.own[later], contact) for contact in self.own[later][:spare]]
            found += [(self.loose[later], contact) for contact in self.loose[later]]
        return [
            (holder, contact)
            for holder, contact in found
            if contact.happened_on < window.grace_end and self._carries(window, contact)
        ]


def _judge_window(window: Window, fulfilling: list[Contact], facts: Facts, as_of: date) -> Judged:
    outcome, reason = _outcome(window, fulfilling, facts, as_of)
    counted = tuple(fulfilling[: window.duty.times])
    handover = outcome in UNMET and is_handover(window, facts.holdings)
    return Judged(window, outcome, reason, counted, handover)


def _outcome(
    window: Window, fulfilling: list[Contact], facts: Facts, as_of: date
) -> tuple[Outcome, str]:
    if (reason := exempting_reason(window, facts)) is not None:
        return Outcome.EXEMPT, reason
    if len(fulfilling) >= window.duty.times:
        late = fulfilling[-1].happened_on >= window.end
        return (Outcome.MET_LATE if late else Outcome.MET), ""
    if window.left_on is not None and window.left_on <= as_of:
        return Outcome.VOID, ""
    if window.partial:
        return Outcome.EXEMPT, PARTIAL
    return _unfulfilled(window, facts, as_of), ""


def _unfulfilled(window: Window, facts: Facts, as_of: date) -> Outcome:
    if as_of < window.end:
        return Outcome.OPEN
    if as_of >= window.grace_end:
        return Outcome.MISSED
    return Outcome.IN_GRACE if heard_since(window, facts) else Outcome.UNREPORTED


def exempting_reason(window: Window, facts: Facts) -> str | None:
    """Rule 7: exemptions on half of the days or more; the reason of the one covering most."""
    if not facts.exemptions:
        return None
    covered = {
        day
        for exemption in facts.exemptions
        for day in range(
            max(window.start, exemption.start).toordinal(),
            min(window.end, exemption.end or window.end).toordinal(),
        )
    }
    if 2 * len(covered) < window.days:
        return None
    longest = max(
        facts.exemptions,
        key=lambda one: (overlap(window.start, window.end, one.start, one.end), one.reason),
    )
    return longest.reason
