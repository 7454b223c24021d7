"""Who holds which permission, where and when."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from nuantong.access.models import Grant
from nuantong.access.reader import reader_of
from nuantong.access.roles import ADMINISTRATORS, PERMISSIONS, Permission, Role
from nuantong.people.models import Child
from nuantong.regions.models import Organisation
from tests.conftest import NEIGHBOUR, TODAY, VILLAGE, place

pytestmark = pytest.mark.django_db

SEES_OWN = {
    Role.VILLAGE_CHAIR, Role.TOWNSHIP_CHAIR, Role.DISTRICT_OFFICER, Role.CITY_OFFICER,
}  # fmt: skip


@pytest.mark.parametrize("role", list(Role))
def test_which_role_sees_which_child(cast, reader, role: Role) -> None:
    seen = set(Child.objects.visible_to(reader(role)))
    expected = set()
    if role in SEES_OWN:
        expected.add(cast.children.own)
    if role is Role.CITY_OFFICER:
        expected.add(cast.children.neighbour)
    assert seen == expected


def test_a_grant_counts_from_its_first_day_to_the_day_before_its_end(make) -> None:
    user = make.user("1", "王", Role.DISTRICT_OFFICER, "500113")
    Grant.objects.filter(user=user).update(valid_to=TODAY)
    yesterday = TODAY - dt.timedelta(days=1)
    assert reader_of(user, yesterday).can(Permission.SEE_CHILDREN)
    assert not reader_of(user, TODAY).can(Permission.SEE_CHILDREN)
    assert not reader_of(user, dt.date(2017, 12, 31)).can(Permission.SEE_CHILDREN)


def test_one_person_with_two_roles_sees_both_places(make) -> None:
    user = make.user("1", "王", Role.VILLAGE_CHAIR, VILLAGE)
    Grant.objects.create(
        user=user, role=Role.VILLAGE_CHAIR, region=place(NEIGHBOUR), valid_from=TODAY
    )
    both = {make.child("甲", VILLAGE), make.child("乙", NEIGHBOUR)}
    assert set(Child.objects.visible_to(reader_of(user, TODAY))) == both


def test_a_zone_sees_its_townships_and_nothing_else_of_the_district(make) -> None:
    user = make.user("1", "王", Role.TOWNSHIP_CHAIR, VILLAGE)
    Grant.objects.filter(user=user).delete()
    zone = Organisation.objects.get(short_name="万盛经开区")
    Grant.objects.create(
        user=user, role=Role.DISTRICT_OFFICER, organisation=zone, valid_from=dt.date(2018, 1, 1)
    )
    inside, outside = make.child("甲", "500110100"), make.child("乙", "500110001")
    assert inside.place.code.startswith("500110100") and outside
    assert list(Child.objects.visible_to(reader_of(user, TODAY))) == [inside]


def test_the_three_administrators_hold_nothing_of_each_other() -> None:
    for role in ADMINISTRATORS:
        assert not PERMISSIONS[role] & {Permission.SEE_CHILDREN, Permission.SEE_FIGURES}
        for other in ADMINISTRATORS - {role}:
            assert not PERMISSIONS[role] & PERMISSIONS[other]


def test_the_database_refuses_two_administrator_roles_at_once(make) -> None:
    user = make.user("1", "王", Role.SYSTEM_ADMIN)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(user=user, role=Role.AUDIT_ADMIN, valid_from=TODAY)


@pytest.mark.parametrize(
    "values",
    [
        {"role": "township_chair"},
        {"role": "carer", "valid_to": dt.date(2017, 1, 1)},
    ],
)
def test_the_database_refuses_a_grant_without_sense(make, values) -> None:
    user = make.user("1", "王", Role.CARER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(user=user, valid_from=TODAY, **values)
