"""Columns and addresses against the real places of the city."""

import pytest

from tests.unit.linkage.written import cleaned

YUNYANG, DAYANG, MINFU = 500235, 500235147, 500235147203
ADDRESSES = [
    ("重庆市云阳县大阳镇民富村10组94号", MINFU, "10-94"),
    ("重庆云阳县大阳镇民富村10组94号", MINFU, "10-94"),
    ("云阳县大阳镇民富村", MINFU, None),
    ("云阳大阳镇民富村3社", MINFU, "3"),
    ("云阳县大阳民富村3社", MINFU, "3"),
    ("大阳镇民富村7组", MINFU, "7"),
    ("云阳县民富村7组", MINFU, "7"),
    ("云阳县大阳镇民富村七组12号", MINFU, "7-12"),
    ("云阳县大阳镇民富村第十一村民小组12号", MINFU, "11-12"),
    ("云阳县大阳镇民富村七组十二号", MINFU, "7-12"),
    ("云阳县大阳镇民富村12号附3号", MINFU, "-12-3"),
    ("云阳县 大阳镇 民富村 第7组", MINFU, "7"),
    ("云阳县大阳镇民富村（7组）", MINFU, "7"),
    ("云阳县大阳镇民富村１０组９４号", MINFU, "10-94"),
    ("云阳县大阳镇民富村村委会", MINFU, None),
    ("云阳县大阳镇民富社区7组", MINFU, "7"),
    ("云阳县大阳镇民付村7组", MINFU, "7"),
    ("重庆市云阳县云阳县大阳镇民富村", MINFU, None),
    ("长寿湖镇石岭村5组186号", 500115126205, "5-186"),
    ("永安镇凤凰村5组107号", 500231105212, "5-107"),
    ("官渡镇官渡村10组119号", 500237109200, "10-119"),
    ("潼南区塘坝镇塘坝镇社区5组", 500152115001, "5"),
    ("两江新区人和街道万寿山社区", 500112009002, None),
    ("北碚区茨竹镇中兴村", 500112140207, None),
    ("重庆市巴南区花溪街道红光社区龙洲大道12号3幢4-5", 500113005012, "-12-3-4-5"),
]
CERTAIN = [
    ("重庆市云阳县大阳镇", YUNYANG, DAYANG),
    ("云阳县大阳镇没有村3组", YUNYANG, DAYANG),
    ("大阳镇", YUNYANG, DAYANG),
    ("云阳县", YUNYANG, None),
    ("云阳县没有镇民间村", YUNYANG, None),
    ("万盛经开区黑山镇", 500110, 500110107),
    ("人和街道", None, None),
    ("四川省达州市大竹县石河镇", None, None),
    ("浙江省宁波市江北区洪塘街道", None, None),
    ("不详", None, None),
    ("", None, None),
]
COLUMNS = [
    (("云阳县", "大阳镇", "民富村"), MINFU),
    (("重庆市云阳县", "大阳", "民富"), MINFU),
    (("云阳县", "大阳镇", "民富村村民委员会"), MINFU),
    (("云阳县", "", "大阳镇民富村"), MINFU),
    (("", "大阳镇", "民富村"), MINFU),
    (("500235", "500235147", "500235147203"), MINFU),
    (("500235000000", "500235147000", "500235147203"), MINFU),
    (("", "", "500235147203"), MINFU),
    (("500235", "500235147", ""), DAYANG),
    (("500235000000", "500235147000", ""), DAYANG),
    (("500157", "500157014", ""), 500105003),
    (("两江新区", "石马河街道", ""), 500105003),
    (("江北区", "石马河街道", ""), 500105003),
    (("北碚区", "茨竹镇", ""), 500112140),
    (("510104", "", ""), None),
    (("成都市锦江区", "书院街街道", ""), None),
]
TOGETHER = [
    (("云阳县", "大阳镇", ""), "民富村3组", MINFU),
    (("云阳县", "", ""), "大阳镇民富村", MINFU),
    (("云阳县", "大阳镇", "民富村"), "竹园镇红马村2组178号", MINFU),
    (("云阳县", "大阳镇", ""), "竹园镇红马村2组178号", DAYANG),
    (("", "", ""), "云阳县大阳镇民富村", MINFU),
]


@pytest.mark.parametrize(("written", "village", "house"), ADDRESSES)
def test_an_address_leads_to_its_village_and_house(
    written: str, village: int, house: str | None
) -> None:
    row = cleaned(address=written)
    assert (row["village"], row["house"]) == (village, house)
    assert (row["town"], row["district"]) == (village // 1000, village // 10**6)


@pytest.mark.parametrize(("written", "district", "town"), CERTAIN)
def test_an_address_leads_no_further_than_is_certain(
    written: str, district: int | None, town: int | None
) -> None:
    row = cleaned(address=written)
    assert (row["district"], row["town"], row["village"]) == (district, town, None)


@pytest.mark.parametrize(("columns", "code"), COLUMNS)
def test_columns_hold_names_or_codes(columns: tuple[str, str, str], code: int | None) -> None:
    district, township, village = columns
    row = cleaned(district=district, township=township, village=village)
    assert (row["village"] or row["town"] or row["district"]) == code


@pytest.mark.parametrize(("columns", "address", "code"), TOGETHER)
def test_an_address_is_read_below_what_the_columns_say(
    columns: tuple[str, str, str], address: str, code: int
) -> None:
    district, township, village = columns
    row = cleaned(district=district, township=township, village=village, address=address)
    assert (row["village"] or row["town"]) == code


def test_a_name_that_the_city_has_twice_is_the_one_near_school_or_id_number() -> None:
    address = "人和街道"
    assert cleaned(address=address)["town"] is None
    assert cleaned(address=address, school="云阳县人和中心小学")["town"] == 500235003
    assert cleaned(address=address, id_number="500112200403189612")["town"] == 500112009
    assert cleaned(address=address, school="重庆市忠县野鹤小学")["town"] is None
