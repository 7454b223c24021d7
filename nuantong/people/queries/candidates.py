"""Is the child on the register already? Looked up in the whole city before one is registered."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nuantong.access.models import Grant
from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.core.masking import mask_name
from nuantong.people.identity import id_index, search_key
from nuantong.people.models import Child
from nuantong.people.queries.alike import Alike, Asked, alike

MOST = 20
LIKELY = -4.0
"""log2 of the odds from which somebody of another name is shown."""


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
    agrees: str


def candidates(
    *, name: str, id_number: str, birth_date: dt.date | None, by: Reader, phone: str = ""
) -> list[Candidate]:
    """Same ID first, then the likeliest: everybody of that name and year, and who else is likely."""
    index, key = id_index(id_number), search_key(name)
    weighed = alike(Asked(name, id_number, birth_date, phone))
    found = [
        one
        for one in weighed
        if one.weight >= LIKELY
        or _same_name(one.child, key, birth_date)
        or _same_id(one.child, index)
    ][:MOST]
    own = Child.objects.visible_to(by).filter(pk__in=[one.child.pk for one in found])
    mine = set(own.values_list("pk", flat=True))
    ask = keepers_of((one.child for one in found if one.child.pk not in mine), by)
    listed = [_candidate(one, by, ask.get(one.child.pk, ""), index) for one in found]
    return sorted(listed, key=lambda one: not one.same_id)


def _same_name(child: Child, key: str, born: dt.date | None) -> bool:
    years = {born.year, child.birth_date.year} if born and child.birth_date else set()
    return child.pinyin == key and len(years) <= 1


def _same_id(child: Child, index: bytes | None) -> bool:
    return index is not None and child.id_index is not None and bytes(child.id_index) == index


def _candidate(one: Alike, by: Reader, ask: str, index: bytes | None) -> Candidate:
    """`ask`: whoever is to be asked of somebody else's child, '' of the reader's own."""
    child, own = one.child, not ask
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
        same_id=_same_id(child, index),
        own=own,
        ask=ask,
        agrees="、".join(one.agrees),
    )


def keepers_of(children: Iterable[Child], by: Reader) -> dict[int, str]:
    """Whoever keeps the register where each child lives: the township's chair, else the district."""
    homes = {child.pk: by.tree.get(child.place_id) for child in children}
    over = {pk: home.ancestors if home else [by.tree.root.id] for pk, home in homes.items()}
    grants = Grant.objects.in_force(by.on).filter(
        role__in=[Role.TOWNSHIP_CHAIR, Role.DISTRICT_OFFICER],
        region__in={region for regions in over.values() for region in regions},
    )
    names: dict[int, str] = {}
    for grant in grants.select_related("user").order_by("pk"):
        names.setdefault(grant.region_id or 0, grant.user.name)
    return {pk: _nearest(regions, names, by) for pk, regions in over.items()}


def _nearest(regions: Sequence[int], names: dict[int, str], by: Reader) -> str:
    here = next((region for region in reversed(regions) if region in names), None)
    return "市妇联" if here is None else f"{by.tree.full_name(here)}妇联 {names[here]}"
