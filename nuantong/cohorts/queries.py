"""A list before it is frozen and after; who got how much in a year."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.models import Count, QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission as P
from nuantong.cohorts.choosing import by_rule, chosen
from nuantong.cohorts.criteria import CRITERIA
from nuantong.cohorts.helped import helped
from nuantong.cohorts.models import Choice, Cohort, Member
from nuantong.core.xlsx import Column
from nuantong.people.models import Child, Label
from nuantong.people.queries.ages import age_on
from nuantong.people.queries.names import shown_name, shows_names
from nuantong.regions.tree import DISTRICT

SHOWN: Final = 8
COLUMNS: Final[list[Column | str]] = [
    Column("儿童编号", 12), Column("姓名", 10), "性别", "年龄", Column("区县", 14),
    Column("乡镇（街道）", 16), Column("村（社区）", 18), Column("说明", 12),
]  # fmt: skip


@dataclass(frozen=True)
class Outside:
    """Children whom one criterion alone keeps out."""

    title: str
    count: int
    some: list[tuple[str, Child]]
    """Some of them with the name as the reader's lists show names."""


@dataclass(frozen=True)
class Preview:
    total: int
    districts: list[tuple[str, int]]
    outside: list[Outside]


def preview(cohort: Cohort, reader: Reader) -> Preview:
    """What freezing would give now. A query for the counts, two for each criterion."""
    counts = Counter[int | None]()
    above = reader.tree.above(DISTRICT)
    rows = chosen(cohort, reader).values_list("place").annotate(n=Count("pk"))
    for place, count in rows:
        counts[above.get(place)] += count
    named = [(reader.tree.name(one) or "住址不详", count) for one, count in counts.items()]
    return Preview(sum(counts.values()), sorted(named, key=lambda one: -one[1]),
                   list(_outside(cohort, reader)))  # fmt: skip


def _outside(cohort: Cohort, reader: Reader) -> Iterator[Outside]:
    full = shows_names(reader, P.CHOOSE_CHILDREN)
    for key, one in CRITERIA.items():
        if key not in cohort.rule:
            continue
        value = cohort.rule[key]
        near = by_rule(cohort, reader, without=key).filter(one.near(value, cohort.as_of))
        rows = near.exclude(pk__in=by_rule(cohort, reader).values("pk"))
        count = rows.count()
        if count:
            some = rows.only("number", "name", "sex", "birth_date", "place").order_by("pk")[:SHOWN]
            named = [(shown_name(child.name, full), child) for child in some]
            yield Outside(one.words(value, cohort.as_of), count, named)


def choices_of(cohort: Cohort, reader: Reader) -> list[tuple[str, Choice]]:
    rows = Choice.objects.visible_to(reader, to=P.CHOOSE_CHILDREN).filter(cohort=cohort)
    full = shows_names(reader, P.CHOOSE_CHILDREN)
    return [(shown_name(one.child.name, full), one) for one in rows.select_related("child")]


def members_of(cohort: Cohort, reader: Reader) -> QuerySet[Any]:
    rows = Member.objects.visible_to(reader, to=P.CHOOSE_CHILDREN).filter(cohort=cohort)
    return rows.select_related("child")


def member_rows(members: Iterable[Any], cohort: Cohort, reader: Reader) -> Iterator[list[Any]]:
    tree, full = reader.tree, shows_names(reader, P.CHOOSE_CHILDREN)
    for one in members:
        child = one.child
        yield [
            child.number, shown_name(child.name, full), child.get_sex_display(),
            age_on(child.birth_date, cohort.as_of), tree.name(one.district_id),
            tree.name(one.township_id), tree.name(one.place_id),
            "已移出" if one.removed_at else "人工加入" if one.added else "",
        ]  # fmt: skip


MOST: Final = 3
"""So many things and more are counted together."""


@dataclass(frozen=True)
class Share:
    """Children of a district, or with a label, by how many things they got in the year."""

    title: str
    counts: tuple[int, ...]

    @property
    def children(self) -> int:
        return sum(self.counts)

    @property
    def nothing(self) -> str:
        return f"{100 * self.counts[0] / self.children:.0f}%" if self.children else ""


@dataclass(frozen=True)
class Fairness:
    year: int
    all: Share
    districts: list[Share]
    labels: list[Share]


def fairness(reader: Reader, year: int) -> Fairness:
    """Who got nothing in the year, who once, twice, three times and more. Two queries."""
    got = _got(year)
    above = reader.tree.above(DISTRICT)
    children = Child.objects.visible_to(reader, to=P.CHOOSE_CHILDREN).on_register().order_by()
    whole, districts = [0] * (MOST + 1), defaultdict[Any, list[int]](lambda: [0] * (MOST + 1))
    labels = defaultdict[str, list[int]](lambda: [0] * (MOST + 1))
    of = _labels(reader.on)
    for child, place in children.values_list("pk", "place"):
        things = min(MOST, got.get(child, 0))
        whole[things] += 1
        districts[above.get(place)][things] += 1
        for label in of.get(child, ()):
            labels[label][things] += 1
    titles = dict(Label.Category.choices)
    return Fairness(
        year, Share("合计", tuple(whole)),
        sorted((Share(reader.tree.name(one) or "住址不详", tuple(n)) for one, n in districts.items()),
               key=lambda one: -one.counts[0]),
        [Share(title, tuple(labels[key])) for key, title in titles.items() if key in labels],
    )  # fmt: skip


def _got(year: int) -> Counter[int]:
    """Things by child."""
    found, span = Counter[int](), (dt.date(year, 1, 1), dt.date(year, 12, 31))
    for rows in helped():
        in_year = rows.filter(on__range=span).order_by().values("child").annotate(n=Count("*"))
        for child, count in in_year.values_list("child", "n"):
            found[child] += count
    return found


def _labels(on: dt.date) -> dict[int, list[str]]:
    found = defaultdict[int, list[str]](list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT child_id, category FROM people_label WHERE (since IS NULL OR since <= %s)"
            " AND (until IS NULL OR until > %s)", [on, on],
        )  # fmt: skip
        for child, category in cursor.fetchall():
            found[child].append(category)
    return found
