"""Whether an application fits its scheme: each rule with its reason in words. Pure."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from nuantong.core.money import yuan


class Tone(StrEnum):
    FITS = "good"
    UNKNOWN = "due"
    BROKEN = "late"
    LOOK = "info"
    """No rule is broken, but whoever decides should know it."""


class Finding(NamedTuple):
    """What one rule says, in a sentence for whoever decides and for the family."""

    rule: str
    tone: Tone
    words: str


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a scheme asks. Words are those of the screen; an empty list asks nothing."""

    opens_on: dt.date
    closes_on: dt.date
    youngest: int
    oldest: int
    sex: str
    labels: Collection[str]
    stages: Collection[str]
    papers: Collection[str]
    fen: int
    is_ceiling: bool


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of the child on the day, in the words of the screen; "" is unknown."""

    on: dt.date
    on_register: bool
    age: int | None
    sex: str
    labels: Collection[str]
    stage: str
    papers: Collection[str] = ()
    asked_fen: int = 0
    other: Collection[str] = field(default=())
    """Sentences about aid she has had or asked for elsewhere this year."""


def check(terms: Terms, facts: Facts) -> list[Finding]:
    """Every rule once, in the order in which an office reads them."""
    rules = (_register, _window, _age, _sex, _labels, _stage, _money, _papers, _other)
    return [finding for rule in rules for finding in rule(terms, facts)]


def broken(findings: Collection[Finding]) -> list[Finding]:
    return [one for one in findings if one.tone == Tone.BROKEN]


def missing_papers(terms: Terms, facts: Facts) -> list[str]:
    return [paper for paper in terms.papers if paper not in facts.papers]


def _register(terms: Terms, facts: Facts) -> Iterator[Finding]:
    if facts.on_register:
        yield Finding("在册", Tone.FITS, "在台账上")
    else:
        yield Finding("在册", Tone.BROKEN, "已退出台账")


def _window(terms: Terms, facts: Facts) -> Iterator[Finding]:
    span = f"{_day(terms.opens_on)}至{_day(terms.closes_on)}"
    open_ = terms.opens_on <= facts.on <= terms.closes_on
    words = f"在受理期内（{span}）" if open_ else f"{_day(facts.on)}不在受理期内，受理期是{span}"
    yield Finding("受理期", Tone.FITS if open_ else Tone.BROKEN, words)


def _age(terms: Terms, facts: Facts) -> Iterator[Finding]:
    limits = f"{terms.youngest}至{terms.oldest}周岁"
    if facts.age is None:
        yield Finding("年龄", Tone.UNKNOWN, f"出生日期没有登记，本项目限{limits}")
    elif terms.youngest <= facts.age <= terms.oldest:
        yield Finding("年龄", Tone.FITS, f"{facts.age}周岁，符合{limits}")
    elif facts.age < terms.youngest:
        yield Finding("年龄", Tone.BROKEN, f"未满{terms.youngest}周岁，本项目限{limits}")
    else:
        yield Finding("年龄", Tone.BROKEN, f"满{facts.age}周岁，本项目限{limits}")


def _sex(terms: Terms, facts: Facts) -> Iterator[Finding]:
    if not terms.sex:
        return
    if not facts.sex:
        yield Finding("性别", Tone.UNKNOWN, f"性别没有登记，本项目限{terms.sex}孩")
    elif facts.sex == terms.sex:
        yield Finding("性别", Tone.FITS, f"{facts.sex}孩")
    else:
        yield Finding("性别", Tone.BROKEN, f"{facts.sex}孩，本项目限{terms.sex}孩")


def _labels(terms: Terms, facts: Facts) -> Iterator[Finding]:
    if not terms.labels:
        return
    held = [label for label in terms.labels if label in facts.labels]
    if held:
        yield Finding("类别", Tone.FITS, "、".join(held))
    else:
        has = "、".join(facts.labels) or "没有认定类别"
        yield Finding("类别", Tone.BROKEN, f"{has}，本项目限{'、'.join(terms.labels)}")


def _stage(terms: Terms, facts: Facts) -> Iterator[Finding]:
    if not terms.stages:
        return
    limits = "、".join(terms.stages)
    if not facts.stage:
        yield Finding("就学", Tone.UNKNOWN, f"就学情况没有登记，本项目限{limits}")
    elif facts.stage in terms.stages:
        yield Finding("就学", Tone.FITS, facts.stage)
    else:
        yield Finding("就学", Tone.BROKEN, f"{facts.stage}，本项目限{limits}")


def _money(terms: Terms, facts: Facts) -> Iterator[Finding]:
    if not facts.asked_fen:
        return
    most = "最多" if terms.is_ceiling else "每人"
    fits = facts.asked_fen <= terms.fen
    words = f"申请{yuan(facts.asked_fen)}，本项目{most}{yuan(terms.fen)}"
    yield Finding("金额", Tone.FITS if fits else Tone.BROKEN, words)


def _papers(terms: Terms, facts: Facts) -> Iterator[Finding]:
    if not terms.papers:
        return
    missing = missing_papers(terms, facts)
    if missing:
        yield Finding("材料", Tone.UNKNOWN, f"还缺{'、'.join(missing)}")
    else:
        yield Finding("材料", Tone.FITS, "材料齐全")


def _other(terms: Terms, facts: Facts) -> Iterator[Finding]:
    for words in facts.other:
        yield Finding("其他救助", Tone.LOOK, words)


def _day(on: dt.date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
