"""What is compared, level by level: the first that holds is the one, the last holds always.

Names, guardians and places are compared by characters, pinyin and codes, never by a string
distance. What a home shares (phone, guardian, village, school) is one comparison: brothers and
sisters share all of it at once, and four comparisons would count one fact four times.
"""

from dataclasses import dataclass, field
from typing import Final

from nuantong.linkage.columns import IdState
from nuantong.linkage.conditions import (
    Condition,
    apart,
    at_least,
    both,
    edits,
    has,
    missing,
    said,
    same,
    unsaid,
)
from nuantong.linkage.features import LETTERS, LOST_LETTER

CUT, CHECK, VALID = int(IdState.CUT), int(IdState.CHECK), int(IdState.VALID)


@dataclass(frozen=True)
class Level:
    """`when` is None in the last level. `label` is what a reviewer reads."""

    name: str
    label: str
    when: Condition | None = field(compare=False)
    by_rarity: bool = False
    """A rare value says more than a common one (term frequency)."""


@dataclass(frozen=True)
class Comparison:
    """`unknown`: nothing can be compared, so nothing is learnt (Splink's null level)."""

    name: str
    label: str
    unknown: Condition
    levels: tuple[Level, ...]

    def level(self, gamma: int) -> Level | None:
        """Splink numbers the levels from the last, 0, upwards; -1 is unknown."""
        return self.levels[len(self.levels) - 1 - gamma] if gamma >= 0 else None

    def gamma(self, name: str) -> int:
        names = [level.name for level in self.levels]
        return len(names) - 1 - names.index(name)


def _character(place: int) -> Condition:
    return same(f"letter_{place}")


def _lost(place: int) -> Condition:
    return has(f"letter_{place}", LOST_LETTER).either_way


def _lost_only() -> Condition:
    condition = same("letters") & same("more")
    for place in range(1, LETTERS + 1):
        condition = condition & (_character(place) | _lost(place))
    return condition


def _left_out() -> Condition:
    """One name has one character more, not the first."""
    return same("without_2", "name").either_way | same("without_3", "name").either_way


def _swapped() -> Condition:
    crossed = same("letter_2", "letter_3") & same("letter_3", "letter_2")
    return both("letters", 3) & _character(1) & crossed


def _one_replaced() -> Condition:
    three = both("letters", 3) & _character(1) & (_character(2) | _character(3))
    four = both("letters", 4) & at_least(3, [_character(place) for place in range(1, LETTERS + 1)])
    return three | four


ID: Final = Comparison(
    "id",
    "身份证号",
    missing("id18"),
    (
        Level("equal", "相同", same("id18") & both("id_state", VALID)),
        Level(
            "cut",
            "相同，但号码不完整或校验不符",
            same("id18") | (same("id_first") & has("id_state", CUT).either_way),
        ),
        Level("typo", "像是录错一两位", has("id_state", CUT, CHECK).either_way & edits("id18", 2)),
        Level("different", "都有效，不同", both("id_state", VALID)),
        Level("other", "不同，其中有号码不可靠", None),
    ),
)
NAME: Final = Comparison(
    "name",
    "姓名",
    missing("name"),
    (
        Level("equal", "相同", same("name"), by_rarity=True),
        Level("sound", "同音", same("py")),
        Level("lost", "相同，有字缺失", _lost_only()),
        Level("dialect", "方言同音", same("py_dialect")),
        Level("shifted", "漏一字或前后颠倒", _left_out() | _swapped()),
        Level("character", "一字不同", _one_replaced()),
        Level("given", "同名不同姓", same("given")),
        Level("surname", "同姓不同名", same("surname")),
        Level("other", "不同", None),
    ),
)
BIRTH: Final = Comparison(
    "birth",
    "出生日期",
    missing("dob"),
    (
        Level("equal", "相同", same("dob")),
        Level("lunar", "一个是农历", same("dob_lunar", "dob").either_way),
        Level(
            "number",
            "与对方身份证号里的日期相同",
            (same("id_dob", "dob") & unsaid("id18").turned).either_way,
        ),
        Level("next", "差一天", apart("dob", 1)),
        Level("turned", "月日颠倒", same("year") & same("month", "day") & same("day", "month")),
        Level(
            "digit",
            "年、月、日中一处不同",
            (same("month") & same("day"))
            | (same("year") & same("day"))
            | (same("year") & same("month") & apart("day", 10, 20)),
        ),
        Level("month", "同年同月", same("year") & same("month")),
        Level("year", "同年", same("year")),
        Level("other", "不同", None),
    ),
)
SEX: Final = Comparison(
    "sex",
    "性别",
    missing("sex"),
    (Level("equal", "相同", same("sex")), Level("other", "不同", None)),
)
_GUARDIAN: Final = same("guardian") | same("guardian_py")
HOUSEHOLD: Final = Comparison(
    "household",
    "家庭",
    missing("phone") & missing("guardian") & missing("district") & missing("school"),
    (
        Level("phone_guardian", "电话和监护人相同", same("phone") & _GUARDIAN),
        Level("phone_town", "电话和乡镇相同", same("phone") & same("town")),
        Level("guardian_village", "监护人和村相同", _GUARDIAN & same("village")),
        Level("house", "村和门牌相同", same("village") & same("house")),
        Level("phone", "电话相同", same("phone")),
        Level("guardian_district", "监护人和区县相同", _GUARDIAN & same("district")),
        Level("guardian", "监护人相同", _GUARDIAN),
        Level("village", "同村", same("village")),
        Level("town", "同乡镇或同校", same("town") | same("school")),
        Level("district", "同区县", same("district")),
        Level("elsewhere", "不同区县", said("district")),
        Level("other", "都不同", None),
    ),
)
COMPARISONS: Final = (ID, NAME, BIRTH, SEX, HOUSEHOLD)
