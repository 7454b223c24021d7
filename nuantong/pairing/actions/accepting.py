"""Accepting everything a filter shows: at once, or where that is very much by the job of a publication."""

from collections.abc import Collection

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.core import clock
from nuantong.pairing.actions.decisions import Decision, accept_of, must_decide, proposed
from nuantong.pairing.actions.publishing import AT_ONCE, defer, finish, lapsed_words, still_wanted
from nuantong.pairing.actions.rounds import log_round
from nuantong.pairing.actions.slicing import Tell, nobody
from nuantong.pairing.models import PairingRound, Publication


@transaction.atomic
def accept_all(
    *, round: PairingRound, by: Reader, ids: Collection[int] | None = None
) -> Decision:  # fmt: skip
    """As `accept_proposals`; very many are accepted by a job, while which nothing else is decided."""
    must_decide(round, by)
    waiting = proposed(round, by, ids).count()
    if waiting <= AT_ONCE:
        return accept_of(round, proposed(round, by, ids), by, nobody)
    made = Publication.objects.create(
        round=round, by=by.user, at=clock.now(), on=by.on, step=Publication.Step.ACCEPT,
        chosen=None if ids is None else list(ids), work_state=Publication.State.QUEUED,
    )  # fmt: skip
    log_round("开始采纳结对建议", round, by, count=waiting)
    defer(made)
    return Decision(at_work=True)


def accept(made: Publication, by: Reader, tell: Tell) -> Decision:
    """In the current transaction; its last step is that the work is done."""
    told = accept_of(made.round, proposed(made.round, by, made.chosen), by, tell)
    still_wanted(made)
    words = lapsed_words(told.lapsed)
    if told.households:
        counted = {"households": told.households, "children": told.children}
        finish(made, words, chosen=None, **counted)
    else:
        finish(made, f"没有采纳。{words}", chosen=None, work_state=Publication.State.FAILED)
    return told
