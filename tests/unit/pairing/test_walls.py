"""What the database refuses, whoever writes."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection

from nuantong.pairing.models import Pairing

from .conftest import NEXT_VILLAGE, TODAY, VILLAGE, paired

DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.django_db


def test_a_child_has_one_carer_at_a_time(make):
    child, first, second = (
        make.child("小乐", VILLAGE),
        make.carer("甲", VILLAGE),
        make.carer("乙", VILLAGE),
    )
    paired(child, first)
    with pytest.raises(IntegrityError, match="pairing_one_carer_at_a_time"):
        paired(child, second, TODAY + 10 * DAY)


def test_the_next_carer_may_begin_on_the_day_the_last_one_ended(make):
    child, first, second = (
        make.child("小乐", VILLAGE),
        make.carer("甲", VILLAGE),
        make.carer("乙", VILLAGE),
    )
    paired(child, first, TODAY - 30 * DAY, end=TODAY, ended_reason="carer_left")
    assert paired(child, second).pk


def test_a_pairing_ends_after_it_began(make):
    with pytest.raises(IntegrityError, match="pairing_ends_after_start"):
        paired(
            make.child("小乐", VILLAGE), make.carer("甲", VILLAGE), end=TODAY, ended_reason="other"
        )


def test_a_pairing_ends_with_a_reason(make):
    with pytest.raises(IntegrityError, match="pairing_ends_with_a_reason"):
        paired(make.child("小乐", VILLAGE), make.carer("甲", VILLAGE), end=TODAY + DAY)


@pytest.mark.parametrize(
    ("checked", "start", "holds"),
    [
        ("2018-03-01", "2018-08-24", True),
        ("2018-08-24", "2018-08-24", True),
        ("2018-08-25", "2018-08-24", False),
        ("2017-08-25", "2018-08-24", True),
        ("2017-08-24", "2018-08-24", False),
        ("2016-02-29", "2017-02-28", True),
        ("2016-02-29", "2017-03-01", False),
        ("2015-03-01", "2016-02-29", True),
    ],
)
def test_it_relies_on_a_background_check_in_date(make, checked, start, holds):
    day, start = dt.date.fromisoformat(checked), dt.date.fromisoformat(start)
    carer = make.carer("甲", VILLAGE, background_checked_on=day)
    assert carer.checked(start) is holds
    if holds:
        assert paired(make.child("小乐", VILLAGE), carer, start).pk
        return
    with pytest.raises(IntegrityError, match="pairing_check_in_date"):
        paired(make.child("小乐", VILLAGE), carer, start)


def test_a_carer_never_has_more_households_than_her_capacity(make):
    carer = make.carer("甲", VILLAGE, capacity=2)
    for name in ("小乐", "小航"):
        paired(make.child(name, VILLAGE), carer)
    with pytest.raises(IntegrityError, match="capacity"):
        paired(make.child("小北", VILLAGE), carer)


def test_a_household_takes_one_place_whatever_its_children(make):
    carer, first = make.carer("甲", VILLAGE), make.child("小乐", VILLAGE)
    paired(first, carer)
    for name in ("小航", "小北", "小林"):
        paired(make.child(name, VILLAGE, household=first.household), carer)
    assert Pairing.objects.current(TODAY).filter(carer=carer).count() == 4


def test_capacity_is_counted_on_every_later_day_too(make):
    carer = make.carer("甲", VILLAGE)
    paired(make.child("小乐", VILLAGE), carer, TODAY + 10 * DAY)
    with pytest.raises(IntegrityError, match="capacity"):
        paired(make.child("小航", VILLAGE), carer, TODAY)


def test_a_place_is_free_from_the_day_the_pairing_ended(make):
    carer = make.carer("甲", VILLAGE)
    paired(
        make.child("小乐", VILLAGE), carer, TODAY - 30 * DAY, end=TODAY, ended_reason="child_left"
    )
    assert paired(make.child("小航", VILLAGE), carer).pk


def test_a_sibling_still_joins_after_the_capacity_was_lowered(make):
    carer, first = make.carer("甲", VILLAGE, capacity=2), make.child("小乐", VILLAGE)
    paired(first, carer)
    paired(make.child("小航", NEXT_VILLAGE), carer)
    type(carer).objects.filter(pk=carer.pk).update(capacity=1)
    assert paired(make.child("小北", VILLAGE, household=first.household), carer).pk


@pytest.mark.parametrize("change", ["start = start - 1", "carer_id = {other}", '"end" = NULL'])
def test_the_past_of_a_pairing_stays(make, change):
    carer, other = make.carer("甲", VILLAGE), make.carer("乙", VILLAGE)
    ended = {"end": TODAY, "ended_reason": "carer_left"}
    paired(make.child("小乐", VILLAGE), carer, TODAY - 30 * DAY, **ended)
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="altered"):
        cursor.execute(f"UPDATE pairing_pairing SET {change.format(other=other.pk)}")
