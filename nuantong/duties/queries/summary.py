"""What became of the windows, region by region."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.duties.models import WindowOutcome
from nuantong.duties.models.outcome import WindowOutcomeQuerySet
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
    whose place is unknown or is the region itself are `elsewhere`. Two queries.
    """
    windows = WindowOutcome.objects.visible_to(reader, to)
    if region is not None:
        windows = windows.living_in(reader.tree.below(region))
    if duty:
        windows = windows.filter(duty=duty)
    counts = _closed(windows.ended_in(since, until)) + _overdue(windows)
    return _by_line(reader.tree, region or reader.tree.root.id, counts)


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


def _closed(windows: WindowOutcomeQuerySet) -> list[Count]:
    """Counted by a column of the covering index, so that the table itself is not read."""
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
