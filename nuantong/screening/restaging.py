"""Working out again where children stand in their rounds, from consents, sheets and the register."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from django.db import connection
from django.db.models import Q

from nuantong.consents.models import Consent
from nuantong.core import clock
from nuantong.core.clock import SHANGHAI
from nuantong.instruments.models import AnswerSheet
from nuantong.people.models import Child
from nuantong.screening.battery import due
from nuantong.screening.models import OCCASION, Participant, Round
from nuantong.screening.standing import AGREED, REFUSED, TAKEN_BACK, Facts, Sheet, standing

SCREENING, ASSENT = Consent.Purpose.SCREENING, Consent.Purpose.SCREENING_ASSENT
STORED: Final = """
UPDATE screening_participant p SET stage = u.stage, wanted = u.wanted, done = u.done,
  invalid = u.invalid, colour = u.colour, red = u.red, changed_at = %s
FROM unnest(%s::bigint[], %s::text[], %s::int[], %s::int[], %s::int[], %s::text[], %s::bool[])
  AS u(id, stage, wanted, done, invalid, colour, red) WHERE p.id = u.id"""
"""Ten thousand by one statement: a CASE for each row took half a minute."""


def restage(round_: Round, children: Sequence[int] | None = None) -> int:
    """Bring the participants of a round (all, or these children) in line; how many changed."""
    rows = Participant.objects.filter(round=round_).select_related("child")
    if children is not None:
        rows = rows.filter(child__id__any_of=children)
    found = list(rows.select_for_update(of=("self",)).order_by("pk"))
    if not found:
        return 0
    facts = _Facts(round_, [one.child_id for one in found])
    changed = [one for one in found if _bring_in_line(one, facts.of(one))]
    if changed:
        _store(changed)
    return len(changed)


def _store(changed: list[Participant]) -> None:
    rows = ((p.pk, p.stage, p.wanted, p.done, p.invalid, p.colour, p.red) for p in changed)
    columns = map(list, zip(*rows, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(STORED, [clock.now(), *columns])


def restage_child(child: Child) -> None:
    """In every round that is open; in closed ones what came out stays."""
    for round_ in Round.objects.filter(closed_at=None, participants__child=child):
        restage(round_, [child.pk])


def _bring_in_line(one: Participant, facts: Facts) -> bool:
    result = standing(facts)
    values = {**result._asdict(), "wanted": max(facts.wanted, result.done)}
    if all(getattr(one, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(one, name, value)
    return True


class _Facts:
    """What is known of some children of a round: two queries, however many they are."""

    def __init__(self, round_: Round, children: list[int]) -> None:
        self._parts = list(round_.scales.values_list("from_age", "to_age"))
        self._said = _said(children, round_.made_at.astimezone(SHANGHAI).date())
        self._sheets = _sheets(round_, children)

    def of(self, one: Participant) -> Facts:
        return Facts(
            guardian=self._said.get((one.child_id, SCREENING), ""),
            child=self._said.get((one.child_id, ASSENT), ""),
            on_register=one.child.status == Child.Status.ON_REGISTER,
            wanted=due(self._parts, one.age),
            sheets=self._sheets[one.child_id],
        )


def _said(children: list[int], since: dt.date) -> dict[tuple[int, str], str]:
    """The newest word of each, by child and purpose. An agreement that stands counts however old
    it is; what was refused or taken back before the round was made is asked again."""
    new = Q(agreed=True, withdrawn_on=None) | Q(withdrawn_on__gte=since)
    new |= Q(agreed=False, given_on__gte=since)
    rows = Consent.objects.filter(new, child__id__any_of=children, purpose__in=[SCREENING, ASSENT])
    return {
        (child, purpose): _word(agreed, withdrawn)
        for child, purpose, agreed, withdrawn in rows.order_by("pk").values_list(
            "child", "purpose", "agreed", "withdrawn_on"
        )
    }


def _word(agreed: bool, withdrawn: dt.date | None) -> str:
    if not agreed:
        return REFUSED
    return AGREED if withdrawn is None else TAKEN_BACK


def _sheets(round_: Round, children: Iterable[int]) -> dict[int, list[Sheet]]:
    rows = AnswerSheet.objects.standing().of_occasion(OCCASION, round_.key.hex)
    found: dict[int, list[Sheet]] = defaultdict(list)
    for child, finished, valid, colour, red in rows.filter(child__id__any_of=children).values_list(
        "child", "finished_at", "valid", "colour", "red"
    ):
        found[child].append(Sheet(finished is not None, bool(valid), colour, bool(red)))
    return found
