"""Names as lists write them, and how they sound."""

import pytest

from tests.unit.linkage.written import cleaned

NAMES = [
    ("张三", "张三"),
    (" 张 三 ", "张三"),
    ("周\u3000思昊", "周思昊"),
    ("张三(已转走)", "张三"),
    ("张三（双胞胎", "张三"),
    ("张三已转学", "张三"),
    ("张三同学", "张三"),
    ("张三2", "张三"),
    ("3.张三", "张三"),
    ("张三、李四", "张三"),
    ("張陳", "张陈"),
    ("劉國強", "刘国强"),
    ("李某某", "李□□"),
    ("蒋若?", "蒋若□"),
    ("敖子*", "敖子□"),
    ("阿依古丽.买买提", "阿依古丽·买买提"),
    ("阿依古丽 • 买买提", "阿依古丽·买买提"),
    ("侯\ue863", "侯䶮"),
    ("李\U00030edd", "李\U00030edd"),
    ("Ｔｏｍ　Ｓｍｉｔｈ", "TomSmith"),
    ("欧阳娜娜", "欧阳娜娜"),
    ("强", "强"),
]
NO_NAMES = [
    "",
    " ",
    None,
    "无",
    "待补",
    "/",
    "—",
    "123",
    "???",
    "姓名",
    "未取名",
    "新生儿",
    "某某",
    "合计",
    "合 计：25人",
    "填报人：张三",
    "审核人:",
    "儿童姓名",
]

PARTS = [
    ("张三", "张", "三"),
    ("欧阳娜", "欧阳", "娜"),
    ("欧阳", "欧", "阳"),
    ("欧阳娜娜", "欧阳", "娜娜"),
    ("阿依古丽·买买提", "阿依古丽", "买买提"),
    ("强", "强", None),
]

SOUNDS = [
    ("张小明", "zhang xiao ming", "zang xiao min"),
    ("曾令芳", "zeng ling fang", "zen lin fang"),
    ("单丹", "shan dan", "san dan"),
    ("查良", "zha liang", "za liang"),
    ("仇英", "qiu ying", "qiu yin"),
    ("覃莉", "qin li", "qin li"),
    ("解放", "xie fang", "xie fang"),
    ("翟景鹏", "zhai jing peng", "zai jin pen"),
    ("张单", "zhang dan", "zang dan"),
    ("尉迟恭", "yu chi gong", "yu ci gong"),
    ("阿依古丽·买买提", "a yi gu li mai mai ti", "a yi gu li mai mai ti"),
    ("蒋若□", "jiang ruo □", "jiang ruo □"),
    ("TomSmith", "tomsmith", "tomsmith"),
]
HEARD_ALIKE = [
    ("付", "傅"),
    ("黄", "方"),
    ("胡", "符"),
    ("刘", "牛"),
    ("陈", "程"),
    ("余", "佘"),
    ("余", "佘"),
    ("石", "斯"),
    ("肖", "萧"),
    ("阎", "闫"),
]


@pytest.mark.parametrize(("written", "meant"), NAMES)
def test_a_name_is_brought_to_one_form(written: str, meant: str) -> None:
    assert cleaned(name=written)["name"] == meant


@pytest.mark.parametrize("written", NO_NAMES)
def test_what_names_nobody_is_null_with_all_that_hangs_on_it(written: str | None) -> None:
    row = cleaned(name=written)
    assert {row[c] for c in ("name", "surname", "given", "py", "py_dialect")} == {None}


@pytest.mark.parametrize(("name", "surname", "given"), PARTS)
def test_a_name_has_two_parts(name: str, surname: str, given: str | None) -> None:
    row = cleaned(name=name)
    assert (row["surname"], row["given"]) == (surname, given)


@pytest.mark.parametrize(("name", "sound", "dialect"), SOUNDS)
def test_a_name_sounds_as_its_bearer_says_it(name: str, sound: str, dialect: str) -> None:
    row = cleaned(name=name)
    assert (row["py"], row["py_dialect"]) == (sound, dialect)


@pytest.mark.parametrize(("one", "other"), HEARD_ALIKE)
def test_what_the_south_west_hears_alike_is_alike(one: str, other: str) -> None:
    heard = {cleaned(name=surname + "明")["py_dialect"] for surname in (one, other)}
    assert len(heard) == 1
