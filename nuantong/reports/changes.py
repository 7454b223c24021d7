"""Counts for the monthly report, and the children behind each of its numbers."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from nuantong.people.models import Child, Registration
from nuantong.people.models.registration import RegistrationQuerySet
from nuantong.regions.tree import Tree, tree_on
from nuantong.reports import monthly
from nuantong.reports.monthly import OUT, Correction, Facts, Flow, Out, Row
from nuantong.reports.scopes import Scope

DAY: Final = dt.timedelta(days=1)
NO_ROW: Final = "-"
"""The row of children whose place is not known that closely, in an address."""


@dataclass(frozen=True)
class Month:
    """[first, after) as known on `known`; last month's end as known on `reported`."""

    first: dt.date
    known: dt.date
    reported: dt.date

    @property
    def after(self) -> dt.date:
        return (self.first + 31 * DAY).replace(day=1)

    @property
    def before(self) -> dt.date:
        return self.first - DAY

    @property
    def last(self) -> dt.date:
        """The last day the report speaks of: not after what is known."""
        return max(self.first, min(self.after - DAY, self.known))

    @property
    def name(self) -> str:
        return f"{self.first.year}年{self.first.month}月"


def month_of(first: dt.date, today: dt.date, known: dt.date | None = None) -> Month:
    """A month as it was known at its end, and stays; with `known`, all of it as known that day."""
    asked = Month(first.replace(day=1), today, today)
    if known is not None:
        return replace(asked, known=min(known, today), reported=min(known, today))
    return replace(asked, known=min(asked.after - DAY, today), reported=asked.before)


@dataclass(frozen=True)
class Map:
    """Where a place belongs in a scope, on one day's tree."""

    tree: Tree
    scope: Scope

    def row(self, place: int | None) -> Row | Out:
        found = self.tree.get(place)
        if found is None:
            return None if self.whole_city else OUT
        if not self.whole_city and not set(self.tops) & set(found.ancestors):
            return OUT
        level = self.scope.level
        return found.ancestors[level - 1] if len(found.ancestors) >= level else None

    @property
    def whole_city(self) -> bool:
        return self.scope.region is not None and self.scope.region.level == 1

    @property
    def tops(self) -> list[int]:
        region = self.scope.region
        return [region.id] if region else [row.id for row in self.scope.rows]

    def below(self) -> set[int]:
        return {place for top in self.tops for place in self.tree.below(top)}

    def places(self, row: Row) -> set[int | None]:
        """Every place of a row: those of its tree, and none for the city's unknown."""
        inside = {place for place in self.tree.places if self.row(place) == row}
        return inside | ({None} if row is None and self.whole_city else set())


def count(scope: Scope, month: Month) -> monthly.Table:
    """The report of a scope: five queries."""
    now, then = Map(tree_on(month.last), scope), Map(tree_on(month.before), scope)
    places = None if now.whole_city else now.below() | then.below()
    return monthly.table(facts(month, places), then.row, now.row)


def facts(month: Month, places: set[int] | None) -> Facts:
    rows = Registration.objects.all()
    at = (rows if places is None else rows.filter(place__id__any_of=sorted(places))).known
    between = Q(since__gte=month.first, since__lte=month.last)
    ended = Q(until__gte=month.first, until__lte=month.last)
    return Facts(
        reported=_by_place(at(month.reported).on(month.before)),
        corrections=_corrections(at, month),
        end=_by_place(at(month.known).on(month.last)),
        begun=_flows(at(month.known).filter(between), "begun", "came_from"),
        ended=_flows(at(month.known).filter(ended), "ended", "went_to"),
    )


def _corrections(at: Any, month: Month) -> list[Correction]:
    """Of every child of whom last month's end is known otherwise than it was reported."""
    taken = at(month.reported).on(month.before).filter(known_until__lte=month.known)
    added = at(month.known).on(month.before).filter(known_from__gt=month.reported)
    found: dict[int, list[Any]] = {}
    for side, rows in enumerate((taken, added)):
        for child, place in rows.order_by().values_list("child", "place"):
            found.setdefault(child, [OUT, OUT])[side] = place
    return [(was, now) for was, now in found.values()]


def _by_place(rows: RegistrationQuerySet) -> dict[int | None, int]:
    return dict(rows.order_by().values_list("place").annotate(Count("pk")))


def _flows(rows: RegistrationQuerySet, how: str, other: str) -> Iterable[Flow]:
    return list(rows.order_by().values_list("place", how, other).annotate(Count("pk")))


def behind(children: QuerySet[Child], month: Month, scope: Scope, row: Row, key: str) -> Any:
    """Of `children`, those a number counts."""
    now, then = Map(tree_on(month.last), scope), Map(tree_on(month.before), scope)
    at, here = Registration.objects.known, now.places(row)
    before = at(month.reported).on(month.before)
    match key:
        case "start":
            return _of(children, before, then.places(row))
        case "end":
            return _of(children, at(month.known).on(month.last), here)
        case "reform_in":
            return _of(children, before, here - then.places(row))
        case "reform_out":
            return _of(children, before, then.places(row) - here)
        case "corrected_in":
            return _but(children, at(month.known).on(month.before), before, here)
        case "corrected_out":
            return _but(children, before, at(month.known).on(month.before), here)
    rows = _flowing(at(month.known), month, key)
    if key.startswith(("in_", "out_")):
        rows = _moving(rows, now, row, key)
    return _of(children, rows, here)


def _flowing(rows: RegistrationQuerySet, month: Month, key: str) -> RegistrationQuerySet:
    if key in monthly.BEGUN or key.startswith("in_"):
        how = key if key in monthly.BEGUN else monthly.MOVED
        return rows.filter(begun=how, since__gte=month.first, since__lte=month.last)
    how = monthly.MOVED if key.startswith("out_") else key
    return rows.filter(ended=how, until__gte=month.first, until__lte=month.last)


def _moving(rows: RegistrationQuerySet, now: Map, row: Row, key: str) -> RegistrationQuerySet:
    """Moves across the row's border, to or from inside the scope or beyond it."""
    other = "came_from" if key.startswith("in_") else "went_to"
    found = rows.values_list("pk", other)
    kept = [pk for pk, place in found if _crosses(now.row(place), row, key)]
    return rows.filter(pk__in=kept)


def _crosses(other: Row | Out, row: Row, key: str) -> bool:
    return other != row and (other is OUT) == key.endswith(("_from", "_to"))


def _of(children: QuerySet[Child], rows: RegistrationQuerySet, places: set[int | None]) -> Any:
    return children.filter(pk__in=_in(rows, places).order_by().values("child"))


def _in(rows: RegistrationQuerySet, places: set[int | None]) -> RegistrationQuerySet:
    known = Q(place__id__any_of=sorted(p for p in places if p is not None))
    return rows.filter(known | Q(place=None) if None in places else known)


def _but(
    children: QuerySet[Child],
    rows: RegistrationQuerySet,
    others: RegistrationQuerySet,
    places: set[int | None],
) -> Any:
    """Children whom one set of spans has in the places and another has not."""
    known = Q(pk__in=_in(others, places).order_by().values("child"))
    return _of(children, rows, places).exclude(known)
