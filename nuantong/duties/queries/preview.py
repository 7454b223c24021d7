"""What a contact would fulfil, shown before it is saved."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from nuantong.core import clock
from nuantong.duties import facts
from nuantong.duties.judging import Judged, judge
from nuantong.duties.loading import Case, load_cases
from nuantong.duties.models import Contact, Enrolment
from nuantong.duties.vocabulary import FULFILLED, Outcome

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
    return _each_fills(child_id, [contact])[0]


def what_each_fills(
    *, child_id: int, happened_on: dt.date, ways: Collection[tuple[Collection[str], str]]
) -> list[list[Fill]]:
    """The same for several (acts, means) one might record instead: two queries in all."""
    at = clock.now()
    contacts = [
        facts.Contact(NEW, None, happened_on, at, frozenset(acts), means) for acts, means in ways
    ]
    return _each_fills(child_id, contacts)


def _each_fills(child_id: int, contacts: Collection[facts.Contact]) -> list[list[Fill]]:
    cases = load_cases(Enrolment.objects.filter(child=child_id), holdings=False)
    return [[fill for case in cases for fill in _fills(case, one)] for one in contacts]


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
