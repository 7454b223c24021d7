"""The closing sheet's sums, from the tallies the database keeps, and what they are compared with."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db import connection
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from nuantong.regions.tree import VILLAGE, Tree
from nuantong.sweeps.models import Record, Source, Tally
from nuantong.sweeps.queries.loads import newest_rows

EACH: Final = """
SELECT region_id, standing, reason, handed, gone, sum(count)::int
  FROM sweeps_tally WHERE source_id = ANY(%s) {where} GROUP BY 1, 2, 3, 4, 5 HAVING sum(count) <> 0
"""
ON_NONE: Final = """
SELECT c.place_id, count(*), count(r.child_id)
  FROM people_child c LEFT JOIN (
         SELECT DISTINCT child_id FROM sweeps_record
          WHERE child_id IS NOT NULL AND source_id = ANY(%(sources)s)) AS r ON r.child_id = c.id
 WHERE c.status = 'on_register' {where} GROUP BY 1
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
    """The sums of every place of the scope, each holding what lies below it."""

    by_place: dict[int, Sums]
    own: dict[int, Sums]
    """Of a place alone: rows that are not known more closely."""


def book(tree: Tree, places: list[int] | None, sources: Sequence[int]) -> Book:
    """Two statements: the records by place and standing, the register by place."""
    own: dict[int, Sums] = defaultdict(Sums)
    for region, standing, reason, handed, gone, count in _asked(places, sources):
        own[region].add(standing, reason, handed, gone, count)
    for home, children, on_some in _register(places, sources):
        sums = own[home or tree.root.id]
        sums.children += children
        sums.on_some += on_some
    return Book(_with_below(tree, own), own)


def _with_below(tree: Tree, own: dict[int, Sums]) -> dict[int, Sums]:
    """Each place with everything below it: a place is added to the one above when it is whole."""
    found: dict[int, Sums] = defaultdict(Sums)
    now = {region: _place(tree, region) for region in own}
    joined = {place for region, place in now.items() if place != region}
    for region, sums in own.items():
        if tree.places[now[region]].level == VILLAGE and now[region] not in joined:
            found[region] = sums
        else:
            found[now[region]].take(sums)
    levels: dict[int, list[int]] = defaultdict(list)
    for region in found:
        for place in tree.ancestors(region):
            levels[tree.places[place].level].append(place)
    for level in sorted(levels, reverse=True):
        for region in dict.fromkeys(levels[level]):
            parent = tree.places[region].ancestors[-2:-1]
            if parent:
                found[parent[0]].take(found[region])
    return found


def _place(tree: Tree, region: int) -> int:
    current = tree.current(region)
    return current if tree.get(current) else tree.root.id


def _asked(
    places: list[int] | None, sources: Sequence[int]
) -> list[tuple[int, str, str, bool, bool, int]]:
    where = "" if places is None else "AND region_id = ANY(%s)"
    values = [list(sources)] if places is None else [list(sources), places]
    with connection.cursor() as cursor:
        cursor.execute(EACH.format(where=where), values)
        return cursor.fetchall()


def _register(
    places: list[int] | None, sources: Sequence[int]
) -> list[tuple[int | None, int, int]]:
    where = "" if places is None else "AND c.place_id = ANY(%(places)s)"
    with connection.cursor() as cursor:
        cursor.execute(ON_NONE.format(where=where), {"sources": list(sources), "places": places})
        return cursor.fetchall()


def breaks(tree: Tree, found: Book, scope: int, sources: Iterable[Source]) -> list[str]:
    """Where the sums do not agree with what is counted elsewhere; nothing when all do."""
    said = [*_rows_and_columns(tree, found, scope)]
    if scope == tree.root.id:
        said += _files(found, sources)
    said += _links([source.pk for source in sources])
    return said


def _rows_and_columns(tree: Tree, found: Book, scope: int) -> list[str]:
    said = []
    for place in tree.below(scope):
        sums = found.by_place.get(place)
        if sums is None:
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


UNLINKED: Final = """
SELECT DISTINCT coalesce(r.id, l.record_id)
  FROM (SELECT id, child_id FROM sweeps_record WHERE child_id IS NOT NULL) AS r
  FULL JOIN (SELECT record_id, child_id FROM sweeps_link WHERE undone_at IS NULL) AS l
    ON l.record_id = r.id AND l.child_id = r.child_id
 WHERE r.id IS NULL OR l.record_id IS NULL
"""
"""Of all sources, so that two indexes answer without the rows."""


def _links(sources: list[int]) -> list[str]:
    """Whoever is on the register has one live link to that child, and nobody else has one."""
    with connection.cursor() as cursor:
        cursor.execute(UNLINKED)
        found = [row[0] for row in cursor.fetchall()]
    if not found:
        return []
    wrong = Record.objects.filter(pk__any_of=found, source__in=sources).order_by("pk")
    keys = list(wrong.values_list("pk", flat=True))
    return [f"有{len(keys)}条记录的去向与对应不符（编号{keys[0]}等）"] if keys else []
