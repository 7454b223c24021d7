"""Batches and slips as lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import django_filters
from django.db.models import Count, Q, QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.listing import Sort
from nuantong.core.money import yuan
from nuantong.core.text import clean
from nuantong.handouts import states
from nuantong.handouts.models import Batch, Slip
from nuantong.people.filters import PlaceFilter, ScopedFilterSet
from nuantong.people.models import Child, Guardian
from nuantong.people.queries.names import found_by
from nuantong.regions.tree import Place

HANDED: Final = Q(slips__state=states.HANDED)
WAITING: Final = Q(slips__state__in=states.OPEN)
BATCH_SORTS: Final = {"on": Sort("发放日期", "on"), "title": Sort("名称", "title")}
SLIP_SORTS: Final = {
    "place": Sort("发放地点", "place__code"), "name": Sort("姓名", "child__pinyin"),
    "state": Sort("状态", "state"), "size": Sort("尺码", "size"),
}  # fmt: skip
MOST_ON_A_LIST: Final = 600


class BatchFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="名称", method="named")

    class Meta:
        model = Batch
        fields: list[str] = []

    def named(self, rows: QuerySet[Batch], name: str, value: str) -> QuerySet[Batch]:
        return rows.filter(title__contains=clean(value))


class SlipFilter(ScopedFilterSet):
    permission = Permission.SEE_HAND_OUTS
    q = django_filters.CharFilter(label="姓名或编号", method="called")
    place = PlaceFilter(label="发放地点")
    state = django_filters.MultipleChoiceFilter(label="状态", choices=list(states.TITLES.items()))

    class Meta:
        model = Slip
        fields: list[str] = []

    def called(self, rows: QuerySet[Slip], name: str, value: str) -> QuerySet[Slip]:
        named = Child.objects.filter(found_by(value, self.request.reader)).order_by()
        return rows.filter(child__in=named.values("pk"))


def batches_of(reader: Reader) -> QuerySet[Batch]:
    rows = Batch.objects.visible_to(reader)
    return rows.select_related("project", "item", "kit", "store")


def counts_of(batches: Iterable[Batch], reader: Reader) -> dict[int, tuple[int, int, int]]:
    """(all, handed, still to be handed out) of each batch, of the reader's own children."""
    rows = Slip.objects.visible_to(reader, Permission.SEE_HAND_OUTS)
    rows = rows.filter(batch__in=[one.pk for one in batches]).order_by()
    counted = rows.values_list("batch").annotate(
        all=Count("pk"), handed=Count("pk", Q(state=states.HANDED)),
        open=Count("pk", Q(state__in=states.OPEN)),
    )  # fmt: skip
    return {batch: (whole, handed, left) for batch, whole, handed, left in counted}


def what(batch: Batch) -> str:
    """每人：羽绒服1件 / 300元."""
    if batch.fen is not None:
        return yuan(batch.fen)
    if batch.item is not None:
        return f"{batch.item.name}{batch.pieces}{batch.item.unit}"
    return f"{batch.kit}{batch.pieces}份"


@dataclass(frozen=True)
class Row:
    """A child on a list, as whoever hands out reads it."""

    slip: Slip
    guardian: str
    place: str


def rows_at(batch: Batch, reader: Reader, at: Place | None) -> list[Row]:
    """Whom the reader hands out to, village by village: first who still waits."""
    slips = Slip.objects.visible_to(reader, Permission.SEE_HAND_OUTS).filter(batch=batch)
    if at is not None:
        slips = slips.filter(place__id__any_of=reader.tree.below(at.id))
    slips = slips.select_related("child").defer("account", "child__remark", "child__address")
    found = list(slips.order_by("place__code", "child__pinyin", "pk")[:MOST_ON_A_LIST])
    names = guardians_of([slip.child_id for slip in found])
    rows = [
        Row(slip, names.get(slip.child_id, ""), reader.tree.full_name(slip.place_id))
        for slip in found
    ]
    return sorted(rows, key=lambda row: (row.place, not row.slip.is_open))


def guardians_of(children: list[int]) -> dict[int, str]:
    rows = Guardian.objects.filter(child__id__any_of=children, until=None)
    return dict(rows.values_list("child", "name"))


def slips_of(batch: Batch, reader: Reader) -> QuerySet[Any]:
    rows = Slip.objects.visible_to(reader, Permission.SEE_HAND_OUTS).filter(batch=batch)
    return rows.select_related("child").defer("account")
