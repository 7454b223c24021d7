"""What went stale since a round was worked out: a carer gone, a check over, a family moved."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from django.db import connection

from nuantong.access.reader import Reader, system_reader
from nuantong.core import clock
from nuantong.core.fields import EncryptedTextField
from nuantong.pairing.actions.rounds import log_round, touch
from nuantong.pairing.actions.slicing import asked_of, judged
from nuantong.pairing.models import PairingRound, Proposal
from nuantong.people.models import Carer

LAPSED: Final = """
UPDATE pairing_proposal SET state = %s, decided_by_id = %s, decided_at = %s, reason = given.reason
FROM unnest(%s::bigint[], %s::bytea[]) AS given (id, reason) WHERE pairing_proposal.id = given.id
"""
UNDECIDED = (Proposal.State.PROPOSED, Proposal.State.ACCEPTED)


def lapse_stale(round: PairingRound) -> int:
    """Proposals of the round whose carer or household no longer allows them; how many."""
    by = system_reader()
    asked = asked_of(Proposal.objects.filter(round=round, state__in=UNDECIDED))
    gone = [lapse(some.lapsing, by) for some in judged(asked, by.on) if some.lapsing]
    lapsed = sum(map(len, gone))
    if lapsed:
        touch(round)
        log_round("结对建议失效", round, by, lapsed=lapsed)
    return lapsed


def lapse(reasons: Mapping[int, str], by: Reader) -> list[Proposal]:
    """Proposals by their keys, each with what speaks against it."""
    gone = Proposal.objects.filter(id__any_of=list(reasons)).defer("fits").order_by("pk")
    rows = list(gone) if reasons else []
    for one in rows:
        one.reason = reasons[one.pk]
    mark_lapsed(rows, by)
    return rows


def mark_lapsed(gone: Iterable[Proposal], by: Reader) -> None:
    """Each with the reason it carries, all by one statement."""
    rows, now = list(gone), clock.now()
    for one in rows:
        one.state, one.decided_by, one.decided_at = Proposal.State.LAPSED, by.user, now
    field = Proposal._meta.get_field("reason")
    assert isinstance(field, EncryptedTextField)
    seal = cache(field.sealer())
    keys, reasons = [one.pk for one in rows], [seal(one.reason) for one in rows]
    with connection.cursor() as cursor:
        cursor.execute(LAPSED, [Proposal.State.LAPSED, by.actor_id, now, keys, reasons])


def lapse_when_carer_left(carer: Carer, on: object, by: Reader) -> None:
    """Nobody is given to a carer who left: her proposals end at once (people.hooks)."""
    waiting = Proposal.objects.filter(carer=carer, state__in=UNDECIDED, round__closed_at=None)
    rows = list(waiting.select_for_update(of=("self",)).select_related("round").order_by("pk"))
    for one in rows:
        one.reason = f"{carer.name}已离岗。"
    mark_lapsed(rows, by)
    for round in {one.round_id: one.round for one in rows}.values():
        touch(round)
