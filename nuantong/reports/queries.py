"""Counting: one query per kind of thing, grouped by the rows of the scope."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import connection
from django.db.models import Case, CharField, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.models import last_change
from nuantong.core import clock
from nuantong.duties.models import OutcomeTally, Overdue, WindowOutcome
from nuantong.people.filters import registered_on
from nuantong.people.models import Child, Guardian, Label, Need
from nuantong.regions.models import Organisation, OrganisationArea
from nuantong.reports import figures
from nuantong.reports.figures import Figure
from nuantong.reports.scopes import Scope

MET = Q(outcome__in=["met", "met_late"])
OWED = Q(outcome__in=["met", "met_late", "missed"])
KEPT = 60
"""Seconds for which figures are kept while no change is on the log."""
Found = TypeVar("Found")
Counts = dict[int | None, Counter[str]]
"""Row's region id (None: place not recorded) → figure key → count."""


@dataclass
class Survey:
    """The counts of a scope; `total()` sums the rows. `zones` counts functional areas, 其中 rows."""

    rows: Counts = field(default_factory=lambda: defaultdict(Counter))
    zones: list[tuple[str, int]] = field(default_factory=list)

    def total(self, key: str) -> int:
        return sum(row[key] for row in self.rows.values())

    def at(self, row: int | None, key: str) -> int:
        return self.rows[row][key] if row in self.rows else 0


def is_past(reader: Reader) -> bool:
    """Whether the reader looks at a day that is over (Reader.as_of)."""
    return reader.on < clock.today()


def on_register(reader: Reader, scope: Scope) -> QuerySet[Child]:
    """Children on the register that count in the scope; on a past day, those who lived in it."""
    if is_past(reader):
        rows, there = registered_on(reader.on), scope.places(reader.tree)
        if there is not None:
            rows = rows.filter(place__id__any_of=there)
        return Child.objects.filter(pk__in=rows.values("child"))
    children = Child.objects.visible_to(reader, to=Permission.SEE_FIGURES).on_register()
    places = scope.places(reader.tree)
    return children if places is None else children.filter(place__in=places)


def by_row(things: QuerySet[Any], reader: Reader, scope: Scope, path: str = "") -> QuerySet[Any]:
    """`things` with `row`: the ancestor of their place at the scope's level, as of the day."""
    inside = Q()
    if is_past(reader):
        path = f"{path}registrations__"
        inside = Q(**{f"{path}since__lte": reader.on, f"{path}known_until": None}) & (
            Q(**{f"{path}until": None}) | Q(**{f"{path}until__gt": reader.on})
        )
    version = f"{path}place__versions__"
    valid = Q(**{f"{version}valid_from__lte": reader.on}) & (
        Q(**{f"{version}valid_to": None}) | Q(**{f"{version}valid_to__gt": reader.on})
    )
    unknown = Q(**{f"{path}place": None})
    index = f"{version}ancestors__{scope.level - 1}"
    return things.filter(inside & (valid | unknown)).annotate(row=F(index)).order_by().values("row")


def _collect(survey: Survey, rows: Iterable[dict[str, Any]]) -> None:
    for found in rows:
        row = found.pop("row")
        for key, value in found.items():
            survey.rows[row][key] += value


def _tallies(wanted: Iterable[Figure]) -> dict[str, Count]:
    return {figure.key: Count("pk", filter=figure.where) for figure in wanted}


def survey(reader: Reader, scope: Scope) -> Survey:
    """Children by every grouping, their labels, needs and guardians: four queries."""
    children, result = on_register(reader, scope), Survey()
    for model in (None, Label, Need, Guardian):
        wanted = [
            figure
            for group in figures.groups(reader.on, is_past(reader))
            if group.model is model
            for figure in group.figures
        ]
        if model is None:
            wanted += figures.pairing_figures(reader.on, is_past(reader))
            counted = by_row(children, reader, scope).annotate(children=Count("pk"))
        else:
            things = model.objects.filter(child__in=children.values("pk"))
            counted = by_row(things, reader, scope, "child__")
        _collect(result, counted.annotate(**_tallies(wanted)))
    return result


def zones(reader: Reader) -> list[tuple[str, int]]:
    """Children in each functional area in being that day: 其中 rows, already in the districts."""
    areas = OrganisationArea.objects.filter(
        Q(organisation__valid_from=None) | Q(organisation__valid_from__lte=reader.on),
        Q(organisation__valid_to=None) | Q(organisation__valid_to__gt=reader.on),
        organisation__kind=Organisation.Kind.ZONE,
    )
    places: dict[str, list[int]] = defaultdict(list)
    for name, region in areas.values_list("organisation__short_name", "region"):
        places[name] += reader.tree.below(reader.tree.current(region))
    when = [When(place__in=inside, then=Value(name)) for name, inside in places.items()]
    children = Child.objects.visible_to(reader, to=Permission.SEE_FIGURES).on_register()
    counted = (
        children.annotate(zone=Case(*when, default=None, output_field=CharField()))
        .exclude(zone=None)
        .order_by()
        .values_list("zone")
        .annotate(Count("pk"))
    )
    found = dict(counted)
    return [(name, found.get(name, 0)) for name in places]


@dataclass(frozen=True)
class PeriodOfFigures:
    """The windows a share speaks of: those whose last day lies in [since, until)."""

    since: dt.date
    until: dt.date

    @property
    def title(self) -> str:
        last = self.until - dt.timedelta(days=1)
        return f"{self.since.month}月{self.since.day}日至{last.month}月{last.day}日到期的职责"


def period(on: dt.date) -> PeriodOfFigures:
    """The four whole weeks before this one: every week duty in it is past its grace or nearly."""
    monday = on - dt.timedelta(days=on.weekday())
    return PeriodOfFigures(monday - dt.timedelta(weeks=4), monday)


def duties(reader: Reader, scope: Scope, result: Survey) -> None:
    """Windows owed and met in the period, and children with something overdue: two queries."""
    inside = on_register(reader, scope).values("pk")
    span = period(reader.on)
    if is_past(reader):
        closed = WindowOutcome.objects.ended_in(span.since, span.until).filter(OWED)
        closed = closed.filter(enrolment__child__in=inside)
        rows = by_row(closed, reader, scope, "enrolment__child__")
        _collect(result, rows.annotate(owed=Count("ends"), met=Count("ends", filter=MET)))
        return
    _collect(result, _sums(reader, scope, span))
    late = by_row(Overdue.objects.filter(child__in=inside), reader, scope)
    _collect(result, late.annotate(overdue=Count("pk")))


def _sums(reader: Reader, scope: Scope, span: PeriodOfFigures) -> QuerySet[Any]:
    """Windows where the children lived when they closed, from the sums that the database keeps."""
    day, places = dt.timedelta(days=1), scope.places(reader.tree)
    kept = OutcomeTally.objects.filter(OWED, ends__gte=span.since + day, ends__lt=span.until + day)
    if places is not None:
        kept = kept.filter(place__id__any_of=places)
    met = Coalesce(Sum("count", filter=MET), 0)
    return by_row(kept, reader, scope).annotate(owed=Sum("count"), met=met)


def everything(reader: Reader, scope: Scope) -> Survey:
    """What the dashboard counts: eight queries, or one while nothing changed.

    The scope lies within the reader's rights, so its figures are the same for everybody who may
    see them.
    """

    def count() -> Survey:
        found = survey(reader, scope)
        duties(reader, scope, found)
        if scope.places(reader.tree) is None and not is_past(reader):
            found.zones = zones(reader)
        return found

    return kept(f"figures:{scope.param}:{reader.on}", count)


def kept(name: str, count: Callable[[], Found]) -> Found:
    """What was counted under the name, while nothing changed since.

    Every change is on the log in its own transaction, so the newest change stands for the state
    of the data. What writes without an event (closing windows at night), and the rare change that
    commits after a later one, shows after KEPT seconds.
    """
    key = f"{name}:{connection.alias}:{clock.today()}:{last_change()}"
    found: Found | None = cache.get(key)
    if found is None:
        found = count()
        cache.set(key, found, KEPT)
    return found
