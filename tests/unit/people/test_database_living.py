"""What the database refuses of registrations, exits, moves and absences."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from nuantong.people.models import Absence, Exit, Move, Registration, Reprieve
from tests.conftest import NEIGHBOUR, NEXT_VILLAGE, TODAY, VILLAGE, place

pytestmark = pytest.mark.django_db
DAY = dt.date
BEGAN, SPRING, SUMMER = DAY(2018, 1, 1), DAY(2018, 3, 1), DAY(2018, 7, 1)


@pytest.fixture
def child(make):
    return make.child("甲", VILLAGE)


def refused(write, *args, **values) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write(*args, **values)


def test_a_child_begins_with_one_registration_however_she_is_written(child, make) -> None:
    row = Registration.objects.get(child=child)
    assert (row.place, row.since, row.until, row.begun) == (
        place(VILLAGE),
        BEGAN,
        None,
        "registered",
    )
    gone = make.child("乙", VILLAGE, status="left", left_on=SPRING, left_reason="其他")
    assert Registration.objects.get(child=gone).until == SPRING


@pytest.mark.parametrize(
    ("since", "until"), [(SPRING, None), (DAY(2017, 1, 1), SPRING), (SPRING, SUMMER), (BEGAN, None)]
)
def test_registrations_never_overlap(child, since, until) -> None:
    more = {"child": child, "place": child.place, "setting": "scattered", "begun": "returned",
            "ended": "adopted" if until else "", "known_from": TODAY}  # fmt: skip
    refused(Registration.objects.create, since=since, until=until, **more)
    rows = Registration.objects.filter(child=child)
    rows.update(known_until=TODAY)
    Registration.objects.create(since=since, until=until, **more)
    refused(rows.filter(known_until=TODAY).update, known_until=None)


@pytest.mark.parametrize(
    "wrong",
    [{"until": BEGAN, "ended": "adopted"}, {"until": SPRING}, {"ended": "adopted"},
     {"known_until": BEGAN}],
)  # fmt: skip
def test_a_registration_ends_after_it_began_and_with_a_reason(child, wrong) -> None:
    refused(Registration.objects.filter(child=child).update, **wrong)


@pytest.mark.parametrize(
    "wrong",
    [{"reason": ""}, {"reason": "不知道"}, {"reason": "other"}, {"reason": "died"},
     {"on": TODAY + dt.timedelta(1)}, {"last_paid": DAY(2018, 7, 2)}, {"undone_on": TODAY},
     {"undone_why": "错了"}],
)  # fmt: skip
def test_an_exit_says_why_when_and_all_that_belongs_to_it(child, wrong) -> None:
    right = {"child": child, "on": SUMMER, "reason": "adult", "recorded_on": TODAY, "by": "杨"}
    refused(Exit.objects.create, **{**right, **wrong})
    Exit.objects.create(**right)
    refused(Exit.objects.create, **right)


def move(child, **values):
    return Move.objects.create(**{
        "child": child, "together": uuid.uuid4(), "source": child.place, "on": SUMMER,
        "target": place(NEIGHBOUR), "reason": "投亲", "proposed_on": TODAY, "proposer": "杨",
        **values,
    })  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [{"reason": ""}, {"on": TODAY + dt.timedelta(1)}, {"decided_on": TODAY},
     {"state": "accepted"}, {"state": "refused", "decided_on": TODAY}],
)  # fmt: skip
def test_a_move_has_a_reason_and_its_end_a_day(child, wrong) -> None:
    refused(move, child, **wrong)


def test_one_move_waits_at_a_time_and_leads_elsewhere(child) -> None:
    refused(move, child, target=child.place)
    first = move(child)
    refused(move, child, target=place(NEXT_VILLAGE))
    refused(move, child, together=first.together, state="refused", decision="不收",
            decided_on=TODAY)  # fmt: skip
    Move.objects.update(state="accepted", decided_on=TODAY)
    move(child)


def test_absences_do_not_overlap_and_a_reprieve_is_to_come(child) -> None:
    away = {"child": child, "kind": "holiday", "by": "杨"}
    Absence.objects.create(since=SPRING, **away)
    refused(Absence.objects.create, since=SUMMER, **away)
    refused(Absence.objects.create, since=BEGAN, until=BEGAN, **away)
    refused(Absence.objects.create, since=BEGAN, until=SPRING, expected=DAY(2017, 1, 1), **away)
    refused(Reprieve.objects.create, child=child, until=TODAY, on=TODAY, why="在读", by="杨")
    refused(Reprieve.objects.create, child=child, until=SUMMER, on=SPRING, why="", by="杨")
