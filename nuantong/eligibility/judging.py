"""What the rules say on one day, category by category (china.md §1.1–1.5).

Several categories hold at once. Of a category on which no fact bears nothing is said.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from nuantong.eligibility.book import Rules
from nuantong.eligibility.days import add_months, birthday
from nuantong.eligibility.standing import (
    DISABILITY_TITLES,
    GRADES,
    Kind,
    Standing,
    standing,
)
from nuantong.eligibility.values import Category, Facts, Fits, Verdict

YES, NO, INCOMPLETE = Fits.YES, Fits.NO, Fits.INCOMPLETE
STAGES: Final = {"junior": "初中", "senior": "高中", "vocational": "中职", "college": "大专及以上"}
BORN: Final = "出生日期"


@dataclass(frozen=True)
class Case:
    """A child on a day, with both parents' standings worked out once."""

    facts: Facts
    on: dt.date
    rules: Rules

    @cached_property
    def father(self) -> Standing:
        return standing("父亲", self.facts.father, self.on, self.rules)

    @cached_property
    def mother(self) -> Standing:
        return standing("母亲", self.facts.mother, self.on, self.rules)

    @property
    def parents(self) -> tuple[Standing, Standing]:
        return self.father, self.mother

    @property
    def words(self) -> tuple[str, ...]:
        said = (f"名册写：{self.facts.said}",) if self.facts.said else ()
        return *self.father.words, *self.mother.words, *said

    @property
    def missing(self) -> tuple[str, ...]:
        return *self.father.missing, *self.mother.missing

    def under(self, age: int) -> bool | None:
        born = self.facts.born
        return None if born is None else self.on < birthday(born, age)

    def verdict(
        self, category: Category, fits: Fits, used: tuple[str, ...], missing: tuple[str, ...] = (),
        setting: str = "",
    ) -> Verdict:  # fmt: skip
        act = self.rules.act(setting or f"{category}.age")
        return Verdict(category, fits, used, missing if fits is not NO else (), act)


def judge(facts: Facts, on: dt.date, rules: Rules) -> dict[Category, Verdict]:
    """Every category something can be said of, in the order of the categories."""
    case = Case(facts, on, rules)
    found = [verdict for rule in RULES for verdict in rule(case)]
    return {verdict.category: verdict for verdict in found}


Rule = Callable[[Case], Iterator[Verdict]]


def _of_age(case: Case, verdict: Verdict, setting: str) -> Verdict:
    """A verdict that holds below an age: beyond it no, without a birth date incomplete."""
    age = case.rules[setting]
    young = case.under(age)
    if young is None:
        return replace(verdict, fits=INCOMPLETE, missing=(*verdict.missing, BORN))
    if young:
        return verdict
    return replace(verdict, fits=NO, used=(*verdict.used, f"已满{age}周岁"), missing=())


def orphan(case: Case) -> Iterator[Verdict]:
    """Both parents dead or declared missing, or never found, under 18 (国办发〔2010〕54号)."""
    if not case.rules.knows("orphan.age"):
        return
    if case.facts.foundling:
        found = case.verdict(Category.ORPHAN, YES, ("查找不到生父母",))
        yield _of_age(case, found, "orphan.age")
        return
    if any(p.unknown for p in case.parents):
        return
    if any(p.kind is not Kind.GONE for p in case.parents):
        yield case.verdict(Category.ORPHAN, NO, case.words)
        return
    both = case.verdict(Category.ORPHAN, YES, case.words, case.missing)
    yield _of_age(case, both, "orphan.age")


def unattended(case: Case) -> Iterator[Verdict]:
    """Each parent in set A or B, not both in A (民发〔2019〕62号、〔2020〕125号)."""
    if not case.rules.knows("unattended.age") or case.facts.foundling:
        return
    category, unknown = Category.UNATTENDED, [p for p in case.parents if p.unknown]
    if len(unknown) == 2 or (unknown and any(p.lost for p in case.parents)):
        verdict = case.verdict(category, INCOMPLETE, case.words, case.missing)
        yield _of_age(case, verdict, "unattended.age")
    elif unknown or not all(p.lost for p in case.parents):
        yield case.verdict(category, NO, case.words)
    elif all(p.kind is Kind.GONE for p in case.parents):
        yield case.verdict(category, NO, (*case.words, "父母均死亡或失踪，按孤儿"))
    else:
        yield _school_counts(case, case.verdict(category, YES, case.words, case.missing))


def _school_counts(case: Case, verdict: Verdict) -> Verdict:
    """Where a region lets those in full-time school stay beyond the age, they do."""
    age, stages = case.rules["unattended.age"], case.rules["unattended.in_school"]
    if case.under(age) is not False or not stages:
        return _of_age(case, verdict, "unattended.age")
    used = (*verdict.used, f"已满{age}周岁")
    if not case.facts.stage:
        missing = (*verdict.missing, "就学情况（在全日制中学或中职就读的参照执行）")
        return case.verdict(verdict.category, INCOMPLETE, used, missing, "unattended.in_school")
    if case.facts.stage in stages:
        used = (*used, f"{STAGES.get(case.facts.stage, '')}在读，参照执行")
        return case.verdict(
            verdict.category, YES, used, verdict.missing, "unattended.in_school"
        )  # fmt: skip
    return case.verdict(verdict.category, NO, used)


def at_risk(case: Case) -> Iterator[Verdict]:
    """One parent in A or B, the other known and not caring: for a person to judge."""
    if not case.rules.knows("hardship.age") or any(p.unknown for p in case.parents):
        return
    lost = [p for p in case.parents if p.lost]
    if len(lost) != 1:
        return
    [other] = [p for p in case.parents if not p.lost]
    fits = NO if other.kind is Kind.PRESENT else YES
    missing = (*case.missing, "由人工研判监护情况")
    verdict = case.verdict(Category.AT_RISK, fits, case.words, missing, "hardship.age")
    yield verdict if fits is NO else _of_age(case, verdict, "hardship.age")


def hardship(case: Case) -> Iterator[Verdict]:
    """困境 by three causes, each a category of its own (国发〔2016〕36号)."""
    if not case.rules.knows("hardship.age"):
        return
    causes = [
        _of_age(case, case.verdict(category, YES, used, missing, "hardship.age"), "hardship.age")
        for category, used, missing in _causes(case)
    ]
    yield from causes
    if causes:
        used = tuple(word for cause in causes for word in cause.used)
        fits = causes[0].fits
        yield case.verdict(
            Category.HARDSHIP, fits, tuple(dict.fromkeys(used)),
            tuple(dict.fromkeys(word for cause in causes for word in cause.missing)),
        )  # fmt: skip


def _causes(case: Case) -> Iterator[tuple[Category, tuple[str, ...], tuple[str, ...]]]:
    facts = case.facts
    if facts.poverty and any(kind in facts.poverty for kind in case.rules["hardship.poverty"]):
        yield Category.POOR, (f"家庭经济：{facts.poverty}",), ()
    if facts.disability:
        kind, grade = facts.disability.kind, facts.disability.grade
        words = f"{DISABILITY_TITLES.get(kind, '')}残疾{GRADES[grade] + '级' if grade else ''}"
        missing = () if kind and grade else ("残疾人证上的类别和等级",)
        yield Category.DISABLED, (f"儿童{words}",), missing
    if facts.illness:
        known = any(name in facts.illness for name in case.rules["hardship.illnesses"])
        missing = () if known else ("病种是否在当地重病目录内",)
        yield Category.SEVERELY_ILL, (f"儿童{facts.illness}",), missing
    if facts.guardianship:
        yield Category.GUARDIANSHIP, tuple(f"监护认定：{f}" for f in facts.guardianship), ()


def left_behind(case: Case) -> Iterator[Verdict]:
    """Both parents working away, or one away and the other unable to care, under 16
    (国发〔2016〕13号; 城乡 in Chongqing)."""
    if not case.rules.knows("left_behind.age"):
        return
    away = [p for p in case.parents if p.away]
    rest = [p for p in case.parents if not p.away]
    if not away:
        if not any(p.unknown for p in case.parents):
            yield case.verdict(Category.LEFT_BEHIND, NO, case.words)
        return
    missing = tuple(word for p in away for word in p.away_missing)
    fits = YES
    if rest and rest[0].unknown:
        fits, missing = INCOMPLETE, (*missing, *rest[0].missing)
    elif rest and (rest[0].kind is Kind.GONE or rest[0].kind is Kind.ABSENT):
        missing = (*missing, f"{rest[0].who}不在，视为无监护能力，请人工核实")
    elif rest and not rest[0].lost:
        fits = NO
    yield _rural(case, case.verdict(Category.LEFT_BEHIND, fits, case.words, missing))


def _rural(case: Case, verdict: Verdict) -> Verdict:
    if verdict.fits is not NO and case.rules["left_behind.rural_only"]:
        if case.facts.rural is False:
            return case.verdict(verdict.category, NO, (*verdict.used, "城镇户籍"))
        if case.facts.rural is None:
            more = (*verdict.missing, "户籍性质（农村户籍）")
            verdict = case.verdict(verdict.category, verdict.fits, verdict.used, more)
    return verdict if verdict.fits is NO else _of_age(case, verdict, "left_behind.age")


def migrant(case: Case) -> Iterator[Verdict]:
    """Living outside the county of registration for six months, under 16 (21部门, 2024)."""
    facts, rules = case.facts, case.rules
    if not rules.knows("migrant.age") or not (facts.home and facts.registered):
        return
    category = Category.MIGRANT
    same_area = any(
        {facts.home, facts.registered} <= {*area} for area in rules["migrant.same_area"]
    )
    if facts.home == facts.registered or same_area:
        yield case.verdict(category, NO, ("现居住地与户籍地不跨县域",))
        return
    used: tuple[str, ...] = ("现居住地与户籍地不在同一区县",)
    months = rules["migrant.months"]
    full = add_months(facts.home_since, months) if facts.home_since else None
    if full and full > case.on:
        words = f"{facts.home_since}迁来，未满{months}个月，{full}满"
        yield case.verdict(category, NO, (*used, words))
        return
    missing = () if full else (f"从哪天起在这里居住（满{months}个月才符合）",)
    yield _of_age(case, case.verdict(category, YES, used, missing), "migrant.age")


RULES: Final[tuple[Rule, ...]] = (orphan, unattended, at_risk, hardship, left_behind, migrant)
