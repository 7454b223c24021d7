"""A round over a scope, from the officer's click to the frozen result."""

import pytest

from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.core.errors import Refusal
from nuantong.pairing import matching
from nuantong.pairing.actions import close_round, run_round, start_round
from nuantong.pairing.actions import running as module
from nuantong.pairing.models import LeftOver, PairingRound, Proposal
from nuantong.people.models import Need

from .conftest import NEIGHBOUR, NEXT_VILLAGE, OTHER_TOWNSHIP, TODAY, VILLAGE, paired

pytestmark = pytest.mark.django_db
DISTRICT, TOWNSHIP = VILLAGE[:6], VILLAGE[:9]


def test_a_round_proposes_the_nearest_and_says_why_not_for_the_rest(make, cast, round_over):
    make.child("小南", NEXT_VILLAGE)
    make.child("小园", VILLAGE, setting="institution")
    round = round_over("500000")
    proposal = Proposal.objects.get(round=round)
    assert (proposal.household, proposal.tier) == (cast.children.own.household, "village")
    assert dict(LeftOver.objects.values_list("household__children__name", "reason")) == {
        "小航": "no_carer",
        "小南": "all_full",
        "小园": "in_institution",
    }


def test_the_counts_are_frozen_with_the_round(make, cast, round_over):
    make.child("小妹", VILLAGE, household=cast.children.own.household)
    paired(make.child("小北", NEXT_VILLAGE), make.carer("王秀英", NEXT_VILLAGE))
    frozen = round_over("500000").frozen
    assert frozen["waiting"] == [2, 3]
    assert frozen["tiers"] == {"village": [1, 2]}
    assert frozen["left"] == {"no_carer": [1, 1]}
    assert frozen["before"]["village"] == 1
    assert frozen["after"]["village"] == 3
    assert frozen["children"] == 4


def test_a_round_stays_inside_its_scope(make, cast, round_over):
    far = make.child("小远", OTHER_TOWNSHIP)
    make.carer("外镇的人", OTHER_TOWNSHIP)
    make.child("小南", NEXT_VILLAGE)
    round = round_over(TOWNSHIP)
    assert not Proposal.objects.filter(household=far.household).exists()
    assert LeftOver.objects.get(round=round).reason == "all_full"


def test_a_household_comes_whole_though_one_child_lives_outside_the_scope(make, cast, round_over):
    make.child("小哥", OTHER_TOWNSHIP, household=cast.children.own.household)
    round = round_over(TOWNSHIP)
    proposal = Proposal.objects.get(round=round)
    assert (proposal.children, proposal.place) == (2, cast.children.own.place)


def test_what_fits_is_kept_with_the_proposal(make, cast, round_over):
    needs = {"raised_on": TODAY, "raised_by": "李春梅", "child": cast.children.own}
    Need.objects.create(kind="study", **needs)
    Need.objects.create(kind="legal", **needs)
    cast.carer.skills = ["law"]
    cast.carer.save()
    fits = Proposal.objects.get(round=round_over(DISTRICT)).fits
    others = fits.pop("others")
    assert fits == {"meets": ["legal"], "lacks": ["study"], "siblings": False, "load": 0}
    assert others == []


def test_a_new_sibling_is_proposed_to_the_households_carer(make, cast, round_over):
    paired(cast.children.own, cast.carer)
    make.child("小妹", VILLAGE, household=cast.children.own.household)
    make.carer("更闲的人", VILLAGE)
    proposal = Proposal.objects.get(round=round_over(DISTRICT))
    assert proposal.carer == cast.carer
    assert proposal.fits["siblings"]


def test_an_expired_check_is_named(make, cast, round_over):
    type(cast.carer).objects.update(background_checked_on="2017-08-24")
    left = LeftOver.objects.get(round=round_over(DISTRICT))
    assert (left.reason, left.detail["whose"]) == ("expired_checks", [cast.carer.pk])


def test_a_carer_who_left_takes_nobody(cast, round_over):
    type(cast.carer).objects.update(status="left")
    assert LeftOver.objects.get(round=round_over(DISTRICT)).reason == "no_carer"


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.TOWNSHIP_CHAIR, DISTRICT),
        (Role.DISTRICT_OFFICER, "500000"),
        (Role.DISTRICT_OFFICER, NEIGHBOUR[:6]),
        (Role.VILLAGE_CHAIR, VILLAGE),
        (Role.LEADER, "500000"),
        (Role.CARER, VILLAGE),
        (Role.SYSTEM_ADMIN, "500000"),
    ],
)
def test_nobody_starts_a_round_outside_her_scope(make, reader, role, code):
    with pytest.raises(Refusal, match="负责的范围"):
        start_round(region=make.place(code), by=reader(role))


def test_one_open_round_for_a_scope(make, cast, round_over, reader):
    round = round_over(DISTRICT)
    with pytest.raises(Refusal, match="未结束"):
        round_over(DISTRICT)
    close_round(round=round, by=reader(Role.DISTRICT_OFFICER))
    assert round_over(DISTRICT).is_open


def test_closing_a_round_lets_undecided_proposals_lapse(cast, round_over, reader):
    round = round_over(DISTRICT)
    assert close_round(round=round, by=reader(Role.DISTRICT_OFFICER)) == 1
    assert close_round(round=round, by=reader(Role.DISTRICT_OFFICER)) == 0
    proposal = Proposal.objects.get(round=round)
    assert (proposal.state, proposal.reason) == ("lapsed", "批次已结束，未发布。")


def test_working_a_round_out_twice_equals_once(cast, round_over):
    round = round_over(DISTRICT)
    run_round(round_id=round.pk)
    assert Proposal.objects.filter(round=round).count() == 1


def test_a_round_that_breaks_says_so_and_blocks_nobody(cast, make, reader, round_over, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(module, "match", broken)
    with pytest.raises(ZeroDivisionError):
        round_over(DISTRICT)
    failed = PairingRound.objects.get()
    assert (failed.work_state, failed.message[:4]) == ("failed", "计算中断")
    monkeypatch.setattr(module, "match", matching.match)
    assert round_over(DISTRICT).is_open


def test_starting_and_working_out_are_on_the_log(cast, round_over):
    round_over(DISTRICT)
    events = Event.objects.filter(object_type="pairinground").order_by("pk")
    assert [(e.action, e.actor) for e in events] == [
        ("发起结对批次", Role.CITY_OFFICER.label),
        ("算出结对批次", "系统"),
    ]


def test_who_sees_which_round(cast, round_over, reader):
    district, neighbour = round_over(DISTRICT), round_over(NEIGHBOUR[:6])
    visible = {
        role: set(PairingRound.objects.visible_to(reader(role)))
        for role in (Role.CITY_OFFICER, Role.DISTRICT_OFFICER, Role.TOWNSHIP_CHAIR, Role.CARER)
    }
    assert visible == {
        Role.CITY_OFFICER: {district, neighbour},
        Role.DISTRICT_OFFICER: {district},
        Role.TOWNSHIP_CHAIR: {district},
        Role.CARER: set(),
    }
