"""The closing sheet's sums, from the tallies the database keeps, and what they are compared with."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from nuantong.regions.tree import CITY, VILLAGE, Tree
from nuantong.sweeps.models import Record, Source, Tally
from nuantong.sweeps.queries.loads import newest_rows

SOME: Final = """
WITH units AS (
  SELECT * FROM unnest(%(regions)s::bigint[], %(units)s::bigint[]) AS of_them(region, unit))
"""
DISTRICTS: Final = """
WITH units AS NOT MATERIALIZED (
  SELECT region_id AS region, coalesce(ancestors[2], ancestors[1]) AS unit
    FROM regions_regionversion
   WHERE valid_from <= %(on)s AND (valid_to IS NULL OR valid_to > %(on)s))
"""
"""Of the whole city its districts; a former code lies below its successor. Elsewhere every place by
itself, and a former code counts where its successor is."""
RECORDS: Final = """
SELECT unit, standing, reason, handed, gone, sum(count)::int
  FROM sweeps_tally JOIN units ON region = region_id
 WHERE source_id = ANY(%(sources)s) GROUP BY 1, 2, 3, 4, 5 HAVING sum(count) <> 0
"""
CHILDREN: Final = """
SELECT unit, sum(count)::int,
       coalesce(sum(count) FILTER (WHERE sources && %(sources)s::bigint[]), 0)::int
  FROM sweeps_childtally JOIN units ON region = coalesce(place_id, %(nowhere)s)
 GROUP BY 1 HAVING sum(count) <> 0
"""
VILLAGES: Final = """,
written AS (
  SELECT region_id AS region FROM sweeps_tally
   WHERE source_id = ANY(%(sources)s) {here} GROUP BY 1 HAVING sum(count) <> 0)
SELECT unit, count(c.region_id), count(*)
  FROM written w FULL JOIN (
    SELECT region_id FROM sweeps_closing WHERE reopened_at IS NULL) AS c ON c.region_id = w.region
  JOIN units ON units.region = coalesce(w.region, c.region_id)
  JOIN regions_region r ON r.id = units.region AND r.level = %(village)s
 GROUP BY 1
"""


@dataclass
class Sums:
    """Of one place, with everything below it."""

    standing: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    reason: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    total: int = 0
    gone: int = 0
    handed: int = 0
    children: int = 0
    on_some: int = 0

    def add(self, standing: str, reason: str, handed: bool, gone: bool, count: int) -> None:
        self.standing[standing] += count
        if reason:
            self.reason[reason] += count
        self.total += count
        self.gone += count if gone else 0
        self.handed += count if handed else 0

    def take(self, other: "Sums") -> None:
        for standing, count in other.standing.items():
            self.standing[standing] += count
        for reason, count in other.reason.items():
            self.reason[reason] += count
        self.total += other.total
        self.gone += other.gone
        self.handed += other.handed
        self.children += other.children
        self.on_some += other.on_some

    @property
    def on_none(self) -> int:
        """On the register and on none of the rosters."""
        return self.children - self.on_some

    @property
    def open(self) -> int:
        """What waits here and is not with a named person elsewhere."""
        return self.standing["waiting"] - self.handed


NOBODY: Final = Sums()


@dataclass(frozen=True)
class Book:
    """The sums of every place of the scope, each holding what lies below it.

    Of the whole city the places are its districts: nobody reads eleven thousand villages at once.
    """

    by_place: dict[int, Sums]
    own: dict[int, Sums]
    """Of a place alone: rows that are not known more closely."""
    villages: dict[int, tuple[int, int]]
    """Those closed, of those with rows; in a place with everything below it."""


def book(tree: Tree, place: int, sources: Sequence[int], on: dt.date) -> Book:
    """Three statements over what the database has noted; no record and no child is counted."""
    whole = tree.places[place].level == CITY
    units, here = (DISTRICTS, "") if whole else (SOME, "AND region_id = ANY(%(regions)s)")
    regions = [] if whole else tree.below(place)
    values = {
        "sources": list(sources), "nowhere": tree.root.id, "village": VILLAGE, "on": on,
        "regions": regions, "units": list(map(tree.current, regions)),
    }  # fmt: skip
    own: dict[int, Sums] = defaultdict(Sums)
    for unit, *sums in _asked(units + RECORDS, values):
        own[unit].add(*sums)
    for unit, children, on_some in _asked(units + CHILDREN, values):
        own[unit].children, own[unit].on_some = children, on_some
    villages: dict[int, tuple[int, int]] = {}
    for unit, closed, of in _asked(units + VILLAGES.format(here=here), values):
        for above in tree.ancestors(unit):
            done, having = villages.get(above, (0, 0))
            villages[above] = done + closed, having + of
    return Book(_with_below(tree, own), own, villages)


def _with_below(tree: Tree, own: dict[int, Sums]) -> dict[int, Sums]:
    """Each place with everything below it: a place is added to the one above when it is whole."""
    found: dict[int, Sums] = defaultdict(Sums)
    for place, sums in own.items():
        found[place].take(sums)
    levels: dict[int, list[int]] = defaultdict(list)
    for region in list(found):
        for place in tree.ancestors(region):
            levels[tree.places[place].level].append(place)
    for level in sorted(levels, reverse=True):
        for region in dict.fromkeys(levels[level]):
            parent = tree.places[region].ancestors[-2:-1]
            if parent:
                found[parent[0]].take(found[region])
    return found


def _asked(statement: str, values: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        yield from cursor.fetchall()


def breaks(tree: Tree, found: Book, scope: int, sources: Iterable[Source]) -> list[str]:
    """Where the sums do not agree with what is counted elsewhere; nothing when all do."""
    said = [*_rows_and_columns(tree, found, scope)]
    if scope == tree.root.id:
        said += _files(found, sources)
    said += _links([source.pk for source in sources])
    return said


def _rows_and_columns(tree: Tree, found: Book, scope: int) -> list[str]:
    said = []
    for place, sums in found.by_place.items():
        if scope not in tree.ancestors(place):
            continue
        below = [found.by_place[c.id] for c in tree.children(place) if c.id in found.by_place]
        own = found.own.get(place, NOBODY)
        if sum(sums.standing.values()) != sums.total:
            said.append(f"{tree.full_name(place)}：各列之和与合计不符")
        if sum(one.total for one in below) + own.total != sums.total:
            said.append(f"{tree.full_name(place)}：下级之和与本级不符")
        if sums.on_some + sums.on_none != sums.children:
            said.append(f"{tree.full_name(place)}：在册人数与“有名册＋无名册”不符")
    return said


def _files(found: Book, sources: Iterable[Source]) -> list[str]:
    """Rows of each source's newest file, and those no longer on it, are its records."""
    kept = list(sources)
    rows = newest_rows([source.pk for source in kept])
    tallies = Tally.objects.filter(source__in=kept).values_list("source")
    records = {
        source: (total, gone)
        for source, total, gone in tallies.annotate(
            total=Sum("count"), off=Coalesce(Sum("count", filter=Q(gone=True)), 0)
        )
    }
    said = []
    for source in kept:
        total, gone = records.get(source.pk, (0, 0))
        if rows.get(source.pk, 0) + gone != total:
            said.append(
                f"{source}：最新一期{rows.get(source.pk, 0)}行＋不再出现{gone}行，与记录{total}条不符"
            )
    return said


BALANCED: Final = "SELECT sum(count), sum(mark) FROM sweeps_balance"
UNLINKED: Final = """
SELECT DISTINCT coalesce(r.id, l.record_id)
  FROM (SELECT id, child_id FROM sweeps_record WHERE child_id IS NOT NULL) AS r
  FULL JOIN (SELECT record_id, child_id FROM sweeps_link WHERE undone_at IS NULL) AS l
    ON l.record_id = r.id AND l.child_id = r.child_id
 WHERE r.id IS NULL OR l.record_id IS NULL
"""
"""Of all sources, so that two indexes answer without the rows; asked where the balance is not 0."""


def _links(sources: list[int]) -> list[str]:
    """Whoever is on the register has one live link to that child, and nobody else has one."""
    if not any(next(_asked(BALANCED, {}))):
        return []
    found = [row[0] for row in _asked(UNLINKED, {})]
    wrong = Record.objects.filter(pk__any_of=found, source__in=sources).order_by("pk")
    keys = list(wrong.values_list("pk", flat=True))
    return [f"有{len(keys)}条记录的去向与对应不符（编号{keys[0]}等）"] if keys else []
