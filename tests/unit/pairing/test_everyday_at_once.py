"""Two chairs at the same moment, on two connections: the last place, a leave and a resignation, one
hand-over answered twice. What is decided second is refused or changes nothing."""

import datetime as dt
from typing import Any

import pytest

from nuantong.access.reader import reader_of
from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.core.errors import Refusal
from nuantong.pairing import hooks
from nuantong.pairing.actions import (
    accept_handover,
    decline_handover,
    end_pairing,
    hand_over,
    take_answer,
)
from nuantong.pairing.actions.freed import arranged
from nuantong.pairing.actions.leaves import ask_leave, choose_stand_in
from nuantong.pairing.actions.stand_ins import cover_newcomers
from nuantong.pairing.models import Handover, Leave, Pairing, StandIn
from nuantong.pairing.models.words import EndReason
from nuantong.pairing.queries.options import Options
from nuantong.people.actions import update_carer
from nuantong.people.models import Carer
from nuantong.tasks.models import Task

from .conftest import NEXT_VILLAGE, TODAY, VILLAGE, paired
from .test_concurrency import at_once

DAY = dt.timedelta(days=1)
EARLIER = TODAY - 60 * DAY
TIMES = range(3)
"""Each race is run so often: it may go either way."""


@pytest.fixture
def town(committed, monkeypatch):
    """make.* with committed rows; of those who hear of a pairing, the ones of this app alone."""
    monkeypatch.setattr(hooks, "PAIRED", [arranged, cover_newcomers])
    return committed


@pytest.fixture
def chairs(town):
    users = [town.user(f"t{n}", f"主席{n}", Role.TOWNSHIP_CHAIR, VILLAGE[:9]) for n in range(2)]
    return [reader_of(user, TODAY) for user in users]


def refused(answers: list[Any]) -> list[bool]:
    return [isinstance(one, Refusal) for one in answers]


@pytest.mark.parametrize("_", TIMES)
def test_the_last_free_place_chosen_by_two_goes_to_one_and_the_other_child_still_waits(
    town, chairs, _
):
    here = town.carer("李春梅", VILLAGE)
    gone = town.carer("走了的", VILLAGE, capacity=2)
    children = [town.child(name, NEXT_VILLAGE) for name in ("甲", "乙")]
    for child in children:
        end_pairing(pairing=paired(child, gone, EARLIER), by=chairs[0],
                    reason=EndReason.CARER_UNABLE)  # fmt: skip
    Carer.objects.filter(pk=gone.pk).update(capacity=0)
    chosen = [Options(child, by).found[0].moves for child, by in zip(children, chairs, strict=True)]
    answers = at_once(*(
        lambda moves=moves, by=by: take_answer(moves=moves, by=by, reason=EndReason.REARRANGED)
        for moves, by in zip(chosen, chairs, strict=True)
    ))  # fmt: skip
    assert sorted(refused(answers)) == [False, True]
    taken = Pairing.objects.get(end=None)
    assert taken.carer == here
    waits = Task.objects.open().get(kind="rearrange").child
    assert {waits, taken.child} == set(children)
    assert Handover.objects.count() == 1


@pytest.mark.parametrize("_", TIMES)
def test_the_same_child_arranged_by_two_has_one_carer(town, chairs, _):
    child = town.child("甲", VILLAGE)
    carers = [town.carer(name, VILLAGE) for name in ("一", "二")]
    answers = at_once(*(
        lambda to=to, by=by: take_answer(
            moves=[(child.household_id, None, to.pk)], by=by, reason=EndReason.REARRANGED
        )
        for to, by in zip(carers, chairs, strict=True)
    ))  # fmt: skip
    assert sorted(refused(answers)) == [False, True]
    assert Pairing.objects.get().carer == Handover.objects.get().carer


@pytest.mark.parametrize("_", TIMES)
def test_a_resignation_while_her_leave_is_entered_leaves_a_task_and_no_one_standing_in(
    town, chairs, _
):
    carer, other = town.carer("李春梅", VILLAGE), town.carer("王秀英", VILLAGE)
    child = town.child("小乐", VILLAGE)
    paired(child, carer, EARLIER)
    at_once(lambda: leaves(carer, chairs[0], other), lambda: resigns(carer, chairs[1]))
    assert Pairing.objects.get().end == TODAY
    assert Task.objects.open().get().kind == "rearrange"
    assert not StandIn.objects.filter(end__gt=TODAY).exists()


@pytest.mark.parametrize("_", TIMES)
def test_who_resigns_while_she_is_asked_to_stand_in_stands_in_for_nobody(town, chairs, _):
    carer, other = town.carer("李春梅", VILLAGE), town.carer("王秀英", VILLAGE)
    paired(town.child("小乐", VILLAGE), carer, EARLIER)
    at_once(lambda: leaves(carer, chairs[0], other), lambda: resigns(other, chairs[1]))
    assert not StandIn.objects.filter(carer=other, end__gt=TODAY).exists()
    on_leave = Leave.objects.exists()
    assert Task.objects.open().filter(kind="leave_alone").exists() == on_leave


@pytest.mark.parametrize("_", TIMES)
def test_one_who_has_a_single_place_stands_in_for_one_of_two(town, chairs, _):
    other = town.carer("王秀英", VILLAGE)
    away = [town.carer(name, VILLAGE) for name in ("甲", "乙")]
    for number, carer in enumerate(away):
        paired(town.child(f"小{number}", VILLAGE), carer, EARLIER)
    both = [leaves(carer, chairs[0]) for carer in away]
    answers = at_once(*(
        lambda leave=leave, by=by: choose_stand_in(leave=leave, carer=other, by=by)
        for leave, by in zip(both, chairs, strict=True)
    ))  # fmt: skip
    assert sorted(refused(answers)) == [False, True]
    assert StandIn.objects.filter(carer=other).count() == 1
    assert Task.objects.open().filter(kind="leave_alone").count() == 1


@pytest.mark.parametrize("_", TIMES)
def test_a_pairing_ended_while_somebody_is_asked_to_stand_in_leaves_nobody_standing(
    town, chairs, _
):
    carer, other = town.carer("李春梅", VILLAGE), town.carer("王秀英", VILLAGE)
    made = paired(town.child("小乐", VILLAGE), carer, EARLIER)
    leave = leaves(carer, chairs[0])
    at_once(
        lambda: choose_stand_in(leave=leave, carer=other, by=chairs[0]),
        lambda: end_pairing(pairing=made, by=chairs[1], reason=EndReason.FAMILY_WISH),
    )
    assert not StandIn.objects.filter(end__gt=TODAY).exists()
    assert Task.objects.open().get().kind == "rearrange"


@pytest.fixture
def given(town, chairs):
    child, carer = town.child("小乐", VILLAGE), town.carer("王秀英", VILLAGE)
    paired(child, carer)
    return hand_over(children=[child], carer=carer, on=TODAY, by=chairs[0])


@pytest.mark.parametrize("_", TIMES)
def test_a_hand_over_accepted_twice_at_once_is_accepted_once(given, chairs, _):
    answers = at_once(*(lambda by=by: accept_handover(handover=given, by=by) for by in chairs))
    assert refused(answers) == [False, False]
    assert Event.objects.filter(action="接手移交").count() == 1
    assert len({one.accepted_at for one in answers}) == 1


@pytest.mark.parametrize("_", TIMES)
def test_a_hand_over_accepted_and_declined_at_once_ends_one_way(given, chairs, _):
    answers = at_once(
        lambda: accept_handover(handover=given, by=chairs[0]),
        lambda: decline_handover(handover=given, why="家里有事", by=chairs[1]),
    )
    assert sorted(refused(answers)) == [False, True]
    given.refresh_from_db()
    assert bool(given.accepted_at) != bool(given.declined_at)
    declined = Task.objects.open().filter(kind="handover_declined").exists()
    assert declined == bool(given.declined_at)


def leaves(carer: Carer, by: Any, other: Carer | None = None) -> Leave:
    return ask_leave(
        carer=carer, start=TODAY, last_day=TODAY + 6 * DAY, kind=Leave.Kind.ILLNESS, by=by,
        stand_in=other,
    )  # fmt: skip


def resigns(carer: Carer, by: Any) -> Carer:
    return update_carer(carer=carer, version=carer.version, changes={"status": "left"}, by=by)
