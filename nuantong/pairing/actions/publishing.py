"""Putting accepted proposals in force in one step, and taking that back before the first contact.

Small ones at once, large ones by a job that shows how far it is: the same work in one transaction,
of which nobody sees a part. While it is at work nothing else is decided in the round.
"""

from collections.abc import Collection
from typing import Any, Final

from django.db import transaction
from django.http import Http404
from procrastinate.contrib.django import app

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.pairing.actions.decisions import must_decide
from nuantong.pairing.actions.in_force import Published, accepted, put_in_force
from nuantong.pairing.actions.rounds import log_round, must_not_be_publishing, touch
from nuantong.pairing.actions.slicing import Tell, nobody
from nuantong.pairing.actions.taking_back import Undone, take_out_of_force
from nuantong.pairing.models import PairingRound, Proposal, Publication

AT_ONCE: Final = 2_000
"""Households that somebody may wait for, some two seconds; more are a job's."""
STOPPED: Final = "已停止，什么都没有改变。"
State, Step = Publication.State, Publication.Step


class Stopped(Exception):
    """Somebody asked the work to stop."""


@transaction.atomic
def publish_round(*, round: PairingRound, by: Reader) -> Published:
    """Begin every accepted proposal the reader answers for, from today; carers are told.

    Asking twice changes nothing: what is published is not accepted any more. Where there are many,
    the publication that comes back is at work still.
    """
    must_decide(round, by)
    waiting = accepted(round, by).count()
    if not waiting:
        _close_when_decided(round.pk)
        return Published()
    made = Publication.objects.create(
        round=round, by=by.user, at=clock.now(), on=by.on, work_state=State.QUEUED
    )
    if waiting > AT_ONCE:
        log_round("开始发布结对", round, by, count=waiting)
        defer(made)
        return Published(made)
    return publish(made, by, nobody)


@transaction.atomic
def undo_publication(*, publication: Publication, by: Reader, reason: str) -> Undone:
    """Take back what was published, where the new carer has not yet been in contact."""
    stated = reason.strip()[:200]
    if len(stated) < 2:
        raise Refusal("请写明撤回的原因，例如：发布早了，名单还要核对。")
    found = _locked(publication, by)
    if found.undone_at:
        return Undone()
    must_not_be_publishing(found.round)
    if found.work_state != State.DONE or found.step == Step.ACCEPT:
        return Undone()
    found.step, found.undone_by, found.undone_reason = Step.UNDO, by.user, stated
    found.work_state, found.done, found.message = State.QUEUED, 0, ""
    found.save()
    if found.households > AT_ONCE:
        defer(found)
        return Undone(found)
    return take_back(found, by, nobody)


def publish(made: Publication, by: Reader, tell: Tell) -> Published:
    """In the current transaction; its last step is that the work is done."""
    told = put_in_force(made, by, tell)
    still_wanted(made)
    fields = {"on": by.on, "households": told.households, "children": told.children}
    if told.households:
        finish(made, lapsed_words(told.lapsed), **fields)
    else:
        finish(made, f"没有发布。{lapsed_words(told.lapsed)}", work_state=State.FAILED)
    touch(made.round)
    _close_when_decided(made.round_id)
    return told


def lapsed_words(lapsed: Collection[Proposal]) -> str:
    if not lapsed:
        return ""
    reasons = "；".join(sorted({one.reason.rstrip("。") for one in lapsed})[:3])
    return f"{len(lapsed)} 条已失效：{reasons}。重算可为这些家庭另找。"


def take_back(made: Publication, by: Reader, tell: Tell) -> Undone:
    """In the current transaction, as `publish`."""
    told = take_out_of_force(made, by, tell)
    still_wanted(made)
    finish(made, undone_words(told), undone_at=clock.now())
    touch(made.round)
    return told


def undone_words(told: Undone) -> str:
    words = [f"已撤回 {told.households} 户，已通知爱心妈妈。"]
    words += [f"{told.kept} 户已有联系或已变动，不能撤回，结对继续。"] if told.kept else []
    words += (
        [f"{told.not_restored} 户原来的爱心妈妈已不能再接，请另行安排。"]
        if told.not_restored
        else []
    )
    return "".join(words)


def still_wanted(made: Publication) -> None:
    """Locked from here to the end: whoever stops it now waits, and finds it done."""
    active = Publication.objects.active().filter(pk=made.pk)
    if not active.select_for_update(of=("self",), no_key=True).exists():
        raise Stopped


def finish(made: Publication, message: str, **values: Any) -> None:
    made._set(**{
        "work_state": State.DONE, "done": made.total, "message": message[:400],
        "finished_at": clock.now(), **values,
    })  # fmt: skip


@transaction.atomic
def stop_publication(*, publication: Publication, by: Reader) -> None:
    """The work leaves off at its next step, and nothing of it stands."""
    found = _locked(publication, by)
    if found.is_active:
        give_up(found, STOPPED)
        log_round(f"停止{found.get_step_display()}", found.round, by)


@transaction.atomic
def go_on(*, publication: Publication, by: Reader) -> None:
    """For one that does not move, because the worker was ended: it begins anew. Where it is at work
    after all, nothing happens."""
    found = _locked(publication, by)
    if found.is_active:
        defer(found)


def give_up(found: Publication, message: str) -> None:
    """What was to be accepted is undecided still, what was to be published accepted; what was to be
    taken back stays in force."""
    if found.step == Step.UNDO:
        found._set(step=Step.PUBLISH, undone_by=None, undone_reason="", work_state=State.DONE,
                   message=message[:400])  # fmt: skip
    else:
        found.fail(message)


def _locked(publication: Publication, by: Reader) -> Publication:
    rows = Publication.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("round").filter(pk=publication.pk).first()
    if found is None or not may_undo(found, by):
        raise Http404
    return found


def may_undo(publication: Publication, by: Reader) -> bool:
    """Whoever published, and whoever answers for the whole round."""
    own = publication.by_id is not None and publication.by_id == by.actor_id
    whole = by.covers(Permission.RUN_ROUNDS, publication.round.region_id)
    return by.can(Permission.RUN_ROUNDS) and (own or whole)


def defer(made: Publication) -> None:
    app.configure_task("pairing.carry_out").defer(publication_id=made.pk)


def _close_when_decided(round: int) -> None:
    open_states = [Proposal.State.PROPOSED, Proposal.State.ACCEPTED]
    if not Proposal.objects.filter(round=round, state__in=open_states).exists():
        PairingRound.objects.filter(pk=round).update(closed_at=clock.now())
