"""What became of the windows, region by region."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.duties.models import WindowOutcome
from nuantong.regions.tree import Place


@dataclass
class Figures:
    """Counts of windows. Exempt and void ones are not owed; `overdue` is as of now."""

    met: int = 0
    met_late: int = 0
    missed: int = 0
    exempt: int = 0
    void: int = 0
    overdue: int = 0
    overdue_children: int = 0

    @property
    def owed(self) -> int:
        return self.met + self.met_late + self.missed

    @property
    def coverage(self) -> float | None:
        """Met of owed, late ones included, between 0 and 1; None when nothing was owed."""
        return (self.met + self.met_late) / self.owed if self.owed else None

    def add(self, name: str, count: int) -> None:
        setattr(self, name, getattr(self, name) + count)


@dataclass
class RegionFigures:
    """A region's own line, one line for each region below it, and what has no place among them."""

    total: Figures = field(default_factory=Figures)
    places: dict[int, Figures] = field(default_factory=dict)
    elsewhere: Figures = field(default_factory=Figures)


def summary_by_region(
    reader: Reader,
    *,
    since: dt.date,
    until: dt.date,
    region: int | None = None,
    duty: str = "",
    to: Permission = Permission.SEE_FIGURES,
) -> RegionFigures:
    """Closed windows whose last day lies from `since` to before `until`, by the regions below.

    `region` is a city, district, township or village (the whole city unless given); its lines are
    the next level's, with the children's present places in the tree of the reader's day. Children
    whose place is unknown or is the region itself are `elsewhere`. Two queries.
    """
    root = region or reader.tree.root.id
    windows = WindowOutcome.objects.visible_to(reader, to)
    if region is not None:
        windows = windows.filter(enrolment__child__place__in=reader.tree.below(region))
    if duty:
        windows = windows.filter(duty=duty)
    found = RegionFigures(places={place.id: Figures() for place in reader.tree.children(root)})
    depth = len(reader.tree.ancestors(root))
    for place, name, count in _counts(windows, since, until):
        line = found.places.get(_line_of(reader.tree.get(place), depth), found.elsewhere)
        line.add(name, count)
        found.total.add(name, count)
    return found


def _line_of(place: Place | None, depth: int) -> int:
    """The ancestor one level below the region that is `depth` levels down."""
    return place.ancestors[depth] if place and len(place.ancestors) > depth else 0


def _counts(
    windows: QuerySet[WindowOutcome], since: dt.date, until: dt.date
) -> list[tuple[int | None, str, int]]:
    place = "enrolment__child__place"
    closed = windows.ended_in(since, until).values_list(place, "outcome")
    rows = [
        (where, outcome, count)
        for where, outcome, count in closed.annotate(count=Count("ends")).order_by()
    ]
    overdue = windows.overdue().values_list(place, "enrolment__child")
    for where, _, count in overdue.annotate(count=Count("ends")).order_by():
        rows += [(where, "overdue", count), (where, "overdue_children", 1)]
    return rows
