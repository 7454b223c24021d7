"""How much is excused, and who is asked when it is much (rule 7).

An exemption takes windows out of the figures. Where it passes a quarter of the windows of a year, of
a carer or of a township, somebody above those who granted it looks at it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.models import Q, Sum

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.duties.models import Exemption, OutcomeTally
from nuantong.duties.vocabulary import EXCUSED
from nuantong.pairing.models import Pairing
from nuantong.people.models import Carer
from nuantong.regions.tree import Tree
from nuantong.tasks.actions import Wanted, raise_tasks, retract_all
from nuantong.tasks.models import Task

MUCH: Final = "excused_much"
QUARTER: Final = 4
LEAST: Final = 8
"""So few excused windows are no pattern: one child in hospital for a fortnight."""
DONE: Final = ("met", "met_late", "missed")
OF_CARERS: Final = """
SELECT p.carer_id, count(*) FILTER (WHERE w.outcome = 'exempt'), count(*)
  FROM pairing_pairing p
  JOIN duties_enrolment e ON e.child_id = p.child_id
  JOIN duties_windowoutcome w ON w.enrolment_id = e.id
 WHERE p.carer_id = ANY(%(carers)s) AND p.start <= %(on)s AND (p."end" IS NULL OR p."end" > %(on)s)
   AND w.ends > %(first)s AND w.ends <= %(next)s AND w.starts >= p.start
   AND (w.outcome = ANY(%(done)s) OR w.outcome = 'exempt' AND w.reason = %(excused)s)
 GROUP BY 1
"""


@dataclass(frozen=True)
class Share:
    """Windows of a year that were excused, and all that were judged or excused."""

    excused: int = 0
    owed: int = 0

    @property
    def is_much(self) -> bool:
        return self.excused >= LEAST and self.excused * QUARTER > self.owed

    def __add__(self, other: "Share") -> "Share":
        return Share(self.excused + other.excused, self.owed + other.owed)


def this_year(on: dt.date) -> tuple[dt.date, dt.date]:
    return dt.date(on.year, 1, 1), dt.date(on.year + 1, 1, 1)


def of_the_year(on: dt.date) -> Q:
    """Exemptions that hold on a day of the year."""
    first, after = this_year(on)
    return Q(start__lt=after) & (Q(end=None) | Q(end__gt=first))


def by_township(on: dt.date, tree: Tree, places: Collection[int] | None = None) -> dict[int, Share]:
    """Of each township in which somebody is excused this year; of those places alone if given."""
    rows = Exemption.objects.filter(of_the_year(on)).order_by()
    homes = set(rows.values_list("child__place", flat=True).distinct())
    near = {tree.township_of(home) for home in homes if places is None or home in places}
    villages = {below: one.id for one in near if one for below in tree.below(one.id)}
    found: dict[int, Share] = defaultdict(Share)
    for place, outcome, count in _sums(on, list(villages)):
        found[villages[place]] += Share(count * (outcome == "exempt"), count)
    return dict(found)


def _sums(on: dt.date, places: list[int]) -> list[tuple[int, str, int]]:
    first, after = this_year(on)
    counted = Q(outcome__in=DONE) | Q(outcome="exempt", reason=EXCUSED)
    rows = OutcomeTally.objects.filter(counted, ends__gt=first, ends__lte=after, place__in=places)
    return list(rows.values_list("place", "outcome").annotate(n=Sum("count")).order_by())


def by_carer(on: dt.date) -> dict[int, Share]:
    """Of each carer who has a child that is excused this year: the windows since she has them."""
    excused = Exemption.objects.filter(of_the_year(on)).order_by().values("child")
    carers = Pairing.objects.current(on).filter(child__in=excused).order_by().values("carer")
    first, after = this_year(on)
    with connection.cursor() as cursor:
        cursor.execute(OF_CARERS, {
            "carers": list(carers.distinct().values_list("carer", flat=True)), "on": on,
            "first": first, "next": after, "done": list(DONE), "excused": EXCUSED,
        })  # fmt: skip
        return {carer: Share(*counts) for carer, *counts in cursor.fetchall()}


def ask_about_excused(by: Reader) -> int:
    """A task for each carer and township that passes the quarter; who no longer does has none."""
    wanted = [*_of_townships(by), *_of_carers(by)]
    raise_tasks(by=by, wanted=wanted)
    gone = Task.objects.open().filter(kind=MUCH).exclude(key__in=[one.key for one in wanted])
    keys = list(gone.values_list("key", flat=True))
    retract_all(keys=keys, reason="不再超过四分之一，或已是新的一年", by=by)
    return len(wanted)


def _of_townships(by: Reader) -> list[Wanted]:
    """Of the district: the township granted them itself."""
    return [
        Wanted(
            key=f"{MUCH}:{by.on.year}:place:{place}", kind=MUCH, region=place,
            title=f"{by.tree.name(place)}今年免除了{share.excused}期职责，超过四分之一",
            permission=Permission.EDIT_PROTOCOLS, url_name="duties:excused",
        )
        for place, share in by_township(by.on, by.tree).items() if share.is_much
    ]  # fmt: skip


def _of_carers(by: Reader) -> list[Wanted]:
    much = {carer: share for carer, share in by_carer(by.on).items() if share.is_much}
    return [
        Wanted(
            key=f"{MUCH}:{by.on.year}:carer:{carer.pk}", kind=MUCH, region=carer.place_id,
            title=f"爱心妈妈{carer.name}的孩子今年免除了{much[carer.pk].excused}期，超过四分之一",
            permission=Permission.ACT_ON_OVERDUE, url_name="duties:excused",
        )
        for carer in Carer.objects.filter(pk__in=much)
    ]  # fmt: skip
