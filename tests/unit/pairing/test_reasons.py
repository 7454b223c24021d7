"""What a round says of its answers: who was next, what a region lacks, where to recruit."""

import pytest
from django.urls import reverse

from nuantong.access.roles import Role
from nuantong.core import clock
from nuantong.pairing.actions import rerun_round, run_round
from nuantong.pairing.models import LeftOver, Proposal, Shortage
from nuantong.pairing.queries.left_overs import left_lines
from nuantong.pairing.queries.proposals import proposal_lines
from nuantong.pairing.queries.recruiting import recruits
from nuantong.pairing.queries.shortages import lists_of
from nuantong.regions.models import Pin

from .conftest import NEXT_VILLAGE, OTHER_TOWNSHIP, VILLAGE

pytestmark = pytest.mark.django_db
DISTRICT = VILLAGE[:6]
PINS = {VILLAGE: (106.80, 29.45), NEXT_VILLAGE: (106.83, 29.45), OTHER_TOWNSHIP: (106.90, 29.45)}


@pytest.fixture(autouse=True)
def pins(make):
    """The villages lie 2.9 and 9.7 km apart."""
    for code, (longitude, latitude) in PINS.items():
        Pin.objects.create(
            region=make.place(code), longitude=longitude, latitude=latitude, source="试验",
            set_at=clock.now(),
        )  # fmt: skip


@pytest.fixture
def officer(reader):
    return reader(Role.DISTRICT_OFFICER)


def others(round, name, officer) -> list[str]:
    rows = Proposal.objects.filter(round=round, household__children__name=name, state="proposed")
    (line,) = proposal_lines(rows.select_related("carer"), officer)
    return [f"{one.name}，{one.where}：{one.why}" for one in line.others]


def test_a_proposal_names_the_two_next_best_and_why_not(make, cast, round_over, officer):
    make.child("小远", NEXT_VILLAGE)
    make.carer("邻村的人", NEXT_VILLAGE)
    make.carer("外乡的人", OTHER_TOWNSHIP)
    round = round_over(DISTRICT)
    assert others(round, "小乐", officer) == [
        "邻村的人，同乡镇（街道） 2.9 公里：名额给了小远家；换过来，总账至少差 32.9 公里",
        "外乡的人，同区县 9.6 公里：不同乡镇，远 9.6 公里",
    ]


def test_whose_place_it_is_stays_unnamed_to_whoever_may_not_see_them(
    make, cast, round_over, reader
):
    make.child("小外", OTHER_TOWNSHIP)
    make.carer("外乡的人", OTHER_TOWNSHIP)
    round = round_over(DISTRICT)
    said = others(round, "小乐", reader(Role.TOWNSHIP_CHAIR))
    assert any("名额给了另一户" in one for one in said)
    assert not any("小外" in one for one in said)


def test_a_run_again_tells_anew_of_proposals_that_stay(make, cast, round_over, officer):
    round = round_over(DISTRICT)
    (before,) = Proposal.objects.filter(round=round)
    assert before.fits["others"] == []
    make.carer("邻村的人", NEXT_VILLAGE)
    rerun_round(round=round, by=officer)
    run_round(round_id=round.pk)
    (after,) = Proposal.objects.filter(round=round)
    assert (after.pk, after.run) == (before.pk, 1)
    assert [one["load"] for one in after.fits["others"]] == [0]


@pytest.fixture
def short(make, cast, round_over):
    """Three households and one place: two too few."""
    for name in ("小远", "小近"):
        make.child(name, NEXT_VILLAGE)
    return round_over(DISTRICT)


def test_a_region_that_is_short_can_be_counted(short, officer, client_of):
    (shortage,) = Shortage.objects.filter(round=short)
    found = lists_of(shortage, officer)
    assert (found.waiting, found.places, found.short) == (3, 1, 2)
    assert sum(group.count for group in found.households) == 3
    assert sum(group.special for group in found.households) == 2
    assert [name for group in found.carers for name in group.names] == ["李春梅（1 户）"]
    line = left_lines(LeftOver.objects.filter(round=short)[:1], officer)[0]
    assert "这一片 3 户只能找到 1 个名额，缺 2 个" in line.detail
    page = client_of(Role.DISTRICT_OFFICER).get(
        reverse("pairing:shortage", args=[short.pk, line.shortage])
    )
    assert "这一片缺 2 个名额" in page.content.decode()


def test_households_beyond_the_readers_scope_are_counted_and_not_shown(
    make, cast, round_over, reader
):
    make.child("小外", OTHER_TOWNSHIP)
    (shortage,) = Shortage.objects.filter(round=round_over(DISTRICT))
    found = lists_of(shortage, reader(Role.TOWNSHIP_CHAIR))
    assert (found.waiting, found.elsewhere) == (2, 1)
    assert "小外" not in str(found)


def test_where_to_recruit_is_checked_by_putting_one_there(short, officer, reader):
    (line,) = recruits(short, officer)
    assert (line.waiting, line.worth, line.checked) == (2, "1 名", True)
    assert recruits(short, reader(Role.CITY_OFFICER)) == [line]


def test_before_and_after_stands_beside_a_clerk_with_the_longest_ways(short, client_of):
    page = client_of(Role.DISTRICT_OFFICER).get(reverse("pairing:compare", args=[short.pk]))
    text = page.content.decode()
    for words in ("结对前后", "手工依次分配", "要走多远", "路最远的 1 户"):
        assert words in text
