"""Does what a row says fit a rule? The one door to the eligibility rules."""

import datetime as dt
from functools import lru_cache
from typing import Any, Final, NamedTuple

from nuantong.eligibility.book import shipped
from nuantong.eligibility.judging import judge
from nuantong.eligibility.values import TITLES, Category, Fits, Verdict
from nuantong.eligibility.wording import from_words
from nuantong.rosters.entries import ChildEntry

UNCLEAR: Final = "unclear"
"""One parent is lost to the child; of the other the row says nothing."""
HINTS: Final = {str(category): title for category, title in TITLES.items()} | {
    UNCLEAR: "缺另一方父母情况"
}
CARE: Final = frozenset({str(Category.ORPHAN), str(Category.UNATTENDED)})
"""Categories with a guarantee: who fits and is on no list is who nobody cares for."""
ORDER: Final = (
    Category.ORPHAN, Category.UNATTENDED, Category.AT_RISK, Category.SEVERELY_ILL,
    Category.DISABLED, Category.POOR, Category.GUARDIANSHIP, Category.LEFT_BEHIND,
    Category.MIGRANT,
)  # fmt: skip
"""Of several that fit, the first is the hint."""
YEAR: Final = 365.2425


class Hint(NamedTuple):
    """`category` is '' where nothing fits; `basis` says what in the row made it."""

    category: str = ""
    basis: str = ""


NOTHING: Final = Hint()


def version() -> str:
    return shipped().version


def hint_of(entry: ChildEntry, region: str, on: dt.date) -> Hint:
    """What the row's own words fit on the day in the region (its code)."""
    labels = {label.category: label.subtype or label.basis for label in entry.labels}
    age = age_of(entry.birth_date, on)
    return judged(
        entry.remark, entry.father.wording, entry.mother.wording, age, entry.stage,
        labels.get("poor", ""), labels.get("disabled", ""),
        entry.health_note if entry.health == "severe" else "", region[:6], on,
    )  # fmt: skip


def said_hint(said: dict[str, Any], born: dt.date | None, region: str, on: dt.date) -> Hint | None:
    """The same by what was kept of a row; None where too little was, by an earlier release."""
    words = said.get("label_words")
    if words is None and {"poor", "disabled"} & {*said.get("labels", [])}:
        return None
    words = words or {}
    age = age_of(born, on)
    return judged(
        said.get("remark", ""), said.get("father_situation", ""), said.get("mother_situation", ""),
        age, said.get("stage", ""), words.get("poor", ""), words.get("disabled", ""),
        said.get("health_note", "") if said.get("health") == "severe" else "", region[:6], on,
    )  # fmt: skip


def age_of(born: dt.date | None, on: dt.date) -> int | None:
    return int((on - born).days // YEAR) if born else None


@lru_cache(1 << 15)
def judged(
    remark: str,
    father: str,
    mother: str,
    age: int | None,
    stage: str,
    poverty: str,
    disability: str,
    illness: str,
    region: str,
    on: dt.date,
) -> Hint:
    """Few forms recur: judged once for each. Of the birth date only the age matters here."""
    born = on - dt.timedelta(days=int((age + 0.5) * YEAR)) if age is not None else None
    facts = from_words(
        remark, father=father, mother=mother, born=born, stage=stage, poverty=poverty,
        disability=disability, illness=illness,
    )  # fmt: skip
    found = judge(facts, on, shipped().rules(region, on))
    for category in ORDER:
        verdict = found.get(category)
        if verdict and verdict.fits is Fits.YES:
            return Hint(str(category), _basis(verdict))
    unsure = found.get(Category.UNATTENDED)
    if unsure and unsure.fits is Fits.INCOMPLETE and (facts.father or facts.mother):
        return Hint(UNCLEAR, _basis(unsure))
    return NOTHING


def _basis(verdict: Verdict) -> str:
    return "；".join(verdict.used)[:120]
