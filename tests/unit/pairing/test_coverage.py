"""What the apps above ask: who has whom, what share has a carer, who may be filtered how."""

import pytest

from nuantong.access.roles import Role
from nuantong.pairing.contributions import with_carer, with_room
from nuantong.pairing.file import section, timeline
from nuantong.pairing.queries import Coverage, current_carer_of, paired_share
from nuantong.people.models import Carer, Child

from .conftest import NEXT_VILLAGE, OTHER_TOWNSHIP, TODAY, VILLAGE, paired, reviewed

pytestmark = pytest.mark.django_db


def test_the_current_carer_of_many_children_in_one_query(cast, django_assert_num_queries):
    paired(cast.children.own, cast.carer)
    with django_assert_num_queries(1):
        found = current_carer_of([cast.children.own, cast.children.neighbour], TODAY)
    assert found == {cast.children.own.pk: cast.carer}


def test_the_share_counts_scattered_children_by_region(cast, make, reader):
    paired(cast.children.own, cast.carer)
    make.child("小南", NEXT_VILLAGE)
    make.child("小远", OTHER_TOWNSHIP)
    make.child("小园", VILLAGE, setting="institution")
    regions = [make.place(code).pk for code in (VILLAGE, VILLAGE[:9], VILLAGE[:6], "500000")]
    share = paired_share(reader(Role.LEADER), regions)
    assert [share[r] for r in regions] == [
        Coverage(1, 1),
        Coverage(2, 1),
        Coverage(3, 1),
        Coverage(4, 1),
    ]


def test_the_share_is_of_what_the_reader_may_see(cast, make, reader):
    city = make.place("500000").pk
    assert paired_share(reader(Role.VILLAGE_CHAIR), [city])[city].children == 1
    assert paired_share(reader(Role.AUDIT_ADMIN), [city])[city].children == 0


def test_children_and_carers_can_be_narrowed_by_pairing(cast, make):
    paired(cast.children.own, cast.carer)
    free = make.carer("王秀英", VILLAGE)
    closed = make.carer("暂不接", VILLAGE, capacity=0)
    assert set(with_carer(Child.objects.all(), "paired", "yes")) == {cast.children.own}
    assert set(with_carer(Child.objects.all(), "paired", "no")) == {cast.children.neighbour}
    assert set(with_room(Carer.objects.all(), "room", "yes")) == {free}
    assert set(with_room(Carer.objects.all(), "room", "no")) == {cast.carer, closed}


def test_the_childs_page_has_carer_history_reviews_and_timeline_in_two_queries(
    cast, make, reader, django_assert_num_queries
):
    ended = {"end": TODAY.replace(month=6), "ended_reason": "carer_left", "ended_note": "调动"}
    before = paired(
        cast.children.own, make.carer("王秀英", VILLAGE), TODAY.replace(month=3), **ended
    )
    paired(cast.children.own, cast.carer)
    reviewed(before)
    chair = reader(Role.TOWNSHIP_CHAIR)
    assert chair.regions
    with django_assert_num_queries(2):
        part = section(cast.children.own, chair)
        lines = [(entry.title, entry.text) for entry in timeline(cast.children.own, chair)]
    assert part["now"].carer == cast.carer
    assert [one.carer.name for one in part["earlier"]] == ["王秀英"]
    assert part["may_pair"]
    assert ("与王秀英解除结对", "爱心妈妈离岗，调动") in lines


def test_a_village_chair_sees_the_carer_but_cannot_change_her(cast, reader):
    paired(cast.children.own, cast.carer)
    assert not section(cast.children.own, reader(Role.VILLAGE_CHAIR))["may_pair"]


def test_the_carer_reads_that_the_child_is_hers(cast, reader):
    paired(cast.children.own, cast.carer)
    assert section(cast.children.own, reader(Role.CARER))["own"]
    assert not section(cast.children.own, reader(Role.TOWNSHIP_CHAIR))["own"]
