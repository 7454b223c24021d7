"""Seen by its reporter and the rights line of the place; by nobody else, nowhere."""

import pytest
from django.apps import apps

from nuantong.access.reader import Reader, reader_of, system_reader
from nuantong.access.roles import Role
from nuantong.people import file
from nuantong.people.models import Child
from nuantong.protection.models import DangerReport
from tests.conftest import TODAY, VILLAGE

pytestmark = pytest.mark.django_db


def sees(reader) -> bool:
    return DangerReport.objects.visible_to(reader).exists()


@pytest.mark.parametrize("role", list(Role))
def test_which_role_sees_a_carers_report(report_by, carer, reader, cast, role: Role) -> None:
    report_by(carer, child=cast.children.own)
    assert sees(reader(role)) == (role in {Role.CARER, Role.RIGHTS_OFFICER})


def test_another_carer_of_the_same_village_does_not_see_it(report_by, carer, make) -> None:
    report_by(carer)
    colleague = make.user("c2", "周", Role.CARER)
    make.carer("周", VILLAGE, user=colleague)
    assert not sees(reader_of(colleague, TODAY))


def test_the_rights_line_sees_its_own_places(report_by, carer, other_rights, city_rights) -> None:
    report_by(carer)
    assert not sees(other_rights)
    assert sees(city_rights)


def test_the_childs_place_counts_not_the_reporters(
    report_by, reader, rights, other_rights, cast
) -> None:
    report_by(reader(Role.CITY_OFFICER), child=cast.children.neighbour)
    assert sees(other_rights)
    assert not sees(rights)


def test_where_no_place_is_known_the_citys_rights_line_sees_it(
    report_by, reader, rights, city_rights
) -> None:
    report_by(reader(Role.COUNSELLOR))
    assert not sees(rights)
    assert sees(city_rights)


def test_a_rights_officer_who_left_sees_only_her_own(report_by, carer, rights, cast) -> None:
    report_by(carer)
    own = report_by(rights)
    cast.staff[Role.RIGHTS_OFFICER].grants.update(valid_to=TODAY)
    later = reader_of(cast.staff[Role.RIGHTS_OFFICER], TODAY)
    assert list(DangerReport.objects.visible_to(later)) == [own]


def test_nobody_signed_in_sees_nothing(report_by, carer) -> None:
    report_by(carer)
    assert not sees(Reader(None, TODAY))
    assert sees(system_reader())


def test_nothing_of_a_report_hangs_on_the_child(report_by, carer, cast, reader) -> None:
    child = cast.children.own
    report_by(carer, child=child)
    for model in apps.get_app_config("protection").get_models():
        assert all(field.related_model is not Child for field in model._meta.get_fields())
    for role in Role:
        assert not any("强制报告" in str(part) for part in file.sections(child, reader(role)))
        assert not any("报告" in entry.title for entry in file.timeline(child, reader(role)))
