"""What is counted, as data: each figure is a condition, and opens to the list it counts.

The survey the federation begins with asks for age structure, where the children live, how they
live and what they need; the national form's bands and words are used (china.md §1.4, §2.3, §2.4).
"""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Model, Q, QuerySet

from nuantong.pairing.models import Pairing
from nuantong.people.filters import born_between, registered_on, was
from nuantong.people.models import Child, Guardian, Label, Need

GRANDPARENTS = ["祖父", "祖母", "外祖父", "外祖母", "爷爷", "奶奶", "外公", "外婆", "祖父母"]
PARENTS = ["父", "母", "父亲", "母亲", "父母", "继父", "继母", "养父", "养母"]


@dataclass(frozen=True)
class Figure:
    """`where` is a condition on Child, or on `model` whose rows hang on a child."""

    key: str
    title: str
    where: Q
    model: type[Model] | None = None

    def narrow(self, children: QuerySet[Child]) -> QuerySet[Child]:
        """The children the figure counts."""
        if self.model is None:
            return children.filter(self.where)
        found = self.model._default_manager.filter(self.where)
        return children.filter(pk__in=found.values("child"))


@dataclass(frozen=True)
class Group:
    """Figures under one heading; `adds_up` when each child is in exactly one."""

    title: str
    figures: tuple[Figure, ...]
    model: type[Model] | None = None

    @property
    def adds_up(self) -> bool:
        return self.model in (None, Guardian)


BOARDING: list[tuple[str, Any, str]] = [
    ("yes", True, "寄宿"),
    ("no", False, "不寄宿"),
    ("unknown", None, "未采集"),
]
ALWAYS = Q()
AGE_BANDS = [(0, 5), (6, 13), (14, 17)]


def _ages(day: dt.date) -> tuple[Figure, ...]:
    bands = [
        Figure(f"age_{low}", f"{low}–{high} 岁", born_between(low, high, day))
        for low, high in AGE_BANDS
    ]
    return (
        *bands,
        Figure("age_18", "18 岁及以上", born_between(18, None, day)),
        Figure("age_unknown", "未采集", Q(birth_date=None)),
    )


def _by_choice(
    field: str, choices: list[tuple[str, str]], model: type[Model] | None = None, also: Q = ALWAYS
) -> tuple[Figure, ...]:
    return tuple(
        Figure(f"{field}_{value or 'unknown'}", str(title), also & Q(**{field: value}), model)
        for value, title in choices
    )


def _conditions(past: dt.date | None) -> tuple[Group, ...]:
    """School and health; on a past day as they were then."""
    asked: list[tuple[str, str, list[tuple[str, Any, str]]]] = [
        ("就学情况", "stage", [(v or "unknown", v, str(t)) for v, t in Child.Stage.choices]),
        ("身体情况", "health", [(v or "unknown", v, str(t)) for v, t in Child.Health.choices]),
        ("是否寄宿", "boarding", BOARDING),
    ]
    return tuple(
        Group(title, tuple(
            Figure(f"{field}_{key}", word, was(field, value, past) if past else Q(**{field: value}))
            for key, value, word in choices
        ))
        for title, field, choices in asked
    )  # fmt: skip


def _guardians(now: Q) -> tuple[Figure, ...]:
    """Who looks after the child. A child without any guardian row is not recorded either."""
    known = [*GRANDPARENTS, *PARENTS, ""]
    kinds = [
        ("grandparents", "祖父母、外祖父母", Q(relation__in=GRANDPARENTS)),
        ("parents", "父或母", Q(relation__in=PARENTS)),
        ("others", "其他亲属及他人", ~Q(relation__in=known)),
        ("unknown", "关系未采集", Q(relation="")),
    ]
    return tuple(Figure(f"guardian_{k}", title, now & q, Guardian) for k, title, q in kinds)


def _settings(day: dt.date, past: bool) -> tuple[Figure, ...]:
    """How the children live; on a past day as they lived then."""
    if not past:
        return _by_choice("setting", Child.Setting.choices)
    return tuple(
        Figure(f"setting_{value}", str(title), lived(day, value))
        for value, title in Child.Setting.choices
    )


def lived(day: dt.date, setting: str) -> Q:
    return Q(pk__in=registered_on(day, setting=setting).values("child"))


@lru_cache(maxsize=4)
def groups(day: dt.date, past: bool = False) -> tuple[Group, ...]:
    """Every grouping of the children on the register, as of a day: conditions, never evaluated.

    `past`: the day is over, and what began or ended since is told apart.
    """
    held, open_ = Q(until=None) | Q(until__gt=day), Q(met_on=None)
    if past:
        held &= Q(since=None) | Q(since__lte=day)
        open_ = Q(raised_on__lte=day) & (open_ | Q(met_on__gt=day))
    return (
        Group("年龄结构", _ages(day)),
        Group("性别", _by_choice("sex", Child.Sex.choices)),
        Group("养育方式", _settings(day, past)),
        Group("类别标签（可有多项）", _by_choice("category", Label.Category.choices, Label, held), Label),
        Group("未解决的需求（可有多项）", _by_choice("kind", Need.Kind.choices, Need, open_), Need),
        Group("实际监护人", _guardians(held), Guardian),
        *_conditions(day if past else None),
    )  # fmt: skip


def pairing_figures(day: dt.date, past: bool = False) -> tuple[Figure, ...]:
    """Paired and not, of the children who live scattered: institutions stay outside pairing."""
    scattered = Q(setting=Child.Setting.SCATTERED)
    if past:
        scattered = lived(day, Child.Setting.SCATTERED)
    paired = Q(pk__in=Pairing.objects.current(day).values("child"))
    return (
        Figure("paired", "已结对", scattered & paired),
        Figure("unpaired", "未结对", scattered & ~paired),
    )


def all_figures(day: dt.date, past: bool = False) -> dict[str, Figure]:
    """By key, for the children's list: any figure of the page narrows it."""
    found = [figure for group in groups(day, past) for figure in group.figures]
    return {figure.key: figure for figure in (*found, *pairing_figures(day, past))}
