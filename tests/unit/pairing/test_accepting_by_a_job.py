"""Accepting very many is a job: what others see meanwhile, pressed twice, killed, stopped, filtered."""

from typing import Any

import pytest

from nuantong.core.errors import Refusal
from nuantong.pairing.actions import (
    accept_all,
    accept_proposals,
    accepting,
    carry_out,
    decisions,
    publish_round,
    rerun_round,
    run_round,
    slicing,
    start_round,
    stop_publication,
    undo_publication,
)
from nuantong.pairing.actions import go_on as begin_anew
from nuantong.pairing.models import Pairing, PairingRound, Proposal, Publication
from nuantong.people.models import Carer

from .conftest import VILLAGE
from .test_concurrency import at_once, officers
from .test_publishing_by_a_job import Killed, seen_from_beside

PEOPLE = 4


@pytest.fixture
def world(committed, monkeypatch):
    """Eight households proposed, officers of the district; nothing is small, slices of two."""
    monkeypatch.setattr(accepting, "AT_ONCE", 0)
    monkeypatch.setattr(slicing, "SLICE", 2)
    for n in range(8):
        committed.child(f"小{n}", VILLAGE)
        committed.carer(f"妈妈{n}", VILLAGE)
    readers = officers(committed, PEOPLE)
    begun = start_round(region=committed.place(VILLAGE[:6]), by=readers[0])
    return run_round(round_id=begun.pk), readers


def asked(round: PairingRound, by: Any, ids: list[int] | None = None) -> Publication:
    assert accept_all(round=round, by=by, ids=ids).at_work
    return Publication.objects.get(work_state="queued")


def states() -> set[str]:
    return set(Proposal.objects.values_list("state", flat=True))


def test_all_are_accepted_at_once_and_nobody_sees_a_part(world, monkeypatch):
    round, (by, *_) = world
    made, seen = asked(round, by), []
    mark = decisions._mark

    def watched(*arguments: Any) -> None:
        mark(*arguments)
        seen.append((
            seen_from_beside("SELECT count(*) FROM pairing_proposal WHERE state = 'accepted'")[0][0],
            seen_from_beside("SELECT work_state, done FROM pairing_publication")[0],
        ))  # fmt: skip

    monkeypatch.setattr(decisions, "_mark", watched)
    carry_out(publication_id=made.pk)
    assert seen == [(0, ("running", done)) for done in (0, 25, 50, 75)]
    made.refresh_from_db()
    assert (made.work_state, made.households, made.children, made.percent) == ("done", 8, 8, 100)
    assert (states(), Pairing.objects.count()) == ({"accepted"}, 0)


def test_pressed_twice_and_by_several_it_is_one_work_and_nothing_else_is_decided(world):
    round, readers = world
    answers = at_once(*[lambda by=by: accept_all(round=round, by=by) for by in readers])
    assert sum(isinstance(one, Refusal) for one in answers) == PEOPLE - 1
    for decide in (accept_all, accept_proposals, publish_round, rerun_round):
        with pytest.raises(Refusal, match="正在采纳"):
            decide(round=round, by=readers[0])
    made = Publication.objects.get()
    at_once(*[lambda: carry_out(publication_id=made.pk)] * 3)
    assert states() == {"accepted"}
    made.refresh_from_db()
    assert made.households == 8


def test_only_what_the_filter_showed_is_accepted(world):
    round, (by, *_) = world
    some = list(Proposal.objects.values_list("pk", flat=True)[:3])
    carry_out(publication_id=asked(round, by, some).pk)
    assert set(Proposal.objects.filter(state="accepted").values_list("pk", flat=True)) == set(some)
    assert Publication.objects.get().chosen is None


def test_what_has_gone_stale_lapses_and_the_others_are_accepted(world):
    round, (by, *_) = world
    made = asked(round, by)
    Carer.objects.filter(proposals__isnull=False, name="妈妈0").update(status="left")
    carry_out(publication_id=made.pk)
    made.refresh_from_db()
    assert (made.households, made.message.startswith("1 条已失效")) == (7, True)


def test_a_killed_worker_leaves_nothing_behind_and_it_begins_anew(world, monkeypatch):
    round, (by, *_) = world
    made = asked(round, by)

    def killed(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(decisions, "_log", killed)
        with pytest.raises(Killed):
            carry_out(publication_id=made.pk)
    assert (states(), Publication.objects.get().is_active) == ({"proposed"}, True)
    begin_anew(publication=made, by=by)
    carry_out(publication_id=made.pk)
    assert states() == {"accepted"}


def test_stopped_in_the_middle_nothing_has_changed_and_it_may_be_asked_for_again(
    world, monkeypatch
):
    round, (by, *_) = world
    made, mark = asked(round, by), decisions._mark

    def stopped(*arguments: Any) -> None:
        mark(*arguments)
        at_once(lambda: stop_publication(publication=made, by=by))

    with monkeypatch.context() as patched:
        patched.setattr(decisions, "_mark", stopped)
        carry_out(publication_id=made.pk)
    made.refresh_from_db()
    assert (made.work_state, states()) == ("failed", {"proposed"})
    carry_out(publication_id=asked(round, by).pk)
    assert states() == {"accepted"}


def test_who_lost_the_right_meanwhile_accepts_nothing(world):
    round, (by, *_) = world
    made = asked(round, by)
    by.user.grants.all().delete()
    carry_out(publication_id=made.pk)
    made.refresh_from_db()
    assert (made.work_state, states()) == ("failed", {"proposed"})


def test_accepting_is_not_taken_back_as_a_publication_is(world):
    round, (by, *_) = world
    made = asked(round, by)
    carry_out(publication_id=made.pk)
    made.refresh_from_db()
    assert undo_publication(publication=made, by=by, reason="看错了").publication is None
    assert states() == {"accepted"}
