"""A project of fourteen children: twelve of a village, two of a neighbour's."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission, Role
from nuantong.counselling.effect.export import band
from nuantong.counselling.effect.flow import Participant
from nuantong.counselling.effect.study import Record, Score
from nuantong.outcomes.queries import projects
from nuantong.outcomes.queries.projects import Case, Project, Source
from nuantong.people.models import Child, GrantedChild
from tests.conftest import NEIGHBOUR, VILLAGE, make_child, make_user

PROJECT = Project(
    "care-2018", "2018年个案辅导项目", "市妇联", dt.date(2018, 1, 1), about=("项目经费三十万元。",)
)


def case(child: Child, number: int) -> Case:
    """Twelve finish, the last two leave after the first measurement."""
    points = [("m0", 16 + number % 4), ("m6", 11.0), ("m12", 5 + number % 3)][
        : 3 if number < 12 else 1
    ]
    person = Participant(
        f"c{number:02}", True, True, 30, "" if number < 12 else "搬离", number < 12,
        frozenset(point for point, _ in points),
    )  # fmt: skip
    scores = tuple(
        Score("phq-a", point, 26 * at, value) for at, (point, value) in enumerate(points)
    )
    record = Record(person, "女", band(9), "巴南区" if number < 12 else "永川区", scores)
    return Case(record, child.pk, child.number, child.name, "麻柳嘴镇", PROJECT.start, "按计划完成")


@pytest.fixture
def children(cast: object) -> list[Child]:
    villages = [VILLAGE] * 12 + [NEIGHBOUR] * 2
    return [
        make_child(f"测评儿童{'甲乙丙丁戊己庚辛壬癸子丑寅卯'[n]}", v)
        for n, v in enumerate(villages)
    ]


@pytest.fixture
def project(children: list[Child]) -> Iterator[Project]:
    """Whoever answers for a child may open her case here."""
    cases = [case(child, number) for number, child in enumerate(children)]
    keys = {child.pk: f"c{number:02}" for number, child in enumerate(children)}

    def seen(_: Project, reader: Reader) -> frozenset[str]:
        mine = Child.objects.visible_to(reader, to=Permission.OPEN_FILE)
        return frozenset(keys[pk] for pk in mine.filter(pk__in=keys).values_list("pk", flat=True))

    source = Source(
        lambda _: [PROJECT],
        lambda _: cases,
        seen,
        lambda case: PROJECT.key if case in set(keys.values()) else None,
    )
    projects.SOURCES.append(source)
    yield PROJECT
    projects.SOURCES.remove(source)


@pytest.fixture
def experts(cast: object) -> list[object]:
    return [
        make_user(f"E{n}", name, Role.EXPERT, "500000")
        for n, name in enumerate(["段教授", "简教授"])
    ]


@pytest.fixture
def counsels(children: list[Child], cast: object) -> Callable[[Child], None]:
    """counsels(child): the cast's counsellor answers for her."""

    def give(child: Child) -> None:
        grant = cast.staff[Role.COUNSELLOR].grants.get()
        GrantedChild.objects.create(grant=grant, child=child)

    return give
