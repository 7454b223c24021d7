"""Why the parents cannot: couples of situations, and the labels that follow from them.

The rule is china.md §1.1: both dead or missing make an orphan 孤儿; otherwise each parent in one
of the named situations makes a child nobody brings up 事实无人抚养儿童.
"""

import datetime as dt
from dataclasses import dataclass
from random import Random
from typing import Final

from nuantong.demo.size import TODAY, day_between, pick
from nuantong.people.models import ParentSituation

S = ParentSituation.Status
COUPLES: Final = {
    (S.DEAD, S.DEAD): 27.0, (S.DEAD, S.MISSING): 3.0, (S.MISSING, S.DEAD): 1.0,
    (S.DEAD, S.LOST_CONTACT): 26.0, (S.LOST_CONTACT, S.DEAD): 2.5,
    (S.DEAD, S.SEVERELY_DISABLED): 4.0, (S.DEAD, S.SEVERELY_ILL): 3.0,
    (S.SEVERELY_DISABLED, S.SEVERELY_DISABLED): 5.5,
    (S.SEVERELY_DISABLED, S.LOST_CONTACT): 7.0, (S.SEVERELY_ILL, S.LOST_CONTACT): 4.0,
    (S.IN_PRISON, S.LOST_CONTACT): 7.5, (S.IN_PRISON, S.DEAD): 1.6,
    (S.IN_PRISON, S.IN_PRISON): 1.0, (S.IN_PRISON, S.DRUG_REHABILITATION): 0.7,
    (S.DRUG_REHABILITATION, S.LOST_CONTACT): 2.2, (S.DETAINED, S.LOST_CONTACT): 0.4,
    (S.SEVERELY_ILL, S.SEVERELY_DISABLED): 1.8, (S.LOST_CONTACT, S.SEVERELY_DISABLED): 1.2,
    (S.LOST_CONTACT, S.LOST_CONTACT): 1.8, (S.SEVERELY_ILL, S.IN_PRISON): 0.2,
    (S.DEAD, S.GUARDIANSHIP_REVOKED): 0.2, (S.LOST_CONTACT, S.DEPORTED): 0.1,
}  # fmt: skip
"""Father and mother; most often he is dead and she has left without a trace."""

GONE: Final = frozenset({S.DEAD, S.MISSING})
AT_HOME: Final = frozenset({S.SEVERELY_DISABLED, S.SEVERELY_ILL})
BASIS: Final = {
    S.DEAD: "死亡证明、户籍注销", S.MISSING: "法院宣告失踪判决书", S.SEVERELY_ILL: "医院诊断证明",
    S.SEVERELY_DISABLED: "残疾人证", S.IN_PRISON: "刑事判决书、执行通知书",
    S.DRUG_REHABILITATION: "强制隔离戒毒决定书", S.DETAINED: "公安机关证明",
    S.LOST_CONTACT: "村（居）委会和邻里证明", S.GUARDIANSHIP_REVOKED: "法院判决书",
    S.DEPORTED: "公安机关证明", S.WORKING_AWAY: "村（居）委会证明", S.CARING: "入户走访",
}  # fmt: skip
TIMED: Final = {S.IN_PRISON: (4, 15), S.DRUG_REHABILITATION: (2, 2), S.DETAINED: (1, 2)}
"""Situations that end by themselves: after so many years."""


@dataclass(slots=True)
class Parent:
    name: str
    status: str
    since: dt.date
    until: dt.date | None

    @property
    def wording(self) -> str:
        return S(self.status).label

    @property
    def basis(self) -> str:
        return BASIS[S(self.status)]


def draw_couple(rng: Random) -> tuple[str, str]:
    return pick(rng, COUPLES)


def draw_parent(rng: Random, name: str, status: str, youngest: dt.date) -> Parent:
    """The situation began after the youngest child was born, and lasts today."""
    first = youngest + dt.timedelta(days=30)
    years = TIMED.get(S(status))
    if years is None:
        return Parent(
            name, status, day_between(rng, first, max(first, dt.date(2017, 11, 30))), None
        )
    earliest = max(first, TODAY - dt.timedelta(days=300 * years[0]))
    since = day_between(rng, earliest, max(earliest, dt.date(2017, 11, 30)))
    return Parent(name, status, since, since + dt.timedelta(days=365 * rng.randint(*years) + 60))


def is_orphan(father: str, mother: str) -> bool:
    return father in GONE and mother in GONE


def reason_of(father: Parent, mother: Parent) -> str:
    """父亲死亡，母亲失联."""
    return f"父亲{father.wording}，母亲{mother.wording}"
