"""The tour's own household and carer, told by hand; everything else is drawn."""

import datetime as dt

from nuantong.demo import cast
from nuantong.demo.carers import CarerPlan
from nuantong.demo.children import ChildPlan, NeedPlan
from nuantong.demo.families import Family, Guard
from nuantong.demo.numbers import Numbers, reserved_phone
from nuantong.demo.places import Map
from nuantong.demo.schooling import Schooling
from nuantong.demo.situations import Parent
from nuantong.people.models import Carer, Child, Label, Need, ParentSituation

ACCIDENT = dt.date(2015, 10, 3)
FOUND = dt.date(2017, 12, 12)
FOUND_IN_AUGUST, NEWCOMERS = dt.date(2018, 8, 9), 6
S = ParentSituation.Status
DEAD = (S.DEAD, dt.date(2014, 5, 2), None)
AWAY = (S.WORKING_AWAY, dt.date(2016, 2, 20), None)
SIXTEEN_SOON = dt.date(2002, 9, 6)
HINTS = (
    (DEAD, (S.IN_PRISON, dt.date(2015, 9, 12), dt.date(2018, 9, 12)), None),
    (DEAD, (S.DRUG_REHABILITATION, dt.date(2016, 8, 10), dt.date(2018, 8, 10)), None),
    (DEAD, (S.CARING, dt.date(2018, 6, 1), None), Label.Category.UNATTENDED),
    (DEAD, (S.SEVERELY_ILL, dt.date(2018, 5, 8), None), ""),
    (AWAY, AWAY, Label.Category.LEFT_BEHIND),
)
"""A mother released next month, one whose rehabilitation has just ended, one who has come back
though the label says otherwise; a child on no care list; one left behind who turns sixteen."""
GIRL_BORN, BOY_BORN = dt.date(2006, 11, 18), dt.date(2009, 5, 4)


def household(places: Map, numbers: Numbers) -> Family:
    """小婷 (11) and 小航 (9): father and mother died in an accident, grandmother is over seventy."""
    spot = places.by_code[cast.VILLAGE]
    dead = ParentSituation.Status.DEAD
    return Family(
        spot=spot,
        address="巴南区麻柳嘴镇八角村3组48号",
        children=[
            _child(numbers, "周小婷", GIRL_BORN, "五年级1班", "罗静", 21, "夜里常醒，想爸爸妈妈"),
            _child(numbers, "周小航", BOY_BORN, "三年级2班", "龚丽", 22, "怕见生人，常把门锁上"),
        ],
        father=Parent("周成林", dead, ACCIDENT, None),
        mother=Parent("何玉梅", dead, ACCIDENT, None),
        guardian=Guard("陈素珍", "祖母", reserved_phone(20), ACCIDENT),
        key=cast.SIBLINGS,
    )


def wait_for_a_round(homes: list[Family]) -> None:
    """A few households of the district were found in August: the next round is for them."""
    found = [home for home in homes if home.spot.district.code.startswith(cast.DISTRICT)]
    for days, home in enumerate(found[1 : 1 + NEWCOMERS]):
        for child in home.children:
            day = FOUND_IN_AUGUST + dt.timedelta(days=days)
            child.registered_on = max(child.registered_on, day)


def tell_of_hints(homes: list[Family], numbers: Numbers) -> None:
    """Five children, of the tour's district as far as it goes, of whom the rules have much to say."""
    alone = [home for home in homes[1:] if len(home.children) == 1]
    here = [home for home in alone if home.spot.district.code.startswith(cast.DISTRICT)]
    chosen = [*here[::-1], *(home for home in alone if home not in here)]
    for home, (father, mother, label) in zip(chosen, HINTS, strict=False):
        assert home.father and home.mother
        home.father = Parent(home.father.name, *father)
        home.mother = Parent(home.mother.name, *mother)
        home.label = label
        if label == Label.Category.LEFT_BEHIND:
            child = home.children[0]
            child.born = SIXTEEN_SOON
            child.id_number = numbers.identity(cast.DISTRICT, child.born, child.boy)
            child.id_status = Child.IdStatus.VALID


def _child(
    numbers: Numbers, name: str, born: dt.date, grade: str, teacher: str, phone: int, need: str
) -> ChildPlan:
    boy = born == BOY_BORN
    school = Schooling(
        Child.Stage.PRIMARY, "巴南区麻柳嘴镇中心小学", grade, False, teacher, reserved_phone(phone)
    )
    child = ChildPlan(
        name, boy, born, "汉族", numbers.identity(cast.DISTRICT, born, boy), Child.IdStatus.VALID,
        Child.Health.HEALTHY, "", school, FOUND,
    )  # fmt: skip
    child.needs = [NeedPlan(Need.Kind.COUNSELLING, need, FOUND)]
    return child


def carer(places: Map, numbers: Numbers) -> CarerPlan:
    """李春梅, next door to them."""
    return CarerPlan(
        spot=places.by_code[cast.VILLAGE], name=cast.CARER.name,
        id_number=numbers.identity(cast.DISTRICT, dt.date(1978, 3, 12), boy=False),
        phone=reserved_phone(cast.CARER.phone), post="村妇联执委",
        skills=[Carer.Skill.PSYCHOLOGY], capacity=1, checked_on=dt.date(2018, 3, 12),
        key=cast.CARER.staff_number,
    )  # fmt: skip


def village_chair(places: Map, numbers: Numbers) -> CarerPlan:
    """张桂芳 is a carer herself, as chairs are."""
    return CarerPlan(
        spot=places.by_code[cast.VILLAGE], name=cast.VILLAGE_CHAIR.name,
        id_number=numbers.identity(cast.DISTRICT, dt.date(1969, 8, 2), boy=False),
        phone=reserved_phone(cast.VILLAGE_CHAIR.phone), post="村妇联主席",
        skills=[], capacity=2, checked_on=dt.date(2018, 3, 12), chairs=True,
        key=cast.VILLAGE_CHAIR.staff_number,
    )  # fmt: skip
