"""How one parent stands on a day: gone (set A), unable (set B), away, absent, present, unknown.

China.md §1.1: set A is death and court-declared missing, set B the eight other situations of
民发〔2019〕62号 and 〔2020〕125号, each with its threshold.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from nuantong.eligibility.book import Rules
from nuantong.eligibility.days import add_months
from nuantong.eligibility.values import Situation

STATUS_TITLES: Final = {
    "dead": "死亡", "missing": "失踪", "severely_disabled": "重残", "severely_ill": "重病",
    "in_prison": "服刑在押", "drug_rehabilitation": "强制隔离戒毒", "detained": "被限制人身自由",
    "lost_contact": "失联", "guardianship_revoked": "被撤销监护资格",
    "deported": "被遣送（驱逐）出境", "working_away": "外出务工",
    "left_home": "离家、改嫁或离异未抚养", "caring": "正常", "other": "其他情况",
}  # fmt: skip
DISABILITY_TITLES: Final = {
    "sight": "视力", "hearing": "听力", "speech": "言语", "limbs": "肢体", "intellect": "智力",
    "mind": "精神", "multiple": "多重", "": "",
}  # fmt: skip
GRADES: Final = "零一二三四"
ALL_GRADES: Final = {1, 2, 3, 4}
TERMED: Final = frozenset({"in_prison", "drug_rehabilitation", "detained"})
UNSAID: Final = frozenset({"", "unknown"})


class Kind(StrEnum):
    """From what weighs most to what weighs least."""

    GONE = "gone"
    UNABLE = "unable"
    SHORT = "short"
    AWAY = "away"
    ABSENT = "absent"
    PRESENT = "present"
    UNKNOWN = "unknown"


WEIGHT: Final = list(Kind)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules make of a parent: the words for it, and what would prove it."""

    who: str
    kind: Kind
    words: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    away: bool = False
    away_missing: tuple[str, ...] = ()

    @property
    def lost(self) -> bool:
        return self.kind in (Kind.GONE, Kind.UNABLE)

    @property
    def unknown(self) -> bool:
        return self.kind is Kind.UNKNOWN


@dataclass(frozen=True, slots=True)
class _Judged:
    kind: Kind
    words: str
    missing: str = ""


def standing(who: str, situations: tuple[Situation, ...], on: dt.date, rules: Rules) -> Standing:
    """Several situations may hold at once; the weightiest decides, all are told."""
    holding = [one for one in situations if one.status not in UNSAID and holds(one, on)]
    if not holding:
        over = [one for one in situations if one.status not in UNSAID and is_over(one, on)]
        words = tuple(f"{who}{_title(one)}已于{ends(one)}结束" for one in over)
        return Standing(who, Kind.UNKNOWN, words, (f"{who}现在的情况",))
    judged = [_judge(who, one, on, rules) for one in holding]
    kind = min((one.kind for one in judged), key=WEIGHT.index)
    missing = tuple(j.missing for j in judged if j.missing and j.kind == kind)
    away = [j for j in judged if j.kind is Kind.AWAY]
    return Standing(
        who, kind, tuple(j.words for j in judged), missing, bool(away),
        tuple(j.missing for j in away if j.missing),
    )  # fmt: skip


def ends(one: Situation) -> dt.date | None:
    """Its end as written, else reckoned from the term."""
    if one.until or one.status not in TERMED or not one.since or not one.months:
        return one.until
    return add_months(one.since, one.months)


def holds(one: Situation, on: dt.date) -> bool:
    end = ends(one)
    return (one.since is None or one.since <= on) and (end is None or end > on)


def is_over(one: Situation, on: dt.date) -> bool:
    end = ends(one)
    return end is not None and end <= on


def _title(one: Situation) -> str:
    return STATUS_TITLES.get(one.status, one.wording or "其他情况")


def _judge(who: str, one: Situation, on: dt.date, rules: Rules) -> _Judged:
    words = who + _title(one) + _when(one)
    rule = rules.situations.get(one.status)
    if rule is not None:
        passed, more, missing = TESTS[rule["test"]](one, on, rule, rules)
        kind = Kind.GONE if rule["set"] == "A" else Kind.UNABLE
        asked = "；".join(filter(None, [missing, "" if one.basis else rule["evidence"]]))
        return _Judged(
            kind if passed else Kind.SHORT, words + more, f"{who}{_title(one)}：{asked}" if asked else ""
        )  # fmt: skip
    if one.status == "working_away":
        return _away(who, one, on, rules, words)
    plain = {"left_home": Kind.ABSENT, "caring": Kind.PRESENT}
    return _Judged(plain.get(one.status, Kind.ABSENT), words)


def _when(one: Situation) -> str:
    end = ends(one)
    parts = [f"{one.since}起" if one.since else "", f"{end}止" if end else ""]
    return f"（{'，'.join(filter(None, parts))}）" if any(parts) else ""


Tested = tuple[bool, str, str]
"""Whether the threshold is met, what is added to the words, what is missing to be sure."""


def _none(one: Situation, on: dt.date, rule: dict[str, Any], rules: Rules) -> Tested:
    return True, "", ""


def _term(one: Situation, on: dt.date, rule: dict[str, Any], rules: Rules) -> Tested:
    least: int = rule["months"]
    if one.months is not None:
        return one.months >= least, f"，期限{one.months}个月", ""
    if one.since and one.until:
        enough = one.until >= add_months(one.since, least)
        return enough, "" if enough else f"，期限不满{least}个月", ""
    return True, "", f"期限（{least}个月以上才符合）"


def _lasting(one: Situation, on: dt.date, rule: dict[str, Any], rules: Rules) -> Tested:
    least: int = rule["months"]
    if one.since is None:
        return True, "", f"从哪天起（满{least}个月才符合）"
    full = add_months(one.since, least)
    return full <= on, "" if full <= on else f"，未满{least}个月，{full}满", ""


def _grade(one: Situation, on: dt.date, rule: dict[str, Any], rules: Rules) -> Tested:
    fitting = {*rule["grades"], *rule["grades_of"].get(one.disability, ())}
    if one.grade is None:
        return True, "", "" if fitting >= ALL_GRADES else "残疾类别和等级"
    words = f"，{DISABILITY_TITLES.get(one.disability, '')}残疾{GRADES[one.grade]}级"
    if one.grade in fitting:
        return True, words, ""
    if not one.disability:
        return True, words, "残疾类别（三、四级只有智力、精神残疾符合）"
    return False, words + "，不属于重残", ""


def _illness(one: Situation, on: dt.date, rule: dict[str, Any], rules: Rules) -> Tested:
    listed = rules["hardship.illnesses"] if rules.knows("hardship.illnesses") else []
    known = any(name in one.wording for name in listed)
    return True, "", "" if known else "病种是否在当地重病目录内"


TESTS: Final = {
    "none": _none, "term": _term, "lasting": _lasting, "grade": _grade, "illness": _illness,
}  # fmt: skip


def _away(who: str, one: Situation, on: dt.date, rules: Rules, words: str) -> _Judged:
    """外出务工: long enough, and outside the county (local practice, china.md §1.4)."""
    if one.cross_county is False:
        return _Judged(Kind.PRESENT, f"{words}，在本区县内")
    least = rules["left_behind.months"] if rules.knows("left_behind.months") else 0
    full = add_months(one.since, least) if one.since else None
    if full and full > on:
        return _Judged(Kind.PRESENT, f"{words}，未满{least}个月，{full}满")
    asked = [
        "" if one.since else f"从哪天起外出（满{least}个月才符合）",
        "" if one.cross_county else "是否在本区县以外",
    ]
    missing = "；".join(filter(None, asked))
    return _Judged(Kind.AWAY, words, f"{who}外出务工：{missing}" if missing else "")
