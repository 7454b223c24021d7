"""The district around one household that asks, as the database has it: who may take part."""

from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from nuantong.access.roles import Role
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.pairing.actions import take_answer
from nuantong.pairing.models import Leave, Pairing
from nuantong.pairing.models.words import EndReason
from nuantong.pairing.queries.options import Options
from nuantong.pairing.queries.wording import MOST_AT_ONCE, Option, Step, decode, metres
from nuantong.people.models import Child, Need
from nuantong.regions.models import Pin
from tests.conftest import place

from .conftest import NEXT_VILLAGE, OTHER_TOWNSHIP, TODAY, VILLAGE, paired
from .test_pairs import DAY

pytestmark = pytest.mark.django_db
EARLIER = TODAY - 60 * DAY
MOST_QUERIES, WARM_QUERIES = 22, 12


@pytest.fixture
def chair(reader):
    return reader(Role.TOWNSHIP_CHAIR)


@pytest.fixture
def officer(reader):
    return reader(Role.DISTRICT_OFFICER)


def options(child: Any, by: Any) -> list[list[str]]:
    """Of each option the carers it names, hers first. (Rows made here by hand are on no log.)"""
    cache.clear()
    found = Options(child, by).found
    return [[one.first.carer.name, *(step.carer.name for step in one.others)] for one in found]


def pin(code: str, longitude: float, latitude: float) -> None:
    Pin.objects.create(
        region=place(code), longitude=longitude, latitude=latitude, source="天地图取点",
        set_at=clock.now(),
    )  # fmt: skip


@pytest.mark.parametrize("ahead", [0, 1, 30])
def test_whoever_has_a_leave_ahead_is_not_offered(cast, make, chair, ahead):
    away, here = make.carer("请假的", VILLAGE), make.carer("在的", NEXT_VILLAGE)
    begins = TODAY + ahead * DAY
    Leave.objects.create(
        carer=away, start=begins, end=begins + DAY, kind="away", asked_by="村", asked_at=clock.now()
    )
    cast.carer.delete()
    assert options(cast.children.own, chair) == [[here.name]]


def test_whoever_was_turned_down_is_on_leave_or_is_being_left_is_not_offered(cast, make, chair):
    away, here = make.carer("请假的", VILLAGE), make.carer("在的", NEXT_VILLAGE)
    make.carer("过期", VILLAGE, background_checked_on=TODAY - 400 * DAY)
    make.carer("退了的", VILLAGE, status="left")
    Leave.objects.create(
        carer=away, start=TODAY, end=TODAY + DAY, kind="away", asked_by="村", asked_at=clock.now()
    )
    paired(cast.children.own, cast.carer, EARLIER)
    assert options(cast.children.own, chair) == [[here.name]]


def test_siblings_join_the_one_their_brother_has_however_full_and_nobody_else(cast, make, chair):
    make.carer("空着", VILLAGE, capacity=3)
    paired(cast.children.own, cast.carer, EARLIER)
    sister = make.child("小妹", VILLAGE, household=cast.children.own.household)
    [option] = Options(sister, chair).found
    assert option.moves == ((sister.household_id, cast.carer.pk, cast.carer.pk),)
    take_answer(moves=option.moves, by=chair, reason=EndReason.REARRANGED)
    assert Pairing.objects.current(TODAY).filter(carer=cast.carer).count() == 2


def test_a_carer_with_more_households_than_places_gets_none_and_gives_none_up(cast, make, officer):
    """What she gave up would not be hers to give again."""
    full, free = make.carer("超户", VILLAGE, capacity=2), make.carer("空着", OTHER_TOWNSHIP)
    for name in ("甲", "乙"):
        paired(make.child(name, OTHER_TOWNSHIP), full, EARLIER, tier="district")
    type(full).objects.filter(pk=full.pk).update(capacity=1)
    type(full).objects.filter(pk=cast.carer.pk).update(capacity=0)
    assert options(cast.children.own, officer) == [[free.name]]


def test_a_family_that_turned_her_down_or_has_two_carers_is_not_moved(cast, make, chair):
    """Next door is full; her family's brother has another carer: one house is left as it is."""
    near, his, far = (
        make.carer(n, v) for n, v in (("近", VILLAGE), ("哥", VILLAGE), ("远", NEXT_VILLAGE))
    )
    one = make.child("小北", NEXT_VILLAGE)
    other = make.child("小南", NEXT_VILLAGE, household=one.household)
    paired(one, near, EARLIER, tier="township")
    cast.carer.delete()
    assert options(cast.children.own, chair) == [["哥"], ["远"]]
    paired(other, his, EARLIER, tier="township")
    assert options(cast.children.own, chair) == [["远"]]


def test_a_chair_moves_no_family_that_lives_beyond_her_township(cast, make, chair, officer):
    near, far = make.carer("近", VILLAGE), make.carer("远", NEXT_VILLAGE)
    paired(make.child("外镇", OTHER_TOWNSHIP), near, EARLIER, tier="district")
    cast.carer.delete()
    make.carer("外镇人", OTHER_TOWNSHIP)
    assert options(cast.children.own, chair) == [[far.name]]
    assert ["近", "外镇人"] in options(cast.children.own, officer)


def test_with_pins_it_says_metres_and_how_much_farther_a_family_then_has_it(cast, make, officer):
    pin(VILLAGE, 106.90, 29.40)
    pin(NEXT_VILLAGE, 106.92, 29.40)
    near, _ = make.carer("近", VILLAGE), make.carer("远", NEXT_VILLAGE)
    other = make.child("小北", NEXT_VILLAGE)
    paired(other, near, EARLIER, tier="township")
    cast.carer.delete()
    free, swap = Options(cast.children.own, officer).found
    assert (free.distance, swap.distance) == ("约1.9公里", "")
    assert swap.others[0].farther == "比原来近约1.9公里"


def test_needs_are_said_that_she_answers_and_that_she_does_not(cast, make, chair, client_of):
    for kind in ("study", "legal"):
        Need.objects.create(child=cast.children.own, kind=kind, raised_on=EARLIER, raised_by="村")
    type(cast.carer).objects.filter(pk=cast.carer.pk).update(skills=["education"])
    [option] = Options(cast.children.own, chair).found
    assert (option.meets, option.lacks) == ("学习辅导", "法律援助")
    page = client_of(Role.TOWNSHIP_CHAIR).get(
        reverse("pairing:options", args=[cast.children.own.number])
    )
    assert "她在行的：学习辅导" in page.content.decode()


@pytest.fixture
def chain(cast, make):
    return make_chain(cast, make, EARLIER)


def make_chain(cast, make, since) -> tuple[Any, Any, Any]:
    """Nobody in the village is free, and only two moves at once make room there."""
    first, second = make.carer("甲", VILLAGE), make.carer("乙", NEXT_VILLAGE)
    third = make.carer("丙", OTHER_TOWNSHIP)
    cast.carer.delete()
    paired(make.child("甲家", NEXT_VILLAGE), first, EARLIER, tier="township")
    paired(make.child("乙家", OTHER_TOWNSHIP), second, since, tier="district")
    return first, second, third


def test_the_widest_answer_says_how_many_families_would_move_and_is_taken_in_one_step(
    chain, cast, officer, client_of
):
    found = Options(cast.children.own, officer)
    widest = found.widest
    assert widest is not None
    assert len(widest.others) == 2
    client = client_of(Role.DISTRICT_OFFICER)
    page = client.get(reverse("pairing:widest", args=[cast.children.own.number]))
    assert "另有2户要换人" in page.content.decode()
    url = reverse("pairing:options", args=[cast.children.own.number])
    client.post(url, {"option": widest.code})
    current = Pairing.objects.current(TODAY).values_list("child__name", "carer__name")
    assert set(current) == {("小乐", "甲"), ("甲家", "乙"), ("乙家", "丙")}


def test_the_whole_district_is_read_by_the_same_few_queries(
    chain, cast, officer, make, django_assert_max_num_queries
):
    for n in range(12):
        paired(make.child(f"家{n}", VILLAGE), make.carer(f"妈妈{n}", NEXT_VILLAGE), EARLIER)
    with django_assert_max_num_queries(MOST_QUERIES):
        assert Options(cast.children.own, officer).found


def test_the_district_is_read_again_when_the_log_knows_of_a_change(
    chain, cast, officer, make, django_assert_max_num_queries
):
    before = options(cast.children.own, officer)
    with django_assert_max_num_queries(WARM_QUERIES):
        assert len(Options(cast.children.own, officer).found) == len(before)
    late = make.carer("刚来的", VILLAGE)
    record(action="登记爱心妈妈", by=officer, object_type="carer", changes={"name": late.name})
    found = Options(cast.children.own, officer).found
    assert late.name in [one.first.carer.name for one in found]


def test_where_more_moves_are_no_better_the_page_says_so(cast, make, client_of):
    url = reverse("pairing:widest", args=[cast.children.own.number])
    assert "多换几户，也不会更好" in client_of(Role.TOWNSHIP_CHAIR).get(url).content.decode()


def test_what_moves_too_many_is_shown_and_not_taken(chain, cast, officer):
    option = Options(cast.children.own, officer).widest
    assert isinstance(option, Option)
    assert not option.too_many
    step: Step = option.others[0]
    many = Option(**{**vars(option), "others": (step,) * (MOST_AT_ONCE + 1)})
    assert many.too_many
    assert decode(",".join(["1:2:3"] * (MOST_AT_ONCE + 2))) is None


def test_one_who_begins_today_moves_with_the_others_tomorrow_and_nobody_has_a_gap(
    cast, make, officer
):
    make_chain(cast, make, TODAY)
    widest = Options(cast.children.own, officer).widest
    take_answer(moves=widest.moves, by=officer, reason=EndReason.REARRANGED)
    for child in Child.objects.filter(name__in=["甲家", "乙家"]):
        old, new = child.pairings.order_by("start")
        assert old.end == new.start == TODAY + DAY


@pytest.mark.parametrize(
    ("distance", "said"),
    [(0, ""), (49, ""), (50, "约100米"), (940, "约900米"), (1940, "约1.9公里")],
)
def test_a_distance_is_said_as_people_say_it(distance, said):
    assert metres(distance) == said
