"""The nearest officer upwards answers, and never the person complained about."""

import pytest

from nuantong.access.models import Grant
from nuantong.access.reader import reader_of
from nuantong.access.roles import Role
from nuantong.help.officers import officers_for
from tests.conftest import NEIGHBOUR, TODAY

pytestmark = pytest.mark.django_db


def test_a_carer_writes_to_the_district(carer, officer, city) -> None:
    officers = officers_for(carer)
    assert officers.nearest is not None and officers.nearest.user == officer.user
    assert str(officers.nearest) == "巴南区妇联 区县妇联干部"
    assert officers.instead is not None and officers.instead.user == city.user
    assert officers.instead.unit == "重庆市妇联"


def test_where_the_district_has_nobody_the_city_answers(make, cast, city) -> None:
    user = make.user("v2", "村主席", Role.VILLAGE_CHAIR, NEIGHBOUR)
    nearest = officers_for(reader_of(user, TODAY)).nearest
    assert nearest is not None and nearest.user == city.user


def test_whoever_has_no_place_writes_to_the_city(reader, city) -> None:
    nearest = officers_for(reader(Role.COUNSELLOR)).nearest
    assert nearest is not None and nearest.user == city.user


def test_nobody_answers_herself(officer, city) -> None:
    nearest = officers_for(officer).nearest
    assert nearest is not None and nearest.user == city.user


def test_a_colleague_of_the_same_level_is_not_the_next_level(carer, colleague, city) -> None:
    instead = officers_for(carer).instead
    assert instead is not None and instead.user == city.user


def test_officers_who_left_or_are_switched_off_do_not_answer(carer, officer, city) -> None:
    Grant.objects.filter(user=officer.user).update(valid_to=TODAY)
    city.user.is_active = False
    city.user.save()
    assert officers_for(carer).nearest is None


def test_an_organisation_answers_for_its_places(make, carer, cast, organisation) -> None:
    zone = organisation("万盛经开区")
    user = make.user("z1", "区管委", Role.DISTRICT_OFFICER, "500113")
    Grant.objects.filter(user=user).update(organisation=zone, region=None)
    area = zone.areas.first()
    assert area is not None
    writer = make.user("v3", "村主席", Role.VILLAGE_CHAIR, area.region.code)
    nearest = officers_for(reader_of(writer, TODAY)).nearest
    assert nearest is not None and (nearest.user, nearest.unit) == (user, zone.short_name)
