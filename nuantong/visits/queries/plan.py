"""The plan of visits: homes with their state, by urgency or in the order of walking."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.people.models import Child
from nuantong.visits.models import VisitRequest
from nuantong.visits.planning import Home, Judged, Reason, State, judge
from nuantong.visits.queries import rules, seen
from nuantong.visits.queries.rules import RuleBook

TITLES: Final = {
    Reason.ASKED: "有走访请求", Reason.NEVER: "从未走访", Reason.NEW: "新登记",
    Reason.POOR: "监护评定差", Reason.FOCUS: "重点关注", Reason.RISK: "有风险迹象",
    Reason.DROPPED_OUT: "辍学", Reason.PARENTS_SILENT: "父母久未联系",
    Reason.NO_REGISTER: "无证件", Reason.ILL: "患病残疾",
}  # fmt: skip
PRIORITIES: Final = {"focus": "重点", "ordinary": "一般", "stable": "稳定"}
ILL: Final = frozenset({"severe", "disabled"})
FEW: Final = 3
"""Of so many districts the rules come along with the children; of more they are read once."""
COLUMNS: Final = (
    "number", "name", "sex", "birth_date", "place", "household", "registered_on", "place_since",
    "stage", "health", "id_status", "pinyin",
)  # fmt: skip


@dataclass
class PlannedHome:
    """A home of the plan: its children, or the request for somebody not on the register."""

    place: int | None
    judged: Judged
    children: list[Child] = field(default_factory=list)
    requests: list[VisitRequest] = field(default_factory=list)

    @property
    def names(self) -> str:
        return "、".join([*(c.name for c in self.children), *self.labels])

    @property
    def labels(self) -> list[str]:
        return [asked.label for asked in self.requests if not self.children]

    @property
    def reasons(self) -> list[str]:
        return [TITLES[reason] for reason in self.judged.reasons]

    @property
    def priority(self) -> str:
        return PRIORITIES[self.judged.priority]

    @property
    def asked_for(self) -> list[str]:
        return [asked.reason for asked in self.requests]


def plan(
    reader: Reader,
    *,
    to: Permission,
    places: Collection[int] | None = None,
    on: dt.date | None = None,
    morning: bool = False,
    addresses: bool = False,
) -> list[PlannedHome]:
    """Every home the reader answers for, the most urgent first. Two queries, a third for
    whoever works across the city.

    `places` narrows to some; `morning` leaves the visits of the day itself out; `addresses` brings
    the encrypted address along, for a route.
    """
    day = on or reader.on
    known = day - dt.timedelta(days=1) if morning else day
    columns = (*COLUMNS, "address") if addresses else COLUMNS
    children = _children(reader, to, places).only(*columns)
    children = children.annotate(seen=seen.along(known, same="child", of="pk"))
    districts = _districts(reader, to, places)
    if len(districts) <= FEW:
        children = children.annotate(rules=rules.along(districts))
    asked = VisitRequest.objects.open().visible_to(reader, to=to)
    if places is not None:
        asked = asked.filter(Q(place__in=places) | Q(child__place__in=places))
    if not addresses:
        asked = asked.defer("address", "phone")
    asked = asked.annotate(seen=seen.along(known, same="subject_key"))
    return _planned(list(children), list(asked), day)


def _districts(reader: Reader, to: Permission, places: Collection[int] | None) -> frozenset[int]:
    """The districts a plan lies in; none for a carer, whose few children may be anywhere."""
    within = reader.regions(to) if places is None else places
    found = [reader.tree.district_of(place) for place in within]
    if None in found:
        return frozenset(district.id for district in reader.tree.districts())
    return frozenset(district.id for district in found if district)


def _children(reader: Reader, to: Permission, places: Collection[int] | None) -> Any:
    """Children at home on the register; who lives in an institution is not visited at home."""
    found = Child.objects.visible_to(reader, to=to).on_register()
    found = found.filter(setting=Child.Setting.SCATTERED).order_by("household", "birth_date")
    return found if places is None else found.filter(place__id__any_of=list(places))


def _planned(children: list[Any], asked: list[Any], day: dt.date) -> list[PlannedHome]:
    wanted = defaultdict(list)
    for one in asked:
        wanted[one.child_id].append(one)
    book = RuleBook(day, getattr(children[0], "rules", None) if children else None)
    homes = [
        _home(mates, [one for c in mates for one in wanted[c.pk]], book, day)
        for mates in _by_household(children)
    ]
    homes += [_asked_home(one, book, day) for one in wanted[None]]
    return sorted(homes, key=lambda home: (home.judged.rank, home.names))


def _by_household(children: Iterable[Any]) -> list[list[Any]]:
    """Children who live together in one place."""
    found: dict[tuple[int, int | None], list[Any]] = defaultdict(list)
    for child in children:
        found[child.household_id, child.place_id].append(child)
    return list(found.values())


def _home(
    mates: list[Any], requests: list[VisitRequest], book: RuleBook, day: dt.date
) -> PlannedHome:
    visits = {key: one for child in mates for key, one in seen.seen_of(child.seen).items()}
    home = Home(
        registered_on=max(child.registered_on for child in mates),
        visits=tuple(
            visits[key] for key in sorted(visits, key=lambda k: (visits[k].on, k), reverse=True)
        ),
        asked=min((one.due_on for one in requests), default=None),
        settled_on=max((c.place_since for c in mates if c.place_since), default=None),
        facts=frozenset(reason for child in mates for reason in facts_of(child)),
    )
    place = mates[0].place_id
    return PlannedHome(place, judge(home, book.at(place), day), mates, requests)


def facts_of(child: Child) -> Iterable[Reason]:
    """What the register knows that makes a home go first."""
    if child.stage == Child.Stage.DROPPED_OUT:
        yield Reason.DROPPED_OUT
    if child.id_status == Child.IdStatus.MISSING:
        yield Reason.NO_REGISTER
    if child.health in ILL:
        yield Reason.ILL


def _asked_home(one: Any, book: RuleBook, day: dt.date) -> PlannedHome:
    home = Home(one.asked_on, tuple(seen.seen_of(one.seen).values()), asked=one.due_on)
    return PlannedHome(one.place_id, judge(home, book.at(one.place_id), day), requests=[one])


def due(homes: Iterable[PlannedHome]) -> list[PlannedHome]:
    return [home for home in homes if home.judged.is_due]


@dataclass(frozen=True)
class Tally:
    """How many homes of a place stand where."""

    homes: int
    due: int
    overdue: int
    waiting: int
    handed: int
    never: int
    met: int


def tally(homes: Iterable[PlannedHome]) -> Tally:
    listed = [home.judged for home in homes]
    states = [judged.state for judged in listed]
    return Tally(
        homes=len(listed), due=states.count(State.DUE) + states.count(State.OVERDUE),
        overdue=states.count(State.OVERDUE), waiting=states.count(State.WAITING),
        handed=states.count(State.HANDED),
        never=sum(judged.last_met is None for judged in listed),
        met=sum(judged.last_met is not None for judged in listed),
    )  # fmt: skip
