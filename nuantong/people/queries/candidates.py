"""Is the child on the register already? Looked up in the whole city before one is registered."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from nuantong.access.models import Grant
from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.core.masking import mask_name
from nuantong.people.identity import id_index, search_key
from nuantong.people.models import Child

MOST = 20


@dataclass(frozen=True)
class Candidate:
    """A child who may be the one meant: masked, with whom to ask when she is somebody else's."""

    number: str
    name: str
    birth_year: str
    where: str
    left: bool
    same_id: bool
    own: bool
    ask: str


def candidates(
    *, name: str, id_number: str, birth_date: dt.date | None, by: Reader
) -> list[Candidate]:
    """Same ID first, then the same or like-sounding name with the same birth date or year."""
    index = id_index(id_number)
    alike = Q(pinyin=search_key(name)) | Q(name=name)
    born = Q(birth_date=None) | Q(birth_date__year=birth_date.year) if birth_date else Q()
    condition = alike & born
    if index:
        condition |= Q(id_index=index)
    rows = Child.objects.filter(condition).only(
        "number", "name", "birth_date", "place", "status", "id_index"
    )
    found = list(rows.order_by("pk")[:MOST])
    own = set(Child.objects.visible_to(by).filter(pk__in=[c.pk for c in found]).values_list("pk", flat=True))  # fmt: skip
    listed = [_candidate(child, by, child.pk in own, index) for child in found]
    return sorted(listed, key=lambda one: (not one.same_id, not one.own))


def _candidate(child: Child, by: Reader, own: bool, index: bytes | None) -> Candidate:
    district = by.tree.district_of(child.place_id)
    where = (
        by.tree.full_name(child.place_id) if own else district.name if district else "未登记地点"
    )
    return Candidate(
        number=child.number if own else "",
        name=child.name if own else mask_name(child.name),
        birth_year=f"{child.birth_date.year}年生" if child.birth_date else "出生日期未登记",
        where=where,
        left=child.status == Child.Status.LEFT,
        same_id=index is not None and child.id_index is not None and bytes(child.id_index) == index,
        own=own,
        ask="" if own else keeper_of(child, by),
    )


def keeper_of(child: Child, by: Reader) -> str:
    """Whoever keeps the register where the child lives: the township's chair, else the district."""
    place = by.tree.get(child.place_id)
    over = list(place.ancestors) if place else [by.tree.root.id]
    keepers = Grant.objects.in_force(by.on).filter(
        role__in=[Role.TOWNSHIP_CHAIR, Role.DISTRICT_OFFICER], region__in=over
    )
    nearest = keepers.select_related("user", "region").order_by("-region__level", "pk").first()
    if nearest is None or nearest.region is None:
        return "市妇联"
    return f"{by.tree.full_name(nearest.region_id)}妇联 {nearest.user.name}"
