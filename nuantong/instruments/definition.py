"""A psychological scale as data: what is asked, how it is worked out, what it may be used for.

Files of `definitions/` are read by `read`, which refuses what contradicts itself and says where.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

GIVERS: Final = ("counsellor", "officer")
READERS: Final = ("counsellor", "supervisor")


class Colour(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"

    @property
    def label(self) -> str:
        return {"green": "绿色", "yellow": "黄色", "orange": "橙色", "red": "红色"}[self]

    @property
    def rank(self) -> int:
        return list(Colour).index(self)


@dataclass(frozen=True)
class Option:
    """An answer: the form's own number and its words."""

    value: int
    label: str


@dataclass(frozen=True)
class Item:
    """`text` is empty where the form may not be shipped; numbers are the form's own, from 1."""

    number: int
    text: str
    options: tuple[Option, ...]

    @property
    def lowest(self) -> int:
        return min(option.value for option in self.options)

    @property
    def highest(self) -> int:
        return max(option.value for option in self.options)


@dataclass(frozen=True)
class Band:
    """From this score on (where low is worse: down from it) the colour holds, for whom `sex`, `ages`
    and `place` say; empty is everybody."""

    colour: Colour
    score: int
    words: str
    sex: str = ""
    ages: tuple[int, int] | None = None
    place: str = ""
    source: str = ""


@dataclass(frozen=True)
class Norm:
    """What a group of children scored, and who found it."""

    mean: float
    sd: float | None
    source: str
    sex: str = ""
    ages: tuple[int, int] | None = None
    place: str = ""


@dataclass(frozen=True)
class Scale:
    """A score: the sum of items, or of other scales (`of`), times `times`.

    `missing` items may be unanswered: the sum is then prorated and rounded, halves upward.
    """

    code: str
    title: str
    items: tuple[int, ...]
    of: tuple[str, ...] = ()
    times: int = 1
    missing: int = 0
    low_is_worse: bool = False
    bands: tuple[Band, ...] = ()
    norms: tuple[Norm, ...] = ()


@dataclass(frozen=True)
class Lie:
    """The validity scale: so many of these items answered `value` and the sheet does not count."""

    items: tuple[int, ...]
    value: int
    at_least: int


@dataclass(frozen=True)
class RedItem:
    """Answered so high, a person speaks with the child the same day."""

    number: int
    at_least: int
    words: str


@dataclass(frozen=True)
class Definition:
    """One version of an instrument; the first scale is the total."""

    code: str
    version: str
    title: str
    short: str
    measures: str
    informant: str
    ages: tuple[int, int]
    lead: str
    items: tuple[Item, ...]
    reverse: frozenset[int]
    scales: tuple[Scale, ...]
    lie: Lie | None
    red: tuple[RedItem, ...]
    licence: str
    source: str
    notes: tuple[str, ...]
    administered_by: tuple[str, ...] = GIVERS
    seen_by: tuple[str, ...] = READERS

    @property
    def total(self) -> Scale:
        return self.scales[0]

    @property
    def subscales(self) -> tuple[Scale, ...]:
        return self.scales[1:]

    @property
    def has_texts(self) -> bool:
        """Whether it may be filled in on a screen; else only answers taken on paper are scored."""
        return all(item.text for item in self.items)

    def scale(self, code: str) -> Scale:
        return next(scale for scale in self.scales if scale.code == code)

    def fits(self, age: int) -> bool:
        return self.ages[0] <= age <= self.ages[1]


class Contradiction(ValueError):
    """What is wrong in a definition, in words for whoever wrote it."""


ADMINISTERED_BY: Final = {"counsellor": "心理咨询师", "officer": "能发放量表的干部"}
SEEN_BY: Final = {"counsellor": "孩子的心理咨询师", "supervisor": "项目督导"}
INFORMANTS: Final = {"self": "本人", "parent": "家长", "teacher": "老师"}
