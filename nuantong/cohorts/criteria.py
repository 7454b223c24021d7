"""What children can be chosen by: each criterion with its words, its condition in the database, and
the same judged on one child's facts. A child is in where every criterion of the rule holds."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final, NamedTuple

from django.db.models import Exists, OuterRef, Q

from nuantong.books.purposes import WORDS
from nuantong.cohorts.helped import helped
from nuantong.people.filters import born_between
from nuantong.people.models import Child, Label, Need
from nuantong.people.queries.ages import age_on

SEXES: Final = {Child.Sex.GIRL.value: "女童", Child.Sex.BOY.value: "男童"}
NEAR: Final = 1
"""Years: who misses the ages by no more stands just outside."""


class Facts(NamedTuple):
    """Of one child, as of a day."""

    born: dt.date | None = None
    sex: str = ""
    setting: str = ""
    stage: str = ""
    labels: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    helped: tuple[tuple[str, dt.date], ...] = ()


@dataclass(frozen=True)
class Criterion:
    """`near` is who misses it by little; all who miss it where it is not given."""

    title: str
    words: Callable[[Any, dt.date], str]
    where: Callable[[Any, dt.date], Q]
    fits: Callable[[Any, dt.date, Facts], bool]
    near: Callable[[Any, dt.date], Q] = lambda value, on: Q()


def _ages(value: list[int], on: dt.date) -> str:
    return f"{on.year}年{on.month}月{on.day}日满{value[0]}至{value[1]}周岁"


def _of_age(value: list[int], on: dt.date) -> Q:
    return Q(birth_date__isnull=False) & born_between(value[0], value[1], on)


def _about_age(value: list[int], on: dt.date) -> Q:
    return _of_age([max(0, value[0] - NEAR), value[1] + NEAR], on)


def _has_age(value: list[int], on: dt.date, child: Facts) -> bool:
    age = age_on(child.born, on)
    return age is not None and value[0] <= age <= value[1]


def _labelled(value: list[str], on: dt.date) -> Q:
    begun = Q(since=None) | Q(since__lte=on)
    standing = Q(until=None) | Q(until__gt=on)
    rows = Label.objects.filter(begun, standing, child=OuterRef("pk"), category__in=value)
    return Q(Exists(rows.order_by()))


def _in_need(value: list[str], on: dt.date) -> Q:
    rows = Need.objects.filter(
        Q(met_on=None) | Q(met_on__gt=on), child=OuterRef("pk"), kind__in=value, raised_on__lte=on
    )
    return Q(Exists(rows.order_by()))


def _not_helped(value: Mapping[str, Any], on: dt.date) -> Q:
    since = dt.date.fromisoformat(value["since"])
    found = (
        Exists(rows.filter(child=OuterRef("pk"), on__gte=since, **_of(value)).order_by())
        for rows in helped()
    )
    return reduce(lambda so_far, one: so_far & ~Q(one), found, Q())


def _of(value: Mapping[str, Any]) -> dict[str, Any]:
    return {"purpose": value["purpose"]} if value.get("purpose") else {}


def _without_help(value: Mapping[str, Any], on: dt.date, child: Facts) -> bool:
    since, purpose = dt.date.fromisoformat(value["since"]), value.get("purpose")
    return not any(day >= since and purpose in (None, "", of) for of, day in child.helped)


def _unhelped_words(value: Mapping[str, Any], on: dt.date) -> str:
    day = dt.date.fromisoformat(value["since"])
    what = f"“{WORDS[value['purpose']]}”" if value.get("purpose") else "任何资助"
    return f"{day.year}年{day.month}月{day.day}日以来没有领过{what}"


def _any_of(titles: Iterable[tuple[str, str]]) -> Callable[[Any, dt.date], str]:
    known = dict(titles)
    return lambda value, on: "或".join(known[one] for one in value)


CRITERIA: Final[dict[str, Criterion]] = {
    "setting": Criterion(
        "居住情况", _any_of(Child.Setting.choices), lambda value, on: Q(setting__in=value),
        lambda value, on, child: child.setting in value,
    ),
    "labels": Criterion(
        "类别", _any_of(Label.Category.choices), _labelled,
        lambda value, on, child: bool(child.labels & set(value)),
    ),
    "stages": Criterion(
        "就学", _any_of(Child.Stage.choices), lambda value, on: Q(stage__in=value),
        lambda value, on, child: child.stage in value,
    ),
    "needs": Criterion(
        "提出的需求", lambda value, on: f"有“{_any_of(Need.Kind.choices)(value, on)}”需求未解决", _in_need,
        lambda value, on, child: bool(child.needs & set(value)),
    ),
    "unhelped": Criterion("没有领过", _unhelped_words, _not_helped, _without_help),
    "sized": Criterion(
        "尺码能算出", lambda value, on: "尺码能算出", lambda value, on: Q(birth_date__isnull=False),
        lambda value, on, child: child.born is not None,
    ),
    "ages": Criterion("年龄", _ages, _of_age, _has_age, _about_age),
    "sex": Criterion(
        "性别", lambda value, on: SEXES[value], lambda value, on: Q(sex=value),
        lambda value, on, child: child.sex == value,
    ),
}  # fmt: skip
"""In the order in which they are said."""


MOST: Final = "most"
"""So many places: no criterion of one child, but of the list. Who was registered first is in."""


def sentence(rule: Mapping[str, Any], on: dt.date) -> str:
    """台账上2018年6月1日满10至17周岁的女童: the rule in one line."""
    said = [one.words(rule[key], on) for key, one in CRITERIA.items() if key in rule]
    *rest, last = said if "sex" in rule else [*said, "儿童"]
    found = f"台账上{'、'.join(rest)}的{last}" if rest else f"台账上的全部{last}"
    return f"{found}，名额{rule[MOST]}名，登记早的在先" if MOST in rule else found


def condition(rule: Mapping[str, Any], on: dt.date, without: str = "") -> Q:
    """All criteria at once, but for one where that is asked."""
    chosen = (
        one.where(rule[key], on) for key, one in CRITERIA.items() if key in rule and key != without
    )
    return reduce(lambda so_far, one: so_far & one, chosen, Q())


def misses(rule: Mapping[str, Any], on: dt.date, child: Facts) -> list[str]:
    """Which criteria a child does not meet; none: she is in."""
    return [
        key for key, one in CRITERIA.items() if key in rule and not one.fits(rule[key], on, child)
    ]
