"""Whose a task is: its office's where the child lives, or a named person's; nobody else's."""

import pytest

from nuantong.access.models import Grant
from nuantong.access.reader import reader_of
from nuantong.access.roles import Permission, Role
from nuantong.people.models import GrantedChild
from nuantong.tasks.models import Task
from tests.conftest import NEIGHBOUR, TODAY, VILLAGE

pytestmark = pytest.mark.django_db
OFFICES = {Role.TOWNSHIP_CHAIR, Role.DISTRICT_OFFICER, Role.CITY_OFFICER}


def seen_by(reader) -> set[Role]:
    return {role for role in Role if Task.objects.visible_to(reader(role)).exists()}


def test_a_childs_task_is_seen_by_the_offices_that_hold_its_permission(raised, reader) -> None:
    raised()
    assert seen_by(reader) == OFFICES


def test_the_village_sees_what_falls_to_those_who_record(raised, reader) -> None:
    raised(permission=Permission.RECORD_CONTACT)
    assert seen_by(reader) == {Role.VILLAGE_CHAIR, Role.TOWNSHIP_CHAIR}


def test_a_neighbours_task_is_the_citys_alone(raised, reader, cast) -> None:
    raised(child=cast.children.neighbour)
    raised(key="r", region=cast.children.neighbour.place_id)
    assert seen_by(reader) == {Role.CITY_OFFICER}


def test_a_task_of_a_place_is_seen_from_there_upwards(raised, reader, make) -> None:
    raised(region=make.place(VILLAGE[:9]).pk)
    assert seen_by(reader) == OFFICES


def test_a_task_of_the_city_is_not_a_districts(raised, reader, make) -> None:
    raised(region=make.place("500000").pk)
    assert seen_by(reader) == {Role.CITY_OFFICER}


def test_who_sees_no_children_sees_no_childs_task_whatever_she_holds(raised, reader, make) -> None:
    raised(permission=Permission.SEE_DANGER_REPORTS)
    assert seen_by(reader) == set()
    raised(key="r", region=make.place(VILLAGE).pk, permission=Permission.SEE_DANGER_REPORTS)
    assert seen_by(reader) == {Role.RIGHTS_OFFICER}


def test_a_named_person_sees_hers_but_not_about_a_child_she_may_not_see(
    raised, reader, cast
) -> None:
    chair = cast.staff[Role.VILLAGE_CHAIR]
    raised(owner=chair)
    raised(key="n", owner=chair, child=cast.children.neighbour)
    assert Task.objects.visible_to(reader(Role.VILLAGE_CHAIR)).get().key == "check-1"


def test_a_counsellor_sees_those_of_her_list(raised, reader, cast) -> None:
    raised(permission=Permission.OPEN_FILE)
    assert Role.COUNSELLOR not in seen_by(reader)
    grant = Grant.objects.get(role=Role.COUNSELLOR)
    GrantedChild.objects.create(grant=grant, child=cast.children.own)
    assert Role.COUNSELLOR in seen_by(reader)


def test_of_two_roles_each_brings_its_own(raised, cast, make) -> None:
    user = make.user("two", "两职", Role.VILLAGE_CHAIR, VILLAGE)
    Grant.objects.create(
        user=user, role=Role.TOWNSHIP_CHAIR, region=make.place(NEIGHBOUR[:9]), valid_from=TODAY
    )
    both = reader_of(user, TODAY)
    raised(), raised(key="n", child=cast.children.neighbour)
    assert Task.objects.visible_to(both).get().key == "n"
