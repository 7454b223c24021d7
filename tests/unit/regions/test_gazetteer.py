"""Names of places as lists write them, against a small city."""

from typing import NamedTuple

import pytest

from nuantong.regions.gazetteer import Gazetteer


class Spot(NamedTuple):
    id: int
    level: int
    name: str
    parent: int | None
    former: bool = False


SPOTS = [
    Spot(1, 1, "重庆市", None),
    Spot(2, 2, "云阳县", 1),
    Spot(3, 2, "酉阳土家族苗族自治县", 1),
    Spot(4, 2, "江北区", 1),
    Spot(20, 3, "大阳镇", 2),
    Spot(21, 3, "人和街道", 2),
    Spot(30, 3, "人和街道", 4),
    Spot(31, 3, "后坪坝乡", 3),
    Spot(32, 3, "江北街道", 2),
    Spot(200, 4, "民富村村民委员会", 20),
    Spot(201, 4, "红星社区居民委员会", 20),
    Spot(202, 4, "红星村村民委员会", 20),
    Spot(203, 4, "晒经村村民委员会", 21),
    Spot(204, 4, "石角社区居民委员会", 20),
    Spot(205, 4, "石角社区村民委员会", 20),
    Spot(206, 4, "柏树社区居民委员会", 20),
    Spot(300, 4, "双碑社区居民委员会", 30),
    Spot(310, 4, "九龙村民委员会", 31),
    Spot(320, 4, "松坪村村民委员会", 32),
]
CITY = Gazetteer(SPOTS, {"万盛经开区": [32], "重庆高新区": [4]})

COLUMNS = [
    (("云阳县", "大阳镇", "民富村"), 200, False),
    (("重庆市云阳县", "大阳", "民富村民委员会"), 200, False),
    (("云阳", "大阳乡", "民富"), 200, False),
    (("云阳县", "大阳镇", "民富村3组"), 200, False),
    (("云阳县", "大阳镇", "红星社区"), 201, False),
    (("云阳县", "大阳镇", "红星村"), 202, False),
    (("云阳县", "大阳镇", "红星"), 20, True),
    (("云阳县", "大阳镇", "石角社区"), 204, False),
    (("云阳县", "大阳镇", "石角居委会"), 204, False),
    (("云阳县", "大阳镇", "石角社区村民委员会"), 205, False),
    (("云阳县", "大阳镇", "石角社区村"), 205, False),
    (("云阳县", "大阳镇", "石角村"), 20, True),
    (("云阳县", "大阳镇", "柏树村"), 206, True),
    (("云阳县", "大阳镇", "柏树社区村民委员会"), 206, True),
    (("云阳县", "大阳镇", "柏树村委会"), 206, True),
    (("云阳县", "大阳镇", "柏树"), 206, False),
    (("云阳县", "大阳镇", "民富居委会"), 200, True),
    (("云阳县", "大阳镇", "民富村三组"), 200, False),
    (("酉阳县", "后坪坝乡", "九龙村"), 310, False),
    (("云阳县", "大阳镇", "没有村"), 20, True),
    (("云阳县", "没有镇", "民富村"), 200, True),
    (("云阳县", "没有镇", "没有村"), 2, True),
    (("云阳县", "", "晒经村"), 203, False),
    (("云阳县", "", ""), 2, True),
    (("某某县", "大阳镇", "民富村"), 200, True),
    (("", "人和街道", ""), None, True),
    (("", "人和街道", "双碑社区"), 300, True),
    (("万盛区", "江北街道", "松坪村"), 320, False),
    (("高新区", "人和街道", "双碑社区"), 300, False),
    (("", "", ""), None, False),
]


@pytest.mark.parametrize(("columns", "region", "noted"), COLUMNS)
def test_three_columns_find_the_deepest_sure_place(
    columns: tuple[str, str, str], region: int | None, noted: bool
) -> None:
    found = CITY.find(*columns)
    assert (found.region, bool(found.problem)) == (region, noted)


@pytest.mark.parametrize(
    ("address", "region"),
    [
        ("重庆市云阳县大阳镇民富村10组94号", 200),
        ("云阳县大阳镇民富村", 200),
        ("重庆云阳大阳镇民富村12社", 200),
        ("大阳镇民富村3组", 200),
        ("云阳县大阳镇石角社区村民委员会1组", 205),
        ("云阳县大阳镇石角社区居委会1组", 204),
        ("酉阳土家族苗族自治县后坪坝乡九龙村5组", 310),
        ("江北区人和街道双碑社区居委会", 300),
        ("江北街道松坪村6组", 320),
        ("云阳县大阳镇不知名村", 20),
        ("云阳县某处", 2),
        ("人和街道", None),
        ("广东省深圳市南山区", None),
        ("", None),
    ],
)
def test_an_address_finds_its_village(address: str, region: int | None) -> None:
    assert CITY.of_address(address).region == region


@pytest.mark.parametrize(
    ("address", "noted"),
    [
        ("云阳县大阳镇柏树社区居委会3号", False),
        ("云阳县大阳镇柏树社区3号", False),
        ("云阳县大阳镇柏树3号", False),
        ("云阳县大阳镇柏树村3组", True),
        ("云阳县大阳镇柏树社区村民委员会3组", True),
    ],
)
def test_an_address_that_names_another_kind_of_village_is_told_of(
    address: str, noted: bool
) -> None:
    found = CITY.of_address(address)
    assert (found.region, bool(found.problem)) == (206, noted)
