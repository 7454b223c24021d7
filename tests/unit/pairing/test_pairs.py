"""Pairing by hand, ending, and what a carer may see."""

import datetime as dt

import pytest
from django.http import Http404

from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.core.errors import Refusal
from nuantong.pairing.actions import end_pairing, pair
from nuantong.pairing.models import Pairing
from nuantong.pairing.models.words import EndReason
from nuantong.people import hooks
from nuantong.people.actions import end_registration, move_child, update_carer
from nuantong.people.models import Carer, Child
from tests.conftest import place

from .conftest import NEIGHBOUR, NEXT_VILLAGE, TODAY, VILLAGE, paired

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def chair(reader):
    return reader(Role.TOWNSHIP_CHAIR)


def test_a_chair_pairs_a_child_with_brothers_and_sisters(cast, make, chair):
    make.child("小弟", VILLAGE, household=cast.children.own.household)
    made = pair(child=cast.children.own, carer=cast.carer, by=chair)
    assert {(p.child.name, p.start, p.tier) for p in made} == {
        ("小乐", TODAY, "village"),
        ("小弟", TODAY, "village"),
    }
    assert Event.objects.filter(action="结对", actor_id=chair.actor_id).count() == 2


def test_the_tier_is_worked_out(cast, make, chair):
    (made,) = pair(child=make.child("小南", NEXT_VILLAGE), carer=cast.carer, by=chair)
    assert made.tier == "township"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"background_checked_on": None}, "没有背景查询"),
        ({"background_checked_on": dt.date(2017, 8, 24)}, "已过期"),
        ({"status": "left"}, "已离岗"),
        ({"capacity": 0}, "已满户"),
    ],
)
def test_a_limit_that_binds_is_said(cast, chair, change, why):
    Carer.objects.filter(pk=cast.carer.pk).update(**change)
    with pytest.raises(Refusal, match=why):
        pair(child=cast.children.own, carer=cast.carer, by=chair)


def test_a_household_is_not_split_by_hand(cast, make, chair):
    paired(cast.children.own, cast.carer)
    brother = make.child("小弟", VILLAGE, household=cast.children.own.household)
    with pytest.raises(Refusal, match="不能拆开"):
        pair(child=brother, carer=make.carer("王秀英", VILLAGE), by=chair)


def test_a_child_in_an_institution_is_not_paired(cast, chair):
    Child.objects.update(setting="institution")
    with pytest.raises(Refusal, match="机构"):
        pair(child=cast.children.own, carer=cast.carer, by=chair)


def test_pairing_twice_is_refused(cast, chair):
    pair(child=cast.children.own, carer=cast.carer, by=chair)
    with pytest.raises(Refusal, match="已结对"):
        pair(child=cast.children.own, carer=cast.carer, by=chair)


@pytest.mark.parametrize("role", [Role.VILLAGE_CHAIR, Role.LEADER, Role.CARER, Role.COUNSELLOR])
def test_whoever_may_not_pair_finds_nobody(cast, reader, role):
    with pytest.raises(Http404):
        pair(child=cast.children.own, carer=cast.carer, by=reader(role))


def test_a_neighbours_child_and_a_neighbours_carer_are_out_of_reach(cast, make, chair):
    with pytest.raises(Http404):
        pair(child=cast.children.neighbour, carer=cast.carer, by=chair)
    with pytest.raises(Http404):
        pair(child=cast.children.own, carer=make.carer("外区的人", NEIGHBOUR), by=chair)


def test_ending_ends_for_the_household(cast, make, chair):
    brother = make.child("小弟", VILLAGE, household=cast.children.own.household)
    made = paired(cast.children.own, cast.carer, TODAY - 60 * DAY)
    paired(brother, cast.carer, TODAY - 60 * DAY)
    ended = end_pairing(pairing=made, by=chair, reason=EndReason.CARER_UNABLE, note="住院")
    assert ended == 2
    assert set(Pairing.objects.values_list("end", "ended_reason", "ended_note", "ended_by")) == {
        (TODAY, "carer_unable", "住院", chair.actor_id)
    }
    assert Event.objects.filter(action="解除结对").count() == 2


def test_ending_for_one_child_leaves_the_others(cast, make, chair):
    brother = make.child("小弟", VILLAGE, household=cast.children.own.household)
    made = paired(cast.children.own, cast.carer, TODAY - 60 * DAY)
    paired(brother, cast.carer, TODAY - 60 * DAY)
    end_pairing(pairing=made, by=chair, reason=EndReason.FAMILY_WISH, siblings=False)
    assert [p.child for p in Pairing.objects.current(TODAY)] == [brother]


def test_another_carer_may_begin_on_the_same_day(cast, make, chair):
    made = paired(cast.children.own, cast.carer, TODAY - 60 * DAY)
    end_pairing(pairing=made, by=chair, reason=EndReason.CARER_LEFT)
    (new,) = pair(child=cast.children.own, carer=make.carer("王秀英", VILLAGE), by=chair)
    assert (new.start, new.carer.name) == (TODAY, "王秀英")


def test_a_pairing_made_today_ends_tomorrow(cast, chair):
    (made,) = pair(child=cast.children.own, carer=cast.carer, by=chair)
    end_pairing(pairing=made, by=chair, reason=EndReason.BY_MISTAKE)
    made.refresh_from_db()
    assert made.end == TODAY + DAY


def test_ending_twice_and_without_words_is_refused(cast, chair):
    made = paired(cast.children.own, cast.carer, TODAY - DAY)
    with pytest.raises(Refusal, match="写明"):
        end_pairing(pairing=made, by=chair, reason=EndReason.OTHER)
    end_pairing(pairing=made, by=chair, reason=EndReason.FAMILY_WISH)
    with pytest.raises(Refusal, match="已经解除"):
        end_pairing(pairing=made, by=chair, reason=EndReason.FAMILY_WISH)


def test_the_carer_herself_ends_nothing(cast, reader):
    made = paired(cast.children.own, cast.carer, TODAY - DAY)
    with pytest.raises(Http404):
        end_pairing(pairing=made, by=reader(Role.CARER), reason=EndReason.FAMILY_WISH)


def test_a_child_who_leaves_the_register_has_no_carer_any_more(cast, make, chair):
    brother = make.child("小弟", VILLAGE, household=cast.children.own.household)
    paired(cast.children.own, cast.carer, TODAY - 60 * DAY)
    paired(brother, cast.carer, TODAY - 60 * DAY)
    end_registration(child=cast.children.own, on=TODAY, reason="adult", by=chair)
    ended = Pairing.objects.get(child=cast.children.own)
    assert (ended.end, ended.ended_reason) == (TODAY, "child_left")
    assert Pairing.objects.get(child=brother).end is None


def test_a_carer_sees_the_children_paired_with_her_and_nobody_else(cast, reader):
    assert set(Child.objects.visible_to(reader(Role.CARER))) == set()
    paired(cast.children.own, cast.carer)
    assert set(Child.objects.visible_to(reader(Role.CARER))) == {cast.children.own}


def test_a_carer_sees_a_child_no_longer_when_the_pairing_ended(cast, reader):
    ended = {"end": TODAY, "ended_reason": "carer_unable"}
    paired(cast.children.own, cast.carer, TODAY - 60 * DAY, **ended)
    assert set(Child.objects.visible_to(reader(Role.CARER))) == set()


def test_when_a_carer_leaves_her_children_wait_again(cast, chair):
    pairing = paired(cast.children.own, cast.carer, start=TODAY - DAY)
    update_carer(carer=cast.carer, version=cast.carer.version, changes={"status": "left"}, by=chair)
    pairing.refresh_from_db()
    assert (pairing.end, pairing.ended_reason) == (TODAY, EndReason.CARER_LEFT)
    assert Event.objects.filter(action="解除结对", child_number=cast.children.own.number).exists()


@pytest.mark.parametrize(
    ("target", "ends"), [("500113111201", False), ("500113004", False), (NEIGHBOUR, True)]
)
def test_a_move_out_of_the_carers_district_ends_the_pairing(cast, reader, target, ends):
    child, made = cast.children.own, paired(cast.children.own, cast.carer, TODAY - 60 * DAY)
    for hook in hooks.CHILD_MOVED:
        hook(child, child.place_id, place(target).pk, TODAY, reader(Role.TOWNSHIP_CHAIR))
    made.refresh_from_db()
    assert (made.end, made.ended_reason) == ((TODAY, "child_moved") if ends else (None, ""))


def test_a_child_who_parts_from_the_household_keeps_a_carer_only_who_has_room(cast, make, chair):
    brother = make.child("小弟", VILLAGE, household=cast.children.own.household)
    for child in (cast.children.own, brother):
        paired(child, cast.carer, TODAY - 60 * DAY)
    values = {"place": place("500113111201").pk, "on": TODAY, "reason": "投亲", "by": chair}
    move_child(child=brother, **values)
    assert Pairing.objects.get(child=brother).ended_reason == "child_moved"
    assert Pairing.objects.get(child=cast.children.own).end is None
