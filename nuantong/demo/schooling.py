"""School by age, in the schools of the township."""

import datetime as dt
from dataclasses import dataclass
from random import Random
from typing import Final

from nuantong.demo.names import Names
from nuantong.demo.numbers import Numbers
from nuantong.demo.places import Spot
from nuantong.demo.size import pick
from nuantong.people.models import Child

Stage = Child.Stage
SCHOOL_YEAR: Final = dt.date(2017, 9, 1)
"""On the demo's day the school year 2017–2018 has just ended."""
NUMERALS: Final = "零一二三四五六七八九"
BOARDING: Final = {
    Stage.PRIMARY: 0.14, Stage.JUNIOR: 0.62, Stage.SENIOR: 0.86, Stage.VOCATIONAL: 0.9,
}  # fmt: skip
SCHOOLS: Final = {
    Stage.KINDERGARTEN: "{town}中心幼儿园",
    Stage.PRIMARY: "{town}中心小学",
    Stage.JUNIOR: "{town}初级中学",
    Stage.SENIOR: "实验中学",
    Stage.VOCATIONAL: "职业教育中心",
}
OLDER: Final = {
    15: {Stage.JUNIOR: 0.35, Stage.SENIOR: 0.36, Stage.VOCATIONAL: 0.24, Stage.DROPPED_OUT: 0.05},
    16: {Stage.SENIOR: 0.52, Stage.VOCATIONAL: 0.38, Stage.DROPPED_OUT: 0.1},
    17: {Stage.SENIOR: 0.5, Stage.VOCATIONAL: 0.36, Stage.DROPPED_OUT: 0.14},
}


@dataclass(slots=True)
class Schooling:
    stage: str
    school: str = ""
    grade: str = ""
    boarding: bool | None = None
    teacher: str = ""
    teacher_phone: str = ""


class Schools:
    """Puts children into classes; children of one class have one teacher."""

    def __init__(self, rng: Random, names: Names, numbers: Numbers) -> None:
        self._rng, self._names, self._numbers = rng, names, numbers
        self._teachers: dict[tuple[str, str], tuple[str, str]] = {}

    def of(self, spot: Spot, born: dt.date, disabled: bool) -> Schooling:
        age = years(born, SCHOOL_YEAR)
        stage = self._stage(age)
        if disabled and stage != Stage.PRESCHOOL and self._rng.random() < 0.18:
            return Schooling(Stage.NOT_IN_SCHOOL)
        if stage not in SCHOOLS:
            return Schooling(stage)
        school = _district(spot) + SCHOOLS[stage].format(town=spot.township.name)
        grade = f"{_grade(stage, age)}{self._rng.randint(1, 4)}班"
        boards = self._rng.random() < BOARDING.get(stage, 0)
        return Schooling(stage, school, grade, boards, *self._teacher(spot, school, grade))

    def _stage(self, age: int) -> Stage:
        if age < 3:
            return Stage.PRESCHOOL
        if age < 6:
            return Stage.KINDERGARTEN if self._rng.random() < 0.72 else Stage.PRESCHOOL
        if age < 12:
            return Stage.PRIMARY
        return pick(self._rng, OLDER[min(age, 17)]) if age >= 15 else Stage.JUNIOR

    def _teacher(self, spot: Spot, school: str, grade: str) -> tuple[str, str]:
        known = self._teachers.get((school, grade))
        if known is None:
            name = self._names.adult(self._names.surname(spot.southeast), self._rng.random() < 0.35)
            known = self._teachers[school, grade] = name, self._numbers.phone()
        return known


def _grade(stage: Stage, age: int) -> str:
    """大, 四年级, 八年级, 高一, 职高二: the class's number follows."""
    if stage == Stage.KINDERGARTEN:
        return "小中大"[age - 3]
    if stage == Stage.PRIMARY:
        return f"{NUMERALS[age - 5]}年级"
    if stage == Stage.JUNIOR:
        return f"{NUMERALS[min(age, 14) - 5]}年级"
    return f"{'职高' if stage == Stage.VOCATIONAL else '高'}{NUMERALS[min(age, 17) - 14]}"


def _district(spot: Spot) -> str:
    """石柱土家族自治县 is 石柱县 in the names of its schools."""
    name = spot.district.name
    return f"{name[:2]}县" if name.endswith("自治县") else name


def years(born: dt.date, on: dt.date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
