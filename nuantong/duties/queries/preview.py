"""What a contact would fulfil, shown before it is saved."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from nuantong.core import clock
from nuantong.duties import facts
from nuantong.duties.carrying import is_for
from nuantong.duties.judging import Judged, judge
from nuantong.duties.loading import Case, load_cases
from nuantong.duties.models import Contact
from nuantong.duties.vocabulary import FULFILLED, Outcome
from nuantong.duties.windows import Rulebook, Version

NEW = 0
"""Stands for the id the contact does not have yet."""


@dataclass(frozen=True)
class Fill:
    """A duty the contact carries. `already`: its window was fulfilled before, this is one more."""

    enrolment: int
    duty: str
    title: str
    period_key: str
    outcome: Outcome
    already: bool


def what_it_fills(
    *,
    child_id: int,
    happened_on: dt.date,
    acts: Collection[str],
    means: str,
    topics: Collection[str] = (),
    supersedes: Contact | None = None,
) -> list[Fill]:
    """The duties a contact of today's recording would carry, in the protocol's order.

    Two queries, nothing is written. Empty when it would be set aside (future, not enrolled).
    """
    contact = facts.Contact(
        NEW, None, happened_on, clock.now(), frozenset(acts), means, frozenset(topics),
        supersedes.pk if supersedes else None,
    )  # fmt: skip
    cases = load_cases([child_id])
    return _all_fills(cases, contact)


class Way(NamedTuple):
    """Something one might record."""

    acts: Collection[str]
    means: str
    topics: Collection[str] = ()


class Foreseen:
    """The same for several things one might record of a child instead. Two queries in all."""

    def __init__(self, child_id: int, happened_on: dt.date) -> None:
        self.on = happened_on
        self._cases = load_cases([child_id])

    def fills(self, ways: Iterable[Way]) -> list[list[Fill]]:
        at = clock.now()
        return [
            _all_fills(self._cases, facts.Contact(
                NEW, None, self.on, at, frozenset(way.acts), way.means, frozenset(way.topics)
            ))
            for way in ways
        ]  # fmt: skip

    def topics(self) -> list[str]:
        """What the child's protocols ask to be talked about: those in force on the day and those
        before, whose windows may still run."""
        found = (
            topic
            for case in self._cases
            for version in _begun(case.rulebook, self.on)
            for duty in version.definition.duties
            for way in duty.accepts
            if is_for(way, case.enrolment.stage, case.enrolment.boarding)
            for topic in sorted(way.topics)
        )
        return list(dict.fromkeys(found))


def _begun(book: Rulebook, on: dt.date) -> list[Version]:
    """The version of the day and the one before it; the first holds also before its day."""
    begun = [one for one in book.versions if one.valid_from <= on]
    return begun[-2:] or list(book.versions[:1])


def _all_fills(cases: Iterable[Case], contact: facts.Contact) -> list[Fill]:
    return [fill for case in cases for fill in _fills(case, contact)]


def _fills(case: Case, contact: facts.Contact) -> Iterator[Fill]:
    if facts.set_aside(contact, case.enrolment) is not None:
        return
    others = tuple(one for one in case.facts.contacts if one.id != contact.supersedes)
    without_it = replace(case.facts, contacts=others)
    with_it = replace(case.facts, contacts=(*others, contact))
    done = {_key(one) for one in _judged(case, without_it) if one.outcome in FULFILLED}
    for one in _judged(case, with_it):
        is_new = one.outcome in FULFILLED and _key(one) not in done
        if is_new or _lies_in(one, contact, case):
            yield Fill(
                enrolment=int(case.enrolment.id),
                duty=one.window.duty.code,
                title=one.window.duty.title,
                period_key=one.window.key,
                outcome=one.outcome,
                already=not is_new,
            )


def _judged(case: Case, known: facts.Facts) -> list[Judged]:
    return judge(case.enrolment, known, case.rulebook, clock.today())


def _key(one: Judged) -> tuple[str, str]:
    return one.window.duty.code, one.window.key


def _lies_in(one: Judged, contact: facts.Contact, case: Case) -> bool:
    """The window of the contact's own day, when the contact carries its duty."""
    window = one.window
    return window.start <= contact.happened_on < window.end and window.ways.carry(
        window.duty.code, contact, case.enrolment.birthday
    )
