"""Guardians, telephones, sexes and schools."""

import pytest

from nuantong.linkage.cleaning.schools import one_school
from tests.unit.linkage.written import cleaned

GUARDIANS = [
    ("张大明", "张大明"),
    ("爷爷 张大明", "张大明"),
    ("爷爷张大明", "张大明"),
    ("父亲父亲张大明", "张大明"),
    ("张大明\x00", "张大明"),
    ("祖父：张大明", "张大明"),
    ("张大明(祖父)", "张大明"),
    ("张大明（爷爷", "张大明"),
    ("张大明 祖父", "张大明"),
    ("张大明爷爷", "张大明"),
    ("张大明13812345678", "张大明"),
    ("张大明、李秀英", "张大明"),
    ("张 大明", "张大明"),
    ("张 三", "张三"),
    ("母小兰", "母小兰"),
    ("母:李小兰", "李小兰"),
    ("1.张大明", "张大明"),
    ("張大明", "张大明"),
]
NO_GUARDIANS = [
    "",
    None,
    "无",
    "爷爷",
    "祖父母",
    "父母",
    "本人",
    "重庆市儿童福利院",
    "凤凰村村民委员会",
    "123",
]
PHONES = [
    ("13812345670", "13812345670"),
    ("138-1234-5670", "13812345670"),
    ("+8613812345670", "13812345670"),
    ("8613812345670", "13812345670"),
    ("13812345670.0", "13812345670"),
    ("１３８１２３４５６７０", "13812345670"),
    ("13812345670（奶奶）", "13812345670"),
    ("奶奶13812345670", "13812345670"),
    ("13812345670/13912345670", "13812345670"),
    ("023-42123456、13812345670", "13812345670"),
    ("13812345670 13912345670", "13812345670"),
    ("023-42123456", "023-42123456"),
    ("(023)42123456", "023-42123456"),
    ("02342123456", "023-42123456"),
    ("42123456", "023-42123456"),
    ("0838-2123456", "0838-2123456"),
]
NO_PHONES = ["", None, "无", "1381234567", "138123456789", "11111111111", "13800000000", "00000000000",
             "13812345678", "13800138000", "1.38124E+10", "120", "电话", "2123456"]  # fmt: skip
SEXES = [
    ("男", 1),
    ("女", 2),
    ("1", 1),
    ("2", 2),
    ("男性", 1),
    (" 女 ", 2),
    ("不详", None),
    ("", None),
]
SCHOOLS = [
    ("重庆市合川区涞滩中心初级中学", "涞滩中心初中"),
    ("涞滩中心初中", "涞滩中心初中"),
    ("重庆市酉阳土家族苗族自治县泔溪中心初级中学", "泔溪中心初中"),
    ("酉阳县泔溪中心初级中学", "泔溪中心初中"),
    ("重庆市合川区 涞滩镇第一小学", "涞滩镇第一小学"),
    ("涞滩镇一小", "涞滩镇第一小学"),
    ("云阳县第一小学", "云阳第一小学"),
    ("云阳县一小", "云阳第一小学"),
    ("第一小学", None),
    ("实验小学", None),
    ("小学", None),
    ("重庆市无", None),
    ("云阳县重庆市云阳县人和小学", "人和小学"),
    ("无", None),
    (None, None),
]


@pytest.mark.parametrize(("written", "name"), GUARDIANS)
def test_a_guardian_is_one_person(written: str, name: str) -> None:
    assert cleaned(guardian_name=written)["guardian"] == name


@pytest.mark.parametrize("written", NO_GUARDIANS)
def test_kinship_alone_and_institutions_name_nobody(written: str | None) -> None:
    row = cleaned(guardian_name=written)
    assert (row["guardian"], row["guardian_py"]) == (None, None)


@pytest.mark.parametrize(("written", "phone"), PHONES)
def test_the_first_mobile_counts_else_the_first_landline(written: str, phone: str) -> None:
    assert cleaned(phone=written)["phone"] == phone


@pytest.mark.parametrize("written", NO_PHONES)
def test_what_reaches_nobody_is_no_phone(written: str | None) -> None:
    assert cleaned(phone=written)["phone"] is None


@pytest.mark.parametrize(("written", "sex"), SEXES)
def test_sexes_are_numbers(written: str, sex: int | None) -> None:
    assert cleaned(sex=written)["sex"] == sex


@pytest.mark.parametrize(("written", "name"), SCHOOLS)
def test_a_school_has_one_name_within_the_city(written: str | None, name: str | None) -> None:
    assert cleaned(school=written)["school"] == name


NAMED_DISTRICTS = [
    ("重庆市合川区涞滩中心初级中学", 500117),
    ("涞滩镇第一小学", 500117),
    ("涞滩一小", 500117),
    ("人和中心小学", None),
    ("云阳县第一小学", 500235),
    ("四川省大竹县石河小学", None),
    ("无", None),
]


@pytest.mark.parametrize(("written", "district"), NAMED_DISTRICTS)
def test_a_school_tells_its_district_by_its_own_name_or_its_townships(
    written: str, district: int | None
) -> None:
    assert one_school(written)[1] == district
