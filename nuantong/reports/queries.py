"""Counting: one query per kind of thing, grouped by the rows of the scope."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.people.models import Child, Guardian, Label, Need
from nuantong.regions.models import Organisation
from nuantong.reports import figures
from nuantong.reports.figures import Figure
from nuantong.reports.scopes import Scope

Counts = dict[int | None, dict[str, int]]
"""Row's region id (None: place not recorded) → figure key → count."""


@dataclass
class Survey:
    """The counts of a scope; `total()` sums the rows."""

    rows: Counts = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))

    def total(self, key: str) -> int:
        return sum(row[key] for row in self.rows.values())

    def at(self, row: int | None, key: str) -> int:
        return self.rows[row][key] if row in self.rows else 0


def on_register(reader: Reader, scope: Scope) -> QuerySet[Child]:
    """Children on the register that count in the scope."""
    children = Child.objects.visible_to(reader, to=Permission.SEE_FIGURES).on_register()
    places = scope.places(reader.tree)
    return children if places is None else children.filter(place__in=places)


def by_row(things: QuerySet[Any], reader: Reader, scope: Scope, path: str = "") -> QuerySet[Any]:
    """`things` with `row`: the ancestor of their place at the scope's level, as of the day."""
    version = f"{path}place__versions__"
    valid = Q(**{f"{version}valid_from__lte": reader.on}) & (
        Q(**{f"{version}valid_to": None}) | Q(**{f"{version}valid_to__gt": reader.on})
    )
    unknown = Q(**{f"{path}place": None})
    index = f"{version}ancestors__{scope.level - 1}"
    return things.filter(valid | unknown).annotate(row=F(index)).order_by().values("row")


def _collect(survey: Survey, rows: Iterable[dict[str, Any]]) -> None:
    for found in rows:
        row = found.pop("row")
        for key, value in found.items():
            survey.rows[row][key] += value


def _tallies(wanted: Iterable[Figure], counted: str = "pk") -> dict[str, Count]:
    return {figure.key: Count(counted, filter=figure.where) for figure in wanted}


def survey(reader: Reader, scope: Scope) -> Survey:
    """Children by every grouping, their labels, needs and guardians: four queries."""
    children, result = on_register(reader, scope), Survey()
    wanted = [figure for group in figures.groups(reader.on) for figure in group.figures]
    counted = by_row(children, reader, scope).annotate(children=Count("pk"), **_tallies(wanted))
    _collect(result, counted)
    inside = children.values("pk")
    for model, when, tallied in (
        (Label, Q(until=None) | Q(until__gt=reader.on), figures.label_figures()),
        (Need, Q(met_on=None), figures.need_figures()),
        (Guardian, Q(until=None), figures.guardian_figures()),
    ):
        things = model.objects.filter(when, child__in=inside)
        _collect(result, by_row(things, reader, scope, "child__").annotate(**_tallies(tallied)))
    return result


def zones(reader: Reader) -> list[tuple[Organisation, int]]:
    """Children in each functional area in being that day: 其中 rows, already in the districts."""
    when, names = [], {}
    in_being = Organisation.objects.filter(kind=Organisation.Kind.ZONE).filter(
        Q(valid_from=None) | Q(valid_from__lte=reader.on),
        Q(valid_to=None) | Q(valid_to__gt=reader.on),
    )
    for zone in in_being.prefetch_related("areas"):
        places = [
            p
            for area in zone.areas.all()
            for p in reader.tree.below(reader.tree.current(area.region_id))
        ]
        when.append(When(place__in=places, then=Value(zone.pk)))
        names[zone.pk] = zone
    children = Child.objects.visible_to(reader, to=Permission.SEE_FIGURES).on_register()
    counted = (
        children.annotate(zone=Case(*when, default=None, output_field=IntegerField()))
        .exclude(zone=None)
        .order_by()
        .values_list("zone")
        .annotate(Count("pk"))
    )
    found = dict(counted)
    return [(zone, found.get(pk, 0)) for pk, zone in names.items()]
