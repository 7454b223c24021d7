"""Who has whom today, and what share of a region's children has a carer."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.pairing.models import Pairing
from nuantong.people.models import Carer, Child

UNREAD = ("carer__id_number", "carer__id_index", "carer__phone_index")


@dataclass
class Coverage:
    """Children on the register who live scattered; those in institutions are outside pairing."""

    children: int = 0
    paired: int = 0

    @property
    def unpaired(self) -> int:
        return self.children - self.paired


def current_pairings_of(children: Iterable[int], on: dt.date) -> dict[int, Pairing]:
    """By child, with the carer: one query for any number of children."""
    pairings = Pairing.objects.current(on).filter(child__in=list(children))
    return {p.child_id: p for p in pairings.select_related("carer").defer(*UNREAD)}


def current_carer_of(children: Iterable[Child], on: dt.date) -> dict[int, Carer]:
    """The present carer by child's primary key; children without one are absent."""
    found = current_pairings_of((child.pk for child in children), on)
    return {child: pairing.carer for child, pairing in found.items()}


def households_by_carer(on: dt.date) -> QuerySet[Any, dict[str, Any]]:
    """Rows of carer and `households`, those that begin later too."""
    standing = Pairing.objects.standing(on).order_by().values("carer")
    return standing.annotate(households=Count("child__household", distinct=True))


def over_capacity(on: dt.date) -> QuerySet[Any, dict[str, Any]]:
    """Keys of the carers who have more households than places: these were made fewer."""
    return households_by_carer(on).filter(households__gt=F("carer__capacity")).values("carer")


def paired_share(reader: Reader, regions: Iterable[int]) -> dict[int, Coverage]:
    """By region, over the children whose figures the reader may see. One query."""
    children = Child.objects.visible_to(reader, to=Permission.SEE_FIGURES).on_register()
    paired = Pairing.objects.current(reader.on).values("child")
    counts = (
        children.filter(setting=Child.Setting.SCATTERED)
        .order_by()
        .values_list("place")
        .annotate(all=Count("pk"), paired=Count("pk", filter=Q(pk__in=paired)))
    )
    found: dict[int, Coverage] = defaultdict(Coverage)
    for place, all_, with_carer in counts:
        known = reader.tree.get(place)
        for region in known.ancestors if known else [reader.tree.root.id]:
            found[region].children += all_
            found[region].paired += with_carer
    return {region: found[region] for region in regions}
