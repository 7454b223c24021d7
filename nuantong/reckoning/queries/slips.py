"""How many children got their part, from the sums the database keeps."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from nuantong.core.small_numbers import published
from nuantong.handouts import states
from nuantong.handouts.models import Batch
from nuantong.handouts.queries.lists import what
from nuantong.reckoning.models import Tally
from nuantong.regions.tree import Tree


@dataclass(frozen=True)
class BatchLine:
    """A batch of the campaign: how many slips, how many with a receipt."""

    batch: Batch
    what: str
    slips: int
    handed: int

    @property
    def open(self) -> int:
        return self.slips - self.handed


def handed_of(project: int) -> dict[int, int]:
    """Receipts that stand, by batch."""
    rows = Tally.objects.filter(batch__project=project, state=states.HANDED)
    return dict(rows.order_by().values_list("batch").annotate(slips=Sum("slips")))


def batches(project: int) -> list[BatchLine]:
    rows = Tally.objects.filter(batch__project=project).order_by()
    sums = dict(rows.values_list("batch").annotate(slips=Sum("slips")))
    handed = handed_of(project)
    found = Batch.objects.filter(project=project).select_related("item", "kit", "store", "fund")
    return [
        BatchLine(one, what(one), sums.get(one.pk, 0), handed.get(one.pk, 0))
        for one in found.order_by("on", "pk")
    ]


def by_district(project: int, tree: Tree) -> Counter[str]:
    """Receipts by district; 地点未填 for who has no place."""
    rows = Tally.objects.filter(batch__project=project, state=states.HANDED, slips__gt=0)
    found = Counter[str]()
    for place, slips in rows.order_by().values_list("place").annotate(slips=Sum("slips")):
        district = tree.district_of(place)
        found[district.name if district else "地点未填"] += slips
    return found


def to_publish(parts: Counter[str]) -> list[tuple[str, int | None]]:
    """As they may leave the house: None is hidden; the largest first."""
    shown = published(parts)
    order: Iterable[str] = sorted(parts, key=lambda name: (-(shown[name] or 0), name))
    return [(name, shown[name]) for name in order]
