"""A civil-affairs ledger of the size and shape offices send, with invented people."""

import io
import random
from datetime import date, timedelta
from typing import Any, Final

import xlsxwriter

from nuantong.core.text import check_character
from nuantong.regions.tree import VILLAGE, tree_on

ROWS: Final = 9_839
DAY: Final = date(2018, 8, 24)
TITLE: Final = "重庆市散居孤儿和事实无人抚养儿童台账（截至2018年7月31日）"
GROUPS: Final = {
    "儿童基本情况": (1, 9),
    "监护人": (10, 12),
    "父母情况": (13, 16),
    "儿童状况": (17, 20),
}
HEADINGS: Final = (
    "序号 姓名 性别 民族 出生日期 公民身份证号码 区县 乡镇（街道） 村（社区） 现居住地 姓名 与儿童关系 联系电话 "
    "父亲姓名 父亲情况 母亲姓名 母亲情况 身体情况 就学情况 是否寄宿 需求"
)
SURNAMES: Final = (
    "李王张刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕冉覃"
)
GIVEN: Final = (
    "思雨浩宇欣怡子涵梓晨博文佳琪俊杰雅婷志强明月嘉豪天佑若曦诗语书瑶建国春梅素芳正华云龙"
)
STYLES: Final = ("%Y-%m-%d", "%Y-%m-%d", "%Y%m%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日")
PARENTS: Final = ("死亡", "死亡", "失踪", "重残", "重病", "服刑", "强制隔离戒毒", "失联")
NEEDS: Final = ("生活救助", "学习辅导", "心理疏导", "监护指导", "医疗救助", "生活救助、心理疏导")


def ledger(rows: int = ROWS, seed: int = 2018) -> bytes:
    """The same bytes every time but for the file's dates."""
    chance = random.Random(seed)
    tree = tree_on(DAY)
    villages = sorted(p.id for p in tree.places.values() if p.level == VILLAGE and not p.former)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_numbers": False}) as book:
        page = book.add_worksheet("台账")
        _head(page)
        for number in range(1, rows + 1):
            region = chance.choice(villages)
            names = [tree.places[a].name for a in tree.ancestors(region)[1:]]
            page.write_row(number + 3, 0, _child(number, names, chance))
        page.write(rows + 5, 0, "填报人：　　审核人：　　填报日期：2018年8月3日")
    return file.getvalue()


def _head(page: Any) -> None:
    headings = HEADINGS.split()
    last = len(headings) - 1
    page.merge_range(0, 0, 0, last, TITLE)
    page.merge_range(1, 0, 1, last, "填报单位：市民政局")
    for group, (first, end) in GROUPS.items():
        page.merge_range(2, first, 2, end, group)
    page.write_row(3, 0, headings)


def _child(number: int, place: list[str], chance: random.Random) -> list[Any]:
    district, township, office = place
    village = office.removesuffix("村民委员会").removesuffix("居民委员会")
    village = village if village.endswith(("村", "社区")) else f"{village}村"
    born = date(2001, 1, 1) + timedelta(chance.randrange(6_300))
    girl = chance.random() < 0.5
    father, mother = _name(chance), _name(chance)
    return [
        number, _name(chance, father[0]), "女" if girl else "男", "汉族",
        born.strftime(chance.choice(STYLES)), _id_number(born, girl, chance), district, township,
        village, f"重庆市{district}{township}{village}{chance.randint(1, 12)}组{chance.randint(1, 199)}号",
        _name(chance), chance.choice(("祖父", "祖母", "外祖母", "姨母", "伯父")), _phone(chance),
        father, chance.choice(PARENTS), mother, chance.choice(PARENTS),
        chance.choice(("健康", "健康", "健康", "患病", "残疾")),
        chance.choice(("学龄前", "小学", "小学", "初中", "高中", "辍学")),
        chance.choice("是否"), chance.choice(NEEDS),
    ]  # fmt: skip


def _name(chance: random.Random, surname: str = "") -> str:
    given = "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2, 2))))
    return (surname or chance.choice(SURNAMES)) + given


def _id_number(born: date, girl: bool, chance: random.Random) -> str:
    """Right ones, and now and then none or a ruined one."""
    luck = chance.random()
    if luck < 0.06:
        return chance.choice(("", "无", "待补", "5.00235E+17"))
    first = f"500{chance.randint(101, 243)}{born:%Y%m%d}{chance.randrange(50):02}"
    first += str(chance.randrange(5) * 2 + (0 if girl else 1))
    return first + check_character(first)


def _phone(chance: random.Random) -> str:
    number = f"1{chance.choice('3578')}{chance.randrange(10**9):09}"
    return chance.choice((number, number, number, f"+86{number}", f"{number}.0", ""))
