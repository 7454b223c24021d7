"""Facts in, results out: plain values without Django."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Category(StrEnum):
    """Categories of labels, and one that only a person can judge."""

    ORPHAN = "orphan"
    UNATTENDED = "unattended"
    AT_RISK = "at_risk"
    HARDSHIP = "hardship"
    POOR = "poor"
    DISABLED = "disabled"
    SEVERELY_ILL = "severely_ill"
    GUARDIANSHIP = "guardianship"
    LEFT_BEHIND = "left_behind"
    MIGRANT = "migrant"


TITLES: Final = {
    Category.ORPHAN: "孤儿", Category.UNATTENDED: "事实无人抚养",
    Category.AT_RISK: "监护缺失风险", Category.HARDSHIP: "困境", Category.POOR: "家庭贫困",
    Category.DISABLED: "残疾", Category.SEVERELY_ILL: "重病",
    Category.GUARDIANSHIP: "监护缺失或不当", Category.LEFT_BEHIND: "留守",
    Category.MIGRANT: "流动",
}  # fmt: skip


class Fits(StrEnum):
    YES = "yes"
    NO = "no"
    INCOMPLETE = "incomplete"


FITS_TITLES: Final = {
    Fits.YES: "符合情形", Fits.NO: "不符合情形", Fits.INCOMPLETE: "资料不全，待核查",
}  # fmt: skip
CAUTION: Final = "符合情形线索，由民政认定"
"""Stands wherever a result is shown: a hint, never a decision."""


@dataclass(frozen=True, slots=True)
class Situation:
    """One situation of a parent: a status of the register's list, from a day, until the first day
    it no longer holds. `months` is the term of a sentence or measure."""

    status: str
    since: dt.date | None = None
    until: dt.date | None = None
    basis: str = ""
    months: int | None = None
    disability: str = ""
    grade: int | None = None
    cross_county: bool | None = None
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Disability:
    """Of the child: kind and grade as the certificate says; both may be unknown."""

    kind: str = ""
    grade: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a child. Nothing is ever an error: what is not known is missing.

    `home` and `registered` are county codes of six digits. `said` keeps words that say something
    of the parents without saying of which; of a `foundling` no parents can be found.
    """

    born: dt.date | None = None
    stage: str = ""
    father: tuple[Situation, ...] = ()
    mother: tuple[Situation, ...] = ()
    poverty: str = ""
    disability: Disability | None = None
    illness: str = ""
    guardianship: tuple[str, ...] = ()
    home: str = ""
    home_since: dt.date | None = None
    registered: str = ""
    rural: bool | None = None
    foundling: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say on one day of one category."""

    category: Category
    fits: Fits
    used: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    act: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """A verdict with the time it holds: `since` None when it always has as far as the facts tell,
    `until` the first day the same facts say otherwise, and why."""

    category: Category
    fits: Fits
    used: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    article: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    until_why: str = ""
    becomes: Fits | None = None

    @property
    def title(self) -> str:
        return TITLES[self.category]

    @property
    def fits_title(self) -> str:
        return FITS_TITLES[self.fits]


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which time alone changed what the rules say."""

    category: Category
    on: dt.date
    was: Fits
    now: Fits
    why: str = field(default="")
