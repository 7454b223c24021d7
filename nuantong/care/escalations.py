"""警示与上报: the children somebody has to answer for, and one child with what is asked about her."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import django_filters
from django.db.models import Count, Min, Q, QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.core.listing import Sort
from nuantong.duties.ladder.words import KINDS, trigger_of, what
from nuantong.duties.models import Escalation, EscalationStep
from nuantong.duties.models.escalation import DESKS, RUNNING
from nuantong.duties.protocols.rungs import Trigger
from nuantong.duties.queries import carers_of
from nuantong.duties.titles import duty_titles
from nuantong.people.file import Entry, timeline
from nuantong.people.filters import PlaceFilter, ScopedFilterSet
from nuantong.people.models import Carer, Child
from nuantong.people.queries.names import place_namer, shown_name, shows_names

SORTS: Final = {
    "due": Sort("期限", "due"),
    "since": Sort("自哪天起", "since"),
    "place": Sort("现居住地", "place__code"),
}
ORDER: Final = list(KINDS)
LATELY: Final = dt.timedelta(days=60)
TONES: Final = {Trigger.SILENT: "danger", Trigger.UNHEARD: "due"}


class EscalationFilter(ScopedFilterSet):
    permission = Permission.SEE_OVERDUE

    state = django_filters.ChoiceFilter(
        label="状态", method="by_state", empty_label="未结束",
        choices=[("waiting", "等待答复"), ("late", "已过期限"), ("promised", "已答复，等办好")],
    )  # fmt: skip
    rule = django_filters.ChoiceFilter(
        label="情形", method="by_rule", empty_label="全部",
        choices=[(trigger.value, title) for trigger, title in KINDS.items()],
    )  # fmt: skip
    desk = django_filters.ChoiceFilter(
        label="现在哪一级", method="by_desk", choices=DESKS, empty_label="全部"
    )
    place = PlaceFilter(label="地区")

    class Meta:
        model = Child
        fields: list[str] = []

    def by_state(self, children: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return _with(children, state(value, clock.today()))

    def by_rule(self, children: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return _with(children, Q(rule__startswith=value))

    def by_desk(self, children: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return _with(children, Q(level=value))


def state(word: str, on: dt.date) -> Q:
    return {
        "waiting": Q(answered=False), "promised": Q(answered=True), "late": Q(due_on__lt=on)
    }[word]  # fmt: skip


def _with(children: QuerySet[Any], condition: Q) -> QuerySet[Any]:
    rows = Escalation.objects.filter(RUNNING, condition)
    return children.filter(pk__in=rows.order_by().values("child"))


def listed(reader: Reader) -> QuerySet[Child]:
    """One row for each child that something is asked about: the nearest end, since when."""
    children = Child.objects.visible_to(reader, to=Permission.SEE_OVERDUE)
    running = Q(escalations__ended_on=None, escalations__isnull=False)
    return children.filter(running).annotate(
        due=Min("escalations__due_on"), since=Min("escalations__episode")
    ).only("number", "name", "place")  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """One step in words."""

    row: Escalation
    words: str
    tone: str
    state: str
    state_tone: str


@dataclass
class Line:
    """A child of the list as this reader sees it."""

    child: Any
    name: str
    place: str
    carer: Carer | None
    steps: list[Shown] = field(default_factory=list)

    @property
    def nearest(self) -> Shown:
        return min(self.steps, key=lambda one: (one.row.answered, one.row.due_on))


def lines(children: Iterable[Any], reader: Reader) -> list[Line]:
    """Four queries, however many children."""
    page = list(children)
    ids = [child.pk for child in page]
    steps, carers = shown_steps(ids, reader), carers_of(ids, reader.on)
    full, where = shows_names(reader, Permission.SEE_OVERDUE), place_namer(reader)
    return [
        Line(
            child, shown_name(child.name, full), where(child.place_id), carers.get(child.pk),
            steps[child.pk],
        )
        for child in page
    ]  # fmt: skip


def shown_steps(children: list[int], reader: Reader) -> dict[int, list[Shown]]:
    """By child; of one rule the furthest step alone, since it says what the nearer ones say."""
    titles = {code: title for (_, code), title in duty_titles().items()}
    furthest: dict[tuple[int, str], Escalation] = {}
    for row in Escalation.objects.running().filter(child__id__any_of=children).order_by("step"):
        furthest[row.child_id, row.rule] = row
    found: dict[int, list[Shown]] = defaultdict(list)
    for row in sorted(furthest.values(), key=lambda row: ORDER.index(trigger_of(row.rule))):
        found[row.child_id].append(shown(row, titles, reader.on))
    return found


def shown(row: Escalation, titles: dict[str, str], on: dt.date) -> Shown:
    tone = TONES.get(trigger_of(row.rule), "late")
    return Shown(row, what(row.rule, row.step, titles), tone, *state_of(row, on))


def state_of(row: Escalation, on: dt.date) -> tuple[str, str]:
    """Where it stands in words, and the tone of its badge."""
    left = (row.due_on - on).days
    if row.ended_on:
        return f"已结束：{row.ended_why}", "good"
    if row.answered:
        return ("已答复，等办好", "info") if left >= 0 else ("承诺的日期已过", "late")
    if left < 0:
        return f"过期 {-left} 天没有答复", "danger"
    return ("今天要答复" if left == 0 else f"{left} 天内答复"), "due"


def counts(reader: Reader) -> dict[str, int]:
    """Children: all, unanswered, past the day, silent. One query."""
    rows = Escalation.objects.visible_to(reader, Permission.SEE_OVERDUE).running().order_by()
    child = "child"
    return rows.aggregate(
        all=Count(child, distinct=True),
        waiting=Count(child, distinct=True, filter=state("waiting", reader.on)),
        late=Count(child, distinct=True, filter=state("late", reader.on)),
        silent=Count(child, distinct=True, filter=Q(rule=Trigger.SILENT)),
    )


def seen_otherwise(child: Child, reader: Reader) -> list[Entry]:
    """Who met the family lately without its being a contact (a home visit): the newest first. It ends
    no silence by itself; whoever answers may refer to it."""
    since = reader.on - LATELY
    return [one for one in timeline(child, reader) if one.seen and one.on >= since][:3]


@dataclass(frozen=True)
class Past:
    """One line of what has happened, in words."""

    step: EscalationStep
    words: str
    desk: str


def history(child: Child, reader: Reader) -> list[Past]:
    """What was asked about the child and who answered, the newest first."""
    titles = {code: title for (_, code), title in duty_titles().items()}
    steps = EscalationStep.objects.filter(escalation__child=child).select_related("escalation")
    return [
        Past(
            step,
            what(step.escalation.rule, step.escalation.step, titles),
            dict(DESKS)[step.level],
        )
        for step in steps.order_by("-at", "-pk")[:40]
    ]
