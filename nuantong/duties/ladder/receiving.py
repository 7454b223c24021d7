"""Who is told: the officers of a desk by name, or whoever stands in for them."""

import datetime as dt
from collections import defaultdict

from nuantong.access.models import Grant
from nuantong.access.roles import PERMISSIONS, Permission, Role
from nuantong.duties.models import DutyAway
from nuantong.regions.tree import Place, Tree

ROLES = [role for role in Role if Permission.ACT_ON_OVERDUE in PERMISSIONS[role]]


class Receivers:
    """Everybody who answers for overdue care on a day, by place: three queries, however many."""

    def __init__(self, tree: Tree, on: dt.date) -> None:
        self._tree = tree
        self._away = dict(DutyAway.objects.on(on).values_list("user", "stand_in"))
        self.of_region: dict[int, list[int]] = defaultdict(list)
        for user, region in _scopes(tree, on):
            told = self._in_place_of(user)
            if told is not None and told not in self.of_region[region]:
                self.of_region[region].append(told)

    def _in_place_of(self, user: int) -> int | None:
        """Herself, or whoever stands in; nobody when they are both away or nobody stands in."""
        if user not in self._away:
            return user
        other = self._away[user]
        return None if other in self._away else other

    def at(self, place: int | None, level: int) -> list[int]:
        """Users of the desk that has the place; where there is nobody, of the next one above."""
        known: Place = self._tree.get(place) or self._tree.root
        for region in reversed(known.ancestors):
            here = self._tree.places[region]
            if here.level <= level and (found := self.of_region.get(region)):
                return found
        return []


def _scopes(tree: Tree, on: dt.date) -> list[tuple[int, int]]:
    """(user, region) of each grant in force, of organisations each of their places."""
    grants = Grant.objects.in_force(on).filter(role__in=ROLES, user__is_active=True).order_by("pk")
    rows = grants.values_list("user", "region", "organisation__areas__region")
    return [(user, tree.current(region or area)) for user, region, area in rows if region or area]
