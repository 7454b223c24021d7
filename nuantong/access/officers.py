"""Who answers for a place in something: the officers upwards from it, by name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nuantong.access.models import Grant
from nuantong.access.reader import Reader
from nuantong.access.roles import PERMISSIONS, Permission, Role
from nuantong.accounts.models import User
from nuantong.regions.tree import Place, Tree


@dataclass(frozen=True)
class Officer:
    """A named person at a level; `unit` as it is printed: 巴南区妇联."""

    user: User
    desk: Place
    unit: str

    def __str__(self) -> str:
        return f"{self.unit} {self.user.name}"


def nearest(officers: Iterable[Officer]) -> Officer | None:
    """The smallest place; of several officers the one who has been there longest."""
    return max(officers, key=lambda officer: officer.desk.level, default=None)


def upwards(reader: Reader, place: int | None, permission: Permission) -> Iterator[Officer]:
    """Whoever holds the permission over the place; a place unknown lies only in the city."""
    known = reader.tree.get(place) or reader.tree.root
    roles = [role for role in Role if permission in PERMISSIONS[role]]
    grants = (
        Grant.objects.in_force(reader.on)
        .filter(role__in=roles, user__is_active=True)
        .select_related("user", "organisation")
        .prefetch_related("organisation__areas")
        .order_by("valid_from", "pk")
    )
    for grant in grants:
        for region in _scope(grant, reader.tree):
            if region in known.ancestors:
                desk = reader.tree.places[region]
                yield Officer(grant.user, desk, _unit(grant, desk))


def _scope(grant: Grant, tree: Tree) -> list[int]:
    if grant.region_id:
        return [tree.current(grant.region_id)]
    areas = grant.organisation.areas.all() if grant.organisation else []
    return [tree.current(area.region_id) for area in areas]


def _unit(grant: Grant, desk: Place) -> str:
    return grant.organisation.short_name if grant.organisation else f"{desk.name}妇联"
