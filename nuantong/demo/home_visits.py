"""Home visits from spring to August: most homes seen every month or two, some never."""

import datetime as dt
from dataclasses import dataclass
from random import Random
from typing import Final
from uuid import UUID

from nuantong.demo.families import Family
from nuantong.demo.size import SEED, TODAY, chance, day_between, pick

FIRST: Final = dt.date(2018, 3, 5)
VISITS: Final = {0: 0.12, 1: 0.34, 2: 0.34, 3: 0.20}
OUTCOMES: Final = {"met": 0.91, "nobody": 0.055, "moved": 0.015, "refused": 0.01, "not_found": 0.01}
GRADES: Final = {"good": 0.42, "fair": 0.47, "poor": 0.11}
MET: Final = (["child", "guardian"], ["guardian"], ["child"], ["child", "guardian", "other"])
WATCHED: Final = ("truant", "company", "withdrawn", "untreated", "unsafe_home")
CARE: Final = {
    "good": ("照料人身体硬朗，一日三餐按时", "住房整洁，孩子作息有规律", "有人辅导作业，常给家里打电话"),
    "fair": ("老人管吃穿，学习管不上", "照料人腰腿不好，家务多靠孩子", "两个老人带几个孩子，顾不过来"),
    "poor": ("照料人常年有病，孩子自己做饭", "家里没有固定收入，孩子常一个人在家", "照料人管不住，孩子经常在外"),
}  # fmt: skip
LIVING: Final = (
    "吃住有保障",
    "衣服被褥够用",
    "自来水已通，用电正常",
    "住房有一间漏雨",
    "上学要走四十分钟",
)


@dataclass(frozen=True, slots=True)
class HomeVisitPlan:
    """One visit to one family, by its index in the city's list."""

    family: int
    key: UUID
    on: dt.date
    outcome: str
    met: list[str]
    grade: str
    focus: bool
    words: dict[str, str]
    risks: list[str]


def plan_home_visits(families: list[Family], seed: int = SEED) -> list[HomeVisitPlan]:
    """Of families at home; the first one's are told by hand (demo.writing.home_visits)."""
    rng = chance("home visits", seed)
    return [
        visit
        for number, family in enumerate(families)
        if family.institution is None and family.key == ""
        for visit in _of(number, family, rng)
    ]


def _of(number: int, family: Family, rng: Random) -> list[HomeVisitPlan]:
    since = max(FIRST, family.registered_on())
    grade = pick(rng, GRADES)
    if since >= TODAY:
        return []
    days = {day_between(rng, since, TODAY - dt.timedelta(days=1)) for _ in range(pick(rng, VISITS))}
    return [_visit(number, day, grade, rng) for day in sorted(days)]


def _visit(number: int, on: dt.date, grade: str, rng: Random) -> HomeVisitPlan:
    outcome, key = pick(rng, OUTCOMES), UUID(int=rng.getrandbits(128), version=4)
    if outcome != "met":
        return HomeVisitPlan(number, key, on, outcome, [], "", False, {}, [])
    words = {"care": rng.choice(CARE[grade]), "living": rng.choice(LIVING)}
    risks = [rng.choice(WATCHED)] if rng.random() < (0.4 if grade == "poor" else 0.06) else []
    focus = grade == "poor" and rng.random() < 0.5
    return HomeVisitPlan(number, key, on, outcome, rng.choice(MET), grade, focus, words, risks)
