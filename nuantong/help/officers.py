"""Who answers: the nearest officer upwards from a place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nuantong.access.models import Grant
from nuantong.access.reader import Reader
from nuantong.access.roles import PERMISSIONS, Permission, Role
from nuantong.accounts.models import User
from nuantong.people.whereabouts import place_of
from nuantong.regions.tree import Place, Tree

ANSWERING = [role for role in Role if Permission.ANSWER_COMPLAINTS in PERMISSIONS[role]]


@dataclass(frozen=True)
class Officer:
    """A named person at a level; `unit` as it is printed: 巴南区妇联."""

    user: User
    desk: Place
    unit: str

    def __str__(self) -> str:
        return f"{self.unit} {self.user.name}"


@dataclass(frozen=True)
class Officers:
    """Who answers, and who does when the complaint is about that person."""

    nearest: Officer | None
    instead: Officer | None

    def about(self, nearest: bool) -> Officer | None:
        return self.instead if nearest else self.nearest


def officers_for(reader: Reader) -> Officers:
    """The reader's own place decides; nobody answers herself."""
    place = reader.tree.get(place_of(reader)) or reader.tree.root
    found = list(_upwards(reader, set(place.ancestors)))
    nearest = _nearest(found)
    if nearest is None:
        return Officers(None, None)
    others = [officer for officer in found if officer.user != nearest.user]
    above = [officer for officer in others if officer.desk.level < nearest.desk.level]
    return Officers(nearest, _nearest(above) or _nearest(others))


def _nearest(officers: Iterable[Officer]) -> Officer | None:
    """The smallest place; of several officers the one who has been there longest."""
    return max(officers, key=lambda officer: officer.desk.level, default=None)


def _upwards(reader: Reader, ancestors: set[int]) -> Iterator[Officer]:
    grants = (
        Grant.objects.in_force(reader.on)
        .filter(role__in=ANSWERING, user__is_active=True)
        .exclude(user=reader.actor_id or 0)
        .select_related("user", "organisation")
        .prefetch_related("organisation__areas")
        .order_by("valid_from", "pk")
    )
    for grant in grants:
        for region in _scope(grant, reader.tree):
            if region in ancestors:
                desk = reader.tree.places[region]
                yield Officer(grant.user, desk, _unit(grant, desk))


def _scope(grant: Grant, tree: Tree) -> list[int]:
    if grant.region_id:
        return [tree.current(grant.region_id)]
    areas = grant.organisation.areas.all() if grant.organisation else []
    return [tree.current(area.region_id) for area in areas]


def _unit(grant: Grant, desk: Place) -> str:
    return grant.organisation.short_name if grant.organisation else f"{desk.name}妇联"
