"""Contracts of one-to-one counselling as projects."""

import datetime as dt
from collections.abc import Callable

from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.outcomes.queries.projects import Case, Project, Source
from nuantong.outcomes.queries.records import Facts, cases
from nuantong.regions.tree import tree_on
from nuantong.services.models import Contract

Known = Callable[[str], list[Facts]]
"""What the room of counselling knows of the cases of a contract, by its key."""
Seen = Callable[[str, Reader], frozenset[str]]
"""The keys of those cases of a contract that a reader may open."""


def projects(reader: Reader | None) -> list[Project]:
    """Contracts the reader may read figures of; all of them without a reader."""
    rows = Contract.objects.filter(kind=Contract.Kind.CASE)
    if reader is not None:
        seen = rows.visible_to(reader, to=Permission.SEE_OUTCOMES).values("pk")
        rows = rows.filter(Q(pk__in=seen) | Q(supervisors__user=reader.actor_id)).distinct()
    rows = rows.select_related("provider").prefetch_related("areas")
    return [_project(one) for one in rows]


def _project(contract: Contract) -> Project:
    buyer = tree_on(clock.today()).name(contract.buyer_id)
    areas = len(contract.areas.all())
    about = (
        f"{contract.title}（合同编号{contract.number}）由{contract.provider}承担，"
        f"{contract.get_fund_display()}{contract.budget_fen / 100:,.2f}元，"
        f"服务名额{contract.places}名儿童，覆盖{areas}个区县，"
        f"自{_day(contract.start)}至{_day(contract.last_day)}。"
    )
    return Project(
        str(contract.key),
        contract.title,
        f"{buyer}妇联",
        contract.start,
        contract.last_day,
        (about,),
    )


def _day(on: dt.date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def source(known: Known, seen: Seen, holds: Callable[[str], str | None]) -> Source:
    """The source of a room that has cases under contracts."""

    def of(project: Project) -> list[Case]:
        today = clock.today()
        return cases(known(project.key), tree_on(today), today)

    return Source(projects, of, lambda project, reader: seen(project.key, reader), holds)
