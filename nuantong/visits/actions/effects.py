"""What follows from a visit: needs, tasks with owner and date, requests answered."""

from typing import Final

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.people.actions import raise_need
from nuantong.people.models import Child, Need
from nuantong.tasks.actions import Wanted, raise_task, retract
from nuantong.visits import kinds
from nuantong.visits.models import Visit, VisitedChild, VisitRequest
from nuantong.visits.planning import MET, MOVED, NOBODY, NOT_FOUND, REFUSED
from nuantong.visits.queries.rules import rules_at
from nuantong.visits.queries.tries import Tries, tries_of

Found = list[tuple[VisitedChild, Child | None]]
ANSWERS: Final = frozenset({MET, MOVED, REFUSED, NOT_FOUND})
"""Outcomes that end the search for somebody."""
FOR_TOWNSHIP: Final = {MOVED: kinds.MOVED, REFUSED: kinds.REFUSED, NOT_FOUND: kinds.NOT_FOUND}


def follow(visit: Visit, found: Found, by: Reader, supersedes: Visit | None) -> None:
    """Everything a visit sets going, once; a correction takes back what only the old one wanted."""
    _answer_requests(visit, found, supersedes)
    if visit.outcome == MET:
        _raise_needs(found, by)
    if supersedes is not None and supersedes.outcome in FOR_TOWNSHIP:
        key = _key(FOR_TOWNSHIP[supersedes.outcome], supersedes)
        retract(key=key, reason="走访记录已更正", by=by)
    _hand_over(visit, found, by)


def _answer_requests(visit: Visit, found: Found, supersedes: Visit | None) -> None:
    """A request is answered by whatever ends the search; a correction may reopen it."""
    final = visit if visit.outcome in ANSWERS else None
    if supersedes is not None:
        VisitRequest.objects.filter(answer=supersedes).update(answer=final)
    if final is None:
        return
    waiting = VisitRequest.objects.open()
    keys = [row.subject_key for row, _ in found if row.subject_key]
    waiting.filter(subject_key__in=keys).update(answer=visit)
    waiting.filter(child__in=[child.pk for _, child in found if child]).update(answer=visit)


def _raise_needs(found: Found, by: Reader) -> None:
    """Needs that are open already stay as they are; a new one is the township's task by itself
    (people.hooks)."""
    for row, child in found:
        if child is None or not row.needs:
            continue
        held = set(Need.objects.filter(child=child, met_on=None).values_list("kind", flat=True))
        for kind in sorted(set(row.needs) - held):
            raise_need(child=child, kind=kind, by=by, note="入户走访时提出")


def _hand_over(visit: Visit, found: Found, by: Reader) -> None:
    """Who moved, refused or was not found is the township's task; so is a home where nobody opens
    again and again."""
    kind = FOR_TOWNSHIP.get(visit.outcome)
    if kind:
        _raise(kind, _key(kind, visit), visit, found, by)
    elif visit.outcome == NOBODY:
        tries = tries_of(found[0][0])
        if tries.count and tries.count % rules_at(visit.place_id, by.on).tries == 0:
            _raise(kinds.NOBODY, _episode(tries), visit, found, by)


def _key(kind: str, visit: Visit) -> str:
    return f"{kind}:{visit.key.hex}"


def _episode(tries: Tries) -> str:
    """One task for each round of fruitless tries since somebody was met."""
    since = f"{tries.last_met:%F}" if tries.last_met else "never"
    return f"{kinds.NOBODY}:{tries.subject}:{since}:{tries.count}"


def _raise(kind: str, key: str, visit: Visit, found: Found, by: Reader) -> None:
    """About the first child of the home; of a home not on the register, about its place."""
    child = next((child for _, child in found if child), None)
    wanted = Wanted(
        key=key, kind=kind, child=child, region=None if child else visit.place_id,
        title=kinds.TITLES[kind], due_on=by.on + kinds.WITHIN[kind],
        permission=Permission.EDIT_CHILDREN, url_name="visits:visit",
        url_args={"key": str(visit.key)},
    )  # fmt: skip
    raise_task(by=by, wanted=wanted)
