"""One child: birth, ID number, ethnicity, health, school, needs, labels."""

import datetime as dt
from dataclasses import dataclass, field
from random import Random
from typing import Final

from nuantong.demo.names import Names
from nuantong.demo.numbers import Numbers, mistyped
from nuantong.demo.places import Spot
from nuantong.demo.schooling import Schooling, Schools
from nuantong.demo.size import day_between, pick
from nuantong.people.models import Child, Label, Need

Health, Kind = Child.Health, Need.Kind
SURVEY: Final = dt.date(2017, 12, 4), dt.date(2017, 12, 27)
"""The survey by home visits with which the programme's year began."""

HEALTH: Final = {
    Health.HEALTHY: 69.0, Health.WEAK: 11.5, Health.CHRONIC: 4.5, Health.SEVERE: 2.5,
    Health.DISABLED: 12.0, Health.OTHER: 0.5,
}  # fmt: skip
HEALTH_IN_INSTITUTION: Final = {
    Health.HEALTHY: 24.0, Health.WEAK: 10.0, Health.CHRONIC: 6.0, Health.SEVERE: 6.0,
    Health.DISABLED: 54.0,
}  # fmt: skip
NOTES: Final = {
    Health.CHRONIC: ("哮喘", "癫痫，长期服药", "乙肝病毒携带", "先天性心脏病术后"),
    Health.SEVERE: ("白血病，化疗中", "地中海贫血，定期输血", "肾病综合征"),
    Health.DISABLED: (
        "肢体{}级", "智力{}级", "听力{}级", "言语{}级", "视力{}级", "精神{}级", "多重{}级",
    ),
}  # fmt: skip
NEEDS: Final = {
    Kind.LIVING: 24, Kind.STUDY: 26, Kind.COUNSELLING: 22, Kind.GUARDIANSHIP: 14,
    Kind.HOUSING: 5, Kind.LEGAL: 3, Kind.OTHER: 4,
}  # fmt: skip
NEED_NOTES: Final = {
    Kind.LIVING: ("衣物被褥不足", "家中无固定收入", "营养跟不上"),
    Kind.STUDY: ("数学跟不上", "作业无人辅导", "英语薄弱", "沉迷手机，成绩下滑"),
    Kind.COUNSELLING: ("不愿与人说话", "常夜里哭", "情绪易激动", "在学校没有朋友"),
    Kind.GUARDIANSHIP: ("祖辈年迈，管教吃力", "监护人不识字", "隔代溺爱"),
    Kind.HOUSING: ("房屋漏雨", "与亲戚合住，没有自己的床"),
    Kind.LEGAL: ("父亲遗产未处理", "监护权有争议"),
    Kind.MEDICAL: ("需长期用药", "等待康复训练名额", "手术费用有缺口"),
    Kind.OTHER: ("户口未落实", "上学路远"),
}
ETHNICITIES: Final = {
    "500114": {"土家族": 57, "苗族": 15}, "500156": {"土家族": 4, "苗族": 5, "仡佬族": 1},
    "500240": {"土家族": 72, "苗族": 1}, "500241": {"土家族": 38, "苗族": 14},
    "500242": {"土家族": 60, "苗族": 24}, "500243": {"苗族": 47, "土家族": 11},
    "500101": {"土家族": 2}, "500236": {"土家族": 2}, "500237": {"土家族": 3},
}  # fmt: skip
"""Per hundred; the others are 汉族."""
ELSEWHERE: Final = {"土家族": 0.8, "苗族": 0.7, "彝族": 0.2, "回族": 0.2, "布依族": 0.1}
FOUND_LATER: Final = 0.05
NO_ID, WRONG_ID = 0.012, 0.004


@dataclass(slots=True)
class NeedPlan:
    kind: str
    note: str
    raised_on: dt.date
    met_on: dt.date | None = None


@dataclass(slots=True)
class ChildPlan:
    name: str
    boy: bool
    born: dt.date
    ethnicity: str
    id_number: str
    id_status: str
    health: str
    health_note: str
    schooling: Schooling
    registered_on: dt.date
    labels: list[str] = field(default_factory=list)
    needs: list[NeedPlan] = field(default_factory=list)


class Children:
    def __init__(self, rng: Random, names: Names, numbers: Numbers, schools: Schools) -> None:
        self._rng, self._names, self._numbers, self._schools = rng, names, numbers, schools

    def one(
        self, surname: str, born: dt.date, ethnicity: str, spot: Spot, institution: bool = False
    ) -> ChildPlan:
        rng = self._rng
        boy = rng.random() < 0.53
        health = pick(rng, HEALTH_IN_INSTITUTION if institution else HEALTH)
        number, status = self._identity(spot, born, boy)
        child = ChildPlan(
            self._names.child(surname, boy), boy, born, ethnicity, number, status, health,
            self._note(health), self._schools.of(spot, born, health == Health.DISABLED),
            self._registered_on(born),
        )  # fmt: skip
        child.labels = self._labels(health, institution)
        child.needs = [] if institution else self._needs(child)
        return child

    def ethnicity(self, spot: Spot) -> str:
        shares = ETHNICITIES.get(spot.district.code[:6], ELSEWHERE)
        return pick(self._rng, {**shares, "汉族": 100 - sum(shares.values())})

    def _identity(self, spot: Spot, born: dt.date, boy: bool) -> tuple[str, str]:
        number = self._numbers.identity(spot.district.code, born, boy)
        luck = self._rng.random()
        if luck < NO_ID:
            return "", Child.IdStatus.MISSING
        if luck < NO_ID + WRONG_ID:
            return mistyped(number, self._rng), Child.IdStatus.WRONG
        return number, Child.IdStatus.VALID

    def _note(self, health: str) -> str:
        notes = NOTES.get(Health(health))
        return self._rng.choice(notes).format(self._rng.choice("一二三四")) if notes else ""

    def _registered_on(self, born: dt.date) -> dt.date:
        """Most in the survey; some later, as they were found."""
        rng = self._rng
        day = day_between(rng, *SURVEY)
        if rng.random() < FOUND_LATER:
            day = day_between(rng, dt.date(2018, 1, 8), dt.date(2018, 8, 17))
        return max(day, born + dt.timedelta(days=20))

    def _labels(self, health: str, institution: bool) -> list[str]:
        also = {
            Health.DISABLED: Label.Category.DISABLED,
            Health.SEVERE: Label.Category.SEVERELY_ILL,
        }
        labels = [also[Health(health)]] if health in also else []
        if not institution and self._rng.random() < 0.44:
            labels.append(Label.Category.POOR)
        return [str(label) for label in labels]

    def _needs(self, child: ChildPlan) -> list[NeedPlan]:
        kinds = [pick(self._rng, NEEDS) for _ in range(self._rng.choice((0, 1, 1, 1, 2, 2)))]
        if child.health in (Health.SEVERE, Health.CHRONIC, Health.DISABLED):
            kinds.append(Kind.MEDICAL)
        return [self._need(kind, child.registered_on) for kind in dict.fromkeys(kinds)]

    def _need(self, kind: str, raised_on: dt.date) -> NeedPlan:
        met = None
        if self._rng.random() < 0.34 and raised_on < dt.date(2018, 5, 1):
            met = raised_on + dt.timedelta(days=self._rng.randint(20, 110))
        return NeedPlan(kind, self._rng.choice(NEED_NOTES[Kind(kind)]), raised_on, met)
