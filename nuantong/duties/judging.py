"""What became of each window of some children: the engine's answer as values.

Nothing here reads a clock or a database: the same facts give the same outcomes, in whatever order
they arrived. The rules themselves are in `engine.rules`.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from nuantong.duties.engine.books import Sheets
from nuantong.duties.engine.running import run
from nuantong.duties.engine.tables import NO_REASON, NOBODY, Found
from nuantong.duties.engine.tables import PARTIAL as PARTIALLY
from nuantong.duties.facts import Contact, Enrolment, Facts, Id
from nuantong.duties.listing import Listed
from nuantong.duties.vocabulary import FULFILLED, PARTIAL, Outcome
from nuantong.duties.windows import Kind, Rulebook, Window

OUTCOMES = tuple(Outcome)
"""As the engine numbers them."""


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
    sheets = _sheets((rulebook, rulebook.kind(enrolment, as_of)))
    listed = Listed(as_of)
    listed.add(enrolment, facts, 0)
    since = (as_of - RECENT).toordinal() if only_recent else 0
    found = run(sheets.book(listed.sorts), listed.columns, as_of.toordinal(), since)
    return list(_judged(sheets, listed, found))


@lru_cache(maxsize=1024)
def _sheets(*plans: tuple[Rulebook, Kind]) -> Sheets:
    return Sheets([rulebook.plan(kind) for rulebook, kind in plans])


def _judged(sheets: Sheets, listed: Listed, found: Found) -> Iterator[Judged]:
    for _, place, outcome, reason, handover, slot in zip(*found[:-1], strict=True):
        window = sheets.windows[place]
        links = found.links[slot : slot + window.duty.times]
        contacts = tuple(listed.contacts[one] for one in links if one != NOBODY)
        why = _reason(reason, listed)
        yield Judged(window, OUTCOMES[outcome], why, contacts, handover == 1)


def _reason(reason: int, listed: Listed) -> str:
    if reason == PARTIALLY:
        return PARTIAL
    return "" if reason == NO_REASON else listed.exemptions[reason].reason
