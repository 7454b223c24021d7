"""Where a person works decides whom she is sent to."""

import pytest

from nuantong.access.models import Grant
from nuantong.access.reader import Reader, reader_of
from nuantong.access.roles import Role
from nuantong.people.whereabouts import place_of
from tests.conftest import NEXT_VILLAGE, TODAY, VILLAGE, place

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.CARER, VILLAGE),
        (Role.VILLAGE_CHAIR, VILLAGE),
        (Role.TOWNSHIP_CHAIR, VILLAGE[:9]),
        (Role.DISTRICT_OFFICER, VILLAGE[:6]),
    ],
)
def test_the_place_of_a_role(reader, role: Role, code: str) -> None:
    assert place_of(reader(role)) == place(code).pk


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.AUDIT_ADMIN])
def test_some_have_none(reader, role: Role) -> None:
    assert place_of(reader(role)) is None
    assert place_of(Reader(None, TODAY)) is None


def test_the_smallest_place_counts(cast) -> None:
    user = cast.staff[Role.TOWNSHIP_CHAIR]
    Grant.objects.create(
        user=user, role=Role.VILLAGE_CHAIR, region=place(NEXT_VILLAGE), valid_from="2018-01-01"
    )
    assert place_of(reader_of(user, TODAY)) == place(NEXT_VILLAGE).pk


def test_a_grant_that_ended_still_tells(cast) -> None:
    user = cast.staff[Role.VILLAGE_CHAIR]
    Grant.objects.filter(user=user).update(valid_to=TODAY)
    assert place_of(reader_of(user, TODAY)) == place(VILLAGE).pk


def test_an_organisation_works_over_its_first_place(make, cast, organisation) -> None:
    zone = organisation("万盛经开区")
    user = cast.staff[Role.DISTRICT_OFFICER]
    Grant.objects.filter(user=user).update(organisation=zone, region=None)
    assert place_of(reader_of(user, TODAY)) == zone.areas.order_by("pk").first().region_id
