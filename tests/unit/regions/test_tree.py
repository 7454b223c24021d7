"""The places of Chongqing as of any date."""

import datetime as dt

import pytest

from nuantong.regions.loading import common_name
from nuantong.regions.models import Organisation, Region, RegionVersion
from nuantong.regions.tree import Tree, tree_on

BRIEF, BEFORE, AFTER = dt.date(2018, 8, 24), dt.date(2025, 11, 5), dt.date(2025, 11, 6)
pytestmark = pytest.mark.django_db


def count(tree: Tree, level: int) -> int:
    return sum(p.level == level and not p.former for p in tree.places.values())


@pytest.mark.parametrize(
    ("day", "districts"), [(BRIEF, 38), (BEFORE, 38), (AFTER, 37), (dt.date(1990, 1, 1), 38)]
)
def test_districts_townships_and_villages_of_a_day(day: dt.date, districts: int) -> None:
    tree = tree_on(day)
    assert (len(tree.districts()), count(tree, 3), count(tree, 4)) == (districts, 1031, 11270)


def village_of_dawan() -> int:
    tree = tree_on(BRIEF)
    dawan = next(p for p in tree.places.values() if p.name == "大湾镇")
    return tree.children(dawan.id)[0].id


def test_a_village_keeps_its_code_under_the_new_township() -> None:
    village = village_of_dawan()
    assert tree_on(BEFORE).full_name(village).startswith("渝北区大湾镇")
    assert tree_on(AFTER).full_name(village).startswith("北碚区大湾镇")
    assert tree_on(BEFORE).get(village) != tree_on(AFTER).get(village)
    assert tree_on(BEFORE).places[village].code == tree_on(AFTER).places[village].code


def test_a_former_township_code_lies_below_its_successor() -> None:
    old = Region.objects.get(code="500105001000")
    after = tree_on(AFTER)
    assert after.full_name(old.id) == "两江新区华新街街道"
    assert after.current(old.id) == after.by_code("500157020").id
    assert old.id in after.below(after.by_code("500157").id)
    assert old.id not in {p.id for p in after.children(after.by_code("500157020").id)}


def test_every_place_is_below_the_city_once() -> None:
    for day in (BRIEF, AFTER):
        tree = tree_on(day)
        below = tree.below(tree.root.id)
        assert len(below) == len(set(below)) == len(tree.places)


def test_zones_are_organisations_over_regions() -> None:
    names = {"万盛经开区": 10, "重庆高新区": 10, "两江新区": 14}
    for name, townships in names.items():
        zone = Organisation.objects.get(short_name=name, kind="zone")
        assert zone.areas.count() == townships
    assert not RegionVersion.objects.filter(name__contains="万盛经开区").exists()


def test_the_tile_map_gives_every_district_its_own_tile() -> None:
    for day in (BRIEF, AFTER):
        tiles = [place.tile for place in tree_on(day).districts()]
        assert None not in tiles and len(set(tiles)) == len(tiles)


@pytest.mark.parametrize(
    ("official", "common"),
    [
        ("河嘴村村民委员会", "河嘴村"),
        ("八角村民委员会", "八角村"),
        ("红竹街社区居民委员会", "红竹街社区"),
        ("某某工作站", "某某工作站"),
    ],
)
def test_villages_are_called_as_people_call_them(official: str, common: str) -> None:
    assert common_name(official) == common
