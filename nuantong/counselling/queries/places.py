"""Places of the contracts: which a child may be asked one of, and how many are left."""

from dataclasses import dataclass

from django.db.models import Count, Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission as P
from nuantong.counselling.models import Case
from nuantong.people.models import Child
from nuantong.regions.tree import Tree
from nuantong.services.models import Area, Contract


def areas_for(child: Child, reader: Reader) -> list[tuple[Area, str]]:
    """The districts' places in running contracts where the child lives, and what is left of them."""
    rows = Area.objects.filter(
        contract__in=Contract.objects.in_force(reader.on).filter(kind=Contract.Kind.CASE)
    ).select_related("contract", "zone")
    here = [area for area in rows if lives_in(child, area, reader.tree)]
    had = _had([area.pk for area in here])
    return [
        (a, f"{a.contract.title}（还有{max(0, a.places - had.get(a.pk, 0))}个名额）") for a in here
    ]


def lives_in(child: Child, area: Area, tree: Tree) -> bool:
    """Whether the child's home lies in the district, or in a place of the zone."""
    place = tree.get(child.place_id)
    if place is None:
        return False
    if area.region_id is not None:
        where = {area.region_id}
    else:
        where = set(area.zone.areas.values_list("region", flat=True)) if area.zone else set()
    return bool({tree.current(one) for one in where} & {place.id, *place.ancestors})


def _had(areas: list[int]) -> dict[int, int]:
    rows = Case.objects.filter(area__in=areas, started_on__isnull=False)
    return dict(rows.values_list("area").annotate(n=Count("pk")))


@dataclass(frozen=True)
class Quota:
    name: str
    contract: Contract
    places: int
    running: int
    ended: int
    waiting: int

    @property
    def left(self) -> int:
        return self.places - self.running - self.ended


def quotas(reader: Reader) -> list[Quota]:
    """Every district of the reader with places: how many are taken, left, and waited for."""
    rows = (
        Area.objects.of(reader, P.ASSIGN_CASES)
        .filter(contract__kind=Contract.Kind.CASE, contract__end__gte=reader.on)
        .select_related("contract", "zone")
        .annotate(
            running=Count("cases", Q(cases__closed_on=None, cases__started_on__isnull=False)),
            ended=Count("cases", Q(cases__closed_on__isnull=False, cases__started_on__isnull=False)),
            waiting=Count("cases", Q(cases__closed_on=None, cases__started_on=None)),
        )
    )  # fmt: skip
    return [
        Quota(_name(area, reader), area.contract, area.places, area.running, area.ended, area.waiting)
        for area in rows
    ]  # fmt: skip


def _name(area: Area, reader: Reader) -> str:
    if area.region_id is None:
        return str(area.zone.name) if area.zone else ""
    place = reader.tree.get(area.region_id)
    return place.name if place else ""
