"""The police stations of a township, kept by its officers, shown to whoever needs them."""

import pytest
from django.db import IntegrityError, transaction

from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.protection import queries
from nuantong.protection.actions import add_station, remove_station
from nuantong.protection.models import PoliceStation
from tests.conftest import NEIGHBOUR, VILLAGE, place

pytestmark = pytest.mark.django_db
OWN, OTHER = VILLAGE[:9], NEIGHBOUR[:9]
EDITS_OWN = {
    Role.TOWNSHIP_CHAIR, Role.DISTRICT_OFFICER, Role.CITY_OFFICER, Role.RIGHTS_OFFICER,
}  # fmt: skip


def keep(by, township: str = OWN, name: str = "麻柳嘴派出所", phone: str = "023-66412110"):
    return add_station(by=by, region=place(township).pk, name=name, phone=phone)


@pytest.mark.parametrize("role", list(Role))
def test_who_keeps_the_stations_of_a_place(reader, role: Role) -> None:
    for township, edits in ((OWN, role in EDITS_OWN), (OTHER, role is Role.CITY_OFFICER)):
        if edits:
            assert keep(reader(role), township).phone == "023-66412110"
        else:
            with pytest.raises(Refusal, match="本辖区"):
                keep(reader(role), township)


def test_the_carers_township_is_shown(reader, carer) -> None:
    assert queries.police_near(carer, None).stations == []
    station = keep(reader(Role.TOWNSHIP_CHAIR))
    near = queries.police_near(carer, None)
    assert near.stations == [station]
    assert near.township is not None and near.township.name == "麻柳嘴镇"


def test_the_childs_township_comes_before_the_readers(reader, cast) -> None:
    station = keep(reader(Role.CITY_OFFICER), OTHER, "跳石派出所")
    near = queries.police_near(reader(Role.CITY_OFFICER), cast.children.neighbour)
    assert near.stations == [station]


def test_a_reader_of_a_district_has_no_township(reader) -> None:
    assert queries.police_near(reader(Role.DISTRICT_OFFICER), None).township is None


def test_a_new_number_replaces_the_old_and_the_old_row_stays(reader) -> None:
    officer = reader(Role.TOWNSHIP_CHAIR)
    old, new = keep(officer), keep(officer, phone="023-66412111")
    assert list(PoliceStation.objects.in_use()) == [new]
    assert PoliceStation.objects.filter(pk=old.pk).exists()


def test_removing_is_logged(reader) -> None:
    station = keep(reader(Role.DISTRICT_OFFICER))
    remove_station(by=reader(Role.TOWNSHIP_CHAIR), station=station)
    assert not PoliceStation.objects.in_use().exists()
    assert Event.objects.filter(action="移除派出所电话", object_id=str(station.pk)).exists()


@pytest.mark.parametrize(("name", "phone"), [("", "110"), ("派出所", ""), ("派出所", "12")])
def test_a_station_needs_a_name_and_a_number_one_can_call(reader, name: str, phone: str) -> None:
    with pytest.raises(Refusal):
        keep(reader(Role.TOWNSHIP_CHAIR), name=name, phone=phone)


def test_the_database_keeps_one_station_of_a_name(reader) -> None:
    station = keep(reader(Role.TOWNSHIP_CHAIR))
    with pytest.raises(IntegrityError), transaction.atomic():
        PoliceStation.objects.create(
            region=station.region, name=station.name, phone="1", added_at=clock.now()
        )


def test_townships_without_a_station_come_first(reader) -> None:
    keep(reader(Role.TOWNSHIP_CHAIR))
    officer = reader(Role.DISTRICT_OFFICER)
    (district,) = queries.districts_of(officer)
    rows = queries.townships_of(officer, district)
    assert len(rows) > 10 and rows[-1].stations and not rows[0].stations
    assert [
        r.township.name for r in queries.townships_of(reader(Role.TOWNSHIP_CHAIR), district)
    ] == ["麻柳嘴镇"]
