"""What is counted, as data: each figure is a condition and the list it opens to.

The survey the federation begins with asks for age structure, where the children live, how they
live and what they need; the national form's bands and words are used (china.md §1.4, §2.3, §2.4).
"""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q

from nuantong.people.models import Child, Label, Need

GRANDPARENTS = ["祖父", "祖母", "外祖父", "外祖母", "爷爷", "奶奶", "外公", "外婆", "祖父母"]
PARENTS = ["父", "母", "父亲", "母亲", "父母", "继父", "继母", "养父", "养母"]


@dataclass(frozen=True)
class Figure:
    """`where` is a condition on Child; `query` are the parameters of the children's list."""

    key: str
    title: str
    where: Q
    query: tuple[tuple[str, str], ...] = ()

    def url(self, base: str, **place: str) -> str:
        return f"{base}?{urlencode([*place.items(), *self.query])}"


@dataclass(frozen=True)
class Group:
    """Figures that add up to all children on the register, each child in exactly one."""

    title: str
    figures: tuple[Figure, ...]


def years_before(day: dt.date, years: int) -> dt.date:
    """The birth date of whoever turns `years` on `day`; 29 February counts from 1 March."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return dt.date(day.year - years, 3, 1)


AGE_BANDS = [("0", "5"), ("6", "13"), ("14", "17"), ("18", "")]


def _age(day: dt.date, low: str, high: str) -> Figure:
    born = Q(birth_date__lte=years_before(day, int(low)))
    title = f"{low} 岁及以上"
    if high:
        born &= Q(birth_date__gt=years_before(day, int(high) + 1))
        title = f"{low}–{high} 岁"
    query = (("age_min", low), ("age_max", high)) if high else (("age_min", low),)
    return Figure(f"age_{low}", title, born, query)


def _by_choice(field: str, choices: list[tuple[str, str]], query: str = "") -> tuple[Figure, ...]:
    return tuple(
        Figure(
            f"{field}_{value or 'unknown'}",
            str(title),
            Q(**{field: value}),
            ((query or field, value or "unknown"),),
        )
        for value, title in choices
    )


def groups(day: dt.date) -> tuple[Group, ...]:
    """Every grouping of the children on the register, as of a day."""
    ages = tuple(_age(day, low, high) for low, high in AGE_BANDS)
    unknown_age = Figure("age_unknown", "未采集", Q(birth_date=None), (("age", "unknown"),))
    boarding = (
        Figure("boarding_yes", "寄宿", Q(boarding=True), (("boarding", "true"),)),
        Figure("boarding_no", "不寄宿", Q(boarding=False), (("boarding", "false"),)),
        Figure("boarding_unknown", "未采集", Q(boarding=None), (("boarding", "unknown"),)),
    )
    return (
        Group("养育方式", _by_choice("setting", Child.Setting.choices)),
        Group("性别", _by_choice("sex", Child.Sex.choices)),
        Group("年龄结构", (*ages, unknown_age)),
        Group("就学情况", _by_choice("stage", Child.Stage.choices)),
        Group("身体情况", _by_choice("health", Child.Health.choices)),
        Group("是否寄宿", boarding),
    )


def label_figures() -> tuple[Figure, ...]:
    """A child may carry several labels: these do not add up."""
    return _by_choice("category", Label.Category.choices, query="label")


def need_figures() -> tuple[Figure, ...]:
    return _by_choice("kind", Need.Kind.choices, query="need")


def guardian_figures() -> tuple[Figure, ...]:
    """Who looks after the child; conditions on Guardian."""
    known = [*GRANDPARENTS, *PARENTS, ""]
    return (
        Figure("guardian_grandparents", "祖父母、外祖父母", Q(relation__in=GRANDPARENTS)),
        Figure("guardian_parents", "父或母", Q(relation__in=PARENTS)),
        Figure("guardian_others", "其他亲属及他人", ~Q(relation__in=known)),
        Figure("guardian_unknown", "未采集", Q(relation="")),
    )
