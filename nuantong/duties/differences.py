"""What has to be written so that stored rows say what was judged. Pure: plain values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from nuantong.duties.facts import Contact, Id
from nuantong.duties.judging import Judged
from nuantong.duties.vocabulary import EXCUSED, IN_TIME, LATE, PARTIAL, RUNNING, Outcome

Key = tuple[str, str]
"""A window of an enrolment: duty and period key."""


class Link(NamedTuple):
    """A contact counts for a window."""

    enrolment: int
    duty: str
    period_key: str
    contact: Id
    kind: str


class Verdict(NamedTuple):
    """The part of a stored outcome that a correction may change."""

    outcome: str
    reason: str = ""
    contact: Id | None = None
    credit_carer: Id | None = None
    handover: bool = False


class Closed(NamedTuple):
    """An outcome to be stored for the first time."""

    enrolment: int
    duty: str
    period_key: str
    starts: date
    ends: date
    verdict: Verdict


class Correction(NamedTuple):
    """A stored outcome, by its id, that now comes out otherwise."""

    pk: int
    before: Verdict
    after: Verdict


NO_LONGER_OWED = Verdict(Outcome.VOID.value)


@dataclass
class Stored:
    """What the database holds for one enrolment: ids by link, ids and verdicts by window."""

    links: dict[Link, int] = field(default_factory=dict)
    outcomes: dict[Key, tuple[int, Verdict]] = field(default_factory=dict)


@dataclass
class Differences:
    """Rows to write, gathered over any number of enrolments."""

    links: list[Link] = field(default_factory=list)
    unlinked: list[int] = field(default_factory=list)
    closed: list[Closed] = field(default_factory=list)
    corrected: list[Correction] = field(default_factory=list)

    def close(self, enrolment: int, stored: Stored, judged: list[Judged], as_of: date) -> None:
        """Windows past their grace get the outcome they do not have yet."""
        self.closed += _newly_closed(enrolment, stored, judged, as_of)

    def correct(self, enrolment: int, stored: Stored, judged: list[Judged]) -> None:
        """Bring links and closed outcomes in line with the judgement."""
        wanted = set(_links(enrolment, judged))
        self.links += sorted(wanted - stored.links.keys())
        self.unlinked += [pk for link, pk in stored.links.items() if link not in wanted]
        self.corrected += _corrections(stored, judged)


def _newly_closed(
    enrolment: int, stored: Stored, judged: Iterable[Judged], as_of: date
) -> Iterator[Closed]:
    for one in judged:
        window = one.window
        duty = window.duty.code
        if window.grace_end <= as_of and (duty, window.key) not in stored.outcomes:
            yield Closed(enrolment, duty, window.key, window.start, window.end, _verdict(one))


def _links(enrolment: int, judged: Iterable[Judged]) -> Iterator[Link]:
    for one in judged:
        for contact in one.contacts:
            kind = _kind(one, contact)
            yield Link(enrolment, one.window.duty.code, one.window.key, contact.id, kind)


def _kind(one: Judged, contact: Contact) -> str:
    return LATE if contact.happened_on >= one.window.end else IN_TIME


def _corrections(stored: Stored, judged: Iterable[Judged]) -> Iterator[Correction]:
    """Closed windows that now come out otherwise; one that is owed no longer is void."""
    if not stored.outcomes:
        return
    now = {(one.window.duty.code, one.window.key): _verdict(one) for one in judged}
    for key, (pk, before) in stored.outcomes.items():
        after = now.get(key, NO_LONGER_OWED)
        if after != before and after.outcome not in RUNNING:
            yield Correction(pk, before, after)


def _verdict(one: Judged) -> Verdict:
    contact = one.contact
    return Verdict(
        one.outcome.value,
        one.reason if one.reason in ("", PARTIAL) else EXCUSED,
        contact.id if contact else None,
        contact.carer if contact else None,
        one.handover,
    )
