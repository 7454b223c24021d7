"""What became of the windows, region by region."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Sum

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.duties.models import MonthTally, WindowOutcome
from nuantong.duties.models.outcome import OfEnrolmentQuerySet, WindowOutcomeQuerySet
from nuantong.duties.tallying import COUNTED
from nuantong.regions.tree import Place, Tree

PLACE = "enrolment__child__place"
Count = tuple[int | None, str, int]
"""Where a child lives, the name of a figure, and how much to add to it."""


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
    whose place is unknown or is the region itself are `elsewhere`. Two queries; spans of whole
    months without a duty are read from the month tallies and are quick for the whole city.
    """
    windows = WindowOutcome.objects.visible_to(reader, to)
    months = MonthTally.objects.visible_to(reader, to)
    if region is not None:
        places = reader.tree.below(region)
        windows, months = windows.living_in(places), months.living_in(places)
    if duty or since.day != 1 or until.day != 1:
        windows = windows.filter(duty=duty) if duty else windows
        closed = _by_window(windows.ended_in(since, until))
    else:
        closed = _by_month(months.filter(month__gte=since, month__lt=until))
    return _by_line(reader.tree, region or reader.tree.root.id, closed + _overdue(windows))


def _by_line(tree: Tree, root: int, counts: Iterable[Count]) -> RegionFigures:
    """A line for each place below the root, even without a window; the rest is `elsewhere`."""
    depth = len(tree.ancestors(root))
    lines: dict[int, Counter[str]] = defaultdict(Counter)
    for place, name, count in counts:
        lines[_line_of(tree.get(place), depth)][name] += count
    places = [place.id for place in tree.children(root)]
    elsewhere = [line for key, line in lines.items() if key not in places]
    return RegionFigures(
        total=_figures(lines.values()),
        places={place: _figures([lines[place]]) for place in places},
        elsewhere=_figures(elsewhere),
    )


def _figures(lines: Iterable[Counter[str]]) -> Figures:
    return Figures(**sum(lines, Counter()))


def _line_of(place: Place | None, depth: int) -> int:
    """The ancestor one level below the region that is `depth` levels down."""
    return place.ancestors[depth] if place and len(place.ancestors) > depth else 0


def _by_month(months: OfEnrolmentQuerySet) -> list[Count]:
    rows = months.values(PLACE).annotate(**{name: Sum(name) for name in COUNTED}).order_by()
    return [(row[PLACE], name, row[name]) for row in rows for name in COUNTED]


def _by_window(windows: WindowOutcomeQuerySet) -> list[Count]:
    counted = windows.values_list(PLACE, "outcome").annotate(count=models.Count("ends"))
    return list(counted.order_by())


def _overdue(windows: WindowOutcomeQuerySet) -> list[Count]:
    """Each child with something overdue, and how many windows."""
    by_child = windows.overdue().values_list(PLACE, "enrolment__child")
    counted = by_child.annotate(count=models.Count("ends")).order_by()
    return [
        line
        for place, _, count in counted
        for line in ((place, "overdue", count), (place, "overdue_children", 1))
    ]
