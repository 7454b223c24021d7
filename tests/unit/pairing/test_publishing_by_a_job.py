"""A large publication is a job: what others see meanwhile, pressed twice, two at once, killed, stopped."""

from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections, transaction
from django.http import Http404
from procrastinate.contrib.django.models import ProcrastinateJob

from nuantong.access.roles import Role
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.pairing.actions import (
    accept_proposals,
    accepting,
    carry_out,
    close_round,
    in_force,
    publish_round,
    publishing,
    rerun_round,
    run_round,
    slicing,
    start_round,
    stop_publication,
    undo_publication,
)
from nuantong.pairing.actions import go_on as begin_anew
from nuantong.pairing.models import Pairing, PairingRound, Proposal, Publication

from .conftest import VILLAGE
from .test_concurrency import at_once, officers

PEOPLE = 6


@pytest.fixture
def by_a_job(monkeypatch):
    """Nothing is small; slices of two households."""
    monkeypatch.setattr(publishing, "AT_ONCE", 0)
    monkeypatch.setattr(accepting, "AT_ONCE", 0)
    monkeypatch.setattr(slicing, "SLICE", 2)


@pytest.fixture
def world(committed, by_a_job):
    """Eight households accepted, and officers of the district."""
    for n in range(8):
        committed.child(f"小{n}", VILLAGE)
        committed.carer(f"妈妈{n}", VILLAGE)
    readers = officers(committed, PEOPLE)
    begun = start_round(region=committed.place(VILLAGE[:6]), by=readers[0])
    round = run_round(round_id=begun.pk)
    accept_proposals(round=round, by=readers[0])
    return round, readers


def asked(round: PairingRound, by: Any) -> Publication:
    made = publish_round(round=round, by=by).publication
    assert made is not None
    return made


def seen_from_beside(sql: str) -> list[Any]:
    """By somebody else, at this moment."""
    beside = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        with beside.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()
    finally:
        beside.close()


def test_who_looks_meanwhile_sees_how_far_it_is_and_not_a_single_pair(world, monkeypatch):
    round, (by, *_) = world
    made, seen = asked(round, by), []
    begin = in_force._begin

    def watched(*arguments: Any) -> None:
        begin(*arguments)
        seen.append((
            seen_from_beside("SELECT count(*) FROM pairing_pairing")[0][0],
            seen_from_beside("SELECT work_state, done FROM pairing_publication")[0],
        ))  # fmt: skip

    monkeypatch.setattr(in_force, "_begin", watched)
    carry_out(publication_id=made.pk)
    assert [pairs for pairs, _ in seen] == [0, 0, 0, 0]
    assert [bar for _, bar in seen] == [("running", done) for done in (30, 47, 65, 82)]
    made.refresh_from_db()
    assert (made.work_state, made.households, made.children, made.percent) == ("done", 8, 8, 100)
    assert Pairing.objects.count() == 8
    assert not PairingRound.objects.get(pk=round.pk).is_open


def test_pressed_twice_and_by_two_at_once_it_is_one_publication(world):
    round, readers = world
    press = [lambda by=by: publish_round(round=round, by=by) for by in readers]
    answers = at_once(*press)
    assert sum(isinstance(one, Refusal) for one in answers) == PEOPLE - 1
    assert Publication.objects.count() == 1
    with pytest.raises(Refusal, match="正在发布"):
        asked(round, readers[0])


def test_two_workers_do_it_once(world):
    round, (by, *_) = world
    made = asked(round, by)
    at_once(*[lambda: carry_out(publication_id=made.pk)] * 3)
    assert Pairing.objects.count() == 8
    carry_out(publication_id=made.pk)
    assert Pairing.objects.count() == 8


def test_nothing_is_decided_while_it_is_at_work(world):
    round, (by, *_) = world
    asked(round, by)
    for decide in (
        lambda: accept_proposals(round=round, by=by),
        lambda: rerun_round(round=round, by=by),
        lambda: close_round(round=round, by=by),
    ):
        with pytest.raises(Refusal, match="正在发布"):
            decide()


class Killed(BaseException):
    """The worker is gone in the middle of a statement."""


def test_a_killed_worker_leaves_nothing_behind_and_it_begins_anew(world, monkeypatch):
    round, (by, *_) = world
    made = asked(round, by)

    def killed(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(in_force, "tell_paired", killed)
        with pytest.raises(Killed):
            carry_out(publication_id=made.pk)
    assert not Pairing.objects.exists()
    assert Publication.objects.get().is_active
    assert set(Proposal.objects.values_list("state", flat=True)) == {"accepted"}
    begin_anew(publication=made, by=by)
    jobs = ProcrastinateJob.objects.filter(task_name="pairing.carry_out")
    assert jobs.count() == 2
    carry_out(publication_id=made.pk)
    assert Pairing.objects.count() == 8


def test_an_error_is_said_and_leaves_nothing_behind(world, monkeypatch):
    round, (by, *_) = world
    made = asked(round, by)

    def broken(*_: Any) -> None:
        raise RuntimeError("a defect")

    with monkeypatch.context() as patched:
        patched.setattr(in_force, "tell_paired", broken)
        with pytest.raises(RuntimeError):
            carry_out(publication_id=made.pk)
    made.refresh_from_db()
    assert (made.work_state, "中途出错" in made.message) == ("failed", True)
    assert not Pairing.objects.exists()
    again = asked(round, by)
    carry_out(publication_id=again.pk)
    assert Pairing.objects.count() == 8


def test_stopped_in_the_middle_nothing_has_changed(world, monkeypatch):
    round, (by, *_) = world
    made = asked(round, by)
    begin = in_force._begin

    def stopped(*arguments: Any) -> None:
        begin(*arguments)
        at_once(lambda: stop_publication(publication=made, by=by))

    monkeypatch.setattr(in_force, "_begin", stopped)
    carry_out(publication_id=made.pk)
    made.refresh_from_db()
    assert (made.work_state, made.message) == ("failed", publishing.STOPPED)
    assert not Pairing.objects.exists()
    assert PairingRound.objects.get(pk=round.pk).is_open


def test_taking_back_is_a_job_too_and_can_be_stopped(world):
    round, (by, *_) = world
    made = asked(round, by)
    carry_out(publication_id=made.pk)
    undo_publication(publication=made, by=by, reason="发布早了")
    stop_publication(publication=made, by=by)
    carry_out(publication_id=made.pk)
    assert Pairing.objects.filter(end=None).count() == 8
    made.refresh_from_db()
    assert (made.work_state, made.undone_reason) == ("done", "")
    undo_publication(publication=made, by=by, reason="名单要核对")
    carry_out(publication_id=made.pk)
    made.refresh_from_db()
    assert made.undone_at
    assert made.message.startswith("已撤回 8 户")
    assert not Pairing.objects.filter(end=None).exists()


def test_who_lost_the_right_meanwhile_publishes_nothing(world):
    round, (by, *_) = world
    made = asked(round, by)
    by.user.grants.all().delete()
    carry_out(publication_id=made.pk)
    made.refresh_from_db()
    assert made.work_state == "failed"
    assert not Pairing.objects.exists()


@pytest.mark.django_db
def test_only_who_published_or_answers_for_the_whole_may_stop_it(
    make, cast, round_over, reader, by_a_job
):
    round, by = round_over(VILLAGE[:6]), reader(Role.DISTRICT_OFFICER)
    accept_proposals(round=round, by=by)
    made = asked(round, by)
    for role in (Role.TOWNSHIP_CHAIR, Role.LEADER, Role.CARER):
        with pytest.raises(Http404):
            stop_publication(publication=made, by=reader(role))


@pytest.mark.django_db
def test_the_database_keeps_one_publication_at_work_and_reasons_with_their_undoing(
    make, cast, round_over
):
    round = round_over(VILLAGE[:6])
    values: dict[str, Any] = {"round": round, "at": clock.now(), "on": round.on}
    first = Publication.objects.create(work_state="queued", **values)
    with pytest.raises(IntegrityError, match="publication_one_at_work"), transaction.atomic():
        Publication.objects.create(work_state="running", **values)
    first.finish()
    for wrong in ({"undone_at": clock.now()}, {"undone_reason": "没有撤回"}):
        with pytest.raises(IntegrityError, match="publication_"), transaction.atomic():
            Publication.objects.filter(pk=first.pk).update(**wrong)
