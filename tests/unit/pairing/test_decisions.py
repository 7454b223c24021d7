"""Accepting and rejecting proposals, and what happened in the meantime."""

import datetime as dt

import pytest
from django.http import Http404

from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.core.errors import Refusal
from nuantong.pairing.actions import accept_proposals, reject_proposal
from nuantong.pairing.models import Pairing, Proposal
from nuantong.people.models import Carer, Child

from .conftest import NEXT_VILLAGE, OTHER_TOWNSHIP, TODAY, VILLAGE, paired, put_through

pytestmark = pytest.mark.django_db
DISTRICT = VILLAGE[:6]


@pytest.fixture
def round(make, cast, round_over):
    """小乐 and her brother proposed to 李春梅, 小远 of another township to 外镇的人."""
    make.child("小弟", VILLAGE, household=cast.children.own.household)
    make.child("小远", OTHER_TOWNSHIP)
    make.carer("外镇的人", OTHER_TOWNSHIP)
    return round_over(DISTRICT)


@pytest.fixture
def officer(reader):
    return reader(Role.DISTRICT_OFFICER)


def names() -> set[tuple[str, str]]:
    return set(Pairing.objects.current(TODAY).values_list("child__name", "carer__name"))


def test_accepting_all_pairs_every_child_of_every_household(round, officer):
    decision = put_through(round=round, by=officer)
    assert (decision.households, decision.children, decision.lapsed) == (2, 3, [])
    assert names() == {("小乐", "李春梅"), ("小弟", "李春梅"), ("小远", "外镇的人")}


def test_a_pairing_keeps_what_it_relied_upon(round, officer, cast):
    put_through(round=round, by=officer)
    made = Pairing.objects.get(child=cast.children.own)
    assert (made.start, made.tier, made.checked_on) == (TODAY, "village", dt.date(2018, 3, 1))
    assert (made.proposal.round, made.made_by) == (round, officer.user)


def test_accepting_one_leaves_the_others(round, officer):
    one = Proposal.objects.get(carer__name="外镇的人")
    put_through(round=round, by=officer, ids=[one.pk])
    assert names() == {("小远", "外镇的人")}
    assert Proposal.objects.filter(state="proposed").count() == 1


def test_accepting_twice_equals_once(round, officer):
    ids = list(Proposal.objects.values_list("pk", flat=True))
    accept_proposals(round=round, by=officer, ids=ids[:1])
    assert accept_proposals(round=round, by=officer, ids=ids[:1]).households == 0
    assert accept_proposals(round=round, by=officer, ids=ids).households == 1


def test_every_child_paired_is_on_the_log(round, officer, cast):
    put_through(round=round, by=officer)
    events = Event.objects.filter(action="结对")
    assert events.count() == 3
    assert events.get(child_number=cast.children.own.number).changes == {
        "carer": cast.carer.pk,
        "tier": "village",
    }


def test_the_round_closes_when_all_is_published(round, officer):
    put_through(round=round, by=officer)
    round.refresh_from_db()
    assert round.closed_at and not round.is_open
    with pytest.raises(Refusal, match="已结束"):
        accept_proposals(round=round, by=officer)


def child_left(own, carer):
    Child.objects.filter(household=own.household_id).update(
        status="left", left_on=TODAY, left_reason="迁出"
    )


def into_institution(own, carer):
    Child.objects.filter(household=own.household_id).update(setting="institution")


def moved(own, carer):
    there = Child.objects.get(name="小远").place
    Child.objects.filter(household=own.household_id).update(place=there)


def sibling_elsewhere(own, carer):
    other = Carer.objects.get(name="外镇的人")
    paired(own, other)


def carer_left(own, carer):
    Carer.objects.filter(pk=carer.pk).update(status="left")


def carer_expired(own, carer):
    Carer.objects.filter(pk=carer.pk).update(background_checked_on="2017-08-24")


def carer_unchecked(own, carer):
    Carer.objects.filter(pk=carer.pk).update(background_checked_on=None)


def carer_full(own, carer):
    Carer.objects.filter(pk=carer.pk).update(capacity=0)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (child_left, "已退出台账"),
        (into_institution, "由机构养育"),
        (moved, "已迁居"),
        (sibling_elsewhere, "另一位爱心妈妈"),
        (carer_left, "李春梅已离岗"),
        (carer_expired, "李春梅的背景查询（2017-08-24）已过期"),
        (carer_unchecked, "李春梅没有背景查询记录"),
        (carer_full, "李春梅已满户"),
    ],
)
def test_a_proposal_gone_stale_lapses_and_says_why(round, officer, cast, change, why):
    one = Proposal.objects.get(carer=cast.carer)
    change(cast.children.own, cast.carer)
    before = Pairing.objects.filter(carer=cast.carer).count()
    decision = put_through(round=round, by=officer, ids=[one.pk])
    one.refresh_from_db()
    assert decision.lapsed == [one]
    assert one.state == "lapsed" and why in one.reason
    assert Pairing.objects.filter(carer=cast.carer).count() == before


def test_a_stale_proposal_holds_nobody_else_up(round, officer, cast):
    carer_left(cast.children.own, cast.carer)
    decision = put_through(round=round, by=officer)
    assert (decision.households, len(decision.lapsed)) == (1, 1)
    assert names() == {("小远", "外镇的人")}


def test_a_sibling_registered_in_the_meantime_comes_along(round, officer, cast, make):
    make.child("小妹", VILLAGE, household=cast.children.own.household)
    put_through(round=round, by=officer)
    assert ("小妹", "李春梅") in names()


def test_a_township_chair_decides_for_her_township_only(round, reader):
    decision = put_through(round=round, by=reader(Role.TOWNSHIP_CHAIR))
    assert decision.households == 1
    assert names() == {("小乐", "李春梅"), ("小弟", "李春梅")}


@pytest.mark.parametrize("role", [Role.VILLAGE_CHAIR, Role.LEADER, Role.CARER, Role.AUDIT_ADMIN])
def test_whoever_may_not_pair_decides_nothing(round, reader, role):
    with pytest.raises(Http404):
        accept_proposals(round=round, by=reader(role))


def test_rejecting_keeps_the_reason(round, officer, cast):
    one = Proposal.objects.get(carer=cast.carer)
    reject_proposal(proposal=one, by=officer, reason="隔着一条河，没有桥")
    one.refresh_from_db()
    assert (one.state, one.reason, one.decided_by) == (
        "rejected",
        "隔着一条河，没有桥",
        officer.user,
    )
    assert Event.objects.get(action="不采纳结对建议").reason == "隔着一条河，没有桥"
    with pytest.raises(Refusal, match="已经处理"):
        reject_proposal(proposal=one, by=officer, reason="再说一遍")


def test_rejecting_needs_a_reason(round, officer):
    with pytest.raises(Refusal, match="原因"):
        reject_proposal(proposal=Proposal.objects.first(), by=officer, reason=" ")


def test_two_households_of_one_carer_stop_at_her_capacity(make, cast, officer, round_over):
    Carer.objects.filter(pk=cast.carer.pk).update(capacity=2)
    make.child("小南", NEXT_VILLAGE)
    round = round_over(DISTRICT)
    Carer.objects.filter(pk=cast.carer.pk).update(capacity=1)
    decision = put_through(round=round, by=officer)
    assert (decision.households, len(decision.lapsed)) == (1, 1)
